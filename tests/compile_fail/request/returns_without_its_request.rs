//! M01: Return from a handler without disposing of the request. Rules: RequestCompleted. CodeQL: C28143.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = (cx, queue, request);
}

fn main() {}
