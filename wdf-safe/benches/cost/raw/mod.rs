//! The same operations on the raw functions, in two ways: as C calls them, and through the macro of `wdk-sys`.
//!
//! The driver's handles are read out of its context, as a C driver keeps them.
#![expect(unsafe_code, reason = "the raw functions")]

use core::ptr::null_mut;
use core::sync::atomic::AtomicU32;
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::hint::black_box;

use wdf_sim_sys::{
    BOOLEAN, NT_SUCCESS, NTSTATUS, PVOID, STATUS_CANCELLED, STATUS_DEVICE_NOT_READY, STATUS_SUCCESS,
    WDF_REQUEST_PARAMETERS, WDFDPC, WDFOBJECT, WDFQUEUE, WDFREQUEST, WDFSPINLOCK, WDFTIMER, WDFWAITLOCK, WDFWORKITEM,
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
    /// The same of a stop.
    pub(crate) stopping: AtomicU32,
    pub(crate) waiting: WDFREQUEST,
}

/// What belongs to the queue whose handler [`control`](c::control) is.
struct Served {
    count: u32,
    ready: AtomicU32,
}

/// A read that is being answered.
struct Answer {
    request: WDFREQUEST,
    written: usize,
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

#[macro_use]
mod cancel;
#[macro_use]
mod queue;

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

            fn acquire(lock: WDFSPINLOCK) {
                $call!(WdfSpinLockAcquire: PFN_WDFSPINLOCKACQUIRE, WdfSpinLockAcquireTableIndex, lock);
            }

            fn release(lock: WDFSPINLOCK) {
                $call!(WdfSpinLockRelease: PFN_WDFSPINLOCKRELEASE, WdfSpinLockReleaseTableIndex, lock);
            }

            /// `EvtIoDeviceControl`: a short handler, which reads its queue's context.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn control(queue: WDFQUEUE, request: WDFREQUEST, _output: usize, _input: usize, _code: u32) {
                // SAFETY: the queue's context.
                table::TICKS.store(unsafe { (*context_of::<Served>(queue.cast())).count }, Relaxed);
                finish(request, STATUS_SUCCESS);
            }

            #[cold]
            #[inline(never)]
            fn not_ready(request: WDFREQUEST) {
                finish(request, STATUS_DEVICE_NOT_READY);
            }

            /// The same of a queue that may be asked to present before its driver has filled the context.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn control_if_ready(queue: WDFQUEUE, request: WDFREQUEST, _output: usize, _input: usize, _code: u32) {
                // SAFETY: the queue's context.
                let served = unsafe { &*context_of::<Served>(queue.cast()) };
                if served.ready.load(Acquire) == 0 {
                    return not_ready(request);
                }
                table::TICKS.store(served.count, Relaxed);
                finish(request, STATUS_SUCCESS);
            }

            #[inline(never)]
            unsafe extern "C" fn complete_written(_: PVOID, answer: &mut Answer) {
                $call!(WdfRequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION, WdfRequestCompleteWithInformationTableIndex, answer.request, STATUS_SUCCESS, answer.written as _);
            }

            /// A write with what was taken, which is no more than its length.
            #[inline(never)]
            unsafe extern "C" fn complete_taken(_: PVOID, request: WDFREQUEST, taken: usize) {
                let mut parameters = WDF_REQUEST_PARAMETERS { Size: size_of::<WDF_REQUEST_PARAMETERS>() as u16, ..Default::default() };
                $call!(WdfRequestGetParameters: PFN_WDFREQUESTGETPARAMETERS, WdfRequestGetParametersTableIndex, request, &raw mut parameters);
                // SAFETY: those of a write.
                let information = taken.min(unsafe { parameters.Parameters.Write.Length });
                $call!(WdfRequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION, WdfRequestCompleteWithInformationTableIndex, request, STATUS_SUCCESS, information as _);
            }

            #[inline(never)]
            unsafe extern "C" fn input(_: PVOID, request: WDFREQUEST) {
                let mut bytes = [0_u8; 8];
                let (mut buffer, mut length): (PVOID, usize) = (null_mut(), 0);
                let status = $call!(WdfRequestRetrieveInputBuffer: PFN_WDFREQUESTRETRIEVEINPUTBUFFER, WdfRequestRetrieveInputBufferTableIndex, request, 0, &raw mut buffer, &raw mut length);
                if NT_SUCCESS(status) {
                    let count = length.min(bytes.len());
                    // SAFETY: the buffer has that many bytes.
                    unsafe { core::ptr::copy_nonoverlapping(buffer.cast(), bytes.as_mut_ptr(), count) };
                }
                black_box(&bytes);
                finish(request, status);
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
            unsafe extern "C" fn wait_lock(_: PVOID, whole: &mut Whole) {
                let _acquired = $call!(WdfWaitLockAcquire: PFN_WDFWAITLOCKACQUIRE, WdfWaitLockAcquireTableIndex, whole.wait_lock, null_mut());
                whole.count += 1;
                $call!(WdfWaitLockRelease: PFN_WDFWAITLOCKRELEASE, WdfWaitLockReleaseTableIndex, whole.wait_lock);
            }

            #[inline(never)]
            pub(crate) unsafe extern "C" fn try_wait_lock(_: PVOID, whole: &mut Whole) -> bool {
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

            queue_operations!($call);
            cancel_operations!($call);

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
                    stopping: AtomicU32::new(0),
                    waiting: null_mut(),
                };
                for _ in 0..times {
                    let whole = black_box(&mut whole);
                    let queue = handle();
                    // SAFETY: the queue's context.
                    unsafe { queue.cast::<Served>().write(Served { count: 1, ready: AtomicU32::new(1) }) };
                    called!(control(queue.cast(), request, table::LENGTH, table::LENGTH, 0_u32));
                    called!(control_if_ready(queue.cast(), request, table::LENGTH, table::LENGTH, 0_u32));
                    let mut begun = Answer { request, written: table::ANSWER.len() };
                    called!(complete_written(null_mut(), &mut begun));
                    called!(complete_taken(null_mut(), request, table::ANSWER.len()));
                    called!(input(null_mut(), request));
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
                    called!(stop_queue(null_mut(), &mut *whole));
                    called!(stop_and_purge_queue(null_mut(), &mut *whole));
                    called!(purge_queue(null_mut(), &mut *whole));
                    called!(stop_queue_and_wait(null_mut(), &mut *whole, request));
                    called!(wait_lock(null_mut(), &mut *whole));
                    called!(try_wait_lock(null_mut(), &mut *whole));
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
