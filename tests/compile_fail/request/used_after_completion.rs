//! M08: Read the parameters of a request after completing it. Rules: InvalidReqAccess. CodeQL: UseAfterFree.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    let handled = request.complete(cx, NtStatus::SUCCESS);
    let _ = request.parameters();
    handled
}

fn main() {}
