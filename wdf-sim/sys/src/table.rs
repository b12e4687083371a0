//! The framework's function table, and the symbols through which a driver is bound to it.
//!
//! `wdf-sim` defines these symbols, as the framework's import library does for a real driver. Their
//! C names are the released ones, so a driver compiled from C against the 1.33 headers links with
//! the same definitions. [`call_unsafe_wdf_function_binding!`](crate::call_unsafe_wdf_function_binding)
//! is how a driver calls through them.
//!
//! Facts: wdf.h and wdffuncenum.h of KMDF 1.33.

use core::slice;

use crate::{_WDFFUNCENUM, BOOLEAN, PWDF_DRIVER_GLOBALS, ULONG, WDF_STRUCT_INFO};

/// An entry of the table. Its true type is the `PFN_WDF..` of its index.
pub type WDFFUNC = Option<unsafe extern "C" fn()>;

unsafe extern "C" {
    /// The table itself, [`WdfFunctionCount`] entries. The number in the symbol is the version, 1.33.
    #[link_name = "WdfFunctions_01033"]
    pub static mut WdfFunctions: *const WDFFUNC;
    /// The first argument of every call.
    pub static mut WdfDriverGlobals: PWDF_DRIVER_GLOBALS;
    /// How many functions the framework below has.
    pub static mut WdfFunctionCount: ULONG;
    /// Nonzero if the driver was built for a newer framework than the one below.
    pub static mut WdfClientVersionHigherThanFramework: BOOLEAN;
    /// The size of each structure in the framework below, by its place in
    /// [`_WDFSTRUCTENUM`](crate::_WDFSTRUCTENUM).
    pub static mut WdfStructures: WDF_STRUCT_INFO;
    /// How many structures that is.
    pub static mut WdfStructureCount: ULONG;
}

/// The calls that the macro makes: one associated function for each function of the table, which the
/// files named after the objects add. Not for use by name: `wdk-sys` has nothing of the kind.
#[doc(hidden)]
pub enum __Bindings {}

/// Entry `index` of the table.
///
/// # Safety
///
/// The framework has bound the driver, so [`WdfFunctions`] points to [`WdfFunctionCount`] entries.
///
/// # Panics
///
/// If the framework below is too old to have the function.
#[inline(always)]
pub(crate) unsafe fn entry(index: _WDFFUNCENUM::Type) -> WDFFUNC {
    // SAFETY: the framework writes this once, when it binds the driver, which has happened.
    let first = unsafe { WdfFunctions };
    let count = crate::wdf::__private::get_wdf_function_count();
    // SAFETY: `first` points to `count` entries, which the framework never changes.
    let entries = unsafe { slice::from_raw_parts(first, count) };
    entries[index as usize]
}
