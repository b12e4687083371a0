//! The parts of a control code.
//!
//! *Where it stands.* Under [`ioctl!`](crate::ioctl).
//!
//! *Key types.* [`Method`] and its four; [`Access`].
//!
//! *Wraps.* `CTL_CODE`.

mod sealed {
    pub trait Sealed {
        const NUMBER: u32;
    }
}

/// How a control's buffers reach the driver.
pub trait Method: sealed::Sealed + 'static {}

/// METHOD_BUFFERED: input and output are copied, through one memory of the system.
#[derive(Debug)]
pub enum Buffered {}

/// METHOD_IN_DIRECT: the input is copied, and what the application passes as the output buffer is locked, for the driver to
/// read: a control of this method answers nothing.
#[derive(Debug)]
pub enum InDirect {}

/// METHOD_OUT_DIRECT: the input is copied, and the output buffer is the application's own memory, locked.
#[derive(Debug)]
pub enum OutDirect {}

/// METHOD_NEITHER: the driver is given the application's addresses.
#[derive(Debug)]
pub enum Neither {}

impl sealed::Sealed for Buffered {
    const NUMBER: u32 = 0;
}
impl sealed::Sealed for InDirect {
    const NUMBER: u32 = 1;
}
impl sealed::Sealed for OutDirect {
    const NUMBER: u32 = 2;
}
impl sealed::Sealed for Neither {
    const NUMBER: u32 = 3;
}
impl Method for Buffered {}
impl Method for InDirect {}
impl Method for OutDirect {}
impl Method for Neither {}

/// The bits of a control code that say how its buffers travel.
#[must_use]
pub const fn method<M: Method>() -> u32 {
    M::NUMBER
}

/// What the application's handle must have been opened for. The system checks it before the driver sees the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// FILE_ANY_ACCESS: any handle will do.
    Any = 0,
    /// FILE_READ_ACCESS.
    Read = 1,
    /// FILE_WRITE_ACCESS.
    Write = 2,
    /// Both.
    ReadWrite = 3,
}

/// `CTL_CODE`: the control code of these parts, and of this output's size.
///
/// # Panics
/// At compile time, in a constant: if the device type has more than 16 bits; if the function is not of those that are left to
/// vendors, 0x800 to 0xFFF; if a control of [`InDirect`] answers something.
#[must_use]
pub const fn code<M: Method>(device: u32, function: u32, access: Access, output: usize) -> u32 {
    assert!(device <= 0xFFFF, "a device type has 16 bits");
    assert!(function >= 0x800 && function <= 0xFFF, "functions from 0x800 to 0xFFF are left to vendors");
    assert!(
        M::NUMBER != <InDirect as sealed::Sealed>::NUMBER || output == 0,
        "the output buffer of METHOD_IN_DIRECT is read by the driver: such a control answers nothing, `-> ()`"
    );
    device << 16 | (access as u32) << 14 | function << 2 | M::NUMBER
}
