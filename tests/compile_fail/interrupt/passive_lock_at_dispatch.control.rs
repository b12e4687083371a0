//! Control: take the lock of an interrupt of passive level in its DPC, without the mistake.

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

type Slow = Interrupt<Device<Card>, u32, PassiveIsr>;

#[evt_interrupt_work_item]
fn serviced(cx: &mut Cx<'_, Passive>, slow: &Slow) {
    slow.with(cx, |seen, _cx| *seen = 0);
}

fn main() {}
