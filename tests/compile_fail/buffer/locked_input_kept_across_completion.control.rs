//! Control: use it while the request is owned.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_device_control]
fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    let input = request.locked_input().unwrap();
    input.copy_to(&mut [0]);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
