//! Control: win the unmark and forget the request, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) {
    door.waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
}

fn main() {}
