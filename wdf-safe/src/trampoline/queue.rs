//! `EvtIoRead` and its kin, `EvtIoCanceledOnQueue`, `EvtIoStop`, `EvtIoResume`, `EvtIoQueueState`.
//!
//! *Where it stands.* Row 4; [`register::QueueConfig`](crate::register::QueueConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler; [`stop`] and [`resume`] are the same for all queues with one context
//! type whose drivers have no handlers for them.
//!
//! *Wraps.* `EVT_WDF_IO_QUEUE_IO_READ` and its kin; called at IRQL <= DISPATCH_LEVEL, at PASSIVE_LEVEL for queues of
//! that level.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::{self, Block, ObjectContext, RequestContext};
use crate::door::Door;
use crate::handler::{self, NoticeHandler, RequestHandler, StopHandler};
use crate::irql::{CallbackLevel, Cx, Dispatch};
use crate::queue::forward::open_way;
use crate::queue::{ChangeKind, DispatchType, Queue};
use crate::request::header::Header;
use crate::request::stop::acknowledge;
use crate::request::{
    Any, DeviceControl, HasResume, InternalDeviceControl, Kind, MustComplete, Owned, Read, Request, StopNotice, Write,
    complete_not_ready, give_up,
};
use crate::sys::{
    _WDF_REQUEST_STOP_ACTION_FLAGS, NT_SUCCESS, NTSTATUS, PVOID, PWDF_DRIVER_GLOBALS, STATUS_CANCELLED,
    STATUS_DEVICE_BUSY, STATUS_INVALID_DEVICE_REQUEST, WDFQUEUE, WDFREQUEST, ddi,
};

/// What the three presenting callbacks have in common.
///
/// # Safety
/// Called by the framework with an owned request of kind `K`, for a queue with a context of type `T`, dispatch type `M`
/// and callbacks at the level `L`, of a device whose requests have the context of `K`. A value of `F` was given to the
/// queue's configuration.
#[inline]
unsafe fn present<T, M, L, K, F>(queue: WDFQUEUE, request: WDFREQUEST)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    K: Kind,
    F: RequestHandler<Queue<T, M>, L, Owned, K>,
{
    // SAFETY: a live queue with this context and dispatch type.
    let Some(queue) = (unsafe { Queue::<T, M>::from_handle(queue) }) else {
        // SAFETY: presented to us, so owned.
        unsafe { complete_not_ready(request) };
        return;
    };
    // SAFETY: the level of the queue's callbacks.
    let mut cx = unsafe { Cx::<L>::assume() };
    // SAFETY: just presented: owned, not marked, no other handle of it.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, queue, request);
}

/// `EvtIoRead`.
///
/// # Safety
/// As of [`present`].
pub(crate) unsafe extern "C" fn read<T, M, L, C, F>(queue: WDFQUEUE, request: WDFREQUEST, _length: usize)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, Owned, Read<C>>,
{
    // SAFETY: the caller's promise; `EvtIoRead` is given reads.
    unsafe { present::<T, M, L, Read<C>, F>(queue, request) };
}

/// `EvtIoWrite`.
///
/// # Safety
/// As of [`present`].
pub(crate) unsafe extern "C" fn write<T, M, L, C, F>(queue: WDFQUEUE, request: WDFREQUEST, _length: usize)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, Owned, Write<C>>,
{
    // SAFETY: the caller's promise; `EvtIoWrite` is given writes.
    unsafe { present::<T, M, L, Write<C>, F>(queue, request) };
}

/// `EvtIoDeviceControl`.
///
/// # Safety
/// As of [`present`].
pub(crate) unsafe extern "C" fn device_control<T, M, L, C, F>(
    queue: WDFQUEUE,
    request: WDFREQUEST,
    _output_length: usize,
    _input_length: usize,
    _control_code: u32,
) where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, Owned, DeviceControl<C>>,
{
    // SAFETY: the caller's promise; `EvtIoDeviceControl` is given device controls.
    unsafe { present::<T, M, L, DeviceControl<C>, F>(queue, request) };
}

/// `EvtIoInternalDeviceControl`.
///
/// # Safety
/// As of [`present`].
pub(crate) unsafe extern "C" fn internal_device_control<T, M, L, C, F>(
    queue: WDFQUEUE,
    request: WDFREQUEST,
    _output_length: usize,
    _input_length: usize,
    _control_code: u32,
) where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, Owned, InternalDeviceControl<C>>,
{
    // SAFETY: the caller's promise; `EvtIoInternalDeviceControl` is given internal device controls.
    unsafe { present::<T, M, L, InternalDeviceControl<C>, F>(queue, request) };
}

/// `EvtIoDefault`.
///
/// # Safety
/// As of [`present`].
pub(crate) unsafe extern "C" fn default<T, M, L, C, F>(queue: WDFQUEUE, request: WDFREQUEST)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, Owned, Any<C>>,
{
    // SAFETY: the caller's promise; every request is an `Any`.
    unsafe { present::<T, M, L, Any<C>, F>(queue, request) };
}

/// `EvtIoCanceledOnQueue`: a request that the driver has had was cancelled while it waited in the queue.
///
/// # Safety
/// Called by the framework with a request that is the driver's to complete, for a queue as of [`present`].
pub(crate) unsafe extern "C" fn canceled_on_queue<T, M, L, C, F>(queue: WDFQUEUE, request: WDFREQUEST)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    C: RequestContext,
    F: RequestHandler<Queue<T, M>, L, MustComplete, Any<C>>,
{
    // SAFETY: a live queue with this context and dispatch type.
    let Some(queue) = (unsafe { Queue::<T, M>::from_handle(queue) }) else {
        // SAFETY: given to us to complete, before the queue's context was ready.
        unsafe { ddi!(WdfRequestComplete, request, STATUS_CANCELLED) };
        return;
    };
    // SAFETY: the level of the queue's callbacks.
    let mut cx = unsafe { Cx::<L>::assume() };
    // SAFETY: given to us to complete; it came out of the queue, so there is no other handle of it.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, queue, request);
}

/// `EvtIoQueueState`, when a manual queue becomes not empty.
///
/// # Safety
/// Called by the framework, for a queue with a context of type `T`, dispatch type `M` and callbacks at the level `L`. A
/// value of `F` was given to the queue's configuration.
pub(crate) unsafe extern "C" fn ready<T, M, L, F>(queue: WDFQUEUE, _context: PVOID)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    F: NoticeHandler<Queue<T, M>, L>,
{
    // SAFETY: a live queue with this context and dispatch type.
    let Some(queue) = (unsafe { Queue::<T, M>::from_handle(queue) }) else {
        return;
    };
    // SAFETY: the level of the queue's callbacks.
    let mut cx = unsafe { Cx::<L>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, queue);
}

/// `EvtIoQueueState`, when a change of the queue's state is finished.
///
/// # Safety
/// Called by the framework, for a queue with a context of type `T` and dispatch type `M`, as the end of a change that was
/// begun in the name of `S`, with the address of the `Queue` as its context. A value of `F` was given to the call that began it.
pub(crate) unsafe extern "C" fn changed<T, M, S, F>(_queue: WDFQUEUE, context: PVOID)
where
    T: ObjectContext,
    M: DispatchType,
    S: ChangeKind,
    F: NoticeHandler<Queue<T, M>, Dispatch>,
{
    // SAFETY: a live queue: what the change was begun with.
    let queue = unsafe { &*context.cast::<Queue<T, M>>().cast_const() };
    // The framework has forgotten this callback: the next change may begin, also in the handler.
    queue.end_change::<S>();
    // SAFETY: called at IRQL <= DISPATCH_LEVEL.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, queue);
}

/// `EvtIoStop`, of a queue whose driver has no handler for it: requests in stores are answered for, others are left to
/// whoever has them.
///
/// # Safety
/// As of [`answer`].
pub(crate) unsafe extern "C" fn stop<T: ObjectContext>(queue: WDFQUEUE, request: WDFREQUEST, action: u32) {
    // SAFETY: the caller's promise.
    let _answered = unsafe { answer::<T>(queue, request, StopAction::from_bits_retain(action)) };
}

/// `EvtIoStop`, of a queue whose driver has a handler for requests that are not in stores.
///
/// # Safety
/// As of [`answer`], for a queue with the dispatch type `M`, callbacks at the level `L`, and a resume handler if `R` says so. A
/// value of `F` was given to the queue's configuration.
pub(crate) unsafe extern "C" fn stop_with<T, M, L, R, F>(queue: WDFQUEUE, request: WDFREQUEST, action: u32)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    R: HasResume,
    F: StopHandler<T, M, L, R>,
{
    let action = StopAction::from_bits_retain(action);
    // SAFETY: the caller's promise.
    if unsafe { answer::<T>(queue, request, action) } {
        return;
    }
    // SAFETY: a live queue with this context and dispatch type.
    let Some(this) = (unsafe { Queue::<T, M>::from_handle(queue) }) else {
        return;
    };
    // SAFETY: in `EvtIoStop`, with its queue and request; shut when the queue was made.
    let notice = unsafe { StopNotice::new(queue, M::IS_MANUAL, request, action.contains(StopAction::PURGE)) };
    // SAFETY: the level of the queue's callbacks.
    let mut cx = unsafe { Cx::<L>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _answered = handler(&mut cx, this, notice);
}

/// The device leaves its working state, or goes away, while the driver has this request.
///
/// A request that waits in a store is held, or, if the device goes away, completed through its cancel handler: an answer
/// of "hold" to a device that does not come back would be a lie. One that another thread has taken out a moment ago is
/// not ours to answer (`false`): that thread disposes of it, and the framework waits for that.
///
/// # Safety
/// Called in `EvtIoStop` with its queue, which has a context of type `T`, and a request that a queue of wdf-safe has presented,
/// live during the call.
unsafe fn answer<T: ObjectContext>(queue: WDFQUEUE, request: WDFREQUEST, action: StopAction) -> bool {
    // SAFETY: a live request of wdf-safe.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    let wait = unsafe { header.as_ref() }.wait();
    if action.contains(StopAction::PURGE) {
        // SAFETY: the seat that a request names outlives it (`slot.rs`, invariant 2).
        let taken = unsafe { wait.purge() };
        if taken {
            // SAFETY: taken out of its place; the framework calls with no lock of the driver held.
            unsafe { give_up(header) };
        }
        return taken;
    }
    if !action.contains(StopAction::SUSPEND) || !wait.claim.seems_to_wait() {
        return false;
    }
    // SAFETY: a live queue with this context.
    let Some(doors) = (unsafe { doors::<T>(queue) }) else {
        return false;
    };
    // SAFETY: those of the device's queues, which live; the function below looks first.
    unsafe { doors.shut(forward_if_not_held as *mut ()) };
    let hold = wait.hold_waiting();
    if hold {
        // SAFETY: in `EvtIoStop`, the device suspends; held.
        unsafe { acknowledge(request) };
    }
    hold
}

/// `EvtIoResume`, of every queue: a request that was held may be forwarded again. Present because the framework's rules
/// want it wherever a request is acknowledged without being requeued.
///
/// # Safety
/// Called by the framework with a queue with a context of type `T`, and a request that it has presented, live during the
/// call.
pub(crate) unsafe extern "C" fn resume<T: ObjectContext>(queue: WDFQUEUE, request: WDFREQUEST) {
    // SAFETY: a live request of wdf-safe.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    unsafe { header.as_ref() }.wait().resume();
    // SAFETY: a live queue with this context.
    if let Some(doors) = unsafe { doors::<T>(queue) } {
        // SAFETY: those of the device's queues, which live; the framework's function. It has acted on all acknowledgements of
        // the device's requests, before the device slept.
        unsafe { doors.open(open_way()) };
    }
}

/// `EvtIoResume`, of a queue whose driver has a handler for it.
///
/// # Safety
/// As of [`resume`], for a queue with the dispatch type `M` and callbacks at the level `L`. A value of `F` was given to the
/// queue's configuration.
pub(crate) unsafe extern "C" fn resume_with<T, M, L, F>(queue: WDFQUEUE, request: WDFREQUEST)
where
    T: ObjectContext,
    M: DispatchType,
    L: CallbackLevel,
    F: NoticeHandler<Queue<T, M>, L>,
{
    // SAFETY: the caller's promise.
    unsafe { resume::<T>(queue, request) };
    // SAFETY: the caller's promise, which is that of `ready`.
    unsafe { ready::<T, M, L, F>(queue, core::ptr::null_mut()) };
}

/// The doors of the queues of this queue's device; `None` when the queue is not ready, and so has presented nothing.
///
/// # Safety
/// A live queue with a context of type `T`.
unsafe fn doors<'q, T: ObjectContext>(queue: WDFQUEUE) -> Option<&'q Door> {
    // SAFETY: the caller's promise.
    let device = unsafe { context::find::<T>(queue.cast()) }?.parent().cast::<Block<()>>();
    // SAFETY: the parent of a queue's block is that of its device (the invariant of `Queue`), which outlives it.
    Some(unsafe { &*device }.door())
}

/// The way to a queue while requests are held ([`Door`]), in the place of `WdfRequestForwardToIoQueue`.
///
/// # Safety
/// As of that function.
pub(crate) unsafe extern "C" fn forward_if_not_held(
    _globals: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    queue: WDFQUEUE,
) -> NTSTATUS {
    // SAFETY: an owned request.
    let from = unsafe { ddi!(WdfRequestGetIoQueue, request) };
    if from == queue {
        // It does not leave.
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: a live request of wdf-safe, owned.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    if !unsafe { header.as_ref() }.wait().leave(from.addr()) {
        return STATUS_DEVICE_BUSY;
    }
    // SAFETY: the caller's promise; not held.
    let status = unsafe { ddi!(WdfRequestForwardToIoQueue, request, queue) };
    if !NT_SUCCESS(status) {
        // SAFETY: still the caller's, and so live.
        unsafe { header.as_ref() }.wait().stay(from.addr());
    }
    status
}

bitflags::bitflags! {
    /// Why `EvtIoStop` is called: `WDF_REQUEST_STOP_ACTION_FLAGS`.
    #[derive(Clone, Copy)]
    struct StopAction: u32 {
        /// The device leaves its working state.
        const SUSPEND = _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionSuspend.cast_unsigned();
        /// The device goes away.
        const PURGE = _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionPurge.cast_unsigned();
    }
}
