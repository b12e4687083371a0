//! `wdk_sys::wdf`, which in the real crate holds what wdf.h declares beside types and constants.
//!
//! A driver needs nothing of it: the framework's functions are in the table (`table.rs`). What is
//! here is the piece that the macro of `wdk-sys` calls.

#[doc(hidden)]
pub mod __private {
    /// How many functions the framework's table has.
    #[must_use]
    pub fn get_wdf_function_count() -> usize {
        // SAFETY: the framework writes the count once, when it binds the driver, before any of the
        // driver's code runs.
        (unsafe { crate::WdfFunctionCount }) as usize
    }
}
