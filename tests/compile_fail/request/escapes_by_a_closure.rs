//! M105: Use a request after the closure that was given it.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn next(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Retrieval {
    let mut kept = None;
    queue.retrieve_next(cx, |cx, found| {
        kept = Some(found);
        kept.take().map_or_else(|| unreachable!(), |found| found.complete(cx, NtStatus::SUCCESS))
    })
}

fn main() {}
