//! Where the members of a driver's IRP and of its stack locations lie.
//!
//! Facts: wdm.h.
#![expect(unsafe_code, reason = "reads and writes the members")]

/// Where the members of an `IRP` lie.
pub(crate) mod irp {
    pub(crate) const TYPE: usize = 0;
    pub(crate) const SIZE: usize = 2;
    pub(crate) const MDL: usize = 0x8;
    pub(crate) const FLAGS: usize = 0x10;
    pub(crate) const SYSTEM_BUFFER: usize = 0x18;
    pub(crate) const STATUS: usize = 0x30;
    pub(crate) const INFORMATION: usize = 0x38;
    pub(crate) const PENDING_RETURNED: usize = 0x41;
    pub(crate) const STACK_COUNT: usize = 0x42;
    pub(crate) const CURRENT_LOCATION: usize = 0x43;
    pub(crate) const CANCEL: usize = 0x44;
    pub(crate) const USER_IOSB: usize = 0x48;
    pub(crate) const USER_EVENT: usize = 0x50;
    pub(crate) const USER_BUFFER: usize = 0x70;
    pub(crate) const THREAD: usize = 0x98;
    pub(crate) const CURRENT_STACK: usize = 0xB8;
    pub(crate) const LENGTH: usize = 0xD0;
}

/// Where the members of an `IO_STACK_LOCATION` lie.
pub(crate) mod location {
    pub(crate) const MAJOR: usize = 0;
    pub(crate) const CONTROL: usize = 3;
    /// Of a read or write.
    pub(crate) const TRANSFER_LENGTH: usize = 0x8;
    pub(crate) const BYTE_OFFSET: usize = 0x18;
    /// Of a device control.
    pub(crate) const OUTPUT_LENGTH: usize = 0x8;
    pub(crate) const INPUT_LENGTH: usize = 0x10;
    pub(crate) const CODE: usize = 0x18;
    pub(crate) const TYPE3_INPUT: usize = 0x20;
    pub(crate) const DEVICE: usize = 0x28;
    pub(crate) const ROUTINE: usize = 0x38;
    pub(crate) const CONTEXT: usize = 0x40;
    pub(crate) const LENGTH: usize = 0x48;
}

/// Reads a member.
///
/// # Safety
///
/// There is such a member.
pub(crate) unsafe fn peek<T: Copy>(address: usize) -> T {
    // SAFETY: the caller vouches for it.
    unsafe { (address as *const T).read_unaligned() }
}

/// Writes a member.
///
/// # Safety
///
/// As for [`peek`].
pub(crate) unsafe fn poke<T>(address: usize, value: T) {
    // SAFETY: the caller vouches for it.
    unsafe { (address as *mut T).write_unaligned(value) }
}
