//! Control: send a request of the driver's own once, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    own.send(cx, |_cx, _own, _outcome| {}).map_err(|failed| failed.status.into())
}

fn main() {}
