//! Lock the buffers of METHOD_NEITHER in a queue's handler, where the thread may be any. CodeQL: UserModeMemoryReadMultipleTimes.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_device_control]
fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, mut request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    match request.lock_input().map(|input| input.len()) {
        Ok(_) => request.complete(cx, NtStatus::SUCCESS),
        Err(error) => request.complete(cx, error.status()),
    }
}

fn main() {}
