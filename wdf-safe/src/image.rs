//! The driver as a whole: what `#[driver_entry]` makes of it.
//!
//! *Where it stands.* Row 6: used by generated code, and by tests of drivers.
//!
//! *Key types.* `DriverImage`, in simulation.
//!
//! *Wraps.* `DriverEntry`, and in the kernel `KeBugCheckEx`.
//!
//! For the kernel the driver exports `DriverEntry`. In simulation several drivers live in one test program, so nothing
//! is exported: the driver is a constant, `DRIVER`, beside the function with the attribute, which a test hands to the
//! simulator. Likewise a panic: in the kernel it is a bug check, in simulation a report. Which of the two it is depends on
//! how wdf-safe was built: no `cfg` appears in a driver's crate but `test`, since tests that are built for the kernel would
//! have two panic handlers.
//!
//! # Panics and `alloc`
//!
//! An image has one panic handler and at most one global allocator. Both are the business of whoever makes the image, that is
//! of the driver's package, which chooses them by features of wdf-safe in its manifest; the driver's own code has no line of it.
//! The template's package and those of the samples choose Microsoft's crates:
//!
//! ```toml
//! [dependencies]
//! wdf-safe = { version = "0.1", features = ["wdk-panic", "wdk-alloc"] }
//! ```
//!
//! | | with the feature | without it |
//! |---|---|---|
//! | `wdk-panic` | the crate [`wdk-panic`](https://crates.io/crates/wdk-panic): in a debug build a breakpoint first, then bug check 0x52504E43 (`RPNC`) | `#[driver_entry]`'s own handler: the same bug check with the same parameters, or another code by `#[driver_entry(panic = 0x…)]`, and never a breakpoint |
//! | `wdk-alloc` | the crate [`wdk-alloc`](https://crates.io/crates/wdk-alloc): `extern crate alloc;` has non-paged memory with the tag `rust` | no `alloc`, unless the package has a `#[global_allocator]` of its own |
//!
//! The breakpoint of a debug build stops a kernel debugger where the driver panicked. Where none is attached it is itself the bug
//! check (KMODE_EXCEPTION_NOT_HANDLED, 0x1E), and the line is to be had from the stack only: on machines without a debugger
//! install release builds, or leave the feature out.
//!
//! `wdk-alloc` is asked through a guard, because it leaves two things to its callers that a driver without `unsafe` must not be
//! able to get wrong: it does not heed an alignment above 16 bytes, which the guard provides; and it may not be called above
//! DISPATCH_LEVEL, where the guard has no memory to give, and what is dropped is lost. And `alloc` as such knows no answer to a
//! lack of memory but the panic. What can say so instead is [`pool`](crate::pool), with its pool, tag and level in the types;
//! prefer it.

#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
pub use wdk_sys::sim::DriverImage;

// The panic handler of the image.
#[cfg(all(windows, not(wdf_sim), feature = "wdk-panic"))]
use wdk_panic as _;

/// The bug check code of a panic, where `#[driver_entry(panic = …)]` says no other: that of `wdk-panic`, `RPNC`.
#[doc(hidden)]
pub const PANIC: u32 = 0x5250_4E43;

/// The bug check code of a panic in this driver.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "wdk-panic"))]
macro_rules! __panic_code {
    () => {
        $crate::image::PANIC
    };
    ($code:expr) => {
        $code
    };
}

/// The bug check code of a panic in this driver: that of `wdk-panic`, whatever it is built for.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "wdk-panic")]
macro_rules! __panic_code {
    () => {
        $crate::image::PANIC
    };
    ($code:expr) => {
        ::core::compile_error!(
            "`#[driver_entry(panic = …)]` and wdf-safe's feature `wdk-panic`: its panic handler has a bug check code of its own, 0x52504E43; leave out one of the two"
        )
    };
}

/// The driver of this crate, as a value.
#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driver_entry {
    ($visibility:vis $handler:ident $(, panic = $panic:expr)?) => {
        /// The driver, to be loaded by the simulator.
        $visibility const DRIVER: $crate::image::DriverImage = {
            unsafe extern "C" fn entry(
                driver_object: $crate::__private::PDRIVER_OBJECT,
                registry_path: $crate::__private::PCUNICODE_STRING,
            ) -> $crate::__private::NTSTATUS {
                // SAFETY: called by the system, as `DriverEntry` is.
                unsafe { $crate::__private::driver_entry(driver_object, registry_path, $handler) }
            }
            $crate::image::DriverImage::new(::core::env!("CARGO_PKG_NAME"), entry)
                .panics_with($crate::__panic_code!($($panic)?))
        };
    };
}

/// The driver of this crate, as the kernel loads it.
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driver_entry {
    ($visibility:vis $handler:ident $(, panic = $panic:expr)?) => {
        const _: () = {
            // SAFETY: the one `DriverEntry` of the image.
            #[unsafe(export_name = "DriverEntry")]
            unsafe extern "C" fn entry(
                driver_object: $crate::__private::PDRIVER_OBJECT,
                registry_path: $crate::__private::PCUNICODE_STRING,
            ) -> $crate::__private::NTSTATUS {
                // SAFETY: called by the system, as `DriverEntry` is.
                unsafe { $crate::__private::driver_entry(driver_object, registry_path, $handler) }
            }

            #[cfg(test)]
            ::core::compile_error!(
                "a driver's tests run on the simulator: on Windows `cargo sim-test`, which gives `--cfg wdf_sim`"
            );

            #[cfg(not(test))]
            $crate::__panic_handler!($crate::__panic_code!($($panic)?));
        };
    };
}

/// The panic handler of the image.
#[cfg(any(all(windows, not(wdf_sim), not(feature = "wdk-panic")), wdf_kernel))]
#[doc(hidden)]
#[macro_export]
macro_rules! __panic_handler {
    ($code:expr) => {
        #[panic_handler]
        fn panic(info: &::core::panic::PanicInfo<'_>) -> ! {
            $crate::__private::panic(info, $code)
        }
    };
}

/// The panic handler of the image: `wdk-panic` has brought it.
#[cfg(all(windows, not(wdf_sim), feature = "wdk-panic", not(wdf_kernel)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __panic_handler {
    ($code:expr) => {
        const _: u32 = $code;
    };
}
