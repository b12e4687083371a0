//! `WdfIoTargetSend..Synchronously`: formatted, sent and waited for in one call.
//!
//! What is to be sent is described as in `format.rs`; `exec/target.rs` sends it and waits.
//!
//! Facts: `fxiotargetapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_MEMORY_DESCRIPTOR_TYPE as descriptor, NT_SUCCESS, NTSTATUS, PLONGLONG, PULONG_PTR, PWDF_DRIVER_GLOBALS,
    PWDF_MEMORY_DESCRIPTOR, PWDF_REQUEST_SEND_OPTIONS, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, ULONG,
    ULONG_PTR, WDF_MEMORY_DESCRIPTOR, WDFIOTARGET, WDFREQUEST,
};

use super::format::{Transfers, buffer, format, io, ioctl, others, read_offset};
use super::{arg, enter, optional, passive_only, send};
use crate::exec::{object, target, with};
use crate::kernel::irp::Major;
use crate::kernel::object::Kind;
use crate::kernel::send::{Buffer, Origin};

/// The memory that a descriptor describes.
///
/// # Safety
///
/// The descriptor is NULL or valid, and so is what it points to.
unsafe fn described(ddi: &'static str, pointer: PWDF_MEMORY_DESCRIPTOR) -> Result<Buffer, NTSTATUS> {
    if pointer.is_null() {
        return Ok(Buffer::default());
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    let WDF_MEMORY_DESCRIPTOR { Type: kind, u: union } = unsafe { pointer.read_unaligned() };
    match kind {
        descriptor::WdfMemoryDescriptorTypeBuffer => {
            // SAFETY: the descriptor says that it is this.
            let part = unsafe { union.BufferType };
            let length = part.Length as usize;
            Ok(Buffer { memory: 0, offset: 0, address: part.Buffer as usize, length })
        }
        descriptor::WdfMemoryDescriptorTypeMdl => {
            // SAFETY: the descriptor says that it is this.
            let part = unsafe { union.MdlType };
            arg::required(ddi, "Mdl", part.Mdl);
            // SAFETY: the driver's MDL, which is not NULL.
            let mdl = unsafe { part.Mdl.read_unaligned() };
            let mapped = if mdl.MappedSystemVa.is_null() {
                mdl.StartVa as usize + mdl.ByteOffset as usize
            } else {
                mdl.MappedSystemVa as usize
            };
            let length = if part.BufferLength > 0 { part.BufferLength } else { mdl.ByteCount };
            Ok(Buffer { memory: 0, offset: 0, address: mapped, length: length as usize })
        }
        descriptor::WdfMemoryDescriptorTypeHandle => {
            // SAFETY: the descriptor says that it is this.
            let part = unsafe { union.HandleType };
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { buffer(ddi, part.Memory, part.Offsets) }
        }
        _ => Err(STATUS_INVALID_PARAMETER),
    }
}

/// Formats a request, the driver's or one for the occasion, sends it and waits.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn send_now(
    ddi: &'static str,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    what: impl FnOnce() -> Result<Transfers, NTSTATUS>,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    let target = enter(ddi, target, Kind::IoTarget);
    let given = optional(ddi, request, Kind::Request);
    if !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the caller vouches for it.
    let options = match unsafe { send::options(options) } {
        Ok(options) => options,
        Err(status) => return status,
    };
    let what = match what() {
        Ok(what) => what,
        Err(status) => return status,
    };
    let id = given.unwrap_or_else(|| with(|kernel| kernel.create_own_request(None, Origin::Internal)));
    let mut status = format(ddi, id, target, &what, true);
    if NT_SUCCESS(status) {
        status = target::send_sync(id, target, send::to_options(options), false, ddi).1;
        let information = with(|kernel| kernel.irps.get(kernel.objects.request(id).irp).information);
        // SAFETY: the caller vouches for it.
        unsafe { arg::write_optional(bytes, information as ULONG_PTR) };
    }
    target::release_format(id);
    if given.is_none() {
        object::delete_now(id);
    }
    status
}

pub(super) unsafe extern "C" fn send_read(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    output: PWDF_MEMORY_DESCRIPTOR,
    offset: PLONGLONG,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetSendReadSynchronously";
    let what = || {
        // SAFETY: the driver's pointer, NULL or valid.
        let buffer = unsafe { described(DDI, output) }?;
        // SAFETY: the driver's pointer, NULL or valid.
        Ok(io(Major::Read, buffer, unsafe { read_offset(offset) }))
    };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { send_now(DDI, target, request, what, options, bytes) }
}

pub(super) unsafe extern "C" fn send_write(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    input: PWDF_MEMORY_DESCRIPTOR,
    offset: PLONGLONG,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetSendWriteSynchronously";
    let what = || {
        // SAFETY: the driver's pointer, NULL or valid.
        let buffer = unsafe { described(DDI, input) }?;
        // SAFETY: the driver's pointer, NULL or valid.
        Ok(io(Major::Write, buffer, unsafe { read_offset(offset) }))
    };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { send_now(DDI, target, request, what, options, bytes) }
}

/// # Safety
///
/// The descriptors are NULL or valid.
unsafe fn control(
    ddi: &'static str,
    (major, code): (Major, ULONG),
    input: PWDF_MEMORY_DESCRIPTOR,
    output: PWDF_MEMORY_DESCRIPTOR,
) -> Result<Transfers, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let input = unsafe { described(ddi, input) }?;
    // SAFETY: the caller vouches for it.
    let output = unsafe { described(ddi, output) }?;
    Ok(ioctl(major, code, input, output))
}

pub(super) unsafe extern "C" fn send_ioctl(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    input: PWDF_MEMORY_DESCRIPTOR,
    output: PWDF_MEMORY_DESCRIPTOR,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetSendIoctlSynchronously";
    // SAFETY: the driver's pointers, NULL or valid.
    let what = || unsafe { control(DDI, (Major::DeviceControl, ioctl), input, output) };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { send_now(DDI, target, request, what, options, bytes) }
}

pub(super) unsafe extern "C" fn send_internal_ioctl(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    input: PWDF_MEMORY_DESCRIPTOR,
    output: PWDF_MEMORY_DESCRIPTOR,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetSendInternalIoctlSynchronously";
    // SAFETY: the driver's pointers, NULL or valid.
    let what = || unsafe { control(DDI, (Major::InternalDeviceControl, ioctl), input, output) };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { send_now(DDI, target, request, what, options, bytes) }
}

pub(super) unsafe extern "C" fn send_internal_ioctl_others(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    first: PWDF_MEMORY_DESCRIPTOR,
    second: PWDF_MEMORY_DESCRIPTOR,
    fourth: PWDF_MEMORY_DESCRIPTOR,
    options: PWDF_REQUEST_SEND_OPTIONS,
    bytes: PULONG_PTR,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetSendInternalIoctlOthersSynchronously";
    let what = || {
        let mut buffers = [Buffer::default(); 3];
        for (place, pointer) in buffers.iter_mut().zip([first, second, fourth]) {
            // SAFETY: the driver's pointer, NULL or valid.
            *place = unsafe { described(DDI, pointer) }?;
        }
        Ok(others(ioctl, buffers))
    };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { send_now(DDI, target, request, what, options, bytes) }
}
