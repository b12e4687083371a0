//! Control: a request that has come back is sent again.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    out: SentList,
    waiting: CancelSlot<Read>,
    total: SpinLock<u32>,
}

fn back<'id>(
    cx: &mut Cx<'_, Dispatch>,
    below: Target<'_, Filter>,
    request: Request<'id, Returned, Read>,
    outcome: Outcome,
) -> Handled<'id> {
    let _ = outcome;
    request.send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let out = &below.device().context().out;
    out.track(cx, request).send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
