//! `WdfDevice*`, `WdfPdo*` and `WdfFdoInit*`: what is said for the PnP manager alone, which a test's machine keeps or checks.
//!
//! Facts: `fxdeviceapikm.cpp`, `fxdevicepdoapi.cpp`, `fxdeviceinitapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE as release_order,
    _WDF_SPECIAL_FILE_TYPE::{WdfSpecialFileMax, WdfSpecialFilePaging},
    BOOLEAN, NTSTATUS, PCUNICODE_STRING, PDEVICE_OBJECT, PFILE_OBJECT, PPNP_BUS_INFORMATION, PWDF_DRIVER_GLOBALS,
    PWDF_FDO_EVENT_CALLBACKS, PWDFDEVICE_INIT, STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER, STATUS_PENDING, STATUS_SUCCESS, ULONG,
    WDF_FDO_EVENT_CALLBACKS, WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE, WDF_SPECIAL_FILE_TYPE, WDFDEVICE, WDFFILEOBJECT,
};

use super::{arg, device_init, enter, passive_only, refuse_above_passive, string};
use crate::exec::{check, with};
use crate::kernel::object::{Id, Kind};
use crate::violation::Rule;

/// A break about a device or an init.
fn misused(text: String) {
    check(|kernel| kernel.verifier_break(Rule::DeviceMisused, text));
}

pub(super) unsafe extern "C" fn set_bus_information(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    information: PPNP_BUS_INFORMATION,
) {
    const DDI: &str = "WdfDeviceSetBusInformationForChildren";
    enter(DDI, device, Kind::Device);
    arg::required(DDI, "BusInformation", information);
}

pub(super) unsafe extern "C" fn set_special_file_support(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    kind: WDF_SPECIAL_FILE_TYPE,
    _supported: BOOLEAN,
) {
    const DDI: &str = "WdfDeviceSetSpecialFileSupport";
    let id = enter(DDI, device, Kind::Device);
    if !(WdfSpecialFilePaging..WdfSpecialFileMax).contains(&kind) {
        let subject = with(|kernel| kernel.objects.subject(id));
        misused(format!("{DDI}: {subject} is given the file type {kind}, which is out of range"));
    }
}

/// A list of other devices that go or are used with this one.
fn relation(ddi: &'static str, device: WDFDEVICE, other: PDEVICE_OBJECT) -> Id {
    let id = enter(ddi, device, Kind::Device);
    arg::required(ddi, "PhysicalDevice", other.cast_const());
    id
}

/// A device that is in the list stays there once.
fn add_relation(ddi: &'static str, device: WDFDEVICE, other: PDEVICE_OBJECT) -> NTSTATUS {
    let id = relation(ddi, device, other);
    with(|kernel| {
        let relations = &mut kernel.objects.device_mut(id).relations;
        if !relations.contains(&(ddi, other as usize)) {
            relations.push((ddi, other as usize));
        }
        STATUS_SUCCESS
    })
}

/// The name of the function that adds to the list, and the device.
fn remove_relation(ddi: &'static str, adder: &'static str, device: WDFDEVICE, other: PDEVICE_OBJECT) {
    let id = relation(ddi, device, other);
    with(|kernel| kernel.objects.device_mut(id).relations.retain(|entry| *entry != (adder, other as usize)));
}

fn clear_relations(ddi: &'static str, adder: &'static str, device: WDFDEVICE) {
    let id = enter(ddi, device, Kind::Device);
    with(|kernel| kernel.objects.device_mut(id).relations.retain(|(list, _)| *list != adder));
}

const REMOVAL: &str = "WdfDeviceAddRemovalRelationsPhysicalDevice";
const EJECTION: &str = "WdfPdoAddEjectionRelationsPhysicalDevice";
const USAGE: &str = "WdfDeviceAddDependentUsageDeviceObject";

pub(super) unsafe extern "C" fn add_removal(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    other: PDEVICE_OBJECT,
) -> NTSTATUS {
    add_relation(REMOVAL, device, other)
}

pub(super) unsafe extern "C" fn remove_removal(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, other: PDEVICE_OBJECT) {
    remove_relation("WdfDeviceRemoveRemovalRelationsPhysicalDevice", REMOVAL, device, other);
}

pub(super) unsafe extern "C" fn clear_removal(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) {
    clear_relations("WdfDeviceClearRemovalRelationsDevices", REMOVAL, device);
}

pub(super) unsafe extern "C" fn add_ejection(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    other: PDEVICE_OBJECT,
) -> NTSTATUS {
    let is_child = with_child(EJECTION, device);
    if is_child { add_relation(EJECTION, device, other) } else { STATUS_INVALID_PARAMETER }
}

pub(super) unsafe extern "C" fn remove_ejection(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, other: PDEVICE_OBJECT) {
    remove_relation("WdfPdoRemoveEjectionRelationsPhysicalDevice", EJECTION, device, other);
}

pub(super) unsafe extern "C" fn clear_ejection(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) {
    clear_relations("WdfPdoClearEjectionRelationsDevices", EJECTION, device);
}

/// Ejection relations are those of a child.
fn with_child(ddi: &'static str, device: WDFDEVICE) -> bool {
    let id = enter(ddi, device, Kind::Device);
    with(|kernel| kernel.objects.device(id).pdo.is_some())
}

pub(super) unsafe extern "C" fn add_usage(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    other: PDEVICE_OBJECT,
) -> NTSTATUS {
    add_relation(USAGE, device, other)
}

pub(super) unsafe extern "C" fn remove_usage(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, other: PDEVICE_OBJECT) {
    remove_relation("WdfDeviceRemoveDependentUsageDeviceObject", USAGE, device, other);
}

pub(super) unsafe extern "C" fn assign_mof_resource_name(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    name: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAssignMofResourceName";
    let id = enter(DDI, device, Kind::Device);
    arg::required(DDI, "MofResourceName", name);
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, not NULL.
    if let Err(status) = unsafe { string::units(name) } {
        return status;
    }
    let named = with(|kernel| std::mem::replace(&mut kernel.objects.device_mut(id).has_mof, true));
    if named { STATUS_INVALID_DEVICE_REQUEST } else { STATUS_SUCCESS }
}

/// No simulated bus has a wait-wake request of its child: who stands above it is not there.
pub(super) unsafe extern "C" fn indicate_wake_status(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    status: NTSTATUS,
) -> NTSTATUS {
    let id = enter("WdfDeviceIndicateWakeStatus", device, Kind::Device);
    if matches!(status, STATUS_PENDING | STATUS_CANCELLED) {
        return STATUS_INVALID_PARAMETER;
    }
    let is_child = with(|kernel| kernel.objects.device(id).pdo.is_some());
    if is_child { STATUS_INVALID_DEVICE_REQUEST } else { STATUS_INVALID_DEVICE_STATE }
}

/// The file that the driver knows by the I/O manager's object.
pub(super) unsafe extern "C" fn get_file_object(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    file: PFILE_OBJECT,
) -> WDFFILEOBJECT {
    let id = enter("WdfDeviceGetFileObject", device, Kind::Device);
    with(|kernel| {
        let files = kernel.files_of(id);
        let found = files.into_iter().find(|of| kernel.file_object(*of) == file as usize);
        found.map_or(std::ptr::null_mut(), |file| file.handle() as WDFFILEOBJECT)
    })
}

/// The resources of a simulated device are those that the test gives it, whatever the driver would filter.
pub(super) unsafe extern "C" fn set_fdo_event_callbacks(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callbacks: PWDF_FDO_EVENT_CALLBACKS,
) {
    const DDI: &str = "WdfFdoInitSetEventCallbacks";
    refuse_above_passive(DDI);
    // SAFETY: the driver's pointer, NULL or valid; the structure begins with its size.
    let size = unsafe { arg::read(DDI, "FdoEventCallbacks", callbacks.cast::<ULONG>()) };
    let mut is_fdo = false;
    device_init::change(DDI, init, |init| is_fdo = init.pdo.is_none() && init.control.is_none());
    if size as usize != size_of::<WDF_FDO_EVENT_CALLBACKS>() {
        let text = format!("{DDI}: Size is {size}, and {} is expected", size_of::<WDF_FDO_EVENT_CALLBACKS>());
        check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    } else if !is_fdo {
        misused(format!("{DDI}: the WDFDEVICE_INIT is not that of a function device"));
    }
}

/// Which of a failed device's callbacks come first when it has children is for the PnP manager.
pub(super) unsafe extern "C" fn set_release_order(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    order: WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE,
) {
    const DDI: &str = "WdfDeviceInitSetReleaseHardwareOrderOnFailure";
    device_init::change(DDI, init, |_| {});
    let orders = release_order::WdfReleaseHardwareOrderOnFailureEarly
        ..=release_order::WdfReleaseHardwareOrderOnFailureAfterDescendants;
    if !orders.contains(&order) {
        misused(format!("{DDI}: {order} is no order"));
    }
}

/// The object of the bus's driver, whose device the driver is about to stand above.
pub(super) unsafe extern "C" fn init_physical_device(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) -> PDEVICE_OBJECT {
    let mut lower = None;
    device_init::change("WdfFdoInitWdmGetPhysicalDevice", init, |init| {
        lower = (init.pdo.is_none() && init.control.is_none()).then_some(init.lower);
    });
    lower.map_or(0, crate::kernel::Kernel::lower_object) as PDEVICE_OBJECT
}
