//! Let a request wait that has come back from its target: it may have been cancelled there, and then nobody would be told to give it up.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    out: SentList,
    waiting: CancelSlot<Read>,
    total: SpinLock<u32>,
}

fn back<'id>(
    cx: &mut Cx<'_, Dispatch>,
    below: Target<'_, Filter>,
    request: Request<'id, Returned, Read>,
    outcome: Outcome,
) -> Handled<'id> {
    let _ = outcome;
    let slot = &below.device().context().waiting;
    slot.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

fn read<'id>(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let out = &below.device().context().out;
    out.track(cx, request).send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
