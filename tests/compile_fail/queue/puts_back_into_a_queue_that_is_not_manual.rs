//! M91: Put a request back into a queue that presented it.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.requeue(cx).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
