//! One call of the framework in three ways: as C makes it, through the macro of `wdk-sys`, and through wdf-safe. And a callback in
//! two: as C has it, and a handler with its trampoline.
//!
//! `.ci/kernel-build` compiles this for Windows and writes the code of each beside the others (`docs/assembly.md`); it
//! stops if wdf-safe's is another than C's, or longer.
#![no_std]
#![expect(unsafe_code, reason = "raw calls, and names for the linker")]

extern crate wdf_sim_sys as wdk_sys;

use wdf_safe::prelude::*;
use wdk_sys::{NT_SUCCESS, NTSTATUS, STATUS_DEVICE_NOT_READY, STATUS_SUCCESS, WDFQUEUE, WDFREQUEST};

/// What C does: load the table, load the entry, load the globals, jump.
macro_rules! as_c {
    ($index:ident: $pointer:ident $(, $argument:expr)*) => {{
        // SAFETY: the framework has bound the driver.
        let entry = unsafe { *wdk_sys::WdfFunctions.add(wdk_sys::_WDFFUNCENUM::$index as usize) };
        // SAFETY: the entry at this index has this type.
        let function = unsafe { core::mem::transmute::<wdk_sys::WDFFUNC, wdk_sys::$pointer>(entry) };
        // SAFETY: every entry is filled.
        let function = unsafe { function.unwrap_unchecked() };
        // SAFETY: the caller's promise.
        unsafe { function(wdk_sys::WdfDriverGlobals $(, $argument)*) }
    }};
}

/// # Safety
/// An owned request.
#[unsafe(no_mangle)]
pub unsafe fn c_complete(request: WDFREQUEST, status: NTSTATUS) {
    as_c!(WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE, request, status);
}

/// # Safety
/// An owned request.
#[unsafe(no_mangle)]
pub unsafe fn macro_complete(request: WDFREQUEST, status: NTSTATUS) {
    // SAFETY: the caller's promise.
    unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestComplete, request, status) };
}

/// Safe, and the request is gone.
#[unsafe(no_mangle)]
pub fn safe_complete<'id>(
    request: Request<'id, Owned, Read>,
    status: NtStatus,
    cx: &mut Cx<'_, Dispatch>,
) -> Handled<'id> {
    request.complete(cx, status)
}

/// # Safety
/// An owned request, not cancelable.
#[unsafe(no_mangle)]
pub unsafe fn c_is_canceled(request: WDFREQUEST) -> bool {
    as_c!(WdfRequestIsCanceledTableIndex: PFN_WDFREQUESTISCANCELED, request) != 0
}

/// # Safety
/// An owned request, not cancelable.
#[unsafe(no_mangle)]
pub unsafe fn macro_is_canceled(request: WDFREQUEST) -> bool {
    // SAFETY: the caller's promise.
    unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestIsCanceled, request) != 0 }
}

/// Only of a request that is owned, which its type says.
#[unsafe(no_mangle)]
pub fn safe_is_canceled(request: &Request<'_, Owned, Read>) -> bool {
    request.is_canceled()
}

/// # Safety
/// An owned request, not cancelable; `shelf` is another queue of its device.
#[unsafe(no_mangle)]
pub unsafe fn c_forward(request: WDFREQUEST, shelf: &WDFQUEUE) {
    let status = as_c!(WdfRequestForwardToIoQueueTableIndex: PFN_WDFREQUESTFORWARDTOIOQUEUE, request, *shelf);
    if !NT_SUCCESS(status) {
        as_c!(WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE, request, status);
    }
}

/// # Safety
/// An owned request, not cancelable; `shelf` is another queue of its device.
#[unsafe(no_mangle)]
pub unsafe fn macro_forward(request: WDFREQUEST, shelf: &WDFQUEUE) {
    // SAFETY: the caller's promise.
    let status = unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestForwardToIoQueue, request, *shelf) };
    if !NT_SUCCESS(status) {
        // SAFETY: still the caller's.
        unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestComplete, request, status) };
    }
}

/// Safe, and the request is gone.
#[unsafe(no_mangle)]
pub fn safe_forward<'id>(
    request: Request<'id, Owned, Read>,
    shelf: &Queue<(), Manual>,
    cx: &mut Cx<'_, Dispatch>,
) -> Handled<'id> {
    request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx))
}

/// What belongs to the queue whose handler `read` is.
#[object_context]
pub struct Served {
    count: AtomicU32,
}

/// What the handlers have seen: they read their queue's context, and write this.
#[unsafe(no_mangle)]
pub static SEEN: AtomicU32 = AtomicU32::new(0);

/// The same in C, which is asked for by the address of its type.
#[repr(C)]
pub struct Raw {
    ready: AtomicU32,
    count: AtomicU32,
}

/// The address by which the framework knows that type.
#[unsafe(no_mangle)]
pub static RAW_TYPE: AtomicU32 = AtomicU32::new(0);

/// # Safety
/// A queue with such a context.
#[inline(always)]
unsafe fn raw_context<'q>(queue: WDFQUEUE) -> &'q Raw {
    let context = as_c!(
        WdfObjectGetTypedContextWorkerTableIndex: PFN_WDFOBJECTGETTYPEDCONTEXTWORKER,
        queue.cast(),
        (&raw const RAW_TYPE).cast()
    );
    // SAFETY: the caller's promise.
    unsafe { &*context.cast() }
}

/// `EvtIoRead`.
///
/// # Safety
/// Called by the framework, for a queue with such a context, which is filled before the framework presents anything.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn c_read(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    // SAFETY: the caller's promise.
    let raw = unsafe { raw_context(queue) };
    SEEN.store(raw.count.load(Ordering::Relaxed), Ordering::Relaxed);
    as_c!(WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE, request, STATUS_SUCCESS);
}

/// `EvtIoRead` of a queue that may be asked to present a request before its driver has filled the context.
///
/// # Safety
/// Called by the framework, for a queue with such a context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn c_read_if_ready(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    // SAFETY: the caller's promise.
    let raw = unsafe { raw_context(queue) };
    if raw.ready.load(Ordering::Acquire) != 1 {
        return c_not_ready(request);
    }
    SEEN.store(raw.count.load(Ordering::Relaxed), Ordering::Relaxed);
    as_c!(WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE, request, STATUS_SUCCESS);
}

#[cold]
#[inline(never)]
fn c_not_ready(request: WDFREQUEST) {
    as_c!(WdfRequestCompleteTableIndex: PFN_WDFREQUESTCOMPLETE, request, STATUS_DEVICE_NOT_READY);
}

/// The handler of which the trampoline is made that is looked at.
#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Served>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    SEEN.store(queue.context().count.load(Ordering::Relaxed), Ordering::Relaxed);
    request.complete(cx, NtStatus::SUCCESS)
}

/// Gives it to a queue.
///
/// # Errors
/// What the framework returned.
pub fn serve(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, ServedInit { count: AtomicU32::new(0) })?;
    Ok(())
}
