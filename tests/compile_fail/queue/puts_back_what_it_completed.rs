//! M90: Dispose of a retrieved request twice. Rules: DoubleCompletion.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    queue.retrieve_next(cx, |cx, found| {
        let _ = found.complete(cx, NtStatus::SUCCESS);
        found.requeue(cx).unwrap_or_else(|failed| failed.request.complete(cx, failed.status))
    })
}

fn main() {}
