//! M65: Wait inside the lock of an interrupt. Rules: WdfInterruptLock, WdfInterruptLockRelease.

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

fn ask(cx: &mut Cx<'_, Passive>, device: &Device<Card>, line: &Line, class: Guid) -> Option<Result<()>> {
    line.with(cx, |_seen, cx| device.create_interface(cx, class))
}

fn main() {}
