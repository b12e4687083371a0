//! M09: Use a request after it was forwarded. Rules: InvalidReqAccess.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    match request.forward_to(cx, shelf) {
        Ok(handled) if request.parameters().length > 0 => handled,
        Ok(handled) => handled,
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
