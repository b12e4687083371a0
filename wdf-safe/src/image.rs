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
//! simulator. Likewise a panic: in the kernel it is a bug check, in simulation a report. Which of the two it is depends on how wdf-safe was built: no `cfg` appears in a driver's crate but
//! `test`, since tests that are built for the kernel would have two panic handlers.

#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
pub use wdk_sys::sim::DriverImage;

/// The bug check code of a panic, where `#[driver_entry(panic = …)]` says no other: `rust`.
#[doc(hidden)]
pub const PANIC: u32 = 0x7275_7374;

/// The driver of this crate, as a value.
#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driver_entry {
    ($visibility:vis $handler:ident, $panic:expr) => {
        /// The driver, to be loaded by the simulator.
        $visibility const DRIVER: $crate::image::DriverImage = {
            unsafe extern "C" fn entry(
                driver_object: $crate::__private::PDRIVER_OBJECT,
                registry_path: $crate::__private::PCUNICODE_STRING,
            ) -> $crate::__private::NTSTATUS {
                // SAFETY: called by the system, as `DriverEntry` is.
                unsafe { $crate::__private::driver_entry(driver_object, registry_path, $handler) }
            }
            $crate::image::DriverImage::new(::core::env!("CARGO_PKG_NAME"), entry).panics_with($panic)
        };
    };
}

/// The driver of this crate, as the kernel loads it.
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
#[doc(hidden)]
#[macro_export]
macro_rules! __driver_entry {
    ($visibility:vis $handler:ident, $panic:expr) => {
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
            #[panic_handler]
            fn panic(info: &::core::panic::PanicInfo<'_>) -> ! {
                $crate::__private::panic(info, $panic)
            }
        };
    };
}
