//! M31: Return from the cancel callback without completing the request.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    let _ = (cx, request);
}

fn main() {}
