//! A panic in a kernel image: the machine stops.
//!
//! *Where it stands.* Row 6: called by the panic handler that `#[driver_entry]` makes. Not there in simulation, where the
//! simulator reports the panic, nor where `wdk-panic` has the panic handler ([`image`](crate::image)).
//!
//! *Key types.* None.
//!
//! *Wraps.* `KeBugCheckEx`.
#![expect(unsafe_code, reason = "stops the machine")]

use crate::sys::KeBugCheckEx;
use core::panic::PanicInfo;

/// Stops the machine, saying where as `wdk-panic` does: the file's name (address and length), the line, the column.
pub fn panic(info: &PanicInfo<'_>, code: u32) -> ! {
    let (file, line, column) = match info.location() {
        Some(location) => (location.file(), location.line(), location.column()),
        None => ("", 0, 0),
    };
    loop {
        // SAFETY: the routine may be called at any IRQL, from anywhere; it does not return.
        unsafe { KeBugCheckEx(code, file.as_ptr().addr() as u64, file.len() as u64, line.into(), column.into()) };
    }
}
