//! Control: use a request after it was forwarded, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let length = request.parameters().length;
    match request.forward_to(cx, shelf) {
        Ok(handled) if length > 0 => handled,
        Ok(handled) => handled,
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
