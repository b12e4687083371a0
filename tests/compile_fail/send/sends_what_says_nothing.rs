//! M42: Send a request that is not formatted. Rules: RequestFormattedValid.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?;
    own.send(cx, |_cx, _own, _outcome| {}).map_err(|failed| failed.status.into())
}

fn main() {}
