//! M10: Ignore that a request could not be forwarded. Rules: RequestCompletedLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    request.forward_to(cx, shelf).unwrap_or_else(|_failed| ())
}

fn main() {}
