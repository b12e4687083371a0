//! Control: forward to a queue of the parent, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass_up<'id>(cx: &mut Cx<'_, Dispatch>, hub: &ParentQueue, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.forward_to_parent(cx, hub).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
