//! `WdfIoTargetFormatRequestFor*`: reads, writes and device controls of the driver's own.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, PLONGLONG, PWDF_DRIVER_GLOBALS, PWDFMEMORY_OFFSET, STATUS_INTEGER_OVERFLOW, ULONG,
    WDFIOTARGET, WDFMEMORY, WDFREQUEST,
};

use super::{enter, memory};
use crate::exec::{check, target, with};
use crate::kernel::irp::{Major, Transfer};
use crate::kernel::object::{Id, Kind};
use crate::kernel::send::{Buffer, Format, Location};

/// The part of a memory that a driver names.
///
/// # Safety
///
/// The offset is NULL or valid.
pub(super) unsafe fn buffer(
    ddi: &'static str,
    handle: WDFMEMORY,
    offset: PWDFMEMORY_OFFSET,
) -> Result<Buffer, NTSTATUS> {
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

/// What is to be transferred, and how.
pub(super) struct Transfers {
    major: Major,
    ioctl: u32,
    offset: i64,
    input: Buffer,
    output: Buffer,
    third: Buffer,
    others: bool,
}

/// Formats a request for a target.
pub(super) fn format(ddi: &'static str, id: Id, target: Id, what: &Transfers, anonymous: bool) -> NTSTATUS {
    check(|kernel| kernel.check_at_hand(id, ddi));
    target::release_format(id);
    let status = with(|kernel| kernel.validate_target(id, target));
    if !NT_SUCCESS(status) {
        return status;
    }
    let is_control = what.major.is_control();
    let transfer = if is_control {
        Transfer::of_code(what.ioctl)
    } else {
        with(|kernel| kernel.objects.io_target(target).transfer)
    };
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
pub(super) unsafe fn read_offset(offset: PLONGLONG) -> i64 {
    if offset.is_null() {
        return 0;
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    unsafe { offset.read_unaligned() }
}

pub(super) fn io(major: Major, buffer: Buffer, offset: i64) -> Transfers {
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
    (major, code): (Major, ULONG),
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
    format(ddi, id, target, &ioctl(major, code, input, output), false)
}

/// A device control with its two buffers.
pub(super) fn ioctl(major: Major, ioctl: ULONG, input: Buffer, output: Buffer) -> Transfers {
    Transfers { major, ioctl, offset: 0, input, output, third: Buffer::default(), others: false }
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
pub(super) const fn others(ioctl: u32, [first, second, third]: [Buffer; 3]) -> Transfers {
    let major = Major::InternalDeviceControl;
    Transfers { major, ioctl, offset: 0, input: first, output: second, third, others: true }
}
