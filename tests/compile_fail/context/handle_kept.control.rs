//! Control: keep the borrowed handle of a queue, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    queue: Child<Queue<()>>,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue.device::<Drawer>().unwrap().context().queue.get();
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
