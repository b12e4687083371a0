//! Put into a collection that others share, without a lock.

use wdf_safe::collection::Collection;
use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_safe::memory::Memory;

#[object_context]
struct Line {
    waiting: Collection,
}

fn arrive(cx: &mut Cx<'_, Dispatch>, line: &Line, packet: Memory) -> bool {
    line.waiting.push(cx, packet).is_ok()
}

fn main() {}
