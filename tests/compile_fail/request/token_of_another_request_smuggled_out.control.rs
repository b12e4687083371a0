//! Control: carry the proof of another request out of its closure and return it, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut taken = None;
    queue.context().waiting.unmark(cx, |cx, other| {
        taken = Some(other.parameters().length);
        other.complete(cx, NtStatus::SUCCESS)
    });
    let _ = taken;
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
