//! Control: write into the output buffer of a request that was parked, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut output = request.output().unwrap();
    output.write_at(0, b"in time");
    let parked = queue.context().waiting.park_cancelable(cx, request, give_up);
    parked.unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {}
