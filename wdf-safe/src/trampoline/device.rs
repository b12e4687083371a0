//! `EvtIoInCallerContext`, and the callbacks of PnP and power.
//!
//! *Where it stands.* Row 4; [`register::DeviceConfig`](crate::register::DeviceConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_IO_IN_CALLER_CONTEXT`, called on the sender's thread, at its IRQL, <= DISPATCH_LEVEL;
//! those of `WDF_PNPPOWER_EVENT_CALLBACKS` and `WDF_POWER_POLICY_EVENT_CALLBACKS`, and `EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION`,
//! called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::device::{CONNECTED, Device};
use crate::handler::{
    self, EventHandler, HardwareHandler, NoticeHandler, RelationsHandler, RequestHandler, UsageHandler,
};
use crate::hardware::{self, Resources};
use crate::irql::{Cx, Dispatch, Passive, SurpriseRemoval};
use crate::object::CallbackParent;
use crate::power_policy::{Relation, SpecialFile};
use crate::request::{Any, InCallerContext, Request};
use crate::rundown;
use crate::status::Result;
use crate::sys::{
    BOOLEAN, DEVICE_RELATION_TYPE, NT_SUCCESS, NTSTATUS, STATUS_DEVICE_NOT_READY, STATUS_SUCCESS,
    WDF_POWER_DEVICE_STATE, WDF_SPECIAL_FILE_TYPE, WDFCMRESLIST, WDFDEVICE, WDFREQUEST, ddi,
};

/// `EvtIoInCallerContext`.
///
/// # Safety
/// Called by the framework with a new request, for a device with a context of type `T`. A value of `F` was given to the
/// call that made the device.
pub(crate) unsafe extern "C" fn io_in_caller_context<T, F>(device: WDFDEVICE, request: WDFREQUEST)
where
    T: ObjectContext,
    F: RequestHandler<Device<T>, Dispatch, InCallerContext, Any<T::Requests>>,
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
    F: NoticeHandler<Device<T>, SurpriseRemoval>,
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
    F: EventHandler<Device<T>, Passive>,
{
    // SAFETY: the caller's promise.
    unsafe { fallible::<T, F>(device) }
}

/// A callback of the device alone that returns a status.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn fallible<T, F>(device: WDFDEVICE) -> NTSTATUS
where
    T: ObjectContext,
    F: EventHandler<Device<T>, Passive>,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return STATUS_DEVICE_NOT_READY;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    status_of(handler(&mut cx, device))
}

/// A callback of the device alone that returns nothing.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn notice<T, F>(device: WDFDEVICE)
where
    T: ObjectContext,
    F: NoticeHandler<Device<T>, Passive>,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, device);
}

/// `EvtDeviceUsageNotificationEx`.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn usage_notification<T, F>(
    device: WDFDEVICE,
    file: WDF_SPECIAL_FILE_TYPE,
    in_path: BOOLEAN,
) -> NTSTATUS
where
    T: ObjectContext,
    F: UsageHandler<T>,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return STATUS_DEVICE_NOT_READY;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    status_of(handler(&mut cx, device, SpecialFile::from_raw(file), in_path != 0))
}

/// `EvtDeviceRelationsQuery`.
///
/// # Safety
/// As of [`surprise_removal`].
pub(crate) unsafe extern "C" fn relations_query<T, F>(device: WDFDEVICE, relation: DEVICE_RELATION_TYPE)
where
    T: ObjectContext,
    F: RelationsHandler<T>,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, device, Relation::from_raw(relation));
}

/// What the framework is told.
fn status_of(result: Result<()>) -> NTSTATUS {
    match result {
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
    F: HardwareHandler<T>,
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
    F: EventHandler<Device<T>, Passive>,
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

/// As [`interrupts_connected`], and then the driver's handler.
///
/// # Safety
/// As of [`interrupts_connected`]. A value of `F` was given to the device's configuration.
pub(crate) unsafe extern "C" fn interrupts_connected_then<T, F>(
    device: WDFDEVICE,
    before: WDF_POWER_DEVICE_STATE,
) -> NTSTATUS
where
    T: ObjectContext,
    F: EventHandler<Device<T>, Passive>,
{
    // SAFETY: the caller's promise.
    unsafe { interrupts_connected::<T>(device, before) };
    // SAFETY: the caller's promise.
    let status = unsafe { fallible::<T, F>(device) };
    if !NT_SUCCESS(status) {
        // The framework disconnects them without a further word (powerstatemachine.cpp).
        // SAFETY: the caller's promise.
        unsafe { interrupts_disconnecting::<T>(device, before) };
    }
    status
}

/// The driver's handler, and then as [`interrupts_disconnecting`].
///
/// # Safety
/// As of [`interrupts_connected_then`].
pub(crate) unsafe extern "C" fn interrupts_disconnecting_after<T, F>(
    device: WDFDEVICE,
    to: WDF_POWER_DEVICE_STATE,
) -> NTSTATUS
where
    T: ObjectContext,
    F: EventHandler<Device<T>, Passive>,
{
    // SAFETY: the caller's promise.
    let status = unsafe { fallible::<T, F>(device) };
    // SAFETY: the caller's promise.
    unsafe { interrupts_disconnecting::<T>(device, to) };
    status
}
