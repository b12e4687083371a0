//! Take the lock of a queue's callbacks in one of them. Rule: WdfSpinlock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.exclude_callbacks(cx, |_cx| ());
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
