//! Keep a locked buffer beyond its callback.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_device_control]
fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    let input = request.locked_input().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    input.copy_to(&mut [0]);
    handled
}

fn main() {}
