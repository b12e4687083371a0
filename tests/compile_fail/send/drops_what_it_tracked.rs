//! M03: Track a request and forget to send it. Rules: RequestCompleted.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    out: SentList,
    waiting: CancelSlot<Read>,
    total: SpinLock<u32>,
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let out = &below.device().context().out;
    let _tracked = out.track(cx, request);
}

fn main() {}
