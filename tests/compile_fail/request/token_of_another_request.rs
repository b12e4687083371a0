//! M04: Hand back the proof of another request.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().waiting.unmark(cx, |cx, other| {
        core::mem::forget(other);
        request.complete(cx, NtStatus::SUCCESS)
    });
    loop {}
}

fn main() {}
