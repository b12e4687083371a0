//! M29: Win the unmark and forget the request. Rules: CompleteCanceledReq.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) {
    door.waiting.unmark(cx, |_cx, request| drop(request));
}

fn main() {}
