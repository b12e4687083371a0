//! M30: Keep the request that unmark gave, outside its closure. Rules: CompleteCanceledReq.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) {
    let mut kept = None;
    door.waiting.unmark(cx, |_cx, request| {
        kept = Some(request);
        loop {}
    });
}

fn main() {}
