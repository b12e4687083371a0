//! Control: a request that is formatted is sent, one that is not is forgotten.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
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
    let prepared = request.format_as_it_came(cx, below);
    prepared.send(cx, back).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
