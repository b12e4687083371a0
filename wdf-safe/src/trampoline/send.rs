//! `EvtRequestCompletionRoutine`: a request comes back from its target.
//!
//! *Where it stands.* Row 4; [`register::send`](crate::register) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_REQUEST_COMPLETION_ROUTINE`; called at IRQL <= DISPATCH_LEVEL, synchronised with nothing.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::{ObjectContext, RequestContext};
use crate::device::Device;
use crate::handler::{self, CompletionHandler, OwnCompletionHandler};
use crate::irql::{Cx, Dispatch};
use crate::request::header::Header;
use crate::request::{Kind, Request, SentList};
use crate::status::NtStatus;
use crate::sys::{PVOID, PWDF_REQUEST_COMPLETION_PARAMS, STATUS_DEVICE_NOT_READY, WDFIOTARGET, WDFREQUEST, ddi};
use crate::target::{self, Either, Local, Outcome, OwnRequest, Place, Target};

/// The target of a completion routine; `None` when its device's context is not of this type, which cannot be.
///
/// # Safety
/// `target` is a live target of a device, as `R` says, both of which live during `'t`.
unsafe fn target<'t, D: ObjectContext, R: Place>(target: WDFIOTARGET) -> Option<Target<'t, D, R>> {
    // SAFETY: a live target.
    let device = unsafe { ddi!(WdfIoTargetGetDevice, target) };
    // SAFETY: its device, which outlives it.
    let device = unsafe { Device::<D>::from_handle(device) }?;
    // SAFETY: its device.
    Some(unsafe { Target::new(target, device) })
}

/// # Safety
/// The block that the framework gave a completion routine, in it.
unsafe fn outcome(params: PWDF_REQUEST_COMPLETION_PARAMS) -> Outcome {
    // SAFETY: valid during the routine.
    let io_status = unsafe { (*params).IoStatus };
    // SAFETY: both members of the union are plain; the framework wrote the status.
    let status = unsafe { io_status.__bindgen_anon_1.Status };
    // SAFETY: valid during the routine.
    let params = unsafe { &*params };
    // SAFETY: the framework's.
    let asked = unsafe { target::asked(params) };
    Outcome::new(NtStatus::new(status).unwrap_or(NtStatus::UNSUCCESSFUL), io_status.Information as usize, asked)
}

/// The completion routine of a presented request.
///
/// # Safety
/// Called by the framework with a request of kind `K` of the driver's, which the local target of a device with a context
/// of type `D` has completed. A value of `F` was given to the call that sent it.
pub(crate) unsafe extern "C" fn completed<D, K, F>(
    request: WDFREQUEST,
    io_target: WDFIOTARGET,
    params: PWDF_REQUEST_COMPLETION_PARAMS,
    _context: PVOID,
) where
    D: ObjectContext,
    K: Kind,
    F: CompletionHandler<D, K>,
{
    // SAFETY: in the completion routine.
    let outcome = unsafe { outcome(params) };
    // SAFETY: the target that the request was sent to.
    let Some(target) = (unsafe { target::<D, Local>(io_target) }) else {
        // SAFETY: back from its target: ours again.
        unsafe { ddi!(WdfRequestComplete, request, STATUS_DEVICE_NOT_READY) };
        return;
    };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held (`send` asks for a `CallOut`).
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: back from its target: ours, not marked, no other handle of it, and in no list.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, target, request, outcome);
}

/// The completion routine of a presented request that was tracked.
///
/// # Safety
/// As of [`completed`], with the context of the list in which the request was tracked.
pub(crate) unsafe extern "C" fn completed_tracked<D, K, F>(
    request: WDFREQUEST,
    io_target: WDFIOTARGET,
    params: PWDF_REQUEST_COMPLETION_PARAMS,
    context: PVOID,
) where
    D: ObjectContext,
    K: Kind,
    F: CompletionHandler<D, K>,
{
    // SAFETY: a live request of wdf-safe.
    let node = Header::node(unsafe { Header::of(request) });
    // SAFETY: tracked in this list (the caller's promise).
    unsafe { SentList::came_back(context, node) };
    // SAFETY: the caller's promise; in no list.
    unsafe { completed::<D, K, F>(request, io_target, params, context) };
}

/// The completion routine of a request of the driver's own that was tracked.
///
/// # Safety
/// As of [`own_completed`], with the context of the list in which the request was tracked.
pub(crate) unsafe extern "C" fn own_completed_tracked<D, C, F>(
    request: WDFREQUEST,
    io_target: WDFIOTARGET,
    params: PWDF_REQUEST_COMPLETION_PARAMS,
    context: PVOID,
) where
    D: ObjectContext,
    C: RequestContext,
    F: OwnCompletionHandler<D, C>,
{
    // SAFETY: a live request that an `OwnRequest` made.
    let node = unsafe { target::node(request) };
    // SAFETY: tracked in this list (the caller's promise).
    unsafe { SentList::came_back(context, node) };
    // SAFETY: the caller's promise; in no list.
    unsafe { own_completed::<D, C, F>(request, io_target, params, context) };
}

/// The completion routine of a request of the driver's own.
///
/// # Safety
/// Called by the framework with a request that an [`OwnRequest`] with a context of type `C` sent, which a target of a device with a context of
/// type `D` has completed. A value of `F` was given to the call that sent it.
pub(crate) unsafe extern "C" fn own_completed<D, C, F>(
    request: WDFREQUEST,
    io_target: WDFIOTARGET,
    params: PWDF_REQUEST_COMPLETION_PARAMS,
    _context: PVOID,
) where
    D: ObjectContext,
    C: RequestContext,
    F: OwnCompletionHandler<D, C>,
{
    // SAFETY: in the completion routine.
    let outcome = unsafe { outcome(params) };
    // SAFETY: the target that the request was sent to.
    let Some(target) = (unsafe { target::<D, Either>(io_target) }) else {
        return;
    };
    // SAFETY: called at IRQL <= DISPATCH_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: back from its target, for which it was made; nothing else names it.
    let request = unsafe { OwnRequest::new(request, target) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, request, outcome);
}
