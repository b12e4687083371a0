//! Control: keep a request that was found after the search, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    let mut kept = None;
    let retrieval = queue.retrieve_where(
        cx,
        |candidate| {
            kept = Some(candidate.parameters());
            false
        },
        |cx, found| found.complete(cx, NtStatus::SUCCESS),
    );
    let _ = kept;
    retrieval
}

fn main() {}
