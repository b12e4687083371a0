//! Register a cancel handler that captures something.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let length = request.parameters().length;
    queue
        .context()
        .waiting
        .park_cancelable(cx, request, move |cx, request| {
            let _ = length + 1;
            request.complete_cancelled(cx)
        })
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

fn main() {
    let _config = QueueConfig::sequential().read(read);
}
