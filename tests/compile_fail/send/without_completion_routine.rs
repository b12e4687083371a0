//! M44: Send a request without a completion routine, and without forgetting it. Hole 5. Rules: ReqCompletionRoutine.

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
    request.send(cx, below).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
