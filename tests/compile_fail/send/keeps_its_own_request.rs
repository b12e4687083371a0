//! Keep a request of the driver's own in a context, where it could outlive its device. Hole 5.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

#[object_context]
struct Kept {
    own: SpinLock<Option<OwnRequest<'static, Filter>>>,
}

fn keep(cx: &mut Cx<'_, Dispatch>, kept: &Kept, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?;
    kept.own.with(cx, |place, _cx| *place = Some(own));
    Ok(())
}

fn main() {}
