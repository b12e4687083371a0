//! `EvtDeviceFileCreate`, `EvtFileCleanup`, `EvtFileClose`.
//!
//! *Where it stands.* Row 4; [`register::DeviceConfig`](crate::register::DeviceConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_DEVICE_FILE_CREATE`, `EVT_WDF_FILE_CLEANUP`, `EVT_WDF_FILE_CLOSE`; called at PASSIVE_LEVEL, or above it
//! with the device's lock, by its level and scope.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::{self, ContextInit, ObjectContext};
use crate::device::Device;
use crate::handler::{self, FileContextMaker, FileCreateHandler, FileHandler};
use crate::irql::{Cx, Dispatch};
use crate::request::{FileObject, Request};
use crate::sys::{STATUS_DEVICE_NOT_READY, WDFDEVICE, WDFFILEOBJECT, WDFREQUEST, ddi};
use core::ptr;

/// `EvtDeviceFileCreate`.
///
/// # Safety
/// Called by the framework at IRQL <= DISPATCH_LEVEL, with the request that opens a handle and the new file object, of a
/// device with a context of type `T`. Values of `M` and `F` were given to the device's configuration, which gives its file
/// objects contexts of type `C`, or none if that is `()`.
pub(crate) unsafe extern "C" fn create<T, C, M, I, F>(device: WDFDEVICE, request: WDFREQUEST, file: WDFFILEOBJECT)
where
    T: ObjectContext,
    C: ObjectContext,
    I: ContextInit<C>,
    M: FileContextMaker<T, I>,
    F: FileCreateHandler<T>,
{
    // SAFETY: a live device.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        // SAFETY: presented to us, so owned; presented before the device's context was ready.
        unsafe { ddi!(WdfRequestComplete, request, STATUS_DEVICE_NOT_READY) };
        return;
    };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let make = unsafe { handler::instance::<M>() };
    let init = make(&mut cx, device);
    // SAFETY: just created with these attributes, if with any; nobody else knows it yet.
    if let Err(error) = unsafe { context::install_if_there::<C>(file.cast(), ptr::null(), init) } {
        // SAFETY: presented to us, so owned.
        unsafe { ddi!(WdfRequestComplete, request, error.to_failure()) };
        return;
    }
    // SAFETY: not closed before its request is completed, which the handler gives up with its brand.
    let file = unsafe { FileObject::new(file) };
    // SAFETY: just presented, before any queue: owned, no other handle of it.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, device, request, &file);
}

/// `EvtFileCleanup`.
///
/// # Safety
/// Called by the framework at IRQL <= DISPATCH_LEVEL, with a file object of a device with a context of type `T`. A value of
/// `F` was given to the device's configuration.
pub(crate) unsafe extern "C" fn cleanup<T, F>(file: WDFFILEOBJECT)
where
    T: ObjectContext,
    F: FileHandler<T>,
{
    // SAFETY: the caller's promise.
    unsafe { notice::<T, F>(file) };
}

/// `EvtFileClose`.
///
/// # Safety
/// As of [`cleanup`].
pub(crate) unsafe extern "C" fn close<T, F>(file: WDFFILEOBJECT)
where
    T: ObjectContext,
    F: FileHandler<T>,
{
    // SAFETY: the caller's promise.
    unsafe { notice::<T, F>(file) };
}

/// # Safety
/// As of [`cleanup`].
unsafe fn notice<T, F>(file: WDFFILEOBJECT)
where
    T: ObjectContext,
    F: FileHandler<T>,
{
    // SAFETY: a live file object.
    let device = unsafe { ddi!(WdfFileObjectGetDevice, file) };
    // SAFETY: its device, which outlives it.
    let Some(device) = (unsafe { Device::<T>::from_handle(device) }) else {
        return;
    };
    // SAFETY: gone after this callback has returned.
    let file = unsafe { FileObject::new(file) };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, device, &file);
}
