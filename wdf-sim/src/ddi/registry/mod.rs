//! `WdfRegistry*`: keys; reading values is in `query.rs`, writing them in `assign.rs`.
//!
//! Facts: `fxregistryapi.cpp`. Kernel code is not held to the access it asked for, so that is not looked at.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

pub(super) mod assign;
pub(super) mod query;

use wdf_sim_sys::{
    ACCESS_MASK, HANDLE, NTSTATUS, PCUNICODE_STRING, PULONG, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, WDFKEY,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, enter, optional, passive_only, string};
use crate::exec::{check, object, with};
use crate::kernel::attributes::Allows;
use crate::kernel::driver::DeviceKey;
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::registry::{RegKey, Registry};
use crate::kernel::{Level, Scope};
use crate::violation::Rule;

/// `PLUGPLAY_REGKEY_DEVICE`: the key with the device's parameters.
const KEY_OF_DEVICE: ULONG = 1;
/// `PLUGPLAY_REGKEY_DRIVER`: the driver's key for the device.
const KEY_OF_DRIVER: ULONG = 2;
/// `REG_CREATED_NEW_KEY` and `REG_OPENED_EXISTING_KEY`.
const DISPOSITIONS: [ULONG; 2] = [1, 2];

/// The name that a driver's string is.
///
/// # Safety
///
/// The pointer is NULL or valid.
pub(super) unsafe fn name(ddi: &str, string: PCUNICODE_STRING) -> Result<String, NTSTATUS> {
    arg::required(ddi, "Name", string);
    // SAFETY: the caller vouches for it, and it is not NULL.
    let units = unsafe { string::units(string) }?;
    Ok(String::from_utf16_lossy(&units))
}

/// A new `WDFKEY` for this path, written to the driver's place.
///
/// # Safety
///
/// The pointers are NULL or valid.
pub(super) unsafe fn create_key(
    ddi: &'static str,
    path: String,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    default: Option<Id>,
    allows: Allows,
    out: *mut WDFKEY,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let attributes = match unsafe { arg::attributes(attributes, allows) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(ddi, attributes, default);
    let made = insert(parent, attributes, Level::Passive, Scope::None, Body::RegKey(RegKey { path }));
    // SAFETY: the caller vouches for it.
    unsafe { arg::give(ddi, "Key", out, made) }
}

/// Opens a key that is kept for the device of this number, or says why there is none.
///
/// # Safety
///
/// The pointers are NULL or valid.
pub(super) unsafe fn open_key_of(
    ddi: &'static str,
    of: Result<(Id, u32), NTSTATUS>,
    kind: ULONG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    unsafe { arg::write(ddi, "Key", out, std::ptr::null_mut()) };
    if !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let (driver, number) = match of {
        Ok(of) => of,
        Err(status) => return status,
    };
    let which = match kind {
        KEY_OF_DEVICE => DeviceKey::Hardware,
        KEY_OF_DRIVER => DeviceKey::Software,
        _ => {
            let text = format!("{ddi}: {kind} is no kind of key");
            check(|kernel| kernel.verifier_break(Rule::DeviceMisused, text));
            return STATUS_INVALID_PARAMETER;
        }
    };
    let path = with(|kernel| {
        let path = kernel.device_key(driver, number, which).to_uppercase();
        kernel.registry.ensure(&path);
        path
    });
    let allows = Allows { parent: false, level: false, scope: false };
    // SAFETY: the caller vouches for it.
    unsafe { create_key(ddi, path, attributes, Some(driver), allows, out) }
}

/// What opening and creating have in common: the path that is meant, once the place for the key is cleared.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn path_of(
    ddi: &'static str,
    parent: WDFKEY,
    key_name: PCUNICODE_STRING,
    out: *mut WDFKEY,
) -> Result<String, NTSTATUS> {
    begin(ddi);
    let parent = optional(ddi, parent, Kind::RegKey);
    arg::required(ddi, "KeyName", key_name);
    // SAFETY: the caller vouches for it.
    unsafe { arg::write(ddi, "Key", out, std::ptr::null_mut()) };
    if !passive_only(ddi) {
        return Err(STATUS_INVALID_DEVICE_REQUEST);
    }
    // SAFETY: the caller vouches for it.
    let key_name = unsafe { name(ddi, key_name) }?;
    let parent = parent.map(|parent| with(|kernel| kernel.objects.reg_key(parent).path.clone()));
    Registry::path(parent.as_deref(), &key_name)
}

pub(super) unsafe extern "C" fn open_key(
    _: PWDF_DRIVER_GLOBALS,
    parent: WDFKEY,
    key_name: PCUNICODE_STRING,
    _access: ACCESS_MASK,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryOpenKey";
    // SAFETY: the driver's pointers, NULL or valid.
    let path = match unsafe { path_of(DDI, parent, key_name, out) } {
        Ok(path) => path,
        Err(status) => return status,
    };
    if let Err(status) = with(|kernel| kernel.registry.open(&path)) {
        return status;
    }
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { create_key(DDI, path, attributes, the_driver(), Allows::PARENT, out) }
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    parent: WDFKEY,
    key_name: PCUNICODE_STRING,
    _access: ACCESS_MASK,
    _options: ULONG,
    disposition: PULONG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryCreateKey";
    // SAFETY: the driver's pointers, NULL or valid.
    let path = match unsafe { path_of(DDI, parent, key_name, out) } {
        Ok(path) => path,
        Err(status) => return status,
    };
    let new = match with(|kernel| kernel.registry.create(&path)) {
        Ok(new) => new,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(disposition, DISPOSITIONS[usize::from(!new)]) };
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { create_key(DDI, path, attributes, the_driver(), Allows::PARENT, out) }
}

pub(super) unsafe extern "C" fn close(_: PWDF_DRIVER_GLOBALS, key: WDFKEY) {
    const DDI: &str = "WdfRegistryClose";
    let id = enter(DDI, key, Kind::RegKey);
    if passive_only(DDI) {
        object::delete(id);
    }
}

/// The kernel's handle, which lives as long as the key.
pub(super) unsafe extern "C" fn wdm_get_handle(_: PWDF_DRIVER_GLOBALS, key: WDFKEY) -> HANDLE {
    const DDI: &str = "WdfRegistryWdmGetHandle";
    let id = enter(DDI, key, Kind::RegKey);
    if passive_only(DDI) { !id.handle() as HANDLE } else { std::ptr::null_mut() }
}

pub(super) unsafe extern "C" fn remove_key(_: PWDF_DRIVER_GLOBALS, key: WDFKEY) -> NTSTATUS {
    const DDI: &str = "WdfRegistryRemoveKey";
    let id = enter(DDI, key, Kind::RegKey);
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let path = path(id);
    match with(|kernel| kernel.registry.delete(&path)) {
        Ok(()) => {
            object::delete(id);
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

fn path(id: Id) -> String {
    with(|kernel| kernel.objects.reg_key(id).path.clone())
}

/// The key and the name of a value.
///
/// # Safety
///
/// The pointer is NULL or valid.
pub(super) unsafe fn place(
    ddi: &'static str,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
) -> Result<(String, String), NTSTATUS> {
    let id = enter(ddi, key, Kind::RegKey);
    arg::required(ddi, "ValueName", value_name);
    if !passive_only(ddi) {
        return Err(STATUS_INVALID_DEVICE_REQUEST);
    }
    // SAFETY: the caller vouches for it.
    let value_name = unsafe { name(ddi, value_name) }?;
    Ok((path(id), value_name))
}

pub(super) unsafe extern "C" fn remove_value(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    let place = unsafe { place("WdfRegistryRemoveValue", key, value_name) };
    place
        .and_then(|(path, name)| with(|kernel| kernel.registry.delete_value(&path, &name)))
        .err()
        .unwrap_or(STATUS_SUCCESS)
}
