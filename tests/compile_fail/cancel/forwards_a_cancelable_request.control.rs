//! Control: forward a request that is marked cancelable, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn pass<'id>(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => match cancelable.unmark(cx) {
            Unmarked::Owned(request) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            other => other.complete(cx, NtStatus::CANCELLED),
        },
        Err(failed) => failed.request.complete_cancelled(cx),
    }
}

fn main() {}
