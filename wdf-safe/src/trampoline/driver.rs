//! `DriverEntry`, `EvtDriverDeviceAdd`, `EvtDriverUnload`.
//!
//! *Where it stands.* Row 4.
//!
//! *Key types.* None: [`entry`], which the expansion of `#[driver_entry]` calls; [`device_add`].
//!
//! *Wraps.* `DRIVER_INITIALIZE`, `EVT_WDF_DRIVER_DEVICE_ADD`, `EVT_WDF_DRIVER_UNLOAD`; all called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the system with raw handles")]

use crate::context::ObjectContext;
use crate::device::{DeviceInit, Origin};
use crate::driver::{Driver, DriverInit};
use crate::handler::{self, DeviceAddHandler, EntryHandler, NoticeHandler};
use crate::irql::{Cx, Passive};
use crate::sys::{
    NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, PWDFDEVICE_INIT, STATUS_DEVICE_NOT_READY, STATUS_SUCCESS, WDFDRIVER,
};
use core::ptr;

/// The body of `DriverEntry`.
///
/// # Safety
/// Called once, by the system, at PASSIVE_LEVEL, with the arguments of `DriverEntry`.
pub unsafe fn entry<F>(driver_object: PDRIVER_OBJECT, registry_path: PCUNICODE_STRING, handler: F) -> NTSTATUS
where
    F: EntryHandler,
{
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the arguments of `DriverEntry`.
    let init = unsafe { DriverInit::new(driver_object, registry_path) };
    match handler(&mut cx, init) {
        Ok(_loaded) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtDriverDeviceAdd`.
///
/// # Safety
/// Called by the framework, for a driver with a context of type `T`, at PASSIVE_LEVEL. A value of `F` was given to the
/// driver's configuration.
pub(crate) unsafe extern "C" fn device_add<T, F>(driver: WDFDRIVER, init: PWDFDEVICE_INIT) -> NTSTATUS
where
    T: ObjectContext,
    F: DeviceAddHandler<T>,
{
    // SAFETY: the live driver object, created with this context.
    let Some(driver) = (unsafe { Driver::<T>::from_handle(driver) }) else {
        return STATUS_DEVICE_NOT_READY;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    let origin = Origin::new(ptr::null_mut());
    // SAFETY: this callback's own, of a function device unless it says otherwise.
    let init = unsafe { DeviceInit::new(init, &origin) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    match handler(&mut cx, driver, init) {
        Ok(_added) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtDriverUnload`.
///
/// # Safety
/// As of [`device_add`].
pub(crate) unsafe extern "C" fn unload<T, F>(driver: WDFDRIVER)
where
    T: ObjectContext,
    F: NoticeHandler<Driver<T>, Passive>,
{
    // SAFETY: the live driver object, created with this context.
    let Some(driver) = (unsafe { Driver::<T>::from_handle(driver) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, driver);
}
