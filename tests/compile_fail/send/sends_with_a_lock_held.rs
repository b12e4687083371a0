//! M60, M108: Send a request while a spin lock is held. Rules: ReqSendWhileSpinlock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    total: SpinLock<u32>,
}

fn back<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _below: Target<'_, Filter>,
    request: Request<'id, Returned, Read>,
    outcome: Outcome,
) -> Handled<'id> {
    request.complete(cx, outcome.status())
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let total = &below.device().context().total;
    let sent = total.with(cx, |total, held| {
        *total += 1;
        request.send(held, below, back)
    });
    sent.unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
