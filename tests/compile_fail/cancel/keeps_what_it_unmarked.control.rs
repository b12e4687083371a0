//! Control: keep the request that unmark gave, outside its closure, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) {
    let mut kept = None;
    door.waiting.unmark(cx, |cx, request| {
        kept = Some(request.parameters());
        request.complete(cx, NtStatus::SUCCESS)
    });
}

fn main() {}
