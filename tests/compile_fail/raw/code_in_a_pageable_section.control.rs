//! All code of a driver stays in memory.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
