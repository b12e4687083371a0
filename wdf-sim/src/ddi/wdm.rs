//! `Wdf..Wdm..`: what is behind the framework's objects, and the request's buffers as MDLs and user addresses.
//!
//! Facts: `fxrequestapikm.cpp`, `fxrequestkm.cpp`, `fxdeviceapikm.cpp`, `fxfileobjectapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are written")]

use std::ptr;

use wdf_sim_sys::{
    NTSTATUS, PDEVICE_OBJECT, PDRIVER_OBJECT, PFILE_OBJECT, PIRP, PMDL, PVOID, PWDF_DRIVER_GLOBALS,
    STATUS_ACCESS_VIOLATION, STATUS_BUFFER_TOO_SMALL, STATUS_INTERNAL_ERROR, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_INVALID_USER_BUFFER, STATUS_SUCCESS, WDFDEVICE, WDFDRIVER, WDFFILEOBJECT, WDFMEMORY, WDFREQUEST,
};

use super::buffer::tell;
use super::object::insert;
use super::request::on_irp_verified;
use super::{arg, begin, enter};
use crate::exec::{check, with};
use crate::kernel::irp::{Side, Transfer};
use crate::kernel::memory::Memory;
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::request::Flags;
use crate::kernel::{Level, Scope};
use crate::violation::Rule;

/// User mode lies between these.
const LOWEST: usize = 0x1_0000;
const USER_PROBE: usize = 0x7FFF_FFFF_0000;

pub(super) unsafe extern "C" fn device_object(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> PDEVICE_OBJECT {
    let id = enter("WdfDeviceWdmGetDeviceObject", device, Kind::Device);
    with(|kernel| kernel.device_object(id, false)) as PDEVICE_OBJECT
}

pub(super) unsafe extern "C" fn attached_device(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> PDEVICE_OBJECT {
    let id = enter("WdfDeviceWdmGetAttachedDevice", device, Kind::Device);
    with(|kernel| {
        // A child of a bus is the lowest of its stack.
        if kernel.objects.device(id).pdo.is_some() { 0 } else { kernel.device_object(id, true) }
    }) as PDEVICE_OBJECT
}

pub(super) unsafe extern "C" fn physical_device(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> PDEVICE_OBJECT {
    let id = enter("WdfDeviceWdmGetPhysicalDevice", device, Kind::Device);
    with(|kernel| {
        let is_pdo = kernel.objects.device(id).pdo.is_some();
        kernel.device_object(id, !is_pdo)
    }) as PDEVICE_OBJECT
}

pub(super) unsafe extern "C" fn device_handle(_: PWDF_DRIVER_GLOBALS, object: PDEVICE_OBJECT) -> WDFDEVICE {
    begin("WdfWdmDeviceGetWdfDeviceHandle");
    arg::required("WdfWdmDeviceGetWdfDeviceHandle", "DeviceObject", object.cast_const());
    let found = with(|kernel| kernel.device_with_object(object as usize));
    found.filter(|(_, is_below)| !is_below).map_or(0, |(handle, _)| handle) as WDFDEVICE
}

pub(super) unsafe extern "C" fn driver_handle(_: PWDF_DRIVER_GLOBALS, object: PDRIVER_OBJECT) -> WDFDRIVER {
    begin("WdfWdmDriverGetWdfDriverHandle");
    arg::required("WdfWdmDriverGetWdfDriverHandle", "DriverObject", object.cast_const());
    with(|kernel| {
        let is_it = |id: &Id| {
            kernel.objects.kind(*id) == Kind::Driver && kernel.objects.driver(*id).wdm as PDRIVER_OBJECT == object
        };
        kernel.objects.iter().map(|(id, _)| id).find(is_it).map_or(0, |id| id.handle())
    }) as WDFDRIVER
}

pub(super) unsafe extern "C" fn file_object(_: PWDF_DRIVER_GLOBALS, file: WDFFILEOBJECT) -> PFILE_OBJECT {
    let id = enter("WdfFileObjectWdmGetFileObject", file, Kind::File);
    with(|kernel| kernel.file_object(id)) as PFILE_OBJECT
}

pub(super) unsafe extern "C" fn irp(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> PIRP {
    const DDI: &str = "WdfRequestWdmGetIrp";
    let id = enter(DDI, request, Kind::Request);
    // The verifier's answer for a request that is completed is NULL.
    if !on_irp_verified(DDI, id, |_| true) {
        return ptr::null_mut();
    }
    with(|kernel| {
        let (device, irp) = (kernel.device_of_request(id), kernel.objects.request(id).irp);
        kernel.packet(device, irp)
    }) as PIRP
}

/// # Safety
///
/// `out` is NULL or valid for writes.
unsafe fn retrieve_mdl(ddi: &'static str, request: WDFREQUEST, side: Side, out: *mut PMDL) -> NTSTATUS {
    let id = enter(ddi, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(ddi, "Mdl", out, ptr::null_mut()) };
    let has_none = on_irp_verified(ddi, id, |irp| Some(!irp.major.has(side) || irp.transfer == Transfer::Neither));
    if has_none != Some(false) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let found = with(|kernel| {
        let (device, irp) = (kernel.device_of_request(id), kernel.objects.request(id).irp);
        kernel.mdl(device, irp, side)
    });
    match found {
        Ok(mdl) => {
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(ddi, "Mdl", out, mdl as PMDL) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn input_mdl(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, out: *mut PMDL) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { retrieve_mdl("WdfRequestRetrieveInputWdmMdl", request, Side::Input, out) }
}

pub(super) unsafe extern "C" fn output_mdl(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, out: *mut PMDL) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { retrieve_mdl("WdfRequestRetrieveOutputWdmMdl", request, Side::Output, out) }
}

/// The verifier wants to see these called in the caller's thread, before the request was in a queue: true refuses.
fn not_in_callers_thread(ddi: &'static str, id: Id) -> bool {
    check(|kernel| {
        if !kernel.verifier_on() || kernel.objects.request(id).flags.contains(Flags::IN_PROCESS) {
            return Ok(false);
        }
        let subject = kernel.objects.subject(id);
        let text = format!("{ddi}: {subject} is not in its caller's thread, as it is in EvtIoInCallerContext");
        kernel.verifier_break(Rule::NotInCallerContext, text)?;
        Ok(true)
    })
}

/// # Safety
///
/// `out` and `length` are NULL or valid for writes.
unsafe fn retrieve_unsafe(
    ddi: &'static str,
    request: WDFREQUEST,
    side: Side,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    let find = |id| {
        if not_in_callers_thread(ddi, id) {
            return Err(STATUS_INTERNAL_ERROR);
        }
        let found = on_irp_verified(ddi, id, |irp| {
            let is_there = irp.major.has(side) && irp.transfer == Transfer::Neither;
            is_there.then(|| irp.buffer(side))
        });
        match found {
            None => Err(STATUS_INVALID_DEVICE_REQUEST),
            Some((_, length)) if length == 0 || minimum > length => Err(STATUS_BUFFER_TOO_SMALL),
            Some(found) => Ok(found),
        }
    };
    // SAFETY: the caller vouches for it.
    unsafe { tell(ddi, request, (out, length), find) }
}

pub(super) unsafe extern "C" fn unsafe_input(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { retrieve_unsafe("WdfRequestRetrieveUnsafeUserInputBuffer", request, Side::Input, minimum, out, length) }
}

pub(super) unsafe extern "C" fn unsafe_output(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    minimum: usize,
    out: *mut PVOID,
    length: *mut usize,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { retrieve_unsafe("WdfRequestRetrieveUnsafeUserOutputBuffer", request, Side::Output, minimum, out, length) }
}

/// Locks a caller's buffer: a memory that lives as long as the request.
///
/// # Safety
///
/// `out` is NULL or valid for writes.
unsafe fn probe_and_lock(
    ddi: &'static str,
    request: WDFREQUEST,
    buffer: PVOID,
    length: usize,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    let id = enter(ddi, request, Kind::Request);
    arg::required(ddi, "Buffer", buffer.cast_const());
    arg::required(ddi, "MemoryObject", out.cast_const());
    if not_in_callers_thread(ddi, id) {
        return STATUS_INTERNAL_ERROR;
    }
    if length == 0 {
        return STATUS_INVALID_USER_BUFFER;
    }
    if on_irp_verified(ddi, id, |_| Some(())).is_none() {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let address = buffer as usize;
    if address < LOWEST || address.checked_add(length).is_none_or(|end| end > USER_PROBE) {
        return STATUS_ACCESS_VIOLATION;
    }
    let body = Body::Memory(Memory::Locked(address, length));
    match insert(Some(id), None, Level::Dispatch, Scope::None, body) {
        Ok(memory) => {
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(ddi, "MemoryObject", out, memory.handle() as WDFMEMORY) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn lock_for_read(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    buffer: PVOID,
    length: usize,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { probe_and_lock("WdfRequestProbeAndLockUserBufferForRead", request, buffer, length, out) }
}

pub(super) unsafe extern "C" fn lock_for_write(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    buffer: PVOID,
    length: usize,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { probe_and_lock("WdfRequestProbeAndLockUserBufferForWrite", request, buffer, length, out) }
}
