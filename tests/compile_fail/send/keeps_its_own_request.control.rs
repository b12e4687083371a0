//! Control: hand on a request of the driver's own, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn keep<'d>(cx: &mut Cx<'_, Dispatch>, below: Target<'d, Filter>) -> Result<OwnRequest<'d, Filter>> {
    below.create_request(cx)
}

fn main() {}
