//! M15: Use the input and the output of a device control at once, which are one memory. Hole 11.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<()>,
    mut request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let _ = queue;
    let input = request.input().unwrap();
    let mut output = request.output().unwrap();
    let mut first = [0];
    input.copy_to(&mut first);
    output.write_at(0, &first);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
