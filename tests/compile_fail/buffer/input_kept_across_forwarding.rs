//! M16: Keep the buffer of a request while it is forwarded.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let input = request.input();
    let handled = request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx));
    let _ = input.map_or(0, |input| input.len());
    handled
}

fn main() {}
