//! The table under the names that drivers of other versions know it by.
//!
//! The header of each release renames the symbol to its own version; places in the table never move, so one table
//! serves all. From 1.15 the symbol is a pointer to the table, before it was the table itself. Facts: wdf.h of each
//! release, `fxlibrarycommon.cpp`.
#![expect(unsafe_code, reason = "defines symbols that the framework's import library defines")]

use wdf_sim_sys::WDFFUNC;

use crate::ddi::table::TABLE;

macro_rules! pointers {
    ($($name:ident)*) => {$(
        #[unsafe(no_mangle)]
        static mut $name: *const WDFFUNC = TABLE.as_ptr();
    )*};
}

macro_rules! arrays {
    ($($name:ident)*) => {$(
        #[unsafe(no_mangle)]
        static $name: [WDFFUNC; TABLE.len()] = TABLE;
    )*};
}

arrays! { WdfFunctions_01005 WdfFunctions_01007 WdfFunctions_01009 WdfFunctions_01011 WdfFunctions_01013 }

pointers! {
    WdfFunctions_01015 WdfFunctions_01017 WdfFunctions_01019 WdfFunctions_01021 WdfFunctions_01023
    WdfFunctions_01025 WdfFunctions_01027 WdfFunctions_01029 WdfFunctions_01031
}

/// What a miniport's inline function calls; the framework fills it in for miniports alone.
#[unsafe(no_mangle)]
static mut WdfDriverMiniportUnloadOverride: WDFFUNC = None;
