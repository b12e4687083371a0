//! Keep a request of the driver's own for longer than its device. Hole 5.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn keep(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<OwnRequest<'static, Filter>> {
    below.create_request(cx)
}

fn main() {}
