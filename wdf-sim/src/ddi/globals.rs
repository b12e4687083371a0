//! What the framework and a driver share: the driver's globals, the first argument of every call.
//!
//! Under the functions of the table; `symbols.rs` defines the symbol by which a driver finds them.
//!
//! Facts: wdfglobals.h.
#![expect(unsafe_code, reason = "writes the driver's globals")]

use std::sync::atomic::{AtomicPtr, Ordering};

use wdf_sim_sys::{PWDF_DRIVER_GLOBALS, WDF_DRIVER_GLOBALS, WDFDRIVER};

/// The driver's globals.
pub(super) static mut GLOBALS: WDF_DRIVER_GLOBALS = WDF_DRIVER_GLOBALS {
    Driver: std::ptr::null_mut(),
    DriverFlags: 0,
    DriverTag: u32::from_le_bytes(*b"FxDr"),
    DriverName: [0; 32],
    DisplaceDriverUnload: 0,
};

/// Where the driver's globals are.
pub(crate) fn globals() -> PWDF_DRIVER_GLOBALS {
    &raw mut GLOBALS
}

/// Says which driver it is, which the headers' `WdfGetDriver` reads. It is one symbol for a whole process, so it tells
/// the truth only where one driver is in the process.
pub(super) fn set_driver(driver: WDFDRIVER) {
    let place = (&raw mut GLOBALS).cast::<WDFDRIVER>();
    // SAFETY: the handle is the first member, aligned, and written by nobody else but atomically.
    unsafe { AtomicPtr::from_ptr(place) }.store(driver, Ordering::Relaxed);
}
