//! Control: write to a context without a lock, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: AtomicU32,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Counter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().count.fetch_add(1, Ordering::Relaxed);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
