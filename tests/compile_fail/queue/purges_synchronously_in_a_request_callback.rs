//! M85: Purge a queue and wait for it in a callback of a queue. Rules: NoIoQueuePurgeSynchronously. Hole 17.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Passive>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue.purge_synchronously(cx, &request);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
