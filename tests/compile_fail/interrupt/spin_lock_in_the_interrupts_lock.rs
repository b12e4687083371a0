//! M112: Take a spin lock inside the lock of an interrupt.

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

fn collect(cx: &mut Cx<'_, Dispatch>, card: &Card, line: &Line) {
    line.with(cx, |seen, cx| card.total.with(cx, |total, _cx| *total += seen.packets));
}

fn main() {}
