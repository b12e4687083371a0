//! Control: ignore that marking was refused because the request is cancelled already, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let cancelable = match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => cancelable,
        Err(refused) => return give_up(cx, refused.into_request()),
    };
    cancelable
        .park(&queue.context().waiting)
        .unwrap_or_else(|cancelable| cancelable.unmark(cx).complete(cx, NtStatus::DEVICE_BUSY))
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {}
