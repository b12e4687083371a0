//! Control: dispose of a retrieved request twice, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    queue.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS))
}

fn main() {}
