//! Forward to a parent whose requests have another context.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[request_context]
struct Progress {
    done: usize,
}

fn pass_up<'id>(
    cx: &mut Cx<'_, Dispatch>,
    hub: &ParentQueue<Progress>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    request.forward_to_parent(cx, hub).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
