//! M63: Take a spin lock in the service routine of an interrupt. Rules: KmdfIrql, WdfSpinlock.

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

#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut Seen, _message: u32) -> bool {
    line.parent().context().total.with(cx, |total, _cx| *total += 1);
    seen.packets += 1;
    line.queue_deferred(cx)
}

fn main() {}
