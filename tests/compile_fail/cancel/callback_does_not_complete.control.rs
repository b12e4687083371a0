//! Control: return from the cancel callback without completing the request, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn main() {}
