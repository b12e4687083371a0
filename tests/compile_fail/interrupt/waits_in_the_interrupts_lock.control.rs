//! Control: wait inside the lock of an interrupt, without the mistake.

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
    line.with(cx, |_seen, _cx| ()).map(|()| device.create_interface(cx, class))
}

fn main() {}
