//! `WdfControlDeviceInit*` and `WdfControlFinishInitializing`: devices that the PnP manager knows nothing of.
//!
//! Facts: `fxdeviceinitapi.cpp`, `fxdeviceapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read")]

use wdf_sim_sys::{
    PCUNICODE_STRING, PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION, PWDF_DRIVER_GLOBALS, PWDFDEVICE_INIT, UCHAR, WDFDEVICE,
    WDFDRIVER,
};

use super::{arg, device_init, enter, passive_only, string};
use crate::exec::{check, with};
use crate::kernel::device::{Control, DeviceInit, Pnp};
use crate::kernel::object::Kind;
use crate::violation::Rule;

/// `WdfDeviceShutdown` and `WdfDeviceLastChanceShutdown`.
const SHUTDOWN_FLAGS: UCHAR = 3;

pub(super) unsafe extern "C" fn init_allocate(
    _: PWDF_DRIVER_GLOBALS,
    driver: WDFDRIVER,
    sddl: PCUNICODE_STRING,
) -> PWDFDEVICE_INIT {
    const DDI: &str = "WdfControlDeviceInitAllocate";
    let driver = enter(DDI, driver, Kind::Driver);
    arg::required(DDI, "SDDLString", sddl);
    // SAFETY: the driver's pointer, checked above.
    if !passive_only(DDI) || unsafe { string::units(sddl) }.is_err() {
        return std::ptr::null_mut();
    }
    with(|kernel| {
        let init = DeviceInit { control: Some(Control::default()), ..DeviceInit::new(driver) };
        kernel.add_init(init) as PWDFDEVICE_INIT
    })
}

pub(super) unsafe extern "C" fn init_set_shutdown_notification(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    notification: PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION,
    flags: UCHAR,
) {
    const DDI: &str = "WdfControlDeviceInitSetShutdownNotification";
    arg::required(DDI, "Notification", notification.map_or(std::ptr::null(), |callback| callback as *const ()));
    let allowed = flags != 0 && flags & !SHUTDOWN_FLAGS == 0;
    let mut is_control = false;
    device_init::change(DDI, init, |init| {
        if let Some(control) = &mut init.control {
            is_control = true;
            if allowed {
                control.shutdown = notification;
            }
        }
    });
    if !allowed || !is_control {
        let why = if is_control { "the flags are out of range" } else { "the WDFDEVICE_INIT is for no control device" };
        check(|kernel| kernel.verifier_break(Rule::ControlDeviceMisused, format!("{DDI}: {why}")));
    }
}

/// The device can be opened from here on.
pub(super) unsafe extern "C" fn finish_initializing(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) {
    const DDI: &str = "WdfControlFinishInitializing";
    let id = enter(DDI, device, Kind::Device);
    check(|kernel| {
        if kernel.objects.device(id).control.is_none() {
            let text = format!("{DDI}: {} is no control device", kernel.objects.subject(id));
            return kernel.verifier_break(Rule::ControlDeviceMisused, text);
        }
        kernel.objects.device_mut(id).state = Pnp::Working;
        Ok(())
    });
}
