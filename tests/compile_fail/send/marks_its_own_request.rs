//! Mark a request that the driver has made. Hole 5.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    let _ = own.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx));
    Ok(())
}

fn main() {}
