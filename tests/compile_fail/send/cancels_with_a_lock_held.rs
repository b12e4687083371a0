//! M60: Cancel what was sent while a spin lock is held: the completion routine runs inside. Rules: ReqSendWhileSpinlock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    out: SentList,
    waiting: CancelSlot<Read>,
    total: SpinLock<u32>,
}

fn hang_up(cx: &mut Cx<'_, Dispatch>, filter: &Filter) {
    filter.total.with(cx, |total, held| {
        *total += 1;
        filter.out.cancel_all(held);
    });
}

fn main() {}
