//! Control: take the lock of a queue's callbacks in one of them, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

#[evt_work_item]
fn look_after(cx: &mut Cx<'_, Work>, item: &WorkItem<Queue<()>>) {
    item.parent().exclude_callbacks(cx, |_cx| ());
}

fn main() {}
