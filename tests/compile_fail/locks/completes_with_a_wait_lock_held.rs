//! M60: Complete a request with a wait lock held.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Library {
    lent: WaitLock<u32>,
    books: WaitLock<u32>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Passive>, queue: &Queue<Library>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().lent.with(cx, |lent, cx| {
        *lent += 1;
        request.complete(cx, NtStatus::SUCCESS)
    })
}

fn main() {}
