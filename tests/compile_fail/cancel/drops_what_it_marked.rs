//! M03: Drop a request that is marked cancelable. Hole 2.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => drop(cancelable),
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
