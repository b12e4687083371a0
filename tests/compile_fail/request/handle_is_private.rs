//! M106: Take the raw handle out of a request. Hole 3.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    let _ = request.raw;
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
