//! Take the buffers of a METHOD_NEITHER control for memory of the system's.

use wdf_safe::ioctl::ioctl;
use wdf_safe::prelude::*;
use wdf_sim as _;

ioctl! {
    /// A number.
    pub struct Number(()) -> u32 { device: 0x8000, function: 0x800, method: Neither, access: Any }
}

fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    match request.control::<Number>() {
        Ok(number) => number.complete(cx, &7),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
