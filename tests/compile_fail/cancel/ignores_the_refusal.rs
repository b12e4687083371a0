//! M26: Ignore that marking was refused because the request is cancelled already. CodeQL: C28193.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let Ok(cancelable) = request.mark_cancelable_ex(cx, give_up) else { return };
    cancelable
        .park(&queue.context().waiting)
        .unwrap_or_else(|cancelable| cancelable.unmark(cx).complete(cx, NtStatus::DEVICE_BUSY))
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {}
