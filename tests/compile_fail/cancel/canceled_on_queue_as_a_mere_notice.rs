//! M31: Take the cancellation of a request in its queue for a mere notice.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_canceled_on_queue]
fn canceled<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Manual>,
    request: Request<'id, MustComplete, Any>,
) -> Handled<'id> {
    let _ = (cx, queue, request);
}

fn main() {}
