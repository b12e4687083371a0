//! Control: do in the cancel callback what is allowed at PASSIVE_LEVEL only, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn wait(_cx: &mut Cx<'_, Dispatch>) {}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    wait(cx);
    request.complete_cancelled(cx)
}

fn main() {}
