//! Control: answer a device control with something else than was declared, without the mistake.

use wdf_safe::ioctl::ioctl;
use wdf_safe::prelude::*;
use wdf_sim as _;

ioctl! {
    /// A number.
    pub struct Number(()) -> u32 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
}

fn answer<'id>(cx: &mut Cx<'_, Dispatch>, number: Control<'id, Number, DeviceControl>) -> Handled<'id> {
    number.complete(cx, &7_u32)
}

fn main() {}
