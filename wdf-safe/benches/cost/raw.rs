//! The same operations on the raw functions, in two ways: as C calls them, and through the macro of `wdk-sys`.
//!
//! The driver's handles are read out of its context, as a C driver keeps them.
#![expect(unsafe_code, reason = "the raw functions")]

use core::ptr::null_mut;
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::{AcqRel, Relaxed, Release};
use std::hint::black_box;

use wdf_sim_sys::{
    BOOLEAN, NT_SUCCESS, NTSTATUS, PVOID, STATUS_CANCELLED, STATUS_SUCCESS, WDF_REQUEST_PARAMETERS, WDFDPC, WDFOBJECT,
    WDFQUEUE, WDFREQUEST, WDFSPINLOCK, WDFTIMER, WDFWAITLOCK, WDFWORKITEM,
};

use super::table;

/// What the driver keeps.
pub(crate) struct Whole {
    pub(crate) lock: WDFSPINLOCK,
    pub(crate) count: u32,
    pub(crate) wait_lock: WDFWAITLOCK,
    pub(crate) shelf: WDFQUEUE,
    pub(crate) timer: WDFTIMER,
    pub(crate) dpc: WDFDPC,
    pub(crate) work_item: WDFWORKITEM,
    /// Whether a drain is under way: the framework stops the system over a second one.
    pub(crate) draining: AtomicU32,
    pub(crate) waiting: WDFREQUEST,
}

/// What a driver that cancels correctly keeps of a request (`WdfRequestUnmarkCancelable`, "Synchronizing Cancel and
/// Completion Code"): how many of the two who could complete it have still to come, under a lock. The last one completes.
struct Owners {
    whole: *mut Whole,
    left: u32,
    canceled: bool,
}

/// Calls an operation as code does that knows nothing of it: nothing of its arguments is known inside, nor left out.
macro_rules! called {
    ($operation:ident($($argument:expr),*)) => {{
        let operation = black_box($operation as unsafe extern "C" fn($(called!(@ $argument)),*) -> _);
        // SAFETY: handles of the table's, as the operation wants them.
        black_box(unsafe { operation($($argument),*) })
    }};
    (@ $argument:expr) => { _ };
}

/// What C does: load the table, load the entry, load the globals, jump.
macro_rules! as_c {
    ($name:ident: $pointer:ident, $index:ident $(, $argument:expr)*) => {{
        // SAFETY: the table of this program, all of whose entries that are used here are filled.
        let function = unsafe {
            let entry = *wdf_sim_sys::WdfFunctions.add(wdf_sim_sys::_WDFFUNCENUM::$index as usize);
            core::mem::transmute::<wdf_sim_sys::WDFFUNC, wdf_sim_sys::$pointer>(entry).unwrap_unchecked()
        };
        // SAFETY: a function of the table above.
        unsafe { function(wdf_sim_sys::WdfDriverGlobals $(, $argument)*) }
    }};
}

/// What the macro of `wdk-sys` does, whose place that of the stand-in takes.
macro_rules! by_macro {
    ($name:ident: $pointer:ident, $index:ident $(, $argument:expr)*) => {
        // SAFETY: a function of the table of this program.
        unsafe { wdf_sim_sys::call_unsafe_wdf_function_binding!($name $(, $argument)*) }
    };
}

// The functions of wdf-safe have the level's proof for their first argument, those here one that they do not use: so the others
// come in the same registers.
macro_rules! operations {
    ($module:ident, $call:ident) => {
        pub(crate) mod $module {
            use super::*;

            fn finish(request: WDFREQUEST, status: NTSTATUS) {
                $call!(WdfRequestComplete: PFN_WDFREQUESTCOMPLETE, WdfRequestCompleteTableIndex, request, status);
            }

            fn context_of<T>(handle: WDFOBJECT) -> *mut T {
                $call!(WdfObjectGetTypedContextWorker: PFN_WDFOBJECTGETTYPEDCONTEXTWORKER, WdfObjectGetTypedContextWorkerTableIndex, handle, core::ptr::null()).cast()
            }

            fn mark(request: WDFREQUEST) -> NTSTATUS {
                $call!(WdfRequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX, WdfRequestMarkCancelableExTableIndex, request, Some(canceled))
            }

            fn take_back(request: WDFREQUEST) -> NTSTATUS {
                $call!(WdfRequestUnmarkCancelable: PFN_WDFREQUESTUNMARKCANCELABLE, WdfRequestUnmarkCancelableTableIndex, request)
            }

            fn acquire(lock: WDFSPINLOCK) {
                $call!(WdfSpinLockAcquire: PFN_WDFSPINLOCKACQUIRE, WdfSpinLockAcquireTableIndex, lock);
            }

            fn release(lock: WDFSPINLOCK) {
                $call!(WdfSpinLockRelease: PFN_WDFSPINLOCKRELEASE, WdfSpinLockReleaseTableIndex, lock);
            }

            /// `EvtRequestCancel` of a driver that does no bookkeeping.
            unsafe extern "C" fn canceled(request: WDFREQUEST) {
                finish(request, STATUS_CANCELLED);
            }

            /// `EvtRequestCancel` of one that does: takes the request out of its place, or leaves it to who has it.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn cancel(request: WDFREQUEST) {
                let owners = context_of::<Owners>(request.cast());
                // SAFETY: the request's context.
                let whole = unsafe { (*owners).whole };
                // SAFETY: what is kept for the driver.
                let whole = unsafe { &mut *whole };
                acquire(whole.lock);
                // SAFETY: the request's context, under the lock.
                let owners = unsafe { &mut *owners };
                owners.canceled = true;
                owners.left -= 1;
                if whole.waiting == request {
                    whole.waiting = null_mut();
                    owners.left -= 1;
                }
                let last = owners.left == 0;
                release(whole.lock);
                if last {
                    finish(request, STATUS_CANCELLED);
                }
            }

            /// By hand, as far as [`by_hand`] before it is taken out: marked, and in its place.
            fn park_by_hand(whole: &mut Whole, request: WDFREQUEST) -> NTSTATUS {
                let owners = context_of::<Owners>(request.cast());
                acquire(whole.lock);
                // SAFETY: the request's context.
                unsafe { owners.write(Owners { whole, left: 2, canceled: false }) };
                let status = $call!(WdfRequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX, WdfRequestMarkCancelableExTableIndex, request, Some(cancel));
                if NT_SUCCESS(status) {
                    whole.waiting = request;
                }
                release(whole.lock);
                status
            }

            /// `EvtIoWrite`: the shortest handler, which reads its queue's context.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn write(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
                black_box(context_of::<Whole>(queue.cast()));
                finish(request, STATUS_SUCCESS);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn complete(_: PVOID, request: WDFREQUEST) {
                finish(request, STATUS_SUCCESS);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn complete_boosted(_: PVOID, request: WDFREQUEST) {
                $call!(WdfRequestCompleteWithPriorityBoost: PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST, WdfRequestCompleteWithPriorityBoostTableIndex, request, STATUS_SUCCESS, 2);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn answer(_: PVOID, request: WDFREQUEST) {
                let (mut buffer, mut length): (PVOID, usize) = (null_mut(), 0);
                let status = $call!(WdfRequestRetrieveOutputBuffer: PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER, WdfRequestRetrieveOutputBufferTableIndex, request, 0, &raw mut buffer, &raw mut length);
                if NT_SUCCESS(status) {
                    let count = length.min(table::ANSWER.len());
                    // SAFETY: the buffer has that many bytes.
                    unsafe { core::ptr::copy_nonoverlapping(table::ANSWER.as_ptr(), buffer.cast(), count) };
                    $call!(WdfRequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION, WdfRequestCompleteWithInformationTableIndex, request, status, count as _);
                } else {
                    finish(request, status);
                }
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn length(request: WDFREQUEST) -> usize {
                let mut parameters = WDF_REQUEST_PARAMETERS { Size: size_of::<WDF_REQUEST_PARAMETERS>() as u16, ..Default::default() };
                $call!(WdfRequestGetParameters: PFN_WDFREQUESTGETPARAMETERS, WdfRequestGetParametersTableIndex, request, &raw mut parameters);
                // SAFETY: those of a read.
                unsafe { parameters.Parameters.Read.Length }
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn is_canceled(request: WDFREQUEST) -> bool {
                $call!(WdfRequestIsCanceled: PFN_WDFREQUESTISCANCELED, WdfRequestIsCanceledTableIndex, request) != 0
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn forward(_: PVOID, whole: &mut Whole, request: WDFREQUEST) {
                let status = $call!(WdfRequestForwardToIoQueue: PFN_WDFREQUESTFORWARDTOIOQUEUE, WdfRequestForwardToIoQueueTableIndex, request, whole.shelf);
                if !NT_SUCCESS(status) {
                    finish(request, status);
                }
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn retrieve_and_requeue(_: PVOID, whole: &mut Whole) {
                let mut found: WDFREQUEST = null_mut();
                let status = $call!(WdfIoQueueRetrieveNextRequest: PFN_WDFIOQUEUERETRIEVENEXTREQUEST, WdfIoQueueRetrieveNextRequestTableIndex, whole.shelf, &raw mut found);
                if NT_SUCCESS(status) {
                    let status = $call!(WdfRequestRequeue: PFN_WDFREQUESTREQUEUE, WdfRequestRequeueTableIndex, found);
                    if !NT_SUCCESS(status) {
                        finish(found, status);
                    }
                }
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn lock(_: PVOID, whole: &mut Whole) {
                acquire(whole.lock);
                whole.count += 1;
                release(whole.lock);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn start_timer(_: PVOID, whole: &mut Whole) -> BOOLEAN {
                $call!(WdfTimerStart: PFN_WDFTIMERSTART, WdfTimerStartTableIndex, whole.timer, -10_000)
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn stop_timer(_: PVOID, whole: &mut Whole) -> bool {
                $call!(WdfTimerStop: PFN_WDFTIMERSTOP, WdfTimerStopTableIndex, whole.timer, 0) != 0
            }

            /// `EvtIoQueueState`: the queue is empty.
            unsafe extern "C" fn drained(_queue: WDFQUEUE, context: PVOID) {
                // SAFETY: what the drain was given.
                unsafe { &*context.cast::<Whole>() }.draining.store(0, Release);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn drain_queue(_: PVOID, whole: &mut Whole) -> bool {
                if whole.draining.swap(1, AcqRel) != 0 {
                    return false;
                }
                $call!(WdfIoQueueDrain: PFN_WDFIOQUEUEDRAIN, WdfIoQueueDrainTableIndex, whole.shelf, Some(drained), (&raw mut *whole).cast());
                true
            }

            /// The context of an object that the driver has a handle of.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn read_context(object: WDFOBJECT) -> u32 {
                // SAFETY: the object's context.
                unsafe { (*context_of::<Whole>(object)).count }
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn enqueue_work_item(_: PVOID, whole: &mut Whole) {
                $call!(WdfWorkItemEnqueue: PFN_WDFWORKITEMENQUEUE, WdfWorkItemEnqueueTableIndex, whole.work_item);
            }

            /// `EvtTimerFunc`, or `EvtDpcFunc`, which reads the context of its object's parent.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn timer(timer: WDFTIMER) {
                let device = $call!(WdfTimerGetParentObject: PFN_WDFTIMERGETPARENTOBJECT, WdfTimerGetParentObjectTableIndex, timer);
                // SAFETY: the device's context.
                table::TICKS.store(unsafe { (*context_of::<Whole>(device)).count }, Relaxed);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn start_queue(_: PVOID, whole: &mut Whole) {
                $call!(WdfIoQueueStart: PFN_WDFIOQUEUESTART, WdfIoQueueStartTableIndex, whole.shelf);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn wait_lock(_: PVOID, whole: &mut Whole) -> bool {
                let mut timeout = 0;
                let status = $call!(WdfWaitLockAcquire: PFN_WDFWAITLOCKACQUIRE, WdfWaitLockAcquireTableIndex, whole.wait_lock, &raw mut timeout);
                if status != STATUS_SUCCESS {
                    return false;
                }
                whole.count += 1;
                $call!(WdfWaitLockRelease: PFN_WDFWAITLOCKRELEASE, WdfWaitLockReleaseTableIndex, whole.wait_lock);
                true
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn enqueue_dpc(_: PVOID, whole: &mut Whole) -> bool {
                $call!(WdfDpcEnqueue: PFN_WDFDPCENQUEUE, WdfDpcEnqueueTableIndex, whole.dpc) != 0
            }

            /// The three calls alone, as no correct driver makes them.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn mark_unmark_complete(_: PVOID, request: WDFREQUEST) {
                if !NT_SUCCESS(mark(request)) || NT_SUCCESS(take_back(request)) {
                    finish(request, STATUS_SUCCESS);
                }
            }

            /// The three calls with the bookkeeping that a correct driver needs: two owners, under a lock.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn by_hand(_: PVOID, whole: &mut Whole, request: WDFREQUEST) {
                let status = park_by_hand(whole, request);
                if !NT_SUCCESS(status) {
                    return finish(request, STATUS_CANCELLED);
                }
                // What takes it out of its place, later.
                acquire(whole.lock);
                let request = core::mem::replace(&mut whole.waiting, null_mut());
                release(whole.lock);
                if request.is_null() {
                    return;
                }
                let owners = context_of::<Owners>(request.cast());
                let status = take_back(request);
                acquire(whole.lock);
                // SAFETY: the request's context, under the lock.
                let owners = unsafe { &mut *owners };
                owners.left -= if NT_SUCCESS(status) { 2 } else { 1 };
                let (last, canceled) = (owners.left == 0, owners.canceled);
                release(whole.lock);
                if last {
                    finish(request, if canceled { STATUS_CANCELLED } else { STATUS_SUCCESS });
                }
            }

            /// Every operation, so many times.
            pub(crate) fn run(times: usize) {
                let request: WDFREQUEST = black_box(table::request());
                let handle = || black_box(table::object());
                let mut whole = Whole {
                    lock: handle().cast(),
                    count: 0,
                    wait_lock: handle().cast(),
                    shelf: handle().cast(),
                    timer: handle().cast(),
                    dpc: handle().cast(),
                    work_item: handle().cast(),
                    draining: AtomicU32::new(0),
                    waiting: null_mut(),
                };
                for _ in 0..times {
                    let whole = black_box(&mut whole);
                    called!(write(handle().cast(), request, table::LENGTH));
                    called!(complete(null_mut(), request));
                    called!(complete_boosted(null_mut(), request));
                    called!(answer(null_mut(), request));
                    called!(length(request));
                    called!(is_canceled(request));
                    called!(forward(null_mut(), &mut *whole, request));
                    called!(retrieve_and_requeue(null_mut(), &mut *whole));
                    called!(lock(null_mut(), &mut *whole));
                    called!(start_timer(null_mut(), &mut *whole));
                    called!(stop_timer(null_mut(), &mut *whole));
                    called!(start_queue(null_mut(), &mut *whole));
                    called!(drain_queue(null_mut(), &mut *whole));
                    called!(wait_lock(null_mut(), &mut *whole));
                    called!(enqueue_dpc(null_mut(), &mut *whole));
                    called!(enqueue_work_item(null_mut(), &mut *whole));
                    called!(read_context(handle().cast()));
                    called!(mark_unmark_complete(null_mut(), request));
                    called!(by_hand(null_mut(), &mut *whole, request));
                    called!(timer(whole.timer));
                    park_by_hand(whole, request);
                    called!(cancel(request));
                }
            }
        }
    };
}

operations!(c, as_c);
operations!(bindings, by_macro);
