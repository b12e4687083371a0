//! M107: Complete a request with a spin lock held. M60. Rule: WdfSpinlock. Hole 17.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Totals>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().bytes.with(cx, |_bytes, cx| request.complete(cx, NtStatus::SUCCESS))
}

fn main() {}
