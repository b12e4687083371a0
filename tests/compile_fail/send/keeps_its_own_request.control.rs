//! Control: drop a request of the driver's own, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn drop_it(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    drop(below.create_request(cx)?);
    Ok(())
}

fn main() {}
