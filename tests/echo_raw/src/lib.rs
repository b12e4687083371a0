//! The echo driver in the raw calls of `wdk-sys`, to be read beside `samples/echo`, which does the same.
//!
//! What a reader should look for: the bookkeeping of `queue::Echo`, which nothing but care holds to the requests; the
//! proofs at each `unsafe`, half of which say "because automatic synchronization"; and what each status is compared with.
//! CI holds the code of `samples/echo` to at most a tenth more than that of this crate.
//!
//! This file makes the driver and its devices; what happens to requests is in `queue.rs`.
#![no_std]
#![expect(unsafe_code, reason = "a driver in raw calls")]
#![expect(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a line of C has several, and each raw call through the macro"
)]

#[cfg(any(not(windows), wdf_sim))]
extern crate wdf_sim_sys as wdk_sys;

mod queue;

use core::ptr::null_mut;
use wdk_sys::{
    _WDF_EXECUTION_LEVEL, _WDF_SYNCHRONIZATION_SCOPE, _WDFSTRUCTENUM, DRIVER_OBJECT, GUID, NT_SUCCESS, NTSTATUS,
    PCUNICODE_STRING, PWDFDEVICE_INIT, WDF_DRIVER_CONFIG, WDF_OBJECT_ATTRIBUTES, WDFDEVICE, WDFDRIVER,
    call_unsafe_wdf_function_binding,
};

/// The class of device interface by which applications find the device.
pub static INTERFACE: GUID =
    GUID { Data1: 0xcdc3_5b6e, Data2: 0x0be4, Data3: 0x4937, Data4: [0xbf, 0x5f, 0x55, 0x37, 0x38, 0x0a, 0x7c, 0x1a] };

/// The system has loaded the driver.
#[cfg_attr(any(all(windows, not(wdf_sim)), wdf_kernel), unsafe(export_name = "DriverEntry"))]
unsafe extern "C" fn driver_entry(driver: *mut DRIVER_OBJECT, registry_path: PCUNICODE_STRING) -> NTSTATUS {
    let mut config = WDF_DRIVER_CONFIG {
        Size: structure_size(_WDFSTRUCTENUM::INDEX_WDF_DRIVER_CONFIG as usize, size_of::<WDF_DRIVER_CONFIG>()),
        EvtDriverDeviceAdd: Some(device_add),
        ..WDF_DRIVER_CONFIG::default()
    };
    // SAFETY: what the system gave us, and a configuration with its size set.
    unsafe {
        call_unsafe_wdf_function_binding!(
            WdfDriverCreate,
            driver,
            registry_path,
            null_mut(),
            &raw mut config,
            null_mut()
        )
    }
}

/// The system has found a device for the driver.
unsafe extern "C" fn device_add(_driver: WDFDRIVER, mut init: PWDFDEVICE_INIT) -> NTSTATUS {
    let mut device: WDFDEVICE = null_mut();
    // SAFETY: the init of this callback, used once; a place for the handle.
    let status =
        unsafe { call_unsafe_wdf_function_binding!(WdfDeviceCreate, &raw mut init, null_mut(), &raw mut device) };
    if !NT_SUCCESS(status) {
        return status;
    }
    // SAFETY: the device just created; the class lives as long as the driver.
    let status = unsafe {
        call_unsafe_wdf_function_binding!(WdfDeviceCreateDeviceInterface, device, &raw const INTERFACE, null_mut())
    };
    if !NT_SUCCESS(status) {
        return status;
    }
    // SAFETY: the device just created.
    unsafe { queue::create(device) }
}

/// `WDF_STRUCTURE_SIZE`, which `wdk-sys` does not have and the headers' initialisers use: the size that the framework knows, where
/// it is older than the driver's headers.
fn structure_size(index: usize, ours: usize) -> u32 {
    // SAFETY: written when the driver was bound, and never after, as the next two are.
    if unsafe { wdk_sys::WdfClientVersionHigherThanFramework } == 0 {
        return ours as u32;
    }
    // SAFETY: as above.
    if index >= unsafe { wdk_sys::WdfStructureCount } as usize {
        return u32::MAX;
    }
    // SAFETY: as above; one of so many sizes.
    unsafe { *wdk_sys::WdfStructures.add(index) as u32 }
}

/// `WDF_OBJECT_ATTRIBUTES_INIT`, which `wdk-sys` does not have: zeros are refused.
fn attributes() -> WDF_OBJECT_ATTRIBUTES {
    WDF_OBJECT_ATTRIBUTES {
        Size: size_of::<WDF_OBJECT_ATTRIBUTES>() as u32,
        ExecutionLevel: _WDF_EXECUTION_LEVEL::WdfExecutionLevelInheritFromParent,
        SynchronizationScope: _WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeInheritFromParent,
        ..WDF_OBJECT_ATTRIBUTES::default()
    }
}

/// The driver, to be loaded by the simulator.
#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
pub const DRIVER: wdk_sys::sim::DriverImage = wdk_sys::sim::DriverImage::new("echo_raw", driver_entry);

#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    let (file, line, column) = match info.location() {
        Some(location) => (location.file(), location.line(), location.column()),
        None => ("", 0, 0),
    };
    loop {
        // SAFETY: may be called anywhere; it does not return.
        unsafe {
            wdk_sys::ntddk::KeBugCheckEx(
                0x5250_4E43,
                file.as_ptr().addr() as u64,
                file.len() as u64,
                line.into(),
                column.into(),
            )
        };
    }
}
