//! M24: Send a request that is marked cancelable. Rules: ReqMarkCancelableSend.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn passed<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _below: Target<'_, Filter>,
    request: Request<'id, Returned, Read>,
    outcome: Outcome,
) -> Handled<'id> {
    request.complete(cx, outcome.status())
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => cancelable.send(cx, below, passed).unwrap_or_else(|failed| failed.complete(cx)),
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
