//! Keep the borrowed handle of a queue. Hole 12.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    queue: SpinLock<Option<&'static Queue<()>>>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    queue.device::<Drawer>().unwrap().context().queue.with(cx, |kept, _cx| *kept = Some(queue));
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
