//! M33: Forward a cancelled request.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_canceled_on_queue]
fn canceled<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Manual>,
    request: Request<'id, MustComplete, Any>,
) -> Handled<'id> {
    request.forward_to(cx, queue).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
