//! M111: Keep what is in the lock of an interrupt for longer than the lock is held.

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

fn collect<'l>(cx: &mut Cx<'_, Dispatch>, line: &'l Line) -> Option<&'l mut u32> {
    line.with(cx, |seen, _cx| &mut seen.packets)
}

fn main() {}
