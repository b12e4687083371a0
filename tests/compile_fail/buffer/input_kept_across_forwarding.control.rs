//! Control: keep the buffer of a request while it is forwarded, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let length = request.input().map_or(0, |input| input.len());
    let handled = request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx));
    let _ = length;
    handled
}

fn main() {}
