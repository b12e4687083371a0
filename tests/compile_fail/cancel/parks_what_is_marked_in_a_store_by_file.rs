//! Park a request that is marked already in a store that would have to ask it for its file.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Waiting {
    list: CancelList<Read, 4, ByFile>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Waiting>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, |cx, request| request.complete_cancelled(cx)) {
        Ok(cancelable) => match cancelable.park(&queue.context().list) {
            Ok(handled) => handled,
            Err(full) => full.unmark(cx).complete(cx, NtStatus::DEVICE_BUSY),
        },
        Err(refused) => refused.request.complete_cancelled(cx),
    }
}

fn main() {}
