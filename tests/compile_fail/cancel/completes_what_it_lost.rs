//! M28: Complete a request after unmark has lost it to the cancel callback. Rules: CompleteCanceledReq. Hole 1.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn finish<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Cancelable, Read>) -> Handled<'id> {
    match request.unmark(cx) {
        Unmarked::Owned(request) => request.complete(cx, NtStatus::SUCCESS),
        Unmarked::MustComplete(request) => request.complete_cancelled(cx),
        Unmarked::Lost(request) => request.complete(cx, NtStatus::CANCELLED),
    }
}

fn main() {}
