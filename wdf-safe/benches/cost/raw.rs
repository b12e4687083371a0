//! The same operations on the raw functions, in two ways: as C calls them, and through the macro of `wdk-sys`.
//!
//! The driver's handles are read out of its context, as a C driver keeps them.
#![expect(unsafe_code, reason = "the raw functions")]

use core::ptr::null_mut;

use wdf_sim_sys::{
    BOOLEAN, NT_SUCCESS, NTSTATUS, PVOID, STATUS_CANCELLED, STATUS_SUCCESS, WDF_REQUEST_PARAMETERS, WDFDPC, WDFOBJECT,
    WDFQUEUE, WDFREQUEST, WDFSPINLOCK, WDFTIMER, WDFWAITLOCK,
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
    pub(crate) waiting: WDFREQUEST,
}

/// What a driver that cancels correctly keeps of a request (`WdfRequestUnmarkCancelable`, "Synchronizing Cancel and
/// Completion Code"): who of the two who could complete it has still to come, under a lock.
struct Owners {
    left: u32,
    canceled: bool,
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

            unsafe extern "C" fn canceled(request: WDFREQUEST) {
                finish(request, STATUS_CANCELLED);
            }

            /// `EvtIoWrite`: the shortest handler, which reads its queue's context.
            #[inline(never)]
            pub(crate) unsafe extern "C" fn write(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
                std::hint::black_box(context_of::<Whole>(queue.cast()));
                finish(request, STATUS_SUCCESS);
            }

            #[inline(never)]
            pub(crate) fn complete(request: WDFREQUEST) {
                finish(request, STATUS_SUCCESS);
            }

            #[inline(never)]
            pub(crate) fn complete_boosted(request: WDFREQUEST) {
                $call!(WdfRequestCompleteWithPriorityBoost: PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST, WdfRequestCompleteWithPriorityBoostTableIndex, request, STATUS_SUCCESS, 2);
            }

            #[inline(never)]
            pub(crate) fn answer(request: WDFREQUEST) {
                let (mut buffer, mut length): (PVOID, usize) = (null_mut(), 0);
                let status = $call!(WdfRequestRetrieveOutputBuffer: PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER, WdfRequestRetrieveOutputBufferTableIndex, request, 0, &raw mut buffer, &raw mut length);
                if NT_SUCCESS(status) {
                    let count = length.min(8);
                    // SAFETY: the buffer has that many bytes.
                    unsafe { core::ptr::copy_nonoverlapping([0x5a_u8; 8].as_ptr(), buffer.cast(), count) };
                    $call!(WdfRequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION, WdfRequestCompleteWithInformationTableIndex, request, status, count as _);
                } else {
                    finish(request, status);
                }
            }

            #[inline(never)]
            pub(crate) fn length(request: WDFREQUEST) -> usize {
                let mut parameters = WDF_REQUEST_PARAMETERS { Size: size_of::<WDF_REQUEST_PARAMETERS>() as u16, ..Default::default() };
                $call!(WdfRequestGetParameters: PFN_WDFREQUESTGETPARAMETERS, WdfRequestGetParametersTableIndex, request, &raw mut parameters);
                // SAFETY: those of a read.
                unsafe { parameters.Parameters.Read.Length }
            }

            #[inline(never)]
            pub(crate) fn is_canceled(request: WDFREQUEST) -> bool {
                $call!(WdfRequestIsCanceled: PFN_WDFREQUESTISCANCELED, WdfRequestIsCanceledTableIndex, request) != 0
            }

            #[inline(never)]
            pub(crate) fn forward(whole: &Whole, request: WDFREQUEST) {
                let status = $call!(WdfRequestForwardToIoQueue: PFN_WDFREQUESTFORWARDTOIOQUEUE, WdfRequestForwardToIoQueueTableIndex, request, whole.shelf);
                if !NT_SUCCESS(status) {
                    finish(request, status);
                }
            }

            #[inline(never)]
            pub(crate) fn retrieve_and_requeue(whole: &Whole) {
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
            pub(crate) fn lock(whole: &mut Whole) {
                acquire(whole.lock);
                whole.count += 1;
                release(whole.lock);
            }

            #[inline(never)]
            pub(crate) fn start_timer(whole: &Whole) -> BOOLEAN {
                $call!(WdfTimerStart: PFN_WDFTIMERSTART, WdfTimerStartTableIndex, whole.timer, -10_000)
            }

            #[inline(never)]
            pub(crate) fn stop_timer(whole: &Whole) -> bool {
                $call!(WdfTimerStop: PFN_WDFTIMERSTOP, WdfTimerStopTableIndex, whole.timer, 0) != 0
            }

            #[inline(never)]
            pub(crate) fn start_queue(whole: &Whole) {
                $call!(WdfIoQueueStart: PFN_WDFIOQUEUESTART, WdfIoQueueStartTableIndex, whole.shelf);
            }

            #[inline(never)]
            pub(crate) fn wait_lock(whole: &mut Whole) -> bool {
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
            pub(crate) fn enqueue_dpc(whole: &Whole) -> bool {
                $call!(WdfDpcEnqueue: PFN_WDFDPCENQUEUE, WdfDpcEnqueueTableIndex, whole.dpc) != 0
            }

            /// The three calls alone, as no correct driver makes them.
            #[inline(never)]
            pub(crate) fn mark_unmark_complete(request: WDFREQUEST) {
                if !NT_SUCCESS(mark(request)) || NT_SUCCESS(take_back(request)) {
                    finish(request, STATUS_SUCCESS);
                }
            }

            /// The three calls with the bookkeeping that a correct driver needs: two owners, under a lock.
            #[inline(never)]
            pub(crate) fn by_hand(whole: &mut Whole, request: WDFREQUEST) {
                let owners = context_of::<Owners>(request.cast());
                acquire(whole.lock);
                // SAFETY: the request's context.
                unsafe { owners.write(Owners { left: 2, canceled: false }) };
                let status = mark(request);
                if NT_SUCCESS(status) {
                    whole.waiting = request;
                }
                release(whole.lock);
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
                let request: WDFREQUEST = table::request();
                let handle = || std::hint::black_box(table::object());
                let mut whole = Whole {
                    lock: handle().cast(),
                    count: 0,
                    wait_lock: handle().cast(),
                    shelf: handle().cast(),
                    timer: handle().cast(),
                    dpc: handle().cast(),
                    waiting: null_mut(),
                };
                for _ in 0..times {
                    let whole = std::hint::black_box(&mut whole);
                    // SAFETY: the context is as large as any here.
                    unsafe { write(handle().cast(), request, 0) };
                    complete(request);
                    complete_boosted(request);
                    answer(request);
                    std::hint::black_box(length(request));
                    std::hint::black_box(is_canceled(request));
                    forward(whole, request);
                    retrieve_and_requeue(whole);
                    lock(whole);
                    std::hint::black_box(start_timer(whole));
                    std::hint::black_box(stop_timer(whole));
                    start_queue(whole);
                    std::hint::black_box(wait_lock(whole));
                    std::hint::black_box(enqueue_dpc(whole));
                    mark_unmark_complete(request);
                    by_hand(whole, request);
                }
            }
        }
    };
}

operations!(c, as_c);
operations!(bindings, by_macro);
