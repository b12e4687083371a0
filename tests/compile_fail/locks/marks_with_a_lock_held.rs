//! M109: Mark a request cancelable with a spin lock held, which its cancel handler takes. M57. Rule: WdfSpinLockRelease.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
    opened: SpinLock<u32>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let door = queue.context();
    door.opened
        .with(cx, |_opened, cx| door.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)))
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

fn main() {}
