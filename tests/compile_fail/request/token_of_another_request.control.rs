//! Control: hand back the proof of another request, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.context().waiting.unmark(cx, |cx, other| other.complete(cx, NtStatus::SUCCESS));
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
