//! Control: put into a collection that others share, without a lock, without the mistake.

use wdf_safe::collection::Collection;
use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_safe::memory::Memory;

#[object_context]
struct Line {
    waiting: SpinLock<Collection>,
}

fn arrive(cx: &mut Cx<'_, Dispatch>, line: &Line, packet: Memory) -> bool {
    line.waiting.with(cx, |waiting, cx| waiting.push(cx, packet).is_ok())
}

fn main() {}
