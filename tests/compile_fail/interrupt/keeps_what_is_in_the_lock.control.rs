//! Control: keep what is in the lock of an interrupt for longer than the lock is held, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[derive(Default)]
struct Seen {
    packets: u32,
}

type Line = Interrupt<Device<Card>, Seen>;

#[object_context]
struct Card {
    line: Child<Line>,
    total: SpinLock<u32>,
    waiting: CancelSlot<Read>,
}

fn collect(cx: &mut Cx<'_, Dispatch>, line: &Line) -> Option<u32> {
    line.with(cx, |seen, _cx| seen.packets)
}

fn main() {}
