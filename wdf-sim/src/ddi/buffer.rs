//! A request's buffers and memories: `WdfRequestRetrieveInputBuffer` and its like.
//!
//! Facts: `fxrequestapi.cpp`, `fxrequest.cpp` (`GetMemoryObject`).
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PVOID, PWDF_DRIVER_GLOBALS, STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS,
    WDFMEMORY, WDFREQUEST,
};

use super::request::on_irp;
use super::{arg, enter};
use crate::exec::check;
use crate::kernel::irp::{Major, Side, Transfer};
use crate::kernel::memory::{INPUT_MEMORY, OUTPUT_MEMORY};
use crate::kernel::object::{Id, Kind};
use crate::violation::Rule;

/// A request's buffer: address and length, or the status that the framework returns.
fn buffer(ddi: &'static str, id: Id, side: Side, minimum: usize) -> Result<(usize, usize), NTSTATUS> {
    let mut has_none = None;
    let found = on_irp(ddi, id, |irp, verifier| {
        if matches!(irp.major, Major::Create | Major::Cleanup | Major::Close) {
            has_none = Some(irp.major);
        }
        if !irp.major.has(side) || (irp.major.is_control() && irp.transfer == Transfer::Neither && irp.from_user) {
            return Err(STATUS_INVALID_DEVICE_REQUEST);
        }
        let (address, length) = irp.buffer(side);
        if length == 0 || minimum > length {
            return Err(STATUS_BUFFER_TOO_SMALL);
        }
        if irp.transfer == Transfer::Neither && irp.from_user {
            // Reads and writes on a device of type neither: the framework has no buffer, and says so only when verifying.
            return if verifier { Err(STATUS_INVALID_DEVICE_REQUEST) } else { Ok((0, length)) };
        }
        Ok((address, length))
    });
    if let Some(major) = has_none {
        check(|kernel| {
            let text = format!("{ddi}: {} is a {}, which has no buffer", kernel.objects.subject(id), major.name());
            kernel.verifier_break(Rule::BufferMisused, text)
        });
    }
    found
}

/// # Safety
///
/// `out` and `length` are NULL or valid for writes.
unsafe fn retrieve_buffer(
    ddi: &'static str,
    request: WDFREQUEST,
    side: Side,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    unsafe { tell(ddi, request, (out, length), |id| buffer(ddi, id, side, minimum)) }
}

/// Tells the driver where a buffer of its request is, and how long; both are cleared first.
///
/// # Safety
///
/// The pointers are NULL or valid for writes.
pub(super) unsafe fn tell(
    ddi: &'static str,
    request: WDFREQUEST,
    (out, length): (*mut PVOID, *mut usize),
    find: impl FnOnce(Id) -> Result<(usize, usize), NTSTATUS>,
) -> NTSTATUS {
    let id = enter(ddi, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(ddi, "Buffer", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(length, 0) };
    match find(id) {
        Ok((address, found)) => {
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(ddi, "Buffer", out, address as PVOID) };
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { arg::write_optional(length, found) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn retrieve_input_buffer(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { retrieve_buffer("WdfRequestRetrieveInputBuffer", request, Side::Input, minimum, out, length) }
}

pub(super) unsafe extern "C" fn retrieve_output_buffer(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { retrieve_buffer("WdfRequestRetrieveOutputBuffer", request, Side::Output, minimum, out, length) }
}

/// # Safety
///
/// `out` is NULL or valid for writes.
unsafe fn retrieve_memory(ddi: &'static str, request: WDFREQUEST, side: Side, out: *mut WDFMEMORY) -> NTSTATUS {
    let id = enter(ddi, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(ddi, "Memory", out, std::ptr::null_mut()) };
    match buffer(ddi, id, side, 0) {
        Ok(_) => {
            let offset = if side == Side::Input { INPUT_MEMORY } else { OUTPUT_MEMORY };
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(ddi, "Memory", out, id.offset_handle(offset) as WDFMEMORY) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn retrieve_input_memory(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { retrieve_memory("WdfRequestRetrieveInputMemory", request, Side::Input, out) }
}

pub(super) unsafe extern "C" fn retrieve_output_memory(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { retrieve_memory("WdfRequestRetrieveOutputMemory", request, Side::Output, out) }
}

/// The memory behind an offset handle of a request: address and length.
pub(super) fn memory_of(ddi: &'static str, request: Id, offset: usize) -> (usize, usize) {
    on_irp(ddi, request, |irp, _| if offset == INPUT_MEMORY { irp.input() } else { irp.output() })
}
