//! Write a callback with too few parameters. CodeQL: C28101.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
