//! M89: Keep a request that was found after the search. Rules: WdfIoQueueRetrieveFoundRequest.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    let mut kept = None;
    let retrieval = queue.retrieve_where(
        cx,
        |candidate| {
            kept = Some(candidate);
            false
        },
        |cx, found| found.complete(cx, NtStatus::SUCCESS),
    );
    let _ = kept;
    retrieval
}

fn main() {}
