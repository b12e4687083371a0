//! M23: Forward a request that is marked cancelable to the parent.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass_up<'id>(cx: &mut Cx<'_, Dispatch>, hub: &ParentQueue, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => cancelable.forward_to_parent(cx, hub).unwrap_or_else(|failed| failed.complete(cx)),
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
