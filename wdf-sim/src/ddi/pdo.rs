//! `WdfPdo*`, the static children among `WdfFdo*`, and forwarding to the parent's queue.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_REQUEST_FORWARD_OPTIONS_FLAGS::WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET,
    _WDF_RETRIEVE_CHILD_FLAGS::WdfRetrieveAllChildren, GUID, LCID, NTSTATUS, PCUNICODE_STRING, PWDF_DRIVER_GLOBALS,
    PWDF_PDO_EVENT_CALLBACKS, PWDF_REQUEST_FORWARD_OPTIONS, PWDFDEVICE_INIT, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, UNICODE_STRING,
    WDF_PDO_EVENT_CALLBACKS, WDF_REQUEST_FORWARD_OPTIONS, WDFDEVICE, WDFQUEUE, WDFREQUEST,
};

use super::{arg, begin, device_init, enter, named, optional, passive_only, refuse_above_passive};
use crate::exec::{check, children, request, service, with};
use crate::kernel::device::DeviceInit;
use crate::kernel::object::{Id, Kind};
use crate::kernel::pdo::PdoInit;
use crate::violation::Rule;

/// Size of the callbacks before version 1.11, without the last one.
const OLD_CALLBACKS_SIZE: usize = 56;

/// A handle that may be NULL, as the driver gets it.
fn handle(device: Option<Id>) -> WDFDEVICE {
    device.map_or(std::ptr::null_mut(), |device| device.handle() as WDFDEVICE)
}

fn is_child(device: Id) -> bool {
    with(|kernel| kernel.objects.device(device).pdo.is_some())
}

/// The framework says it where the wrong kind of device is given: a break, and the call does nothing.
fn complain(rule: Rule, text: String) {
    check(|kernel| kernel.verifier_break(rule, text));
}

/// A break unless this is a function device, which has a static list. False refuses.
fn has_list(ddi: &str, device: Id) -> bool {
    let child = is_child(device);
    if child {
        complain(
            Rule::NotAParent,
            format!("{ddi}: {} is itself a child", with(|kernel| kernel.objects.subject(device))),
        );
    }
    !child
}

pub(super) unsafe extern "C" fn init_allocate(_: PWDF_DRIVER_GLOBALS, parent: WDFDEVICE) -> PWDFDEVICE_INIT {
    const DDI: &str = "WdfPdoInitAllocate";
    let parent = enter(DDI, parent, Kind::Device);
    if !passive_only(DDI) || is_child(parent) {
        return std::ptr::null_mut();
    }
    let address = with(|kernel| {
        let driver = kernel.objects.get(parent).parent.expect("a device belongs to its driver");
        kernel.add_init(DeviceInit { pdo: Some(Box::new(PdoInit::new(parent))), ..DeviceInit::new(driver) })
    });
    address as PWDFDEVICE_INIT
}

/// Changes a child's init. With one that is for something else the function fails with this status, which only the
/// functions without a status break about.
fn change(ddi: &'static str, init: PWDFDEVICE_INIT, breaks: bool, change: impl FnOnce(&mut PdoInit)) -> bool {
    let mut is_for_child = false;
    device_init::change(ddi, init, |init| {
        if let Some(pdo) = &mut init.pdo {
            change(pdo);
            is_for_child = true;
        }
    });
    if !is_for_child && breaks {
        complain(Rule::NotAChild, format!("{ddi}: the WDFDEVICE_INIT is not from WdfPdoInitAllocate"));
    }
    is_for_child
}

pub(super) unsafe extern "C" fn init_set_event_callbacks(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callbacks: PWDF_PDO_EVENT_CALLBACKS,
) {
    const DDI: &str = "WdfPdoInitSetEventCallbacks";
    // SAFETY: the driver's pointer, NULL or valid.
    let callbacks = unsafe { arg::sized_or(DDI, "DispatchTable", callbacks, &[OLD_CALLBACKS_SIZE]) };
    if !passive_only(DDI) {
        return;
    }
    let is_known = [size_of::<WDF_PDO_EVENT_CALLBACKS>(), OLD_CALLBACKS_SIZE].contains(&(callbacks.Size as usize));
    if change(DDI, init, true, |pdo| pdo.events = is_known.then_some(callbacks).or(pdo.events)) && !is_known {
        let text =
            format!("{DDI}: Size is {}, and {} is expected", callbacks.Size, size_of::<WDF_PDO_EVENT_CALLBACKS>());
        complain(Rule::ParametersSizeWrong, text);
    }
}

/// One of the functions that say who the child is.
///
/// # Safety
///
/// The string is NULL or valid.
unsafe fn identify(
    ddi: &'static str,
    name: &str,
    init: PWDFDEVICE_INIT,
    string: PCUNICODE_STRING,
    set: impl FnOnce(&mut PdoInit, Vec<u16>),
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let UNICODE_STRING { Length: length, MaximumLength: maximum, Buffer: buffer } =
        unsafe { arg::read(ddi, name, string) };
    if !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    if length % 2 != 0 || length > maximum || (length > 0 && buffer.is_null()) {
        begin(ddi);
        return STATUS_INVALID_PARAMETER;
    }
    let text = (0..usize::from(length / 2))
        .map(|index| {
            let character = buffer.wrapping_add(index);
            // SAFETY: the string's buffer holds as many characters as its length says.
            unsafe { character.read_unaligned() }
        })
        .collect();
    if change(ddi, init, false, |pdo| set(pdo, text)) { STATUS_SUCCESS } else { STATUS_INVALID_DEVICE_REQUEST }
}

pub(super) unsafe extern "C" fn init_assign_device_id(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    id: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { identify("WdfPdoInitAssignDeviceID", "DeviceID", init, id, |pdo, id| pdo.device_id = Some(id)) }
}

pub(super) unsafe extern "C" fn init_assign_instance_id(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    id: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { identify("WdfPdoInitAssignInstanceID", "InstanceID", init, id, |pdo, id| pdo.instance_id = Some(id)) }
}

pub(super) unsafe extern "C" fn init_add_hardware_id(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    id: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { identify("WdfPdoInitAddHardwareID", "HardwareID", init, id, |pdo, id| pdo.hardware_ids.push(id)) }
}

pub(super) unsafe extern "C" fn init_add_compatible_id(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    id: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { identify("WdfPdoInitAddCompatibleID", "CompatibleID", init, id, |pdo, id| pdo.compatible_ids.push(id)) }
}

pub(super) unsafe extern "C" fn init_add_device_text(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    description: PCUNICODE_STRING,
    location: PCUNICODE_STRING,
    _locale: LCID,
) -> NTSTATUS {
    const DDI: &str = "WdfPdoInitAddDeviceText";
    arg::required(DDI, "DeviceLocation", location);
    // Nobody reads the text, so only its form is checked.
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { identify(DDI, "DeviceDescription", init, description, |_, _| {}) }
}

pub(super) unsafe extern "C" fn init_set_default_locale(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT, _locale: LCID) {
    const DDI: &str = "WdfPdoInitSetDefaultLocale";
    if passive_only(DDI) {
        change(DDI, init, true, |_| {});
    }
}

pub(super) unsafe extern "C" fn init_assign_raw_device(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    class: *const GUID,
) -> NTSTATUS {
    const DDI: &str = "WdfPdoInitAssignRawDevice";
    arg::required(DDI, "DeviceClassGuid", class);
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    if change(DDI, init, false, |pdo| pdo.raw = true) { STATUS_SUCCESS } else { STATUS_INVALID_PARAMETER }
}

pub(super) unsafe extern "C" fn init_allow_forwarding_request_to_parent(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    const DDI: &str = "WdfPdoInitAllowForwardingRequestToParent";
    if passive_only(DDI) {
        change(DDI, init, true, |pdo| pdo.forwards_to_parent = true);
    }
}

pub(super) unsafe extern "C" fn mark_missing(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> NTSTATUS {
    let id = enter("WdfPdoMarkMissing", device, Kind::Device);
    let status = with(|kernel| kernel.mark_missing(id));
    service::ensure();
    status
}

pub(super) unsafe extern "C" fn request_eject(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) {
    const DDI: &str = "WdfPdoRequestEject";
    let id = enter(DDI, device, Kind::Device);
    let subject = with(|kernel| kernel.objects.subject(id));
    if !is_child(id) {
        complain(Rule::NotAChild, format!("{DDI}: {subject} is no child"));
    } else if !with(|kernel| kernel.is_still_listed(id)) {
        complain(Rule::NotAChild, format!("{DDI}: the PnP manager does not know {subject} yet"));
    } else {
        children::eject_later(id);
    }
}

pub(super) unsafe extern "C" fn get_parent(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> WDFDEVICE {
    let id = enter("WdfPdoGetParent", device, Kind::Device);
    handle(with(|kernel| kernel.parent_device(id)))
}

pub(super) unsafe extern "C" fn add_static_child(
    _: PWDF_DRIVER_GLOBALS,
    parent: WDFDEVICE,
    child: WDFDEVICE,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoAddStaticChild";
    let parent = enter(DDI, parent, Kind::Device);
    if is_child(parent) {
        return STATUS_INVALID_PARAMETER;
    }
    let child = named(DDI, child, Kind::Device);
    let status = with(|kernel| kernel.add_static_child(parent, child));
    service::ensure();
    status
}

pub(super) unsafe extern "C" fn lock_static_child_list(_: PWDF_DRIVER_GLOBALS, parent: WDFDEVICE) {
    const DDI: &str = "WdfFdoLockStaticChildListForIteration";
    let id = enter(DDI, parent, Kind::Device);
    if has_list(DDI, id) {
        with(|kernel| kernel.begin_iteration(id));
    }
}

pub(super) unsafe extern "C" fn retrieve_next_static_child(
    _: PWDF_DRIVER_GLOBALS,
    parent: WDFDEVICE,
    previous: WDFDEVICE,
    flags: ULONG,
) -> WDFDEVICE {
    const DDI: &str = "WdfFdoRetrieveNextStaticChild";
    let id = enter(DDI, parent, Kind::Device);
    if flags == 0 || flags & !WdfRetrieveAllChildren.cast_unsigned() != 0 {
        complain(Rule::NotAParent, format!("{DDI}: the flags {flags:#x} name no children"));
        return std::ptr::null_mut();
    }
    if !has_list(DDI, id) {
        return std::ptr::null_mut();
    }
    let previous = optional(DDI, previous, Kind::Device);
    handle(with(|kernel| kernel.next_static_child(id, previous, flags)))
}

pub(super) unsafe extern "C" fn unlock_static_child_list(_: PWDF_DRIVER_GLOBALS, parent: WDFDEVICE) {
    const DDI: &str = "WdfFdoUnlockStaticChildListFromIteration";
    let id = enter(DDI, parent, Kind::Device);
    if has_list(DDI, id) && !with(|kernel| kernel.end_iteration(id)) {
        let subject = with(|kernel| kernel.objects.subject(id));
        complain(Rule::NotAParent, format!("{DDI}: the list of {subject} is not locked"));
    }
    service::ensure();
}

pub(super) unsafe extern "C" fn forward_to_parent_device_io_queue(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    queue: WDFQUEUE,
    options: PWDF_REQUEST_FORWARD_OPTIONS,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestForwardToParentDeviceIoQueue";
    let queue = enter(DDI, queue, Kind::Queue);
    let id = named(DDI, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    let options = unsafe { arg::sized(DDI, "ForwardOptions", options) };
    if options.Size as usize != size_of::<WDF_REQUEST_FORWARD_OPTIONS>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    if options.Flags & !WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET.cast_unsigned() != 0 {
        return STATUS_INVALID_PARAMETER;
    }
    request::forward_to_parent(id, queue)
}

pub(super) unsafe extern "C" fn init_remove_power_dependency(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    const DDI: &str = "WdfPdoInitRemovePowerDependencyOnParent";
    refuse_above_passive(DDI);
    change(DDI, init, true, |init| init.holds_parent_in_d0 = false);
}

/// The container that the device is part of is for who shows devices to users.
pub(super) unsafe extern "C" fn init_assign_container_id(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    container: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfPdoInitAssignContainerID";
    refuse_above_passive(DDI);
    arg::required(DDI, "ContainerID", container);
    if change(DDI, init, false, |_| {}) { STATUS_SUCCESS } else { STATUS_INVALID_PARAMETER }
}
