//! M22: Mark a request cancelable that is marked. Rules: MarkCancOnCancReqLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => match cancelable.mark_cancelable_ex(cx, give_up) {
            Ok(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::SUCCESS),
            Err(refused) => give_up(cx, refused.into_request()),
        },
        Err(refused) => give_up(cx, refused.into_request()),
    }
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {}
