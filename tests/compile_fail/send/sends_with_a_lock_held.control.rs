//! Control: send a request after the lock.

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
    total.with(cx, |total, _held| {
        *total += 1;
    });
    let sent = request.send(cx, below, back);
    sent.unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
