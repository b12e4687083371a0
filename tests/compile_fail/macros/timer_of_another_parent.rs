//! Read the context of a parent that the timer does not have. Hole 13.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_timer]
fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device>) {
    timer.parent().context().waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
}

fn main() {}
