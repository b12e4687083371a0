//! M03: Forget the request. Rules: RequestCompleted.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = (cx, queue);
    core::mem::forget(request);
}

fn main() {}
