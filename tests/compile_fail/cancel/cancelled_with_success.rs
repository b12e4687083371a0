//! M32: Complete a cancelled request with success.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
