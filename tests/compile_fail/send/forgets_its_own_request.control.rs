//! Control: a request of the driver's own is sent with a completion routine.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    let _ = own.send(cx, |_cx, _own, _outcome| {});
    Ok(())
}

fn main() {}
