//! M23: Forward a request that is marked cancelable.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => cancelable.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
        Err(failed) => failed.request.complete_cancelled(cx),
    }
}

fn main() {}
