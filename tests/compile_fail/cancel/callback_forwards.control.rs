//! Control: forward a cancelled request, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_canceled_on_queue]
fn canceled<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Manual>,
    request: Request<'id, MustComplete, Any>,
) -> Handled<'id> {
    let _ = queue;
    request.complete_cancelled(cx)
}

fn main() {}
