//! A line for the debugger.
//!
//! *Where it stands.* Row 0, under [`log`](mod@crate::log).
//!
//! *Key types.* None: one function.
//!
//! *Wraps.* `DbgPrintEx`. In simulation the stand-in takes the text as it is: a function with a variable number of arguments
//! cannot be defined in Rust.

/// `DPFLTR_IHVDRIVER_ID` of dpfilter.h: drivers of hardware vendors.
const COMPONENT: u32 = 77;

/// Prints the text, which ends with a NUL. At any IRQL at which drivers run.
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
#[expect(unsafe_code, reason = "a routine of the kernel")]
pub(crate) fn line(level: u32, text: &core::ffi::CStr) {
    // SAFETY: the format asks for one string, which is one, read during the call.
    unsafe { wdk_sys::ntddk::DbgPrintEx(COMPONENT, level, c"%s".as_ptr().cast(), text.as_ptr()) };
}

/// Prints the text. At any IRQL at which drivers run.
#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
pub(crate) fn line(level: u32, text: &core::ffi::CStr) {
    wdk_sys::sim::print(COMPONENT, level, text.to_bytes());
}
