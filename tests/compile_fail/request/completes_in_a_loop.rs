//! M07: Complete in a loop. Rules: DoubleCompletionLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    loop {
        let _ = request.complete(cx, NtStatus::SUCCESS);
    }
}

fn main() {}
