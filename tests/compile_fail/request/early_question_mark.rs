//! M02: Leave a handler early, with `?`, and without a disposition. Rules: RequestCompletedLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.output()?;
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
