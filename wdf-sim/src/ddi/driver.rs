//! `WdfDriver*`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_DRIVER_INIT_FLAGS::WdfDriverInitNonPnpDriver, NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, PWDF_DRIVER_CONFIG,
    PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_DRIVER_INTERNAL_ERROR, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_PARAMETER, STATUS_SUCCESS, WDF_DRIVER_CONFIG, WDFDRIVER,
};

use super::{arg, begin, enter, passive_only};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::driver::Driver;
use crate::kernel::object::{Body, Kind};
use crate::kernel::{Level, Scope};

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
    let config: WDF_DRIVER_CONFIG = unsafe { arg::read(DDI, "DriverConfig", config) };
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
    let wdm = driver_object as usize;
    let exists = with(|kernel| {
        kernel.objects.roots().any(|(_, object)| matches!(&object.body, Body::Driver(driver) if driver.wdm == wdm))
    });
    if exists {
        return STATUS_DRIVER_INTERNAL_ERROR;
    }
    let (level, scope) =
        attributes.map_or((Level::Dispatch, Scope::None), |a| a.inherit((Level::Dispatch, Scope::None)));
    let driver = Driver { device_add: config.EvtDriverDeviceAdd, unload: config.EvtDriverUnload, wdm };
    let id = with(|kernel| {
        let id = kernel.objects.insert(None, level, scope, Body::Driver(driver));
        kernel.objects.get_mut(id).no_delete = true;
        if let Some(attributes) = attributes {
            kernel.attach(id, attributes.context());
        }
        id
    });
    super::table::set_driver(id.handle() as WDFDRIVER);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(out, id.handle() as WDFDRIVER) };
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn wdm_get_driver_object(_: PWDF_DRIVER_GLOBALS, driver: WDFDRIVER) -> PDRIVER_OBJECT {
    let id = enter("WdfDriverWdmGetDriverObject", driver, Kind::Driver);
    with(|kernel| kernel.objects.driver(id).wdm as PDRIVER_OBJECT)
}
