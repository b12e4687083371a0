//! M103: Write to a context without a lock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: u32,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Counter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().count += 1;
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
