//! Control: use a type as context that is none, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Counter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
