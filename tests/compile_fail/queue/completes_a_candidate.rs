//! M88: Complete a request that was found, and not taken out. Rules: WdfIoQueueFindRequestFailed.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    queue.retrieve_where(cx, |candidate| candidate.complete(NtStatus::SUCCESS), |cx, found| found.complete(cx, NtStatus::SUCCESS))
}

fn main() {}
