//! The framework's side: a table of functions that do next to nothing, the same for all who call through it.
//!
//! A handle is the address of memory for the object's context, so finding a context costs nothing.
#![expect(unsafe_code, reason = "defines the symbols and the functions by which a driver is bound to the framework")]
#![expect(non_upper_case_globals, reason = "the symbols are those of the framework's import library")]

use core::mem::transmute;
use core::ptr::without_provenance_mut;
use std::cell::Cell;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering};

use wdf_sim_sys::{
    _WDFFUNCENUM, BOOLEAN, CCHAR, LONG, LONGLONG, NTSTATUS, PCCH, PCUNICODE_STRING, PCWDF_OBJECT_CONTEXT_TYPE_INFO,
    PDRIVER_OBJECT, PFN_WDF_DRIVER_DEVICE_ADD, PFN_WDF_IO_QUEUE_STATE, PFN_WDF_REQUEST_CANCEL, PLONGLONG, PVOID,
    PWDF_DPC_CONFIG, PWDF_DRIVER_CONFIG, PWDF_DRIVER_GLOBALS, PWDF_IO_QUEUE_CONFIG, PWDF_OBJECT_ATTRIBUTES,
    PWDF_REQUEST_PARAMETERS, PWDF_TIMER_CONFIG, PWDF_WORKITEM_CONFIG, PWDFDEVICE_INIT, STATUS_SUCCESS, ULONG,
    ULONG_PTR, WDF_IO_QUEUE_CONFIG, WDF_STRUCT_INFO, WDFDEVICE, WDFDPC, WDFDRIVER, WDFFUNC, WDFOBJECT, WDFQUEUE,
    WDFREQUEST, WDFSPINLOCK, WDFTIMER, WDFWAITLOCK, WDFWORKITEM,
};

/// Bytes of an object: more than any context here.
const OBJECT: usize = 4096;
/// What a read is answered with.
pub(crate) static ANSWER: [u8; 8] = *b"answered";
/// What a timer or DPC does: it writes here.
pub(crate) static TICKS: AtomicU32 = AtomicU32::new(0);
/// How long a read's or a write's buffer is.
pub(crate) const LENGTH: usize = 64;

thread_local! {
    pub(crate) static DEVICE_ADD: Cell<PFN_WDF_DRIVER_DEVICE_ADD> = const { Cell::new(None) };
    static DRIVER: Cell<WDFDRIVER> = const { Cell::new(core::ptr::null_mut()) };
    pub(crate) static TIMER: Cell<Option<(WDFTIMER, unsafe extern "C" fn(WDFTIMER))>> = const { Cell::new(None) };
    pub(crate) static DPC: Cell<Option<(WDFDPC, unsafe extern "C" fn(WDFDPC))>> = const { Cell::new(None) };
    pub(crate) static QUEUE: Cell<Option<(WDFQUEUE, WDF_IO_QUEUE_CONFIG)>> = const { Cell::new(None) };
}

/// The request that is presented, again and again: its context, and the device of all queues.
#[repr(align(16))]
#[expect(dead_code, reason = "memory for who has its address")]
struct Memory([u8; OBJECT]);
static mut REQUEST: Memory = Memory([0; OBJECT]);
static mut FOUND: Memory = Memory([0; OBJECT]);
static mut DEVICE: Memory = Memory([0; OBJECT]);
static mut BUFFER: Memory = Memory([0; OBJECT]);

/// The cancel callback that was given last.
static CANCEL: AtomicPtr<()> = AtomicPtr::new(core::ptr::null_mut());

/// The processor's level, as far as locks mind it.
static LEVEL: AtomicUsize = AtomicUsize::new(0);

/// The request's handle.
pub(crate) fn request() -> WDFREQUEST {
    (&raw mut REQUEST).cast()
}

/// The request is cancelled.
pub(crate) fn cancel() {
    // SAFETY: what `mark` was given.
    let callback = unsafe { transmute::<*mut (), PFN_WDF_REQUEST_CANCEL>(CANCEL.load(Ordering::Relaxed)) };
    // SAFETY: the driver's callback, for the request that it was given with.
    unsafe { callback.expect("a request was marked")(request()) };
}

/// The device's handle.
pub(crate) fn device() -> WDFDEVICE {
    (&raw mut DEVICE).cast()
}

/// The driver's handle.
pub(crate) fn driver() -> WDFDRIVER {
    DRIVER.get()
}

/// A new object, which is never freed.
pub(crate) fn object() -> WDFOBJECT {
    Box::into_raw(Box::new(Memory([0; OBJECT]))).cast()
}

/// Puts functions into the table.
macro_rules! functions {
    ($($index:ident: $pointer:ident = fn $name:ident($($argument:ident: $type:ty),*) $(-> $return:ty)? $body:block)*) => {
        $(#[inline(never)]
        unsafe extern "C" fn $name(_: PWDF_DRIVER_GLOBALS, $($argument: $type),*) $(-> $return)? $body)*

        static TABLE: [WDFFUNC; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize] = {
            let mut table: [WDFFUNC; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize] =
                [None; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize];
            $({
                let typed: wdf_sim_sys::$pointer = Some($name);
                // SAFETY: a function pointer; who calls it gives it its type back.
                table[_WDFFUNCENUM::$index as usize] = unsafe { transmute::<wdf_sim_sys::$pointer, WDFFUNC>(typed) };
            })*
            table
        };
    };
}

functions! {
    WdfDriverCreateTableIndex: PFN_WDFDRIVERCREATE = fn driver_create(
        _driver: PDRIVER_OBJECT, _path: PCUNICODE_STRING, _attributes: PWDF_OBJECT_ATTRIBUTES,
        config: PWDF_DRIVER_CONFIG, out: *mut WDFDRIVER
    ) -> NTSTATUS {
        // SAFETY: the driver's configuration.
        DEVICE_ADD.set(unsafe { (*config).EvtDriverDeviceAdd });
        DRIVER.set(object().cast());
        // SAFETY: a place for the handle.
        unsafe { out.write(DRIVER.get()) };
        STATUS_SUCCESS
    }
    WdfDeviceInitSetRequestAttributesTableIndex: PFN_WDFDEVICEINITSETREQUESTATTRIBUTES = fn set_request_attributes(
        _init: PWDFDEVICE_INIT, _attributes: PWDF_OBJECT_ATTRIBUTES
    ) {}
    WdfDeviceCreateTableIndex: PFN_WDFDEVICECREATE = fn device_create(
        _init: *mut PWDFDEVICE_INIT, _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFDEVICE
    ) -> NTSTATUS {
        let device = (&raw mut DEVICE).cast();
        // SAFETY: a place for the handle.
        unsafe { out.write(device) };
        STATUS_SUCCESS
    }
    WdfIoQueueCreateTableIndex: PFN_WDFIOQUEUECREATE = fn queue_create(
        _device: WDFDEVICE, config: PWDF_IO_QUEUE_CONFIG, _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFQUEUE
    ) -> NTSTATUS {
        let queue = object().cast();
        // SAFETY: the queue's configuration.
        let config = unsafe { *config };
        if config.DefaultQueue != 0 {
            QUEUE.set(Some((queue, config)));
        }
        // SAFETY: a place for the handle.
        unsafe { out.write(queue) };
        STATUS_SUCCESS
    }
    WdfTimerCreateTableIndex: PFN_WDFTIMERCREATE = fn timer_create(
        config: PWDF_TIMER_CONFIG, _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFTIMER
    ) -> NTSTATUS {
        let timer = object().cast();
        // SAFETY: the timer's configuration.
        TIMER.set(unsafe { (*config).EvtTimerFunc }.map(|callback| (timer, callback)));
        // SAFETY: a place for the handle.
        unsafe { out.write(timer) };
        STATUS_SUCCESS
    }
    WdfDpcCreateTableIndex: PFN_WDFDPCCREATE = fn dpc_create(
        config: PWDF_DPC_CONFIG, _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFDPC
    ) -> NTSTATUS {
        let dpc = object().cast();
        // SAFETY: the DPC's configuration.
        DPC.set(unsafe { (*config).EvtDpcFunc }.map(|callback| (dpc, callback)));
        // SAFETY: a place for the handle.
        unsafe { out.write(dpc) };
        STATUS_SUCCESS
    }
    WdfWorkItemCreateTableIndex: PFN_WDFWORKITEMCREATE = fn work_item_create(
        _config: PWDF_WORKITEM_CONFIG, _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFWORKITEM
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { out.write(object().cast()) };
        STATUS_SUCCESS
    }
    WdfWorkItemEnqueueTableIndex: PFN_WDFWORKITEMENQUEUE = fn work_item_enqueue(_item: WDFWORKITEM) {}
    // The queue is stopped, or empty, at once.
    WdfIoQueueStopTableIndex: PFN_WDFIOQUEUESTOP = fn queue_stop(
        queue: WDFQUEUE, stopped: PFN_WDF_IO_QUEUE_STATE, context: PVOID
    ) { at_its_end(queue, stopped, context) }
    WdfIoQueueStopAndPurgeTableIndex: PFN_WDFIOQUEUESTOPANDPURGE = fn queue_stop_and_purge(
        queue: WDFQUEUE, stopped: PFN_WDF_IO_QUEUE_STATE, context: PVOID
    ) { at_its_end(queue, stopped, context) }
    WdfIoQueueDrainTableIndex: PFN_WDFIOQUEUEDRAIN = fn queue_drain(
        queue: WDFQUEUE, drained: PFN_WDF_IO_QUEUE_STATE, context: PVOID
    ) { at_its_end(queue, drained, context) }
    WdfIoQueuePurgeTableIndex: PFN_WDFIOQUEUEPURGE = fn queue_purge(
        queue: WDFQUEUE, purged: PFN_WDF_IO_QUEUE_STATE, context: PVOID
    ) { at_its_end(queue, purged, context) }
    WdfIoQueueStopSynchronouslyTableIndex: PFN_WDFIOQUEUESTOPSYNCHRONOUSLY = fn queue_stop_synchronously(
        _queue: WDFQUEUE
    ) {}
    WdfSpinLockCreateTableIndex: PFN_WDFSPINLOCKCREATE = fn spin_lock_create(
        _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFSPINLOCK
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { out.write(object().cast()) };
        STATUS_SUCCESS
    }
    // As little as a spin lock can do: the level is read, raised and kept, the word is exchanged.
    WdfSpinLockAcquireTableIndex: PFN_WDFSPINLOCKACQUIRE = fn spin_lock_acquire(lock: WDFSPINLOCK) {
        let before = LEVEL.swap(2, Ordering::Relaxed);
        // SAFETY: an object of this file's.
        let lock = unsafe { &*lock.cast::<[AtomicUsize; 2]>() };
        while lock[0].swap(1, Ordering::Acquire) != 0 {
            std::hint::spin_loop();
        }
        lock[1].store(before, Ordering::Relaxed);
    }
    WdfSpinLockReleaseTableIndex: PFN_WDFSPINLOCKRELEASE = fn spin_lock_release(lock: WDFSPINLOCK) {
        // SAFETY: an object of this file's.
        let lock = unsafe { &*lock.cast::<[AtomicUsize; 2]>() };
        let before = lock[1].load(Ordering::Relaxed);
        lock[0].store(0, Ordering::Release);
        LEVEL.store(before, Ordering::Relaxed);
    }
    WdfWaitLockCreateTableIndex: PFN_WDFWAITLOCKCREATE = fn wait_lock_create(
        _attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFWAITLOCK
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { out.write(object().cast()) };
        STATUS_SUCCESS
    }
    WdfWaitLockAcquireTableIndex: PFN_WDFWAITLOCKACQUIRE = fn wait_lock_acquire(
        _lock: WDFWAITLOCK, _timeout: PLONGLONG
    ) -> NTSTATUS { STATUS_SUCCESS }
    WdfWaitLockReleaseTableIndex: PFN_WDFWAITLOCKRELEASE = fn wait_lock_release(_lock: WDFWAITLOCK) {}
    WdfTimerGetParentObjectTableIndex: PFN_WDFTIMERGETPARENTOBJECT = fn timer_parent(_timer: WDFTIMER) -> WDFOBJECT {
        (&raw mut DEVICE).cast()
    }
    WdfTimerStartTableIndex: PFN_WDFTIMERSTART = fn timer_start(_timer: WDFTIMER, _due: LONGLONG) -> BOOLEAN { 0 }
    WdfTimerStopTableIndex: PFN_WDFTIMERSTOP = fn timer_stop(_timer: WDFTIMER, _wait: BOOLEAN) -> BOOLEAN { 0 }
    WdfDpcEnqueueTableIndex: PFN_WDFDPCENQUEUE = fn dpc_enqueue(_dpc: WDFDPC) -> BOOLEAN { 1 }
    WdfObjectGetTypedContextWorkerTableIndex: PFN_WDFOBJECTGETTYPEDCONTEXTWORKER = fn context(
        handle: WDFOBJECT, _info: PCWDF_OBJECT_CONTEXT_TYPE_INFO
    ) -> PVOID {
        handle.cast()
    }
    WdfObjectReferenceActualTableIndex: PFN_WDFOBJECTREFERENCEACTUAL = fn reference(
        _handle: WDFOBJECT, _tag: PVOID, _line: LONG, _file: PCCH
    ) {}
    WdfObjectDereferenceActualTableIndex: PFN_WDFOBJECTDEREFERENCEACTUAL = fn dereference(
        _handle: WDFOBJECT, _tag: PVOID, _line: LONG, _file: PCCH
    ) {}
    WdfIoQueueGetDeviceTableIndex: PFN_WDFIOQUEUEGETDEVICE = fn queue_device(_queue: WDFQUEUE) -> WDFDEVICE {
        (&raw mut DEVICE).cast()
    }
    WdfIoQueueStartTableIndex: PFN_WDFIOQUEUESTART = fn queue_start(_queue: WDFQUEUE) {}
    WdfIoQueueRetrieveNextRequestTableIndex: PFN_WDFIOQUEUERETRIEVENEXTREQUEST = fn retrieve(
        _queue: WDFQUEUE, out: *mut WDFREQUEST
    ) -> NTSTATUS {
        let found = (&raw mut FOUND).cast();
        // SAFETY: a place for the handle.
        unsafe { out.write(found) };
        STATUS_SUCCESS
    }
    WdfRequestGetParametersTableIndex: PFN_WDFREQUESTGETPARAMETERS = fn parameters(
        _request: WDFREQUEST, parameters: PWDF_REQUEST_PARAMETERS
    ) {
        // SAFETY: parameters with their size set.
        let parameters = unsafe { &mut *parameters };
        parameters.Parameters.Read.Length = LENGTH;
    }
    WdfRequestRetrieveOutputBufferTableIndex: PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER = fn output(
        _request: WDFREQUEST, _minimum: usize, buffer: *mut PVOID, length: *mut usize
    ) -> NTSTATUS {
        let place = (&raw mut BUFFER).cast();
        // SAFETY: a place for the address.
        unsafe { buffer.write(place) };
        // SAFETY: a place for the length.
        unsafe { length.write(LENGTH) };
        STATUS_SUCCESS
    }
    WdfRequestRetrieveInputBufferTableIndex: PFN_WDFREQUESTRETRIEVEINPUTBUFFER = fn input(
        _request: WDFREQUEST, _minimum: usize, buffer: *mut PVOID, length: *mut usize
    ) -> NTSTATUS {
        let place = (&raw mut BUFFER).cast();
        // SAFETY: a place for the address.
        unsafe { buffer.write(place) };
        // SAFETY: a place for the length.
        unsafe { length.write(LENGTH) };
        STATUS_SUCCESS
    }
    WdfRequestGetIoQueueTableIndex: PFN_WDFREQUESTGETIOQUEUE = fn request_queue(request: WDFREQUEST) -> WDFQUEUE {
        request.cast()
    }
    WdfRequestIsCanceledTableIndex: PFN_WDFREQUESTISCANCELED = fn is_canceled(_request: WDFREQUEST) -> BOOLEAN { 0 }
    WdfRequestMarkCancelableExTableIndex: PFN_WDFREQUESTMARKCANCELABLEEX = fn mark(
        _request: WDFREQUEST, on_cancel: PFN_WDF_REQUEST_CANCEL
    ) -> NTSTATUS {
        // SAFETY: a function or none, which is a pointer or null.
        CANCEL.store(unsafe { transmute::<PFN_WDF_REQUEST_CANCEL, *mut ()>(on_cancel) }, Ordering::Relaxed);
        STATUS_SUCCESS
    }
    WdfRequestUnmarkCancelableTableIndex: PFN_WDFREQUESTUNMARKCANCELABLE = fn unmark(
        _request: WDFREQUEST
    ) -> NTSTATUS { STATUS_SUCCESS }
    WdfRequestForwardToIoQueueTableIndex: PFN_WDFREQUESTFORWARDTOIOQUEUE = fn forward(
        _request: WDFREQUEST, _queue: WDFQUEUE
    ) -> NTSTATUS { STATUS_SUCCESS }
    WdfRequestRequeueTableIndex: PFN_WDFREQUESTREQUEUE = fn requeue(_request: WDFREQUEST) -> NTSTATUS { STATUS_SUCCESS }
    WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE = fn complete(_request: WDFREQUEST, _status: NTSTATUS) {}
    WdfRequestCompleteWithPriorityBoostTableIndex: PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST = fn complete_boosted(
        _request: WDFREQUEST, _status: NTSTATUS, _boost: CCHAR
    ) {}
    WdfRequestCompleteWithInformationTableIndex: PFN_WDFREQUESTCOMPLETEWITHINFORMATION = fn complete_with_information(
        _request: WDFREQUEST, _status: NTSTATUS, _information: ULONG_PTR
    ) {}
}

/// A change of a queue's state is at its end.
#[inline(always)]
fn at_its_end(queue: WDFQUEUE, finished: PFN_WDF_IO_QUEUE_STATE, context: PVOID) {
    if let Some(finished) = finished {
        // SAFETY: the driver's callback, with its queue.
        unsafe { finished(queue, context) };
    }
}

// The symbols. Nothing else in this binary defines them, so the attributes are sound.
#[unsafe(export_name = "WdfFunctions_01033")]
static mut WdfFunctions: *const WDFFUNC = TABLE.as_ptr();

#[unsafe(no_mangle)]
static mut WdfDriverGlobals: PWDF_DRIVER_GLOBALS = without_provenance_mut(0x10);

#[unsafe(no_mangle)]
static mut WdfFunctionCount: ULONG = TABLE.len() as ULONG;

/// The framework is as new as the driver: the sizes of its structures are not asked for.
#[unsafe(no_mangle)]
static mut WdfClientVersionHigherThanFramework: BOOLEAN = 0;

/// None.
#[unsafe(no_mangle)]
static mut WdfStructureCount: ULONG = 0;

/// None.
#[unsafe(no_mangle)]
static mut WdfStructures: WDF_STRUCT_INFO = core::ptr::null_mut();

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentIrql() -> u8 {
    0
}

#[unsafe(no_mangle)]
extern "C" fn KeBugCheckEx(_code: u32, _a: usize, _b: usize, _c: usize, _d: usize) -> ! {
    std::process::abort()
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_scheduling_point() {}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_word(_address: usize, _write: bool) {}
