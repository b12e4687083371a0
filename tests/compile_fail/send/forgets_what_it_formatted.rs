//! M45: Format a request, then send and forget it. Rules: RequestSendAndForgetNoFormatting.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let prepared = request.format_as_it_came(cx, below);
    prepared.send_and_forget(cx, below).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
