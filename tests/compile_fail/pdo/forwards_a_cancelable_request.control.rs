//! Control: forward a request to the parent after unmarking it, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn pass_up<'id>(cx: &mut Cx<'_, Dispatch>, hub: &ParentQueue, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => match cancelable.unmark(cx) {
            Unmarked::Owned(request) => {
                request.forward_to_parent(cx, hub).unwrap_or_else(|failed| failed.complete(cx))
            }
            other => other.complete(cx, NtStatus::SUCCESS),
        },
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
