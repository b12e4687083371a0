//! The way of a request: it is presented ([`read`], [`write()`]), it waits ([`defer`]), it is completed ([`finish`]) or
//! cancelled ([`canceled`]).
//!
//! The queue presents one request at a time, and its callbacks, the timer's and the cancel callback never run at the same
//! time: the queue's synchronization scope. That is what makes `if WdfRequestUnmarkCancelable(request) !=
//! STATUS_CANCELLED` enough, and only that: without the scope the same lines complete a request twice.

#![expect(unsafe_code, reason = "a driver in raw calls")]

use crate::structure_size;
use core::ptr::{addr_of_mut, null, null_mut};
use wdk_sys::{
    _WDF_IO_QUEUE_DISPATCH_TYPE, _WDF_SYNCHRONIZATION_SCOPE, _WDF_TRI_STATE, _WDFSTRUCTENUM, NT_SUCCESS, NTSTATUS,
    PVOID, STATUS_BUFFER_OVERFLOW, STATUS_CANCELLED, STATUS_SUCCESS, WDF_IO_QUEUE_CONFIG, WDF_OBJECT_CONTEXT_TYPE_INFO,
    WDF_TIMER_CONFIG, WDFDEVICE, WDFQUEUE, WDFREQUEST, WDFTIMER, call_unsafe_wdf_function_binding,
};

/// The longest write, in bytes.
pub(crate) const MAX_WRITE: usize = 40 * 1024;

/// How long a request waits before it is completed, in units of 100 ns; negative: from now.
const DELAY: i64 = -100_000;

/// What belongs to the queue. The framework zeroes it.
struct Echo {
    /// What the last write has brought.
    length: usize,
    bytes: [u8; MAX_WRITE],
    /// A read that waits for the timer, or null.
    reading: WDFREQUEST,
    /// A write that waits for the timer, or null.
    writing: WDFREQUEST,
    /// Completes what waits.
    timer: WDFTIMER,
}

/// The type of that context: what `WDF_DECLARE_CONTEXT_TYPE` makes in C.
struct Type(WDF_OBJECT_CONTEXT_TYPE_INFO);

// SAFETY: never written.
unsafe impl Sync for Type {}

static ECHO: Type = Type(WDF_OBJECT_CONTEXT_TYPE_INFO {
    Size: size_of::<WDF_OBJECT_CONTEXT_TYPE_INFO>() as u32,
    ContextName: c"Echo".as_ptr(),
    ContextSize: size_of::<Echo>(),
    UniqueType: null(),
    EvtDriverGetUniqueContextType: None,
});

/// The queue's context.
///
/// # Safety
/// A queue of [`create`].
unsafe fn echo(queue: WDFQUEUE) -> *mut Echo {
    // SAFETY: the caller's promise.
    unsafe { call_unsafe_wdf_function_binding!(WdfObjectGetTypedContextWorker, queue.cast(), &raw const ECHO.0) }.cast()
}

/// Makes the device's queue, and the timer that belongs to it.
///
/// # Safety
/// A device that was just created.
pub(crate) unsafe fn create(device: WDFDEVICE) -> NTSTATUS {
    let mut config = WDF_IO_QUEUE_CONFIG {
        Size: structure_size(_WDFSTRUCTENUM::INDEX_WDF_IO_QUEUE_CONFIG as usize, size_of::<WDF_IO_QUEUE_CONFIG>()),
        PowerManaged: _WDF_TRI_STATE::WdfUseDefault,
        DispatchType: _WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchSequential,
        DefaultQueue: 1,
        EvtIoRead: Some(read),
        EvtIoWrite: Some(write),
        EvtIoStop: Some(stop),
        ..WDF_IO_QUEUE_CONFIG::default()
    };
    let mut attributes = crate::attributes();
    attributes.SynchronizationScope = _WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeQueue;
    attributes.ContextTypeInfo = &raw const ECHO.0;
    let mut queue: WDFQUEUE = null_mut();
    // SAFETY: a live device; structures with their sizes set; a place for the handle.
    let status = unsafe {
        call_unsafe_wdf_function_binding!(
            WdfIoQueueCreate,
            device,
            &raw mut config,
            &raw mut attributes,
            &raw mut queue
        )
    };
    if !NT_SUCCESS(status) {
        return status;
    }
    let mut config = WDF_TIMER_CONFIG {
        Size: structure_size(_WDFSTRUCTENUM::INDEX_WDF_TIMER_CONFIG as usize, size_of::<WDF_TIMER_CONFIG>()),
        EvtTimerFunc: Some(finish),
        AutomaticSerialization: 1,
        ..WDF_TIMER_CONFIG::default()
    };
    let mut attributes = crate::attributes();
    attributes.ParentObject = queue.cast();
    let mut timer: WDFTIMER = null_mut();
    // SAFETY: structures with their sizes set, a live parent; a place for the handle.
    let status = unsafe {
        call_unsafe_wdf_function_binding!(WdfTimerCreate, &raw mut config, &raw mut attributes, &raw mut timer)
    };
    if NT_SUCCESS(status) {
        // SAFETY: the queue just created; the device is not started, so no callback of it runs.
        unsafe { (*echo(queue)).timer = timer };
    }
    status
}

/// An application reads.
unsafe extern "C" fn read(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    // SAFETY: our queue.
    let echo = unsafe { echo(queue) };
    // SAFETY: a request that was just presented, under the queue's lock.
    unsafe { defer(echo, addr_of_mut!((*echo).reading), request) };
}

/// An application writes.
unsafe extern "C" fn write(queue: WDFQUEUE, request: WDFREQUEST, length: usize) {
    if length > MAX_WRITE {
        // SAFETY: just presented, and completed once.
        unsafe { complete(request, STATUS_BUFFER_OVERFLOW) };
        return;
    }
    let (mut buffer, mut available): (PVOID, usize) = (null_mut(), 0);
    // SAFETY: just presented; places for the address and the length.
    let status = unsafe {
        call_unsafe_wdf_function_binding!(
            WdfRequestRetrieveInputBuffer,
            request,
            1,
            &raw mut buffer,
            &raw mut available
        )
    };
    if !NT_SUCCESS(status) {
        // SAFETY: just presented, and completed once.
        unsafe { complete(request, status) };
        return;
    }
    // SAFETY: our queue.
    let echo = unsafe { echo(queue) };
    let count = available.min(MAX_WRITE);
    // SAFETY: both are that long, and do not overlap; the queue's lock keeps others away.
    unsafe { core::ptr::copy_nonoverlapping(buffer.cast(), addr_of_mut!((*echo).bytes).cast::<u8>(), count) };
    // SAFETY: as above.
    unsafe { (*echo).length = count };
    // SAFETY: a request that was just presented, under the queue's lock.
    unsafe { defer(echo, addr_of_mut!((*echo).writing), request) };
}

/// Lets the request wait for the timer. It can be cancelled meanwhile.
///
/// # Safety
/// Called under the queue's lock, with an owned request that is not cancelable.
unsafe fn defer(echo: *mut Echo, place: *mut WDFREQUEST, request: WDFREQUEST) {
    // SAFETY: an owned request. The callback waits for the queue's lock, and so finds the place filled.
    let status = unsafe { call_unsafe_wdf_function_binding!(WdfRequestMarkCancelableEx, request, Some(canceled)) };
    if !NT_SUCCESS(status) {
        // SAFETY: not marked, so still ours, and completed once.
        unsafe { complete(request, status) };
        return;
    }
    // SAFETY: the queue's context, under its lock.
    unsafe { place.write(request) };
    // SAFETY: a timer of the queue's.
    let _was_running = unsafe { call_unsafe_wdf_function_binding!(WdfTimerStart, (*echo).timer, DELAY) };
}

/// The request was cancelled while it waited.
unsafe extern "C" fn canceled(request: WDFREQUEST) {
    // SAFETY: not completed yet, so it has its queue.
    let queue = unsafe { call_unsafe_wdf_function_binding!(WdfRequestGetIoQueue, request) };
    // SAFETY: our queue.
    let echo = unsafe { echo(queue) };
    // SAFETY: the queue's context, under its lock.
    unsafe {
        if (*echo).reading == request {
            (*echo).reading = null_mut();
        } else if (*echo).writing == request {
            (*echo).writing = null_mut();
        }
    }
    // SAFETY: who finds the request in its place unmarks it first, and leaves it to us.
    unsafe { complete(request, STATUS_CANCELLED) };
}

/// The time is up: completes what waits, unless it was cancelled.
unsafe extern "C" fn finish(timer: WDFTIMER) {
    // SAFETY: our timer, whose parent is our queue.
    let queue = unsafe { call_unsafe_wdf_function_binding!(WdfTimerGetParentObject, timer) };
    // SAFETY: our queue.
    let echo = unsafe { echo(queue.cast()) };
    // SAFETY: the queue's context, under its lock, which the timer shares.
    if let Some(request) = unsafe { take_back(addr_of_mut!((*echo).reading)) } {
        // SAFETY: owned, and not cancelable any more.
        unsafe { answer(echo, request) };
    }
    // SAFETY: as above.
    if let Some(request) = unsafe { take_back(addr_of_mut!((*echo).writing)) } {
        // SAFETY: the length of the write that was stored, under the queue's lock.
        let length = unsafe { (*echo).length };
        // SAFETY: owned, and not cancelable any more; completed once.
        unsafe { complete_with(request, STATUS_SUCCESS, length) };
    }
}

/// Takes a request out of its place, unless its cancel callback is on its way, which will complete it.
///
/// # Safety
/// The queue's context, under its lock.
unsafe fn take_back(place: *mut WDFREQUEST) -> Option<WDFREQUEST> {
    // SAFETY: the caller's promise.
    let request = unsafe { place.replace(null_mut()) };
    if request.is_null() {
        return None;
    }
    // SAFETY: it was in its place, so the cancel callback has not completed it: that needs the lock we have.
    let status = unsafe { call_unsafe_wdf_function_binding!(WdfRequestUnmarkCancelable, request) };
    (status != STATUS_CANCELLED).then_some(request)
}

/// Completes a read with what is stored.
///
/// # Safety
/// An owned read, under the queue's lock.
unsafe fn answer(echo: *mut Echo, request: WDFREQUEST) {
    let (mut buffer, mut available): (PVOID, usize) = (null_mut(), 0);
    // SAFETY: an owned read; places for the address and the length.
    let status = unsafe {
        call_unsafe_wdf_function_binding!(
            WdfRequestRetrieveOutputBuffer,
            request,
            1,
            &raw mut buffer,
            &raw mut available
        )
    };
    if !NT_SUCCESS(status) {
        // SAFETY: owned, and completed once.
        unsafe { complete(request, status) };
        return;
    }
    // SAFETY: under the queue's lock.
    let count = available.min(unsafe { (*echo).length });
    // SAFETY: both are that long, and do not overlap.
    unsafe { core::ptr::copy_nonoverlapping(addr_of_mut!((*echo).bytes).cast::<u8>(), buffer.cast(), count) };
    // SAFETY: owned, and completed once.
    unsafe { complete_with(request, STATUS_SUCCESS, count) };
}

/// The device is about to sleep, or goes away, while a request waits.
unsafe extern "C" fn stop(queue: WDFQUEUE, request: WDFREQUEST, action: u32) {
    if action & wdk_sys::_WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionSuspend as u32 != 0 {
        // SAFETY: the request of this callback, which we keep.
        unsafe { call_unsafe_wdf_function_binding!(WdfRequestStopAcknowledge, request, 0) };
        return;
    }
    // SAFETY: our queue.
    let echo = unsafe { echo(queue) };
    for place in [
        // SAFETY: the queue's context, under its lock.
        unsafe { addr_of_mut!((*echo).reading) },
        // SAFETY: as above.
        unsafe { addr_of_mut!((*echo).writing) },
    ] {
        // SAFETY: as above; a request in its place was not completed.
        if unsafe { *place } == request
            // SAFETY: as above.
            && let Some(request) = unsafe { take_back(place) }
        {
            // SAFETY: owned, and not cancelable any more; completed once.
            unsafe { complete(request, STATUS_CANCELLED) };
        }
    }
}

/// # Safety
/// An owned request, not cancelable, which is given up.
unsafe fn complete(request: WDFREQUEST, status: NTSTATUS) {
    // SAFETY: the caller's promise.
    unsafe { call_unsafe_wdf_function_binding!(WdfRequestComplete, request, status) };
}

/// # Safety
/// An owned request, not cancelable, which is given up; the information is what was written.
unsafe fn complete_with(request: WDFREQUEST, status: NTSTATUS, information: usize) {
    // SAFETY: the caller's promise.
    unsafe { call_unsafe_wdf_function_binding!(WdfRequestCompleteWithInformation, request, status, information as _) };
}
