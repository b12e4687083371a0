//! Control: give the name of the send, which is a number.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn hand_over<T: Send>(_: T) {}

fn track<'id>(cx: &mut Cx<'_, Dispatch>, out: &SentList, request: Request<'id, Owned, Read>) {
    let tracked = out.track(cx, request);
    hand_over(tracked.ticket());
}

fn main() {}
