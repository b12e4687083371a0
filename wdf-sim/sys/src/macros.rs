//! The macros of `wdk-sys`.
//!
//! They expand to paths of this crate, so they work under whatever name a driver imports it.

/// Calls a function of the framework by name:
/// `call_unsafe_wdf_function_binding!(WdfRequestComplete, request, status)`.
///
/// In `wdk-sys` this is a procedural macro that reads the function's type out of bindgen's output
/// and expands to a call through the table. Here the calls are declared beforehand, one for each
/// function, and the macro names one of them. The code is the same: the bounds check against the
/// framework's function count, the load from the table, the call with the driver's globals first.
///
/// # Safety
///
/// The macro is a call of an unsafe function and stands in an `unsafe` block of the caller, who
/// keeps what the framework's documentation demands of the function.
///
/// # Panics
///
/// If the framework below is too old to have the function.
#[macro_export]
macro_rules! call_unsafe_wdf_function_binding {
    ($name:ident $(, $($argument:expr),* $(,)?)?) => {
        $crate::__Bindings::$name($($($argument),*)?)
    };
}

/// Asserts, in a debug build, that the caller runs at a level at which it may be paged out.
#[macro_export]
macro_rules! PAGED_CODE {
    () => {
        // SAFETY: asking for the level has no precondition.
        debug_assert!(unsafe { $crate::ntddk::KeGetCurrentIrql() } <= $crate::APC_LEVEL as u8);
    };
}
