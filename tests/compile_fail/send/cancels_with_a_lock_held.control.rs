//! Control: cancel what was sent, after the lock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    out: SentList,
    waiting: CancelSlot<Read>,
    total: SpinLock<u32>,
}

fn hang_up(cx: &mut Cx<'_, Dispatch>, filter: &Filter) {
    filter.total.with(cx, |total, _held| {
        *total += 1;
    });
    filter.out.cancel_all(cx);
}

fn main() {}
