//! What only a simulation has. The real `wdk-sys` has nothing like this module.
//!
//! A simulated driver is not an image that the system loads by file name but a value that a test
//! hands to `wdf-sim`: a [`DriverImage`]. And where the kernel preempts of itself, the simulator must
//! be asked to: [`scheduling_point`], [`word`].

use crate::{DRIVER_OBJECT, NTSTATUS, PCUNICODE_STRING};

/// A driver: its name and its `DriverEntry`.
#[derive(Debug, Copy, Clone)]
pub struct DriverImage {
    /// The driver's name, as reports show it.
    pub name: &'static str,
    /// The driver's `DriverEntry`.
    pub entry: DriverEntry,
    /// The bug check code with which the driver's panic handler stops the system.
    pub panic: u32,
}

/// The bug check code of a panic, where a driver chooses none: `MANUALLY_INITIATED_CRASH1`.
const PANIC: u32 = 0xDEAD_DEAD;

/// The type of a `DriverEntry`.
pub type DriverEntry = unsafe extern "C" fn(driver: *mut DRIVER_OBJECT, registry_path: PCUNICODE_STRING) -> NTSTATUS;

impl DriverImage {
    /// A driver of this name and entry.
    #[must_use]
    pub const fn new(name: &'static str, entry: DriverEntry) -> Self {
        Self { name, entry, panic: PANIC }
    }

    /// A driver whose panics are this bug check.
    #[must_use]
    pub const fn panics_with(self, code: u32) -> Self {
        Self { panic: code, ..self }
    }
}

/// The name of a status, for messages; of several names the first.
#[must_use]
pub fn status_name(status: NTSTATUS) -> Option<&'static str> {
    crate::status::NAMES.iter().find(|(value, _)| *value == status).map(|(_, name)| *name)
}

/// Lets the simulator run another task here, as the kernel could have done anywhere.
///
/// In a kernel build made with the stand-in (`cfg(wdf_kernel)`) this is nothing.
#[cfg(not(wdf_kernel))]
#[inline]
pub fn scheduling_point() {
    unsafe extern "C" {
        safe fn wdf_sim_scheduling_point();
    }
    wdf_sim_scheduling_point();
}

/// As [`scheduling_point`], just before the driver reads (or writes) this word, which other threads of it use too: the
/// simulator need not try orders with steps that use neither this word nor anything else in common.
#[cfg(not(wdf_kernel))]
#[inline]
pub fn word<T>(word: *const T, write: bool) {
    unsafe extern "C" {
        safe fn wdf_sim_word(address: usize, write: bool);
    }
    wdf_sim_word(word as usize, write);
}

/// As [`scheduling_point`], just before the driver reads device memory at this address, or just after it wrote there: the
/// device that a test plays sees it.
#[cfg(not(wdf_kernel))]
#[inline]
pub fn register<T>(register: *const T, write: bool) {
    unsafe extern "C" {
        safe fn wdf_sim_register(address: usize, write: bool);
    }
    wdf_sim_register(register as usize, write);
}

/// Prints a line for the debugger, as `DbgPrintEx` does for this component and level: it becomes part of the run's trace.
/// (`DbgPrintEx` itself has a variable number of arguments, and cannot be defined in Rust.)
#[cfg(not(wdf_kernel))]
pub fn print(component: u32, level: u32, text: &[u8]) {
    unsafe extern "C" {
        fn wdf_sim_print(component: u32, level: u32, text: *const u8, length: usize);
    }
    // SAFETY: so many bytes, read during the call.
    unsafe { wdf_sim_print(component, level, text.as_ptr(), text.len()) };
}

/// As [`scheduling_point`]; in this kernel build, nothing.
#[cfg(wdf_kernel)]
#[inline]
pub fn register<T>(_register: *const T, _write: bool) {}

/// As [`scheduling_point`]; in this kernel build, nothing.
#[cfg(wdf_kernel)]
#[inline]
pub fn word<T>(_word: *const T, _write: bool) {}

/// Lets the simulator run another task here; in this kernel build, nothing.
#[cfg(wdf_kernel)]
#[inline]
pub fn scheduling_point() {}
