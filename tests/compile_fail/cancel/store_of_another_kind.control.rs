//! Control: park a write in a store for reads, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue
        .context()
        .waiting
        .park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

fn main() {}
