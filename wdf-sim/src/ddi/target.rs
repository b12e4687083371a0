//! `WdfIoTarget*`: creating, opening, closing, starting, stopping and purging targets. Formatting is in `format.rs`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_IO_TARGET_OPEN_TYPE as open_type, _WDF_IO_TARGET_PURGE_IO_ACTION as purge_action,
    _WDF_IO_TARGET_SENT_IO_ACTION as sent_action, HANDLE, NTSTATUS, PDEVICE_OBJECT, PFILE_OBJECT, PWDF_DRIVER_GLOBALS,
    PWDF_IO_TARGET_OPEN_PARAMS, PWDF_OBJECT_ATTRIBUTES, STATUS_DELETE_PENDING, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, UNICODE_STRING, WDF_IO_TARGET_OPEN_PARAMS,
    WDF_IO_TARGET_PURGE_IO_ACTION, WDF_IO_TARGET_SENT_IO_ACTION, WDF_IO_TARGET_STATE, WDFDEVICE, WDFIOTARGET,
};

use super::object::parent_or;
use super::{arg, enter, passive_only};
use crate::exec::{remote, target, with};
use crate::kernel::Kernel;
use crate::kernel::attributes::Allows;
use crate::kernel::object::{Id, Kind, Life};
use crate::kernel::target::{Destination, Handle, Notifications, Stop};
use crate::violation::{Rule, Violation};

/// Size of the open parameters before version 1.13, without the last one.
const OLD_OPEN_SIZE: usize = 120;

pub(super) unsafe extern "C" fn device_get_io_target(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> WDFIOTARGET {
    let id = enter("WdfDeviceGetIoTarget", device, Kind::Device);
    with(|kernel| kernel.local_target(id).map_or(std::ptr::null_mut(), |target| target.handle() as WDFIOTARGET))
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFIOTARGET,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetCreate";
    let device = enter(DDI, device, Kind::Device);
    arg::required(DDI, "IoTarget", out);
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(DDI, attributes, Some(device));
    let parent = parent.expect("the device is the default");
    let created = with(|kernel| {
        if kernel.objects.ancestor(parent, Kind::Device) != Some(device) {
            return Err(STATUS_INVALID_DEVICE_REQUEST);
        }
        if kernel.objects.get(parent).life != Life::Live {
            return Err(STATUS_DELETE_PENDING);
        }
        let id = kernel.create_remote_target(parent, device);
        if let Some(attributes) = attributes {
            kernel.attach(id, attributes.context());
        }
        Ok(id)
    });
    let made = created;
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "IoTarget", out, made) }
}

/// What the parameters say is to be opened.
///
/// # Safety
///
/// They are valid as the documentation says.
unsafe fn what(params: &WDF_IO_TARGET_OPEN_PARAMS) -> Result<remote::What, NTSTATUS> {
    match params.Type {
        open_type::WdfIoTargetOpenUseExistingDevice => {
            let with_file = !params.TargetFileObject.is_null();
            let wants_notice = params.EvtIoTargetQueryRemove.is_some()
                || params.EvtIoTargetRemoveCanceled.is_some()
                || params.EvtIoTargetRemoveComplete.is_some();
            if params.TargetDeviceObject.is_null() || (wants_notice && !with_file) {
                return Err(STATUS_INVALID_PARAMETER);
            }
            let address = params.TargetDeviceObject as usize;
            let Some(named) = with(|kernel| kernel.device_object_at(address)) else {
                let text = format!("WdfIoTargetOpen: {address:#x} is no device object");
                crate::exec::stop(Violation::undefined(Rule::InvalidHandle, text))
            };
            if !with_file {
                return Ok(remote::What::Device(named, None));
            }
            let address = params.TargetFileObject as usize;
            match with(|kernel| kernel.file_of_device_at(named, address)) {
                Ok(file) => Ok(remote::What::Device(named, Some(file))),
                Err(()) => {
                    let text = format!("WdfIoTargetOpen: {address:#x} is no file object of the device");
                    crate::exec::stop(Violation::undefined(Rule::InvalidHandle, text))
                }
            }
        }
        open_type::WdfIoTargetOpenByName => {
            let name: UNICODE_STRING = params.TargetDeviceName;
            if name.Buffer.is_null() || name.Length == 0 || name.MaximumLength == 0 {
                return Err(STATUS_INVALID_PARAMETER);
            }
            // SAFETY: the caller vouches for it.
            Ok(remote::What::Name(unsafe { text(&name) }))
        }
        open_type::WdfIoTargetOpenReopen => Ok(remote::What::Reopen),
        _ => Err(STATUS_INVALID_PARAMETER),
    }
}

/// A kernel's string as text.
///
/// # Safety
///
/// Its buffer is valid for its length.
pub(super) unsafe fn text(string: &UNICODE_STRING) -> String {
    let characters = (0..usize::from(string.Length / 2)).map(|index| {
        let character = string.Buffer.wrapping_add(index);
        // SAFETY: the caller vouches for it.
        unsafe { character.read_unaligned() }
    });
    char::decode_utf16(characters).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

pub(super) unsafe extern "C" fn open(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    params: PWDF_IO_TARGET_OPEN_PARAMS,
) -> NTSTATUS {
    const DDI: &str = "WdfIoTargetOpen";
    let id = enter(DDI, target, Kind::RemoteTarget);
    arg::required(DDI, "OpenParams", params);
    // SAFETY: the driver's pointer, checked above; every version begins with the size.
    let size = unsafe { params.cast::<u32>().read_unaligned() } as usize;
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    if ![size_of::<WDF_IO_TARGET_OPEN_PARAMS>(), OLD_OPEN_SIZE].contains(&size) {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let mut whole = WDF_IO_TARGET_OPEN_PARAMS::default();
    // SAFETY: the driver's structure is as long as it says, and ours is at least that long.
    unsafe { std::ptr::copy_nonoverlapping(params.cast::<u8>().cast_const(), (&raw mut whole).cast::<u8>(), size) };
    // SAFETY: the driver's parameters.
    match unsafe { what(&whole) } {
        Ok(what) => {
            let notifications = Notifications {
                query_remove: whole.EvtIoTargetQueryRemove,
                remove_canceled: whole.EvtIoTargetRemoveCanceled,
                remove_complete: whole.EvtIoTargetRemoveComplete,
            };
            remote::open(id, what, notifications)
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn close(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) {
    const DDI: &str = "WdfIoTargetClose";
    let id = enter(DDI, target, Kind::RemoteTarget);
    if passive_only(DDI) {
        remote::close(id, false);
    }
}

pub(super) unsafe extern "C" fn close_for_query_remove(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) {
    const DDI: &str = "WdfIoTargetCloseForQueryRemove";
    let id = enter(DDI, target, Kind::RemoteTarget);
    if passive_only(DDI) {
        remote::close(id, true);
    }
}

pub(super) unsafe extern "C" fn start(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) -> NTSTATUS {
    target::start(enter("WdfIoTargetStart", target, Kind::IoTarget))
}

pub(super) unsafe extern "C" fn stop(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    action: WDF_IO_TARGET_SENT_IO_ACTION,
) {
    const DDI: &str = "WdfIoTargetStop";
    let id = enter(DDI, target, Kind::IoTarget);
    let stop = match action {
        sent_action::WdfIoTargetCancelSentIo => Stop::Cancel,
        sent_action::WdfIoTargetWaitForSentIoToComplete => Stop::Wait,
        sent_action::WdfIoTargetLeaveSentIoPending => Stop::Leave,
        _ => return,
    };
    if stop == Stop::Leave || passive_only(DDI) {
        target::stop(id, stop);
    }
}

pub(super) unsafe extern "C" fn purge(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
    action: WDF_IO_TARGET_PURGE_IO_ACTION,
) {
    const DDI: &str = "WdfIoTargetPurge";
    let id = enter(DDI, target, Kind::IoTarget);
    let wait = match action {
        purge_action::WdfIoTargetPurgeIoAndWait => true,
        purge_action::WdfIoTargetPurgeIo => false,
        _ => return,
    };
    if !wait || passive_only(DDI) {
        target::purge(id, wait);
    }
}

pub(super) unsafe extern "C" fn get_state(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) -> WDF_IO_TARGET_STATE {
    let id = enter("WdfIoTargetGetState", target, Kind::IoTarget);
    with(|kernel| kernel.objects.io_target(id).state as WDF_IO_TARGET_STATE)
}

pub(super) unsafe extern "C" fn get_device(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) -> WDFDEVICE {
    let id = enter("WdfIoTargetGetDevice", target, Kind::IoTarget);
    with(|kernel| kernel.objects.io_target(id).device.handle() as WDFDEVICE)
}

/// What stands behind a target, by the address that drivers know it by.
fn behind(id: Id) -> usize {
    with(|kernel| {
        let target = kernel.objects.io_target(id);
        let (is_remote, own) = (target.remote, target.device);
        match target.destination {
            Destination::Lower(number) if is_remote => Kernel::lower_object(number),
            Destination::Lower(_) => kernel.device_object(own, true),
            Destination::Device { device, serial, .. } if kernel.objects.is_live(device, serial) => {
                kernel.device_object(device, false)
            }
            Destination::Device { .. } | Destination::None => 0,
        }
    })
}

pub(super) unsafe extern "C" fn wdm_get_target_device_object(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
) -> PDEVICE_OBJECT {
    behind(enter("WdfIoTargetWdmGetTargetDeviceObject", target, Kind::IoTarget)) as PDEVICE_OBJECT
}

pub(super) unsafe extern "C" fn wdm_get_target_physical_device(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
) -> PDEVICE_OBJECT {
    behind(enter("WdfIoTargetWdmGetTargetPhysicalDevice", target, Kind::IoTarget)) as PDEVICE_OBJECT
}

/// The handle of the file that a target opened by name has; a made-up one, 0 for none.
fn opened_file(id: Id) -> usize {
    with(|kernel| match kernel.objects.io_target(id).destination {
        Destination::Device { file: Some(file), .. } => !file.handle(),
        _ => 0,
    })
}

pub(super) unsafe extern "C" fn wdm_get_target_file_object(
    _: PWDF_DRIVER_GLOBALS,
    target: WDFIOTARGET,
) -> PFILE_OBJECT {
    let id = enter("WdfIoTargetWdmGetTargetFileObject", target, Kind::IoTarget);
    with(|kernel| {
        let target = kernel.objects.io_target(id);
        match target.destination {
            Destination::Device { file: Some(file), .. } => kernel.file_object(file),
            Destination::Lower(number) if target.handle != Handle::None => Kernel::lower_file(number),
            _ => 0,
        }
    }) as PFILE_OBJECT
}

pub(super) unsafe extern "C" fn wdm_get_target_file_handle(_: PWDF_DRIVER_GLOBALS, target: WDFIOTARGET) -> HANDLE {
    opened_file(enter("WdfIoTargetWdmGetTargetFileHandle", target, Kind::RemoteTarget)) as HANDLE
}
