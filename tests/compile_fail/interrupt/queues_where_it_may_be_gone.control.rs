//! Control: have the DPC of an interrupt called where the interrupt may be disconnected, without the mistake.

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

fn again(cx: &mut Cx<'_, Dispatch>, line: &Line) {
    line.with(cx, |_seen, cx| line.queue_deferred(cx));
}

fn main() {}
