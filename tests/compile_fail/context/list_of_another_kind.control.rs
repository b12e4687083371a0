//! Control: park a read in a list for writes, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Desk {
    waiting: CancelList<Read, 4>,
}

fn wait<'id>(cx: &mut Cx<'_, Dispatch>, desk: &Desk, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match desk.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

fn main() {}
