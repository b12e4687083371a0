//! Control: take back a request that is marked cancelable, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::SUCCESS),
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
