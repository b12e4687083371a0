//! Control: complete a request that was found, and not taken out, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    queue.retrieve_where(cx, |_| true, |cx, found| found.complete(cx, NtStatus::SUCCESS))
}

fn main() {}
