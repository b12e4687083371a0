//! Control: ask a read for its input buffer, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    let _ = request.input();
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
