//! `EvtIoInCallerContext`, `EvtFileCleanup`, `EvtDeviceSurpriseRemoval`, and the power callbacks.
//!
//! *Where it stands.* Row 4; [`register::DeviceConfig`](crate::register::DeviceConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_IO_IN_CALLER_CONTEXT`, called on the sender's thread, at its IRQL, <= DISPATCH_LEVEL;
//! `EVT_WDF_FILE_CLEANUP`, called at IRQL <= DISPATCH_LEVEL, by the device's level and scope;
//! `EVT_WDF_DEVICE_SURPRISE_REMOVAL`, `EVT_WDF_DEVICE_D0_ENTRY`, `EVT_WDF_DEVICE_D0_EXIT`, and what comes next to them when
//! interrupts are connected: called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::device::{CONNECTED, Device};
use crate::handler;
use crate::hardware::{self, Resources};
use crate::irql::{Cx, Dispatch, Passive, SurpriseRemoval};
use crate::object::CallbackParent;
use crate::request::{Any, FileObject, Handled, InCallerContext, Request};
use crate::rundown;
use crate::status::Result;
use crate::sys::{
    NTSTATUS, STATUS_DEVICE_NOT_READY, STATUS_SUCCESS, WDF_POWER_DEVICE_STATE, WDFCMRESLIST, WDFDEVICE, WDFFILEOBJECT,
    WDFREQUEST, ddi,
};

/// `EvtIoInCallerContext`.
///
/// # Safety
/// Called by the framework with a new request, for a device with a context of type `T`. A value of `F` was given to the
/// call that made the device.
pub(crate) unsafe extern "C" fn io_in_caller_context<T, F>(device: WDFDEVICE, request: WDFREQUEST)
where
    T: ObjectContext,
    F: for<'a, 'c, 'd, 'i> Fn(
            &'a mut Cx<'c, Dispatch>,
            &'d Device<T>,
            Request<'i, InCallerContext, Any<T::Requests>>,
        ) -> Handled<'i>
        + Copy
        + Send
        + Sync
        + 'static,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        // SAFETY: presented to us, so owned; presented before the device's context was ready.
        unsafe { ddi!(WdfRequestComplete, request, STATUS_DEVICE_NOT_READY) };
        return;
    };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: just presented, before any queue: owned, no other handle of it.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, device, request);
}

/// `EvtDeviceSurpriseRemoval`.
///
/// # Safety
/// Called by the framework at PASSIVE_LEVEL, for a device with a context of type `T`. A value of `F` was given to the
/// device's configuration.
pub(crate) unsafe extern "C" fn surprise_removal<T, F>(device: WDFDEVICE)
where
    T: ObjectContext,
    F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, SurpriseRemoval>, &'d Device<T>) + Copy + Send + Sync + 'static,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return;
    };
    // SAFETY: in `EvtDeviceSurpriseRemoval`, at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<SurpriseRemoval>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, device);
}

/// `EvtDeviceD0Entry`, `EvtDeviceD0Exit`.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn power<T, F>(device: WDFDEVICE, _other: WDF_POWER_DEVICE_STATE) -> NTSTATUS
where
    T: ObjectContext,
    F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy + Send + Sync + 'static,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return STATUS_DEVICE_NOT_READY;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    match handler(&mut cx, device) {
        Ok(()) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtDevicePrepareHardware`.
///
/// # Safety
/// As of [`surprise_removal`], with the device's resources, which stay until it returns.
pub(crate) unsafe extern "C" fn prepare_hardware<T, F>(
    device: WDFDEVICE,
    _raw: WDFCMRESLIST,
    translated: WDFCMRESLIST,
) -> NTSTATUS
where
    T: ObjectContext,
    F: for<'a, 'c, 'd, 'r> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>, &'d Resources<'r>) -> Result<()>
        + Copy
        + Send
        + Sync
        + 'static,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return STATUS_DEVICE_NOT_READY;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let resources = unsafe { Resources::new(translated) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    match handler(&mut cx, device, &resources) {
        Ok(()) => STATUS_SUCCESS,
        Err(error) => {
            // Whether the framework tells of the release then is left open.
            hardware::release(device.device_block(), &cx);
            error.to_failure()
        }
    }
}

/// `EvtDeviceReleaseHardware`.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn release_hardware<T, F>(device: WDFDEVICE, _translated: WDFCMRESLIST) -> NTSTATUS
where
    T: ObjectContext,
    F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy + Send + Sync + 'static,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return STATUS_SUCCESS;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let released = handler(&mut cx, device);
    hardware::release(device.device_block(), &cx);
    match released {
        Ok(()) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtDeviceD0EntryPostInterruptsEnabled`: from here on the interrupts' locks are there.
///
/// # Safety
/// Called by the framework at PASSIVE_LEVEL, for a device with a context of type `T`.
pub(crate) unsafe extern "C" fn interrupts_connected<T: ObjectContext>(
    device: WDFDEVICE,
    _before: WDF_POWER_DEVICE_STATE,
) -> NTSTATUS {
    // SAFETY: a live device.
    if let Some(device) = unsafe { Device::<T>::from_handle(device) } {
        rundown::open(device.word(CONNECTED));
    }
    STATUS_SUCCESS
}

/// `EvtDeviceD0ExitPreInterruptsDisabled`: the interrupts' locks go away; who holds one is waited for.
///
/// The framework calls it, in every way in which a device leaves D0, before it disconnects the interrupts
/// (powerstatemachine.cpp).
///
/// # Safety
/// As of [`interrupts_connected`].
pub(crate) unsafe extern "C" fn interrupts_disconnecting<T: ObjectContext>(
    device: WDFDEVICE,
    _to: WDF_POWER_DEVICE_STATE,
) -> NTSTATUS {
    // SAFETY: a live device.
    if let Some(device) = unsafe { Device::<T>::from_handle(device) } {
        // SAFETY: called at PASSIVE_LEVEL.
        let cx = unsafe { Cx::<Passive>::assume() };
        rundown::close(device.word(CONNECTED), &cx);
    }
    STATUS_SUCCESS
}

/// `EvtFileCleanup`.
///
/// # Safety
/// Called by the framework at IRQL <= DISPATCH_LEVEL, with a file object of a device with a context of type `T`. A value of
/// `F` was given to the device's configuration.
pub(crate) unsafe extern "C" fn file_cleanup<T, F>(file: WDFFILEOBJECT)
where
    T: ObjectContext,
    F: for<'a, 'c, 'd, 'f> Fn(&'a mut Cx<'c, Dispatch>, &'d Device<T>, &'d FileObject<'f>)
        + Copy
        + Send
        + Sync
        + 'static,
{
    // SAFETY: a live file object.
    let device = unsafe { ddi!(WdfFileObjectGetDevice, file) };
    // SAFETY: its device, which outlives it.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return;
    };
    // SAFETY: closed after this callback has returned.
    let file = unsafe { FileObject::new(file) };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, device, &file);
}
