//! `WdfDevice*`: what a driver says of its device's abilities and state, and asks about it.
//!
//! Facts: `fxdeviceapi.cpp`, `fxdevice.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_DEVICE_FAILED_ACTION as failed_action, _WDF_DEVICE_PNP_STATE as pnp_state,
    _WDF_DEVICE_POWER_STATE as power_state, _WDF_TRI_STATE as tri_state, BOOLEAN, NTSTATUS, PCUNICODE_STRING,
    PUNICODE_STRING, PWDF_DEVICE_PNP_CAPABILITIES, PWDF_DEVICE_POWER_CAPABILITIES, PWDF_DEVICE_STATE,
    PWDF_DRIVER_GLOBALS, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS, ULONG, UNICODE_STRING,
    WDF_DEVICE_FAILED_ACTION, WDF_DEVICE_PNP_CAPABILITIES, WDF_DEVICE_PNP_STATE, WDF_DEVICE_POWER_CAPABILITIES,
    WDF_DEVICE_POWER_STATE, WDF_DEVICE_STATE, WDFDEVICE, WDFFILEOBJECT, WDFSTRING,
};

use super::{arg, enter, named, passive_only, refuse_above_passive, string};
use crate::exec::{check, service, with};
use crate::kernel::Job;
use crate::kernel::device::Pnp;
use crate::kernel::object::{Id, Kind};
use crate::kernel::string::Text;
use crate::kernel::system::APPLICATION;
use crate::violation::Rule;

/// What a member may be that is true, false or the default.
const TRI_STATES: std::ops::RangeInclusive<i32> = tri_state::WdfFalse..=tri_state::WdfUseDefault;
/// `PowerDeviceUnspecified` and `PowerDeviceMaximum`.
const DEVICE_STATES: (i32, i32) = (0, 5);
/// `PowerDeviceD1`.
const D1: i32 = 2;
/// `PowerSystemUnspecified` to `PowerSystemMaximum`.
const SYSTEM_STATES: std::ops::RangeInclusive<i32> = 0..=7;

/// The function breaks because the device cannot be told that.
fn misused(ddi: &str, id: Id, why: &str) {
    check(|kernel| {
        let text = format!("{ddi}: {} {why}", kernel.objects.subject(id));
        kernel.verifier_break(Rule::DeviceMisused, text)
    });
}

/// Whether a structure has the size of its version; a break if not.
fn has_size(ddi: &str, size: ULONG, expected: usize) -> bool {
    let right = size as usize == expected;
    if !right {
        let text = format!("{ddi}: Size is {size}, and {expected} is expected");
        check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    right
}

/// What the PnP manager would be told of the device has no effect on a test's machine, beyond being checked.
pub(super) unsafe extern "C" fn set_pnp_capabilities(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    capabilities: PWDF_DEVICE_PNP_CAPABILITIES,
) {
    const DDI: &str = "WdfDeviceSetPnpCapabilities";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let capabilities = unsafe { arg::sized(DDI, "PnpCapabilities", capabilities) };
    if !has_size(DDI, capabilities.Size, size_of::<WDF_DEVICE_PNP_CAPABILITIES>()) {
        return;
    }
    let members = [
        capabilities.LockSupported,
        capabilities.EjectSupported,
        capabilities.Removable,
        capabilities.DockDevice,
        capabilities.UniqueID,
        capabilities.SilentInstall,
        capabilities.SurpriseRemovalOK,
        capabilities.HardwareDisabled,
        capabilities.NoDisplayInUI,
    ];
    if members.iter().any(|member| !TRI_STATES.contains(member)) {
        misused(DDI, id, "is given a capability that is neither true, false nor the default");
    }
}

/// See [`set_pnp_capabilities`].
pub(super) unsafe extern "C" fn set_power_capabilities(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    capabilities: PWDF_DEVICE_POWER_CAPABILITIES,
) {
    const DDI: &str = "WdfDeviceSetPowerCapabilities";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let capabilities = unsafe { arg::sized(DDI, "PowerCapabilities", capabilities) };
    if !has_size(DDI, capabilities.Size, size_of::<WDF_DEVICE_POWER_CAPABILITIES>()) {
        return;
    }
    let members = [
        capabilities.DeviceD1,
        capabilities.DeviceD2,
        capabilities.WakeFromD0,
        capabilities.WakeFromD1,
        capabilities.WakeFromD2,
        capabilities.WakeFromD3,
    ];
    let device_states = DEVICE_STATES.0..=DEVICE_STATES.1;
    let owner = with(|kernel| kernel.objects.device(id).power_policy.owner);
    let ideal = capabilities.IdealDxStateForSx;
    let why = if members.iter().any(|member| !TRI_STATES.contains(member)) {
        "is given a power capability that is neither true, false nor the default"
    } else if capabilities.DeviceState.iter().any(|state| !device_states.contains(state)) {
        "is given a device state that is none"
    } else if !device_states.contains(&capabilities.DeviceWake) {
        "is given a device state to wake from that is none"
    } else if !SYSTEM_STATES.contains(&capabilities.SystemWake) {
        "is given a system state to wake from that is none"
    } else if !owner && ideal != DEVICE_STATES.1 {
        "is given an ideal state by who does not own its power policy"
    } else if !(D1..=DEVICE_STATES.1).contains(&ideal) {
        "is given an ideal state that is D0, or none"
    } else {
        return;
    };
    misused(DDI, id, why);
}

/// The size of `WDF_DEVICE_STATE` in headers before 1.31, without its last member.
const OLDER_STATE: usize = 28;

/// Whether this is a `WDF_DEVICE_STATE`, of this version or an older one.
fn is_state(ddi: &str, size: ULONG) -> bool {
    size as usize == OLDER_STATE || has_size(ddi, size, size_of::<WDF_DEVICE_STATE>())
}

pub(super) unsafe extern "C" fn get_device_state(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, out: PWDF_DEVICE_STATE) {
    const DDI: &str = "WdfDeviceGetDeviceState";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let size = unsafe { arg::read(DDI, "DeviceState", out.cast::<ULONG>()) };
    if !is_state(DDI, size) {
        return;
    }
    let state = WDF_DEVICE_STATE { Size: size, ..with(|kernel| kernel.objects.device(id).told_state) };
    if size as usize == OLDER_STATE {
        // SAFETY: what follows the members of the older version is left out.
        let older = unsafe { (&raw const state).cast::<[u8; OLDER_STATE]>().read() };
        // SAFETY: the driver's pointer, read above, to as many bytes.
        unsafe { arg::write(DDI, "DeviceState", out.cast(), older) };
    } else {
        // SAFETY: the driver's pointer, read above.
        unsafe { arg::write(DDI, "DeviceState", out, state) };
    }
}

pub(super) unsafe extern "C" fn set_device_state(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, state: PWDF_DEVICE_STATE) {
    const DDI: &str = "WdfDeviceSetDeviceState";
    let id = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let state = unsafe { arg::sized_or(DDI, "DeviceState", state, &[OLDER_STATE]) };
    if !is_state(DDI, state.Size) {
        return;
    }
    let members = [
        state.Disabled,
        state.DontDisplayInUI,
        state.Failed,
        state.NotDisableable,
        state.Removed,
        state.ResourcesChanged,
    ];
    if members.iter().any(|member| !TRI_STATES.contains(member)) {
        return misused(DDI, id, "is given a state that is neither true, false nor the default");
    }
    with(|kernel| kernel.objects.device_mut(id).told_state = state);
    if state.Failed == tri_state::WdfTrue || state.Removed == tri_state::WdfTrue {
        fail(id);
    }
}

/// The PnP manager takes the device away, on a thread of its own.
fn fail(id: Id) {
    with(|kernel| {
        let job = Job::Fail(id, kernel.objects.get(id).serial);
        kernel.work.push_back(job);
    });
    service::ensure();
}

pub(super) unsafe extern "C" fn set_failed(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    action: WDF_DEVICE_FAILED_ACTION,
) {
    const DDI: &str = "WdfDeviceSetFailed";
    let id = enter(DDI, device, Kind::Device);
    let actions = failed_action::WdfDeviceFailedAttemptRestart..=failed_action::WdfDeviceFailedNoRestart;
    if !actions.contains(&action) {
        return misused(DDI, id, &format!("is given the action {action}, which is out of range"));
    }
    fail(id);
}

/// A count, which nobody keeps from going below zero: a device that was once said too often to be stoppable never is.
pub(super) unsafe extern "C" fn set_static_stop_remove(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, stoppable: BOOLEAN) {
    let id = enter("WdfDeviceSetStaticStopRemove", device, Kind::Device);
    with(|kernel| {
        let count = &mut kernel.objects.device_mut(id).stop_count;
        *count = if stoppable == 0 { count.wrapping_add(1) } else { count.wrapping_sub(1) };
    });
}

/// The state as drivers can tell it: those that pass while a callback runs have the name of the last one that lasted.
pub(super) unsafe extern "C" fn get_device_pnp_state(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
) -> WDF_DEVICE_PNP_STATE {
    let id = enter("WdfDeviceGetDevicePnpState", device, Kind::Device);
    with(|kernel| match kernel.objects.device(id).state {
        Pnp::Suspended if kernel.objects.device(id).stopped => pnp_state::WdfDevStatePnpStopped,
        Pnp::Added => pnp_state::WdfDevStatePnpInit,
        Pnp::Working | Pnp::Suspended => pnp_state::WdfDevStatePnpStarted,
        Pnp::SurpriseRemoved => pnp_state::WdfDevStatePnpSurpriseRemove,
        Pnp::Removed => pnp_state::WdfDevStatePnpRemoved,
    })
}

/// See [`get_device_pnp_state`].
pub(super) unsafe extern "C" fn get_device_power_state(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
) -> WDF_DEVICE_POWER_STATE {
    let id = enter("WdfDeviceGetDevicePowerState", device, Kind::Device);
    with(|kernel| match kernel.objects.device(id).state {
        Pnp::Added => power_state::WdfDevStatePowerObjectCreated,
        Pnp::Working => power_state::WdfDevStatePowerD0,
        Pnp::Suspended => power_state::WdfDevStatePowerDx,
        Pnp::SurpriseRemoved | Pnp::Removed => power_state::WdfDevStatePowerStopped,
    })
}

pub(super) unsafe extern "C" fn set_characteristics(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, value: ULONG) {
    let id = enter("WdfDeviceSetCharacteristics", device, Kind::Device);
    with(|kernel| kernel.objects.device_mut(id).characteristics = value);
}

pub(super) unsafe extern "C" fn get_characteristics(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> ULONG {
    let id = enter("WdfDeviceGetCharacteristics", device, Kind::Device);
    with(|kernel| kernel.objects.device(id).characteristics)
}

pub(super) unsafe extern "C" fn set_alignment_requirement(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, mask: ULONG) {
    let id = enter("WdfDeviceSetAlignmentRequirement", device, Kind::Device);
    with(|kernel| kernel.objects.device_mut(id).alignment = mask);
}

pub(super) unsafe extern "C" fn get_alignment_requirement(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) -> ULONG {
    let id = enter("WdfDeviceGetAlignmentRequirement", device, Kind::Device);
    with(|kernel| kernel.objects.device(id).alignment)
}

pub(super) unsafe extern "C" fn retrieve_device_name(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    out: WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceRetrieveDeviceName";
    let id = enter(DDI, device, Kind::Device);
    arg::required(DDI, "String", out);
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let out = named(DDI, out, Kind::String);
    with(|kernel| match kernel.objects.device(id).name.clone() {
        Some(name) => {
            *kernel.objects.string_mut(out) = Text::new(&name);
            STATUS_SUCCESS
        }
        None => STATUS_INVALID_DEVICE_REQUEST,
    })
}

/// A name that the driver gives its device, checked.
///
/// # Safety
///
/// The pointer is NULL or valid.
pub(super) unsafe fn name(string: PCUNICODE_STRING) -> Result<Option<Vec<u16>>, NTSTATUS> {
    if string.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller vouches for it, and it is not NULL.
    unsafe { string::units(string) }.map(Some)
}

/// The part of the path behind the device's own name; the string lives as long as the file.
pub(super) unsafe extern "C" fn file_get_file_name(_: PWDF_DRIVER_GLOBALS, file: WDFFILEOBJECT) -> PUNICODE_STRING {
    const DDI: &str = "WdfFileObjectGetFileName";
    let id = enter(DDI, file, Kind::File);
    refuse_above_passive(DDI);
    with(|kernel| {
        let name = &mut kernel.objects.file_mut(id).name;
        let (text, string) = name.get_or_insert_with(|| Box::new((Text::new(&[]), UNICODE_STRING::default()))).as_mut();
        let (address, length, room) = text.place().unwrap_or((0, 0, 0));
        let fit = |bytes: usize| u16::try_from(bytes).unwrap_or(u16::MAX);
        *string = UNICODE_STRING { Length: fit(length), MaximumLength: fit(room), Buffer: address as *mut u16 };
        &raw mut *string
    })
}

/// Handles are opened for synchronous and asynchronous I/O alike, and nothing else is asked of them.
pub(super) unsafe extern "C" fn file_get_flags(_: PWDF_DRIVER_GLOBALS, file: WDFFILEOBJECT) -> ULONG {
    enter("WdfFileObjectGetFlags", file, Kind::File);
    0
}

pub(super) unsafe extern "C" fn file_get_initiator_process_id(_: PWDF_DRIVER_GLOBALS, file: WDFFILEOBJECT) -> ULONG {
    enter("WdfFileObjectGetInitiatorProcessId", file, Kind::File);
    APPLICATION
}
