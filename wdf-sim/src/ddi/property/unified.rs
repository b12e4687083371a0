//! Properties of the unified device property model: `WdfDeviceQueryPropertyEx` and its like, and `WdfDeviceAssignProperty`.
//!
//! Facts: `fxdeviceapi.cpp`, `fxdeviceinitapi.cpp`, `fxdevicekm.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    DEVPROPTYPE, NTSTATUS, PDEVPROPTYPE, POOL_TYPE, PULONG, PVOID, PWDF_DEVICE_PROPERTY_DATA, PWDF_DRIVER_GLOBALS,
    PWDF_OBJECT_ATTRIBUTES, PWDFDEVICE_INIT, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, WDF_DEVICE_PROPERTY_DATA, WDFDEVICE, WDFMEMORY,
};

use super::{Of, commit, copy_out, of_device, of_init};
use crate::ddi::{apc_at_most, arg, enter};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::object::Kind;
use crate::kernel::property::{Property, PropertyKey, key_of};

/// The name in a driver's structure, at a level at which that may be asked.
///
/// # Safety
///
/// The pointer is NULL or valid, and so is the one in it.
unsafe fn key(ddi: &'static str, data: PWDF_DEVICE_PROPERTY_DATA) -> Result<PropertyKey, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let data: WDF_DEVICE_PROPERTY_DATA = unsafe { arg::sized(ddi, "DeviceProperty", data) };
    if data.Size as usize != size_of::<WDF_DEVICE_PROPERTY_DATA>() {
        return Err(STATUS_INFO_LENGTH_MISMATCH);
    }
    if !apc_at_most(ddi) {
        return Err(STATUS_INVALID_DEVICE_REQUEST);
    }
    // SAFETY: the caller vouches for it.
    let key = unsafe { arg::read(ddi, "PropertyKey", data.PropertyKey) };
    Ok(key_of(&key, data.Lcid))
}

/// Queries by name into the driver's buffer.
///
/// # Safety
///
/// The buffer is NULL or valid for its length, the other pointers NULL or valid.
unsafe fn query_ex(
    ddi: &'static str,
    of: impl FnOnce() -> Result<Of, NTSTATUS>,
    data: PWDF_DEVICE_PROPERTY_DATA,
    (room, buffer): (ULONG, PVOID),
    length: PULONG,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let key = match unsafe { key(ddi, data) } {
        Ok(key) => key,
        Err(status) => return status,
    };
    arg::required(ddi, "RequiredSize", length);
    arg::required(ddi, "Type", kind);
    if (room == 0) != buffer.is_null() {
        return STATUS_INVALID_PARAMETER;
    }
    match of().and_then(|of| with(|kernel| kernel.property(of, &key))) {
        Ok(property) => {
            // SAFETY: the caller vouches for it, and it was checked.
            unsafe { arg::write(ddi, "Type", kind, property.kind) };
            // SAFETY: as above.
            unsafe { copy_out(ddi, &property.data, buffer, room, length) }
        }
        Err(status) => status,
    }
}

/// Queries by name into a new memory.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn alloc_and_query_ex(
    ddi: &'static str,
    of: impl FnOnce() -> Result<Of, NTSTATUS>,
    data: PWDF_DEVICE_PROPERTY_DATA,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let key = match unsafe { key(ddi, data) } {
        Ok(key) => key,
        Err(status) => return status,
    };
    arg::required(ddi, "Type", kind);
    // SAFETY: the caller vouches for it.
    unsafe { arg::write(ddi, "PropertyMemory", out, std::ptr::null_mut()) };
    // SAFETY: the caller vouches for it.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    match of().and_then(|of| with(|kernel| kernel.property(of, &key))) {
        Ok(property) => {
            // SAFETY: the caller vouches for it, and it was checked.
            unsafe { arg::write(ddi, "Type", kind, property.kind) };
            // SAFETY: the pointer was written to above.
            unsafe { commit(ddi, &property.data, attributes, out) }
        }
        Err(status) => status,
    }
}

pub(in crate::ddi) unsafe extern "C" fn device_query_ex(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    data: PWDF_DEVICE_PROPERTY_DATA,
    room: ULONG,
    buffer: PVOID,
    length: PULONG,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceQueryPropertyEx";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { query_ex(DDI, || of_device(id), data, (room, buffer), length, kind) }
}

pub(in crate::ddi) unsafe extern "C" fn device_alloc_and_query_ex(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    data: PWDF_DEVICE_PROPERTY_DATA,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAllocAndQueryPropertyEx";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { alloc_and_query_ex(DDI, || of_device(id), data, attributes, out, kind) }
}

pub(in crate::ddi) unsafe extern "C" fn init_query_ex(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    data: PWDF_DEVICE_PROPERTY_DATA,
    room: ULONG,
    buffer: PVOID,
    length: PULONG,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoInitQueryPropertyEx";
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { query_ex(DDI, || of_init(DDI, init), data, (room, buffer), length, kind) }
}

pub(in crate::ddi) unsafe extern "C" fn init_alloc_and_query_ex(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    data: PWDF_DEVICE_PROPERTY_DATA,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
    kind: PDEVPROPTYPE,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoInitAllocAndQueryPropertyEx";
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { alloc_and_query_ex(DDI, || of_init(DDI, init), data, attributes, out, kind) }
}

/// No data takes the property away.
pub(in crate::ddi) unsafe extern "C" fn device_assign(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    data: PWDF_DEVICE_PROPERTY_DATA,
    kind: DEVPROPTYPE,
    size: ULONG,
    value: PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAssignProperty";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    let key = match unsafe { key(DDI, data) } {
        Ok(key) => key,
        Err(status) => return status,
    };
    let property = (!value.is_null() && size > 0).then(|| {
        let mut bytes = vec![0; size as usize];
        // SAFETY: the driver vouches for its data, which is as long as the vector.
        unsafe { value.cast::<u8>().copy_to_nonoverlapping(bytes.as_mut_ptr(), bytes.len()) };
        Property { kind, data: bytes }
    });
    match of_device(id) {
        Ok(of) => with(|kernel| {
            kernel.assign_property(of, key, property);
            STATUS_SUCCESS
        }),
        Err(status) => status,
    }
}
