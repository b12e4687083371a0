//! Declare a device control that carries a reference.

use wdf_safe::ioctl::ioctl;
use wdf_sim as _;

ioctl! {
    /// Where it lies.
    pub struct Place(()) -> &'static u32 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
}

fn main() {}
