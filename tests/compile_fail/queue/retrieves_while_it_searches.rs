//! M115: Take the next request out while a search runs. Rules: WdfIoQueueRetrieveNextRequest.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    queue.retrieve_where(
        cx,
        |_| queue.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS)) == Retrieval::Handled,
        |cx, found| found.complete(cx, NtStatus::SUCCESS),
    )
}

fn main() {}
