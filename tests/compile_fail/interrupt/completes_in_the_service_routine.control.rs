//! Control: complete a request in the service routine of an interrupt, without the mistake.

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
fn service(cx: &mut Cx<'_, Dirql>, line: &Line, _seen: &mut Seen, _message: u32) -> bool {
    line.queue_deferred(cx)
}

#[evt_interrupt_dpc]
fn serviced(cx: &mut Cx<'_, Dispatch>, line: &Line) {
    line.parent().context().waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
}

fn main() {}
