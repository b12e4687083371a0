//! `EvtIoRead`, `EvtIoWrite`, `EvtIoDeviceControl`, `EvtIoStop`, `EvtIoResume`.
//!
//! *Where it stands.* Row 4; [`register::QueueConfig`](crate::register::QueueConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler; [`stop`] and [`resume`] are the same for all queues.
//!
//! *Wraps.* `EVT_WDF_IO_QUEUE_IO_READ` and its kin; called at IRQL <= DISPATCH_LEVEL, at PASSIVE_LEVEL for queues of
//! that level.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::{ObjectContext, RequestContext};
use crate::handler;
use crate::irql::{CallbackLevel, Cx};
use crate::queue::{DispatchType, Queue};
use crate::request::header::Header;
use crate::request::ticket::Ticket;
use crate::request::{DeviceControl, Handled, Kind, Owned, Read, Request, Write, settle};
use crate::sys::{_WDF_REQUEST_STOP_ACTION_FLAGS, STATUS_DEVICE_NOT_READY, WDFQUEUE, WDFREQUEST, ddi};

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
    F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, K>) -> Handled<'id>
        + Copy
        + Send
        + Sync
        + 'static,
{
    // SAFETY: a live queue with this context and dispatch type.
    let Some(queue) = (unsafe { Queue::<T, M>::from_handle(queue) }) else {
        // SAFETY: presented to us, so owned; presented before the queue's context was ready.
        unsafe { ddi!(WdfRequestComplete, request, STATUS_DEVICE_NOT_READY) };
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
    F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Read<C>>) -> Handled<'id>
        + Copy
        + Send
        + Sync
        + 'static,
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
    F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Write<C>>) -> Handled<'id>
        + Copy
        + Send
        + Sync
        + 'static,
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
    F: for<'a, 'c, 'q, 'id> Fn(
            &'a mut Cx<'c, L>,
            &'q Queue<T, M>,
            Request<'id, Owned, DeviceControl<C>>,
        ) -> Handled<'id>
        + Copy
        + Send
        + Sync
        + 'static,
{
    // SAFETY: the caller's promise; `EvtIoDeviceControl` is given device controls.
    unsafe { present::<T, M, L, DeviceControl<C>, F>(queue, request) };
}

/// `EvtIoStop`, of every queue: the device leaves its working state, or goes away, while the driver has this request.
///
/// A request that waits in a store is held, or, if the device goes away, completed through its cancel handler. One that
/// another thread has taken out a moment ago is not ours to answer: that thread completes it, and the framework, which
/// holds a reference on it during this call, waits for that.
///
/// # Safety
/// Called by the framework with a request that a queue of wdf-safe has presented, live during the call.
pub(crate) unsafe extern "C" fn stop(_queue: WDFQUEUE, request: WDFREQUEST, action: u32) {
    // SAFETY: a live request of wdf-safe.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    let wait = unsafe { header.as_ref() }.wait();
    if !wait.claim.is_armed() {
        return;
    }
    let action = StopAction::from_bits_retain(action);
    if action.contains(StopAction::SUSPEND) {
        // Should the request be completed meanwhile, the acknowledgement is noted in memory that the framework still
        // holds, and forgotten with it.
        // SAFETY: in `EvtIoStop`, with its request; not requeued.
        unsafe { ddi!(WdfRequestStopAcknowledge, request, 0) };
    } else if action.contains(StopAction::PURGE) {
        // SAFETY: the seat that a request names outlives it (`slot.rs`, invariant 2).
        let seat = unsafe { wait.seat().as_ref() };
        if seat.is_some_and(|seat| seat.take_this(wait)) {
            // SAFETY: taken out of the seat, so the ticket is ours.
            settle(unsafe { Ticket::new(header) });
        }
    }
}

/// `EvtIoResume`, of every queue: a request that was held goes on waiting. Present because the framework's rules want
/// it wherever a request is acknowledged without being requeued.
///
/// # Safety
/// Called by the framework.
pub(crate) unsafe extern "C" fn resume(_queue: WDFQUEUE, _request: WDFREQUEST) {}

bitflags::bitflags! {
    /// Why `EvtIoStop` is called: `WDF_REQUEST_STOP_ACTION_FLAGS`.
    struct StopAction: u32 {
        /// The device leaves its working state.
        const SUSPEND = _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionSuspend.cast_unsigned();
        /// The device goes away.
        const PURGE = _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionPurge.cast_unsigned();
    }
}
