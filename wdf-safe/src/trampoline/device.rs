//! `EvtIoInCallerContext`, `EvtFileCleanup`, `EvtDeviceSurpriseRemoval`.
//!
//! *Where it stands.* Row 4; [`register::DeviceConfig`](crate::register::DeviceConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_IO_IN_CALLER_CONTEXT`, called on the sender's thread, at its IRQL, <= DISPATCH_LEVEL;
//! `EVT_WDF_FILE_CLEANUP`, called at IRQL <= DISPATCH_LEVEL, by the device's level and scope;
//! `EVT_WDF_DEVICE_SURPRISE_REMOVAL`, called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::device::Device;
use crate::handler;
use crate::irql::{Cx, Dispatch, SurpriseRemoval};
use crate::request::{Any, FileObject, Handled, InCallerContext, Request};
use crate::sys::{STATUS_DEVICE_NOT_READY, WDFDEVICE, WDFFILEOBJECT, WDFREQUEST, ddi};

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
