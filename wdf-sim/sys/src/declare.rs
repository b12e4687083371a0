//! The forms that the other files declare things in.
//!
//! - `layout!` holds a type to the size, alignment and offsets that the C compiler gives it, at
//!   compile time and for every target this crate is compiled for.
//! - `zeroed_default!` gives a type the `Default` that bindgen gives it.
//! - `opaque!` and `declare_handles!` are what bindgen makes of an undefined C structure and of
//!   `DECLARE_HANDLE`.
//! - `wdf_functions!` declares functions of the framework's table: the type of the pointer, and the
//!   call through the table that
//!   [`call_unsafe_wdf_function_binding!`](crate::call_unsafe_wdf_function_binding) makes.

/// `layout!(_NAME: size 16, align 8, { Field: 0, .. });`
macro_rules! layout {
    ($name:ident: size $size:literal, align $align:literal, { $($field:ident: $offset:literal),* $(,)? }) => {
        static_assertions::const_assert_eq!(core::mem::size_of::<$name>(), $size);
        static_assertions::const_assert_eq!(core::mem::align_of::<$name>(), $align);
        $(static_assertions::const_assert_eq!(core::mem::offset_of!($name, $field), $offset);)*
    };
}

/// `zeroed_default!(_NAME);`: all bytes zero, padding too, which is bindgen's `Default` of anything
/// beyond plain integers.
macro_rules! zeroed_default {
    ($name:ident) => {
        impl Default for $name {
            fn default() -> Self {
                // SAFETY: every member is an integer, a raw pointer, an optional function pointer, or
                // made of such, and all of them are valid when all bytes are zero.
                unsafe { core::mem::zeroed() }
            }
        }
    };
}

/// `opaque! { _NAME, NAME, *mut PNAME; .. }`: structures known by pointer only, with what the header
/// calls them.
macro_rules! opaque {
    ($($name:ident $(, $alias:ident)? $(, *mut $pointer:ident)?;)*) => {
        $(
            #[repr(C)]
            #[derive(Debug)]
            pub struct $name {
                _unused: [u8; 0],
            }
            $(pub type $alias = $name;)?
            $(pub type $pointer = *mut $name;)?
        )*
    };
}

/// `declare_handles! { WDFDEVICE, WDFDEVICE__; .. }`: each handle is a pointer to a type of its own.
macro_rules! declare_handles {
    ($($handle:ident, $target:ident;)*) => {
        $(
            #[repr(C)]
            #[derive(Debug, Default, Copy, Clone)]
            pub struct $target {
                pub unused: core::ffi::c_int,
            }
            pub type $handle = *mut $target;
        )*
    };
}

/// Functions of the framework's table, each with its index and the name of its pointer type. The
/// driver's globals, which come first in all of them, are left out.
macro_rules! wdf_functions {
    ($(
        #[index($index:ident)]
        #[pointer($pointer:ident)]
        fn $name:ident($($parameter:ident: $type:ty),* $(,)?) $(-> $return:ty)?;
    )*) => {
        $(
            pub type $pointer = Option<
                unsafe extern "C" fn(
                    DriverGlobals: $crate::PWDF_DRIVER_GLOBALS,
                    $($parameter: $type),*
                ) $(-> $return)?,
            >;
        )*

        impl $crate::__Bindings {
            $(
                #[doc = concat!("Calls entry `", stringify!($index), "` of the framework's table.")]
                ///
                /// # Safety
                ///
                /// As the framework's documentation of the function demands.
                $(#[must_use = concat!("the framework returns `", stringify!($return), "`")])?
                #[inline(always)]
                pub unsafe fn $name($($parameter: $type),*) $(-> $return)? {
                    // SAFETY: the caller is a driver, and the framework binds a driver's table before
                    // it calls the driver.
                    let entry = unsafe { $crate::table::entry($crate::_WDFFUNCENUM::$index) };
                    // SAFETY: the framework puts a function of this very type at this index.
                    let function: $pointer = unsafe { core::mem::transmute(entry) };
                    // SAFETY: the framework fills every entry of its table.
                    let function = unsafe { function.unwrap_unchecked() };
                    // SAFETY: the framework sets the globals when it binds the table and leaves them
                    // alone after.
                    let globals = unsafe { $crate::WdfDriverGlobals };
                    // SAFETY: the caller keeps the function's contract.
                    unsafe { function(globals, $($parameter),*) }
                }
            )*
        }
    };
}

pub(crate) use {declare_handles, layout, opaque, wdf_functions, zeroed_default};
