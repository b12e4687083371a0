//! M36: Do in the cancel callback what is allowed at PASSIVE_LEVEL only. CodeQL: C28144.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn wait(_cx: &mut Cx<'_, Passive>) {}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    wait(cx);
    request.complete_cancelled(cx)
}

fn main() {}
