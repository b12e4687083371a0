//! Register a function pointer as cancel handler: it has bytes, and the trampoline none to keep them in.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let give_up: for<'a, 'c, 'i> fn(&'a mut Cx<'c, Dispatch>, Request<'i, MustComplete, Read>) -> Handled<'i> = give_up;
    queue
        .context()
        .waiting
        .park_cancelable(cx, request, give_up)
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {
    let _config = QueueConfig::sequential().read(read);
}
