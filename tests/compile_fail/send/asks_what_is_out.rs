//! M47: Ask for the outcome of a request of the driver's own while it is out. Rules: RequestGetStatusValid, InvalidReqAccessLocal.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    let _ = own.send(cx, |_cx, _own, _outcome| {});
    let _ = own.target();
    Ok(())
}

fn main() {}
