//! `WdfDeviceAddQueryInterface`, `WdfFdoQueryForInterface` and `WdfIoTargetQueryForInterface`.
//!
//! Facts: `fxqueryinterfaceapi.cpp`, `fxdevicefdoapi.cpp`, `fxiotargetapikm.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    INTERFACE, LPCGUID, NTSTATUS, PINTERFACE, PVOID, PWDF_DRIVER_GLOBALS, PWDF_QUERY_INTERFACE_CONFIG,
    STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER,
    STATUS_NOT_SUPPORTED, STATUS_SUCCESS, USHORT, WDF_QUERY_INTERFACE_CONFIG, WDFDEVICE, WDFIOTARGET,
};

use super::{arg, enter, passive_only};
use crate::exec::query_interface::{Query, ask};
use crate::exec::with;
use crate::kernel::object::Kind;
use crate::kernel::query_interface::Exported;
use crate::kernel::target::Destination;

pub(super) unsafe extern "C" fn add(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    config: PWDF_QUERY_INTERFACE_CONFIG,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAddQueryInterface";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let config = unsafe { arg::sized(DDI, "InterfaceConfig", config) };
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    if config.Size as usize != size_of::<WDF_QUERY_INTERFACE_CONFIG>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let (is_child, is_control) = with(|kernel| {
        let device = kernel.objects.device(id);
        (device.pdo.is_some(), device.control.is_some())
    });
    let (imports, to_parent) = (config.ImportInterface != 0, config.SendQueryToParentStack != 0);
    let process = config.EvtDeviceProcessQueryInterfaceRequest;
    let has_answer = !config.Interface.is_null() || imports || to_parent;
    if config.InterfaceType.is_null()
        || !has_answer
        || is_control
        || (to_parent && !is_child)
        || (imports && process.is_none())
    {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, not NULL.
    let class = unsafe { arg::read(DDI, "InterfaceType", config.InterfaceType) };
    let interface = (!config.Interface.is_null()).then(|| {
        // SAFETY: the driver's pointer, not NULL; every interface begins with an INTERFACE.
        let size = usize::from(unsafe { arg::read(DDI, "Interface", config.Interface) }.Size);
        let mut bytes = vec![0; size.max(size_of::<INTERFACE>())];
        // SAFETY: the driver's interface is as long as it says.
        unsafe { config.Interface.cast::<u8>().copy_to_nonoverlapping(bytes.as_mut_ptr(), size) };
        bytes
    });
    if interface.as_ref().is_some_and(|interface| interface.len() != usize::from(interface_size(interface))) {
        return STATUS_INVALID_PARAMETER;
    }
    with(|kernel| {
        kernel.objects.device_mut(id).exported.push(Exported { class, interface, imports, to_parent, process });
        STATUS_SUCCESS
    })
}

/// The size that an interface says it has.
fn interface_size(interface: &[u8]) -> u16 {
    u16::from_le_bytes([interface[0], interface[1]])
}

/// Reads what is asked for.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn read(
    ddi: &'static str,
    class: LPCGUID,
    interface: PINTERFACE,
    (size, version): (USHORT, USHORT),
    data: PVOID,
) -> Result<Query, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let class = unsafe { arg::read(ddi, "InterfaceType", class) };
    arg::required(ddi, "Interface", interface.cast_const());
    if !passive_only(ddi) {
        return Err(STATUS_INVALID_DEVICE_REQUEST);
    }
    if usize::from(size) < size_of::<INTERFACE>() {
        return Err(STATUS_INVALID_PARAMETER);
    }
    Ok(Query { class, interface, size, version, data })
}

/// Whoever stands below a simulated device exports nothing.
pub(super) unsafe extern "C" fn fdo_query(
    _: PWDF_DRIVER_GLOBALS,
    fdo: WDFDEVICE,
    class: LPCGUID,
    interface: PINTERFACE,
    size: USHORT,
    version: USHORT,
    data: PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoQueryForInterface";
    let id = enter(DDI, fdo, Kind::Device);
    // SAFETY: the driver's pointers, NULL or valid.
    let query = match unsafe { read(DDI, class, interface, (size, version), data) } {
        Ok(query) => query,
        Err(status) => return status,
    };
    if with(|kernel| kernel.objects.device(id).pdo.is_some()) {
        return STATUS_INVALID_PARAMETER;
    }
    // The question starts at the top of the stack, so the driver itself may answer.
    // SAFETY: the driver's interface, of which the size was checked.
    unsafe { ask(id, &query) }
}

pub(super) unsafe extern "C" fn target_query(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    class: LPCGUID,
    interface: PINTERFACE,
    size: USHORT,
    version: USHORT,
    data: PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetQueryForInterface";
    let id = enter(DDI, target, Kind::IoTarget);
    // SAFETY: the driver's pointers, NULL or valid.
    let query = match unsafe { read(DDI, class, interface, (size, version), data) } {
        Ok(query) => query,
        Err(status) => return status,
    };
    match with(|kernel| kernel.objects.io_target(id).destination) {
        // SAFETY: the driver's interface, of which the size was checked.
        Destination::Device { device, .. } => unsafe { ask(device, &query) },
        Destination::Lower(_) => STATUS_NOT_SUPPORTED,
        Destination::None => STATUS_INVALID_DEVICE_STATE,
    }
}
