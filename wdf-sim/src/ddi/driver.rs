//! `WdfDriver*`: creating the driver object, and what it knows of itself.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use std::collections::BTreeMap;

use wdf_sim_sys::{
    _WDF_DRIVER_INIT_FLAGS::WdfDriverInitNonPnpDriver, ACCESS_MASK, BOOLEAN, NTSTATUS, PCUNICODE_STRING,
    PDRIVER_OBJECT, PFN_WDF_TRACE_CALLBACK, PVOID, PWDF_DRIVER_CONFIG, PWDF_DRIVER_GLOBALS,
    PWDF_DRIVER_VERSION_AVAILABLE_PARAMS, PWDF_OBJECT_ATTRIBUTES, PWSTR, STATUS_DRIVER_INTERNAL_ERROR,
    STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED, STATUS_SUCCESS, ULONG,
    WDF_DRIVER_CONFIG, WDF_DRIVER_VERSION_AVAILABLE_PARAMS, WDFDRIVER, WDFKEY, WDFSTRING,
};

use super::{arg, begin, enter, named, passive_only, registry, string};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::driver::Driver;
use crate::kernel::object::{Body, Deletion, Kind};
use crate::kernel::registry::Registry;
use crate::kernel::string::Text;
use crate::kernel::{Level, Scope};

/// The framework's version, and the build that its string names.
const VERSION: [ULONG; 2] = [1, 33];
/// See [`VERSION`].
const BUILD: u32 = 22_621;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    driver_object: PDRIVER_OBJECT,
    registry_path: PCUNICODE_STRING,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    config: PWDF_DRIVER_CONFIG,
    out: *mut WDFDRIVER,
) -> NTSTATUS {
    const DDI: &str = "WdfDriverCreate";
    begin(DDI);
    arg::required(DDI, "DriverObject", driver_object);
    arg::required(DDI, "RegistryPath", registry_path);
    // SAFETY: the driver's pointer, NULL or valid.
    let config: WDF_DRIVER_CONFIG = unsafe { arg::sized(DDI, "DriverConfig", config) };
    if !passive_only(DDI) {
        return wdf_sim_sys::STATUS_INVALID_DEVICE_REQUEST;
    }
    if config.Size as usize != size_of::<WDF_DRIVER_CONFIG>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let non_pnp = config.DriverInitFlags & WdfDriverInitNonPnpDriver.cast_unsigned() != 0;
    if non_pnp && config.EvtDriverDeviceAdd.is_some() {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::LEVEL_AND_SCOPE) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, checked above.
    let path = match unsafe { string::units(registry_path) } {
        Ok(path) => Text::new(&path),
        Err(status) => return status,
    };
    let wdm = driver_object as usize;
    let exists = with(|kernel| {
        kernel.objects.roots().any(|(_, object)| matches!(&object.body, Body::Driver(driver) if driver.wdm == wdm))
    });
    if exists {
        return STATUS_DRIVER_INTERNAL_ERROR;
    }
    let (level, scope) =
        attributes.map_or((Level::Dispatch, Scope::None), |a| a.inherit((Level::Dispatch, Scope::None)));
    let driver = Driver {
        device_add: config.EvtDriverDeviceAdd,
        unload: config.EvtDriverUnload,
        wdm,
        path,
        added: 0,
        properties: BTreeMap::new(),
    };
    let id = with(|kernel| {
        let id = kernel.objects.insert(None, level, scope, Body::Driver(driver));
        kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
        if let Some(attributes) = attributes {
            kernel.attach(id, attributes.context());
        }
        id
    });
    super::globals::set_driver(id.handle() as WDFDRIVER);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(out, id.handle() as WDFDRIVER) };
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn wdm_get_driver_object(_: PWDF_DRIVER_GLOBALS, driver: WDFDRIVER) -> PDRIVER_OBJECT {
    let id = enter("WdfDriverWdmGetDriverObject", driver, Kind::Driver);
    with(|kernel| kernel.objects.driver(id).wdm as PDRIVER_OBJECT)
}

/// The path of the driver's service key, which lives as long as the driver object.
pub(super) unsafe extern "C" fn get_registry_path(_: PWDF_DRIVER_GLOBALS, driver: WDFDRIVER) -> PWSTR {
    const DDI: &str = "WdfDriverGetRegistryPath";
    let id = enter(DDI, driver, Kind::Driver);
    if !passive_only(DDI) {
        return std::ptr::null_mut();
    }
    with(|kernel| kernel.objects.driver_mut(id).path.place()).map_or(std::ptr::null_mut(), |(at, ..)| at as PWSTR)
}

/// The `Parameters` key below the driver's service key, which is made if it is not there.
pub(super) unsafe extern "C" fn open_parameters_registry_key(
    _: PWDF_DRIVER_GLOBALS,
    driver: WDFDRIVER,
    _access: ACCESS_MASK,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    const DDI: &str = "WdfDriverOpenParametersRegistryKey";
    let id = enter(DDI, driver, Kind::Driver);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Key", out, std::ptr::null_mut()) };
    if !passive_only(DDI) {
        return wdf_sim_sys::STATUS_INVALID_DEVICE_REQUEST;
    }
    let service = with(|kernel| kernel.objects.driver(id).registry_path());
    let path = match Registry::path(None, &format!(r"{service}\Parameters")) {
        Ok(path) => path,
        Err(status) => return status,
    };
    with(|kernel| kernel.registry.ensure(&path));
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { registry::create_key(DDI, path, attributes, Some(id), Allows::PARENT, out) }
}

/// Tracing is the preprocessor's own work since; the framework has not taken part for long.
pub(super) unsafe extern "C" fn register_trace_info(
    _: PWDF_DRIVER_GLOBALS,
    _driver: PDRIVER_OBJECT,
    _callback: PFN_WDF_TRACE_CALLBACK,
    _control: PVOID,
) -> NTSTATUS {
    begin("WdfDriverRegisterTraceInfo");
    STATUS_NOT_SUPPORTED
}

pub(super) unsafe extern "C" fn retrieve_version_string(
    _: PWDF_DRIVER_GLOBALS,
    driver: WDFDRIVER,
    string: WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDriverRetrieveVersionString";
    enter(DDI, driver, Kind::Driver);
    arg::required(DDI, "String", string);
    if !passive_only(DDI) {
        return wdf_sim_sys::STATUS_INVALID_DEVICE_REQUEST;
    }
    let string = named(DDI, string, Kind::String);
    with(|kernel| {
        let verifier = if kernel.verifier_on() { "(verifier on) " } else { "" };
        let text = format!("Kernel Mode Driver Framework {verifier}version {}.{}.{BUILD}", VERSION[0], VERSION[1]);
        *kernel.objects.string_mut(string) = Text::new(&text.encode_utf16().collect::<Vec<u16>>());
    });
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn is_version_available(
    _: PWDF_DRIVER_GLOBALS,
    driver: WDFDRIVER,
    wanted: PWDF_DRIVER_VERSION_AVAILABLE_PARAMS,
) -> BOOLEAN {
    const DDI: &str = "WdfDriverIsVersionAvailable";
    enter(DDI, driver, Kind::Driver);
    // SAFETY: the driver's pointer, NULL or valid.
    let wanted = unsafe { arg::sized(DDI, "VersionAvailableParams", wanted) };
    if !passive_only(DDI) || wanted.Size as usize != size_of::<WDF_DRIVER_VERSION_AVAILABLE_PARAMS>() {
        return 0;
    }
    BOOLEAN::from(wanted.MajorVersion == VERSION[0] && wanted.MinorVersion <= VERSION[1])
}
