//! `WdfIoTargetFormatRequestFor*` and `WdfIoTargetSend*Synchronously`: reads, writes and device controls of the driver's own.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_MEMORY_DESCRIPTOR_TYPE as descriptor, NT_SUCCESS, NTSTATUS, PLONGLONG, PULONG_PTR, PWDF_DRIVER_GLOBALS,
    PWDF_MEMORY_DESCRIPTOR, PWDF_REQUEST_SEND_OPTIONS, PWDFMEMORY_OFFSET, STATUS_INTEGER_OVERFLOW,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, ULONG, ULONG_PTR, WDF_MEMORY_DESCRIPTOR, WDFIOTARGET,
    WDFMEMORY, WDFREQUEST,
};

use super::{arg, enter, memory, optional, passive_only, send};
use crate::exec::{check, object, target, with};
use crate::kernel::irp::{Major, Transfer};
use crate::kernel::object::{Id, Kind};
use crate::kernel::send::{Buffer, Format, Location, Origin};

/// The part of a memory that a driver names.
///
/// # Safety
///
/// The offset is NULL or valid.
unsafe fn buffer(ddi: &'static str, handle: WDFMEMORY, offset: PWDFMEMORY_OFFSET) -> Result<Buffer, NTSTATUS> {
    if handle.is_null() {
        return Ok(Buffer::default());
    }
    let (address, size) = memory::extent(ddi, handle);
    if offset.is_null() {
        return Ok(Buffer { memory: handle as usize, offset: 0, address, length: size });
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    let offset = unsafe { offset.read_unaligned() };
    let end = offset.BufferOffset.checked_add(offset.BufferLength).ok_or(STATUS_INTEGER_OVERFLOW)?;
    if end > size {
        return Err(STATUS_INTEGER_OVERFLOW);
    }
    // Without a length the framework takes the memory's, whatever the offset; what lies behind the memory is nobody's.
    let length = if offset.BufferLength > 0 { offset.BufferLength } else { size - offset.BufferOffset };
    Ok(Buffer { memory: handle as usize, offset: offset.BufferOffset, address: address + offset.BufferOffset, length })
}

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

/// What is to be transferred, and how.
struct Transfers {
    major: Major,
    ioctl: u32,
    offset: i64,
    input: Buffer,
    output: Buffer,
    third: Buffer,
    others: bool,
}

/// How the bytes of a device control travel, by its code.
const fn method(ioctl: u32) -> Transfer {
    match ioctl & 3 {
        0 => Transfer::Buffered,
        1 | 2 => Transfer::Direct,
        _ => Transfer::Neither,
    }
}

/// Formats a request for a target.
fn format(ddi: &'static str, id: Id, target: Id, what: &Transfers, anonymous: bool) -> NTSTATUS {
    check(|kernel| kernel.check_at_hand(id, ddi));
    target::release_format(id);
    let status = with(|kernel| kernel.validate_target(id, target));
    if !NT_SUCCESS(status) {
        return status;
    }
    let is_control = matches!(what.major, Major::DeviceControl | Major::InternalDeviceControl);
    let transfer =
        if is_control { method(what.ioctl) } else { with(|kernel| kernel.objects.io_target(target).transfer) };
    // SAFETY: the memory is the driver's, as long as it says, and lives while the request is formatted with it.
    let data = unsafe { target::bytes_at(what.input.address, what.input.length) };
    let held = check(|kernel| {
        let handles = [what.input.memory, what.output.memory, what.third.memory];
        Ok(handles.into_iter().filter_map(|handle| kernel.hold_memory(handle)).collect())
    });
    with(|kernel| {
        kernel.sending_mut(id).format = Some(Box::new(Format {
            major: what.major,
            anonymous,
            others: what.others,
            ioctl: what.ioctl,
            offset: what.offset,
            input: what.input,
            output: what.output,
            data,
            transfer,
            held,
            status: 0,
            information: 0,
        }));
        kernel.set_next_location(id, Location::Formatted);
    });
    0
}

/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn format_io(
    ddi: &'static str,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    major: Major,
    memory: (WDFMEMORY, PWDFMEMORY_OFFSET),
    offset: PLONGLONG,
) -> NTSTATUS {
    let target = enter(ddi, target, Kind::IoTarget);
    let id = enter(ddi, request, Kind::Request);
    // SAFETY: the caller vouches for it.
    let buffer = match unsafe { buffer(ddi, memory.0, memory.1) } {
        Ok(buffer) => buffer,
        Err(status) => return status,
    };
    // SAFETY: the caller vouches for it.
    let offset = unsafe { read_offset(offset) };
    format(ddi, id, target, &io(major, buffer, offset), false)
}

/// # Safety
///
/// The pointer is NULL or valid.
unsafe fn read_offset(offset: PLONGLONG) -> i64 {
    if offset.is_null() {
        return 0;
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    unsafe { offset.read_unaligned() }
}

fn io(major: Major, buffer: Buffer, offset: i64) -> Transfers {
    let (input, output) = if major == Major::Read { (Buffer::default(), buffer) } else { (buffer, Buffer::default()) };
    Transfers { major, ioctl: 0, offset, input, output, third: Buffer::default(), others: false }
}

pub(super) unsafe extern "C" fn for_read(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    memory: WDFMEMORY,
    part: PWDFMEMORY_OFFSET,
    offset: PLONGLONG,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { format_io("WdfIoTargetFormatRequestForRead", target, request, Major::Read, (memory, part), offset) }
}

pub(super) unsafe extern "C" fn for_write(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    memory: WDFMEMORY,
    part: PWDFMEMORY_OFFSET,
    offset: PLONGLONG,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { format_io("WdfIoTargetFormatRequestForWrite", target, request, Major::Write, (memory, part), offset) }
}

/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn format_ioctl(
    ddi: &'static str,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    (major, ioctl): (Major, ULONG),
    input: (WDFMEMORY, PWDFMEMORY_OFFSET),
    output: (WDFMEMORY, PWDFMEMORY_OFFSET),
) -> NTSTATUS {
    let target = enter(ddi, target, Kind::IoTarget);
    let id = enter(ddi, request, Kind::Request);
    // SAFETY: the caller vouches for it.
    let input = match unsafe { buffer(ddi, input.0, input.1) } {
        Ok(buffer) => buffer,
        Err(status) => return status,
    };
    // SAFETY: the caller vouches for it.
    let output = match unsafe { buffer(ddi, output.0, output.1) } {
        Ok(buffer) => buffer,
        Err(status) => return status,
    };
    let what = Transfers { major, ioctl, offset: 0, input, output, third: Buffer::default(), others: false };
    format(ddi, id, target, &what, false)
}

pub(super) unsafe extern "C" fn for_ioctl(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    input: WDFMEMORY,
    input_part: PWDFMEMORY_OFFSET,
    output: WDFMEMORY,
    output_part: PWDFMEMORY_OFFSET,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetFormatRequestForIoctl";
    let kind = (Major::DeviceControl, ioctl);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { format_ioctl(DDI, target, request, kind, (input, input_part), (output, output_part)) }
}

pub(super) unsafe extern "C" fn for_internal_ioctl(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    input: WDFMEMORY,
    input_part: PWDFMEMORY_OFFSET,
    output: WDFMEMORY,
    output_part: PWDFMEMORY_OFFSET,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetFormatRequestForInternalIoctl";
    let kind = (Major::InternalDeviceControl, ioctl);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { format_ioctl(DDI, target, request, kind, (input, input_part), (output, output_part)) }
}

pub(super) unsafe extern "C" fn for_internal_ioctl_others(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    request: WDFREQUEST,
    ioctl: ULONG,
    first: WDFMEMORY,
    first_part: PWDFMEMORY_OFFSET,
    second: WDFMEMORY,
    second_part: PWDFMEMORY_OFFSET,
    fourth: WDFMEMORY,
    fourth_part: PWDFMEMORY_OFFSET,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetFormatRequestForInternalIoctlOthers";
    let target = enter(DDI, target, Kind::IoTarget);
    let id = enter(DDI, request, Kind::Request);
    let mut buffers = [Buffer::default(); 3];
    let named = [(first, first_part), (second, second_part), (fourth, fourth_part)];
    for (place, (handle, part)) in buffers.iter_mut().zip(named) {
        // SAFETY: the driver's pointers, NULL or valid.
        match unsafe { buffer(DDI, handle, part) } {
            Ok(buffer) => *place = buffer,
            Err(status) => return status,
        }
    }
    format(DDI, id, target, &others(ioctl, buffers), false)
}

/// Three arguments: the first is taken for the input, the second for the output.
const fn others(ioctl: u32, [first, second, third]: [Buffer; 3]) -> Transfers {
    let major = Major::InternalDeviceControl;
    Transfers { major, ioctl, offset: 0, input: first, output: second, third, others: true }
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
    (major, ioctl): (Major, ULONG),
    input: PWDF_MEMORY_DESCRIPTOR,
    output: PWDF_MEMORY_DESCRIPTOR,
) -> Result<Transfers, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let input = unsafe { described(ddi, input) }?;
    // SAFETY: the caller vouches for it.
    let output = unsafe { described(ddi, output) }?;
    Ok(Transfers { major, ioctl, offset: 0, input, output, third: Buffer::default(), others: false })
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
