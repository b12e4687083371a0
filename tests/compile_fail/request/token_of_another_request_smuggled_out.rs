//! M04: Carry the proof of another request out of its closure and return it.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut proof = None;
    queue.context().waiting.unmark(cx, |cx, other| {
        proof = Some(other.complete(cx, NtStatus::SUCCESS));
        loop {}
    });
    core::mem::forget(request);
    proof.unwrap()
}

fn main() {}
