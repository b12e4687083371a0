//! The device controls, as the driver and its applications know them. (A driver of one's own has them in a small crate, on which
//! both depend.)

use wdf_safe::ioctl::ioctl;
use wdf_safe::ioctl::zerocopy::{FromBytes, Immutable, IntoBytes};

/// What can be said of the contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct State {
    /// How many bytes there are.
    pub length: u32,
    /// How often they have changed.
    pub changes: u32,
}

ioctl! {
    /// Asks for the state.
    pub struct Describe(()) -> State { device: 0x22, function: 0x900, method: Buffered, access: Any }

    /// As [`Describe`], when the number of changes is no longer the one that the application brings.
    pub struct AwaitChange(u32) -> State { device: 0x22, function: 0x901, method: Buffered, access: Any }

    /// Replaces the contents by what lies in the second buffer.
    pub struct CopyIn(()) -> () { device: 0x22, function: 0x902, method: InDirect, access: Any }

    /// Asks for the contents, from a place on that the application brings.
    pub struct PasteOut(u32) -> () { device: 0x22, function: 0x903, method: OutDirect, access: Any }

    /// Replaces the contents, and asks for the old ones.
    pub struct Exchange(()) -> () { device: 0x22, function: 0x904, method: Neither, access: Any }
}
