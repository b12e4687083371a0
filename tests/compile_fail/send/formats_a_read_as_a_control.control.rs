//! Control: a read is formatted as a read.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let Some(below) = queue.device::<Filter>().and_then(|device| device.io_target(cx)) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match request.format_read(cx, below, 0) {
        Ok(prepared) => prepared.complete(cx, NtStatus::SUCCESS),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
