//! Control: take a spin lock inside the lock of an interrupt, without the mistake.

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
    let packets = line.with(cx, |seen, _cx| seen.packets);
    card.total.with(cx, |total, _cx| *total += packets.unwrap_or_default());
}

fn main() {}
