//! Control: take a request out of its store with a spin lock held, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
    opened: SpinLock<u32>,
}

fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) {
    door.opened.with(cx, |opened, _cx| *opened += 1);
    door.waiting.unmark(cx, |_cx, _request| loop {});
}

fn main() {}
