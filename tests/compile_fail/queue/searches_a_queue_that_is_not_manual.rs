//! M87: Search a queue that is not manual. Rules: WdfIoQueueRetrieveNextRequest.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Sequential>) -> Retrieval {
    queue.retrieve_where(cx, |_| true, |cx, found| found.complete(cx, NtStatus::SUCCESS))
}

fn main() {}
