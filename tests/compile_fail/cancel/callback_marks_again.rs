//! M34: Mark the request again in its cancel callback. Rules: MarkCancOnCancReqLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::SUCCESS),
        Err(refused) => refused.into_request().complete_cancelled(cx),
    }
}

fn main() {}
