//! Device properties: `WdfDeviceQueryProperty` and its like, of a device and of one that is yet to be created.
//!
//! Facts: `fxdeviceapi.cpp`, `fxdeviceinitapi.cpp`, `fxdevicekm.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

pub(super) mod unified;

use wdf_sim_sys::{
    DEVICE_REGISTRY_PROPERTY, NTSTATUS, POOL_TYPE, PULONG, PVOID, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES,
    PWDFDEVICE_INIT, STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE,
    STATUS_SUCCESS, ULONG, WDFDEVICE, WDFIOTARGET, WDFMEMORY,
};

use super::memory::make_holding;
use super::{arg, device_init, enter, passive_only};
use crate::exec::with;
use crate::kernel::attributes::{Allows, Attributes};
use crate::kernel::object::{Id, Kind};
use crate::kernel::target::Destination;

/// Whose properties: a driver's device, by number.
type Of = (Id, u32);

/// The device, unless it is a control device, or a child of which the PnP manager does not know yet.
fn of_device(id: Id) -> Result<Of, NTSTATUS> {
    with(|kernel| {
        let device = kernel.objects.device(id);
        let driver = kernel.objects.ancestor(id, Kind::Driver).expect("a device belongs to its driver");
        match device.control {
            Some(_) => Err(STATUS_INVALID_DEVICE_REQUEST),
            None if kernel.is_known_to_pnp(id) => Ok((driver, device.number)),
            None => Err(STATUS_INVALID_DEVICE_STATE),
        }
    })
}

/// The device that is to be created, if that is a function device or a filter.
fn of_init(ddi: &'static str, init: PWDFDEVICE_INIT) -> Result<Of, NTSTATUS> {
    let mut of = Err(STATUS_INVALID_DEVICE_REQUEST);
    device_init::change(ddi, init, |init| {
        if init.pdo.is_none() && init.control.is_none() {
            of = Ok((init.driver, init.number));
        }
    });
    of
}

/// The device behind a target: behind a local one, the bus's of the device itself.
fn of_target(id: Id) -> Result<Of, NTSTATUS> {
    let device = with(|kernel| {
        let target = kernel.objects.io_target(id);
        match target.destination {
            Destination::Device { device, .. } => Ok(device),
            Destination::Lower(_) if !target.remote => Ok(target.device),
            Destination::Lower(_) => Err(STATUS_INVALID_DEVICE_REQUEST),
            Destination::None => Err(STATUS_INVALID_DEVICE_STATE),
        }
    })?;
    of_device(device)
}

/// Copies a property into the driver's buffer.
///
/// # Safety
///
/// The buffer is valid for so many bytes, the other pointer for a write.
unsafe fn copy_out(ddi: &str, data: &[u8], buffer: PVOID, room: ULONG, length: PULONG) -> NTSTATUS {
    let needed = ULONG::try_from(data.len()).expect("a property is short");
    // SAFETY: the caller vouches for it.
    unsafe { arg::write(ddi, "ResultLength", length, needed) };
    if needed > room {
        return STATUS_BUFFER_TOO_SMALL;
    }
    // SAFETY: the data fits, and the caller vouches for the buffer.
    unsafe { data.as_ptr().copy_to_nonoverlapping(buffer.cast::<u8>(), data.len()) };
    STATUS_SUCCESS
}

/// Puts a property into a new memory object.
///
/// # Safety
///
/// The pointer is valid for a write.
unsafe fn commit(ddi: &str, data: &[u8], attributes: Option<Attributes>, out: *mut WDFMEMORY) -> NTSTATUS {
    let made = make_holding(ddi, attributes, data);
    // SAFETY: the caller vouches for it.
    unsafe { arg::give(ddi, "PropertyMemory", out, made) }
}

/// Queries by number into the driver's buffer.
///
/// # Safety
///
/// The buffer is NULL or valid for its length, the other pointer NULL or valid.
unsafe fn query(
    ddi: &'static str,
    of: impl FnOnce() -> Result<Of, NTSTATUS>,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    (room, buffer): (ULONG, PVOID),
    length: PULONG,
) -> NTSTATUS {
    arg::required(ddi, "ResultLength", length);
    if room > 0 {
        arg::required(ddi, "PropertyBuffer", buffer);
    }
    if !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    match of().and_then(|of| with(|kernel| kernel.pnp_property(of, property))) {
        // SAFETY: the caller vouches for it, and they were checked.
        Ok(value) => unsafe { copy_out(ddi, &value.data, buffer, room, length) },
        Err(status) => status,
    }
}

/// Queries by number into a new memory.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn alloc_and_query(
    ddi: &'static str,
    of: impl FnOnce() -> Result<Of, NTSTATUS>,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    unsafe { arg::write(ddi, "PropertyMemory", out, std::ptr::null_mut()) };
    if !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the caller vouches for it.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    match of().and_then(|of| with(|kernel| kernel.pnp_property(of, property))) {
        // SAFETY: the pointer was written to above.
        Ok(value) => unsafe { commit(ddi, &value.data, attributes, out) },
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn device_query(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    room: ULONG,
    buffer: PVOID,
    length: PULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceQueryProperty";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { query(DDI, || of_device(id), property, (room, buffer), length) }
}

pub(super) unsafe extern "C" fn device_alloc_and_query(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAllocAndQueryProperty";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { alloc_and_query(DDI, || of_device(id), property, attributes, out) }
}

pub(super) unsafe extern "C" fn init_query(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    room: ULONG,
    buffer: PVOID,
    length: PULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoInitQueryProperty";
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { query(DDI, || of_init(DDI, init), property, (room, buffer), length) }
}

pub(super) unsafe extern "C" fn init_alloc_and_query(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoInitAllocAndQueryProperty";
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { alloc_and_query(DDI, || of_init(DDI, init), property, attributes, out) }
}

pub(super) unsafe extern "C" fn target_query(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    room: ULONG,
    buffer: PVOID,
    length: PULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetQueryTargetProperty";
    let id = enter(DDI, target, Kind::IoTarget);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { query(DDI, || of_target(id), property, (room, buffer), length) }
}

pub(super) unsafe extern "C" fn target_alloc_and_query(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    property: DEVICE_REGISTRY_PROPERTY::Type,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetAllocAndQueryTargetProperty";
    let id = enter(DDI, target, Kind::IoTarget);
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { alloc_and_query(DDI, || of_target(id), property, attributes, out) }
}
