//! Control: declare a device control that carries a reference, without the mistake.

use wdf_safe::ioctl::ioctl;
use wdf_sim as _;

ioctl! {
    /// Where it lies.
    pub struct Place(()) -> u64 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
}

fn main() {}
