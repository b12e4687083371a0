//! M06: Complete in one arm of an `if`, and again after it. Rules: DoubleCompletionLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    if request.is_canceled() {
        let _ = request.complete(cx, NtStatus::CANCELLED);
    }
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
