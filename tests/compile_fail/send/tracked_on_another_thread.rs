//! Give a request that is about to be sent to another thread.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn hand_over<T: Send>(_: T) {}

fn track<'id>(cx: &mut Cx<'_, Dispatch>, out: &SentList, request: Request<'id, Owned, Read>) {
    let tracked = out.track(cx, request);
    hand_over(tracked);
}

fn main() {}
