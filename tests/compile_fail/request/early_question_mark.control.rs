//! Control: leave a handler early, with `?`, and without a disposition, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    if let Err(error) = request.output() {
        return request.complete(cx, error.status());
    }
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
