//! `WdfDevice*`, after the device is created.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use crate::kernel::status::STATUS_WDF_BUSY;
use wdf_sim_sys::{
    _WDF_REQUEST_TYPE as request_type, ACCESS_MASK, NTSTATUS, PCUNICODE_STRING, PWDF_DRIVER_GLOBALS,
    PWDF_OBJECT_ATTRIBUTES, PWDFDEVICE_INIT, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE,
    STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, WDF_REQUEST_TYPE, WDFDEVICE, WDFDRIVER, WDFFILEOBJECT, WDFKEY,
    WDFQUEUE,
};

use super::object::insert;
use super::{arg, begin, device_init, enter, named, passive_only, registry, string};
use crate::exec::{check, with};
use crate::kernel::Level;
use crate::kernel::attributes::Allows;
use crate::kernel::device::{Device, Pnp};
use crate::kernel::irp::Major;
use crate::kernel::lock::{Lock, LockKind};
use crate::kernel::object::{Body, Deletion, Kind};
use crate::violation::Rule;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    init: *mut PWDFDEVICE_INIT,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFDEVICE,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceCreate";
    begin(DDI);
    arg::required(DDI, "Device", out);
    // SAFETY: the driver's pointer, NULL or valid.
    let address = unsafe { arg::read(DDI, "DeviceInit", init) };
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::LEVEL_AND_SCOPE) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let taken = device_init::take(DDI, address);
    let driver = taken.driver;
    let inherited = with(|kernel| (kernel.objects.get(driver).level, kernel.objects.get(driver).scope));
    let (level, scope) = attributes.map_or(inherited, |attributes| attributes.inherit(inherited));
    let kind = if level == Level::Passive { LockKind::Wait } else { LockKind::Spin };
    let body = Body::Device(Box::new(Device::new(taken, Lock::new(kind))));
    match insert(Some(driver), attributes, level, scope, body) {
        Ok(id) => {
            // A control device is its driver's to delete, and a child until it is in its parent's list.
            with(|kernel| {
                let device = kernel.objects.device(id);
                let of_driver = device.pdo.is_some() || device.control.is_some();
                let takes_creates = device.file.create.is_some();
                kernel.objects.get_mut(id).deletion.set(Deletion::NOT_BY_DRIVER, !of_driver);
                if takes_creates {
                    kernel.add_create_queue(id);
                }
            });
            // SAFETY: the driver's pointer, read above.
            unsafe { arg::write(DDI, "DeviceInit", init, std::ptr::null_mut()) };
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "Device", out, id.handle() as WDFDEVICE) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn get_driver(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> WDFDRIVER {
    let id = enter("WdfDeviceGetDriver", device, Kind::Device);
    with(|kernel| kernel.objects.get(id).parent.map_or(std::ptr::null_mut(), |driver| driver.handle() as WDFDRIVER))
}

pub(super) unsafe extern "C" fn file_object_get_device(_: PWDF_DRIVER_GLOBALS, file: WDFFILEOBJECT) -> WDFDEVICE {
    let id = enter("WdfFileObjectGetDevice", file, Kind::File);
    with(|kernel| kernel.objects.file(id).device.handle() as WDFDEVICE)
}

/// Other drivers open the device by its link, of which it has one.
pub(super) unsafe extern "C" fn create_symbolic_link(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    name: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceCreateSymbolicLink";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    if unsafe { arg::read(DDI, "SymbolicLinkName", name) }.Length == 0 || !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, not NULL.
    let name = match unsafe { string::units(name) } {
        Ok(name) => String::from_utf16_lossy(&name),
        Err(status) => return status,
    };
    with(|kernel| {
        let names = &mut kernel.objects.device_mut(id).names;
        if !names.is_empty() {
            return STATUS_INVALID_DEVICE_REQUEST;
        }
        names.push(name);
        STATUS_SUCCESS
    })
}

pub(super) unsafe extern "C" fn get_default_queue(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> WDFQUEUE {
    let id = enter("WdfDeviceGetDefaultQueue", device, Kind::Device);
    with(|kernel| {
        kernel.objects.device(id).default_queue.map_or(std::ptr::null_mut(), |queue| queue.handle() as WDFQUEUE)
    })
}

pub(super) unsafe extern "C" fn configure_request_dispatching(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    queue: WDFQUEUE,
    kind: WDF_REQUEST_TYPE,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceConfigureRequestDispatching";
    let device = enter(DDI, device, Kind::Device);
    let queue = named(DDI, queue, Kind::Queue);
    let major = match kind {
        request_type::WdfRequestTypeCreate => Major::Create,
        request_type::WdfRequestTypeRead => Major::Read,
        request_type::WdfRequestTypeWrite => Major::Write,
        request_type::WdfRequestTypeDeviceControl => Major::DeviceControl,
        request_type::WdfRequestTypeDeviceControlInternal => Major::InternalDeviceControl,
        _ => return STATUS_INVALID_PARAMETER,
    };
    check(|kernel| {
        let state = kernel.objects.queue(queue);
        if state.device != device {
            return Ok(STATUS_INVALID_DEVICE_REQUEST);
        }
        let (is_default, handles) = (state.is_default, state.takes(major));
        let device_state = kernel.objects.device(device);
        if device_state.state != Pnp::Added {
            return Ok(STATUS_INVALID_DEVICE_STATE);
        }
        let configured = device_state.configured(major).is_some();
        let subject = kernel.objects.subject(queue);
        if is_default || !handles {
            let why = if is_default { "is the default queue" } else { "has no handler for this type" };
            kernel.verifier_break(Rule::DispatchingAlreadyConfigured, format!("{DDI}: {subject} {why}"))?;
            return Ok(STATUS_INVALID_DEVICE_REQUEST);
        }
        if configured {
            kernel.verifier_break(
                Rule::DispatchingAlreadyConfigured,
                format!("{DDI}: {} has a queue already", major.name()),
            )?;
            return Ok(if major == Major::Create { STATUS_INVALID_PARAMETER } else { STATUS_WDF_BUSY });
        }
        kernel.objects.device_mut(device).configure(major, queue);
        kernel.objects.get_mut(queue).deletion.insert(Deletion::NOT_BY_DRIVER);
        Ok(STATUS_SUCCESS)
    })
}

pub(super) unsafe extern "C" fn open_registry_key(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    kind: ULONG,
    _access: ACCESS_MASK,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceOpenRegistryKey";
    let id = enter(DDI, device, Kind::Device);
    let of = with(|kernel| {
        let driver = kernel.objects.ancestor(id, Kind::Driver).expect("a device belongs to its driver");
        if kernel.is_known_to_pnp(id) {
            Ok((driver, kernel.objects.device(id).number))
        } else {
            Err(STATUS_INVALID_DEVICE_STATE)
        }
    });
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { registry::open_key_of(DDI, of, kind, attributes, out) }
}
