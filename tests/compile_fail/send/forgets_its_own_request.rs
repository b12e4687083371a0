//! M45: Send a request of the driver's own and forget it. Rules: RequestSendAndForgetNoFormatting2.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    let _ = own.send_and_forget(cx, below);
    Ok(())
}

fn main() {}
