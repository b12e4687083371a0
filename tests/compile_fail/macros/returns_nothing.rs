//! Write a callback that returns nothing.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'_, Owned, Read>) {
    let _ = (queue, request.complete(cx, NtStatus::SUCCESS));
}

fn main() {}
