//! `WdfDeviceCreateDeviceInterface` and the state and the link of an interface.
//!
//! Facts: `fxdeviceinterfaceapi.cpp`, `fxdeviceinterface.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    BOOLEAN, GUID, NTSTATUS, PCUNICODE_STRING, PWDF_DRIVER_GLOBALS, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_INVALID_DEVICE_STATE, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS, WDFDEVICE, WDFSTRING,
};

use super::{arg, enter, named, passive_only, string};
use crate::exec::{check, with};
use crate::kernel::device_interface::Interface;
use crate::kernel::object::{Id, Kind};
use crate::kernel::string::Text;
use crate::violation::Rule;

/// What the functions have in common: class and reference string, of a device that the PnP manager knows.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn read(
    ddi: &'static str,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
) -> Result<(Id, GUID, Vec<u16>), NTSTATUS> {
    let id = enter(ddi, device, Kind::Device);
    // SAFETY: the caller vouches for it.
    let class = unsafe { arg::read(ddi, "InterfaceClassGUID", class) };
    if !passive_only(ddi) {
        return Err(STATUS_INVALID_DEVICE_REQUEST);
    }
    let reference = if reference.is_null() {
        Vec::new()
    } else {
        // SAFETY: the caller vouches for it, and it is not NULL.
        unsafe { string::units(reference) }?
    };
    let is_control = with(|kernel| kernel.objects.device(id).control.is_some());
    if is_control { Err(STATUS_INVALID_DEVICE_REQUEST) } else { Ok((id, class, reference)) }
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    match unsafe { read("WdfDeviceCreateDeviceInterface", device, class, reference) } {
        Ok((id, class, reference)) => with(|kernel| {
            let interface = Interface { class, reference, enabled: false, by_hand: false };
            kernel.objects.device_mut(id).interfaces.push(interface);
            STATUS_SUCCESS
        }),
        Err(status) => status,
    }
}

/// Enables or disables an interface. Before the device is started, only the newer function remembers it.
///
/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn set(
    ddi: &'static str,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
    enabled: BOOLEAN,
    remembers: bool,
) {
    // SAFETY: the caller vouches for it.
    let (id, class, reference) = match unsafe { read(ddi, device, class, reference) } {
        Ok(read) => read,
        Err(status) => {
            check(|kernel| {
                // The level is complained about already.
                if u32::from(kernel.thread(crate::exec::me()).irql) > wdf_sim_sys::PASSIVE_LEVEL {
                    return Ok(());
                }
                kernel.verifier_break(
                    Rule::DeviceMisused,
                    format!("{ddi}: the arguments are invalid, status {status:#010x}"),
                )
            });
            return;
        }
    };
    with(|kernel| {
        let Some(index) = kernel.interface(id, &class, &reference) else { return };
        let shows = kernel.shows_interfaces(id);
        let interface = &mut kernel.objects.device_mut(id).interfaces[index];
        if shows {
            interface.enabled = enabled != 0;
        } else if remembers {
            interface.by_hand = enabled == 0;
        }
    });
}

pub(super) unsafe extern "C" fn set_state(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
    enabled: BOOLEAN,
) {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { set("WdfDeviceSetDeviceInterfaceState", device, class, reference, enabled, false) };
}

pub(super) unsafe extern "C" fn set_state_ex(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
    enabled: BOOLEAN,
) {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { set("WdfDeviceSetDeviceInterfaceStateEx", device, class, reference, enabled, true) };
}

pub(super) unsafe extern "C" fn retrieve_string(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    class: *const GUID,
    reference: PCUNICODE_STRING,
    out: WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceRetrieveDeviceInterfaceString";
    // SAFETY: the driver's pointers, NULL or valid.
    let (id, class, reference) = match unsafe { read(DDI, device, class, reference) } {
        Ok(read) => read,
        Err(status) => return status,
    };
    let out = named(DDI, out, Kind::String);
    with(|kernel| {
        let Some(index) = kernel.interface(id, &class, &reference) else { return STATUS_OBJECT_NAME_NOT_FOUND };
        // A child is registered with the PnP manager when that starts it.
        if kernel.objects.device(id).pdo.is_some() && !kernel.shows_interfaces(id) {
            return STATUS_INVALID_DEVICE_STATE;
        }
        let link: Vec<u16> = kernel.interface_link(id, index).encode_utf16().collect();
        *kernel.objects.string_mut(out) = Text::new(&link);
        STATUS_SUCCESS
    })
}
