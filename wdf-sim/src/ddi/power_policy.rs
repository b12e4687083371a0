//! `WdfDeviceAssignS0IdleSettings`, `WdfDeviceStopIdle` and what else decides on a device's power.
//!
//! Facts: `fxdeviceapi.cpp`, `fxpkgpnp.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_DEVICE_POWER_POLICY_STATE as policy_state, _WDF_POWER_DEVICE_STATE as power_state,
    _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE::{DriverManagedIdleTimeout, SystemManagedIdleTimeoutWithHint},
    _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES::{IdleCannotWakeFromS0, IdleUsbSelectiveSuspend},
    _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL::{IdleAllowUserControl, IdleDoNotAllowUserControl},
    _WDF_TRI_STATE::{WdfFalse, WdfTrue, WdfUseDefault},
    BOOLEAN, LONG, NTSTATUS, PCCH, POWER_ACTION, PVOID, PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS,
    PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, PWDF_DRIVER_GLOBALS, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER, STATUS_POWER_STATE_INVALID,
    STATUS_SUCCESS, ULONG, WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, WDF_DEVICE_POWER_POLICY_STATE,
    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, WDFDEVICE,
};

use super::{arg, enter, passive_only};
use crate::exec::{check, power_policy, service, with};
use crate::kernel::device::Pnp;
use crate::kernel::object::{Id, Kind};
use crate::kernel::power_policy::{IdleSettings, WakeSettings};
use crate::violation::{Rule, Violation};

/// Sizes of the settings in versions 1.7, 1.9, and since 1.11.
const IDLE_SIZES: [usize; 3] = [24, 28, size_of::<WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS>()];
/// Sizes of the settings in version 1.5, and since 1.7.
const WAKE_SIZES: [usize; 2] = [16, size_of::<WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS>()];
/// `FxPowerPolicyDefaultTimeout`, in milliseconds.
const DEFAULT_TIMEOUT: ULONG = 5_000;
/// What the power manager's time-out leaves to the framework's own, in units of 100 nanoseconds.
const NEGLIGIBLE: u64 = 1;
/// `PowerDeviceMaximum` in settings: the deepest state from which it works.
const ANY_STATE: i32 = 5;

/// Whether the driver decides on the device's power; a control device has none.
fn is_owner(ddi: &str, id: Id) -> bool {
    check(|kernel| {
        let device = kernel.objects.device(id);
        if device.control.is_some() {
            let text = format!("{ddi}: {} is a control device, which has no power", kernel.objects.subject(id));
            return Err(Violation::undefined(Rule::DeviceMisused, text));
        }
        Ok(device.power_policy.owner)
    })
}

/// Reads settings of one of these sizes; what a shorter one does not have stays as it is in `settings`.
///
/// # Safety
///
/// The pointer is NULL or valid for as many bytes as its first member says.
unsafe fn read_sized<T: Copy>(ddi: &str, from: *const T, sizes: &[usize], mut settings: T) -> Result<T, NTSTATUS> {
    // SAFETY: the caller vouches for it; every version begins with its size.
    let size = unsafe { arg::read(ddi, "Settings", from.cast::<ULONG>()) } as usize;
    if !sizes.contains(&size) {
        return Err(STATUS_INFO_LENGTH_MISMATCH);
    }
    let to = (&raw mut settings).cast::<u8>();
    // SAFETY: the driver's structure has that size, and `T` is the longest of them.
    unsafe { from.cast::<u8>().copy_to_nonoverlapping(to, size) };
    Ok(settings)
}

pub(super) unsafe extern "C" fn assign_s0_idle_settings(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    settings: PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAssignS0IdleSettings";
    let id = enter(DDI, device, Kind::Device);
    arg::required(DDI, "Settings", settings);
    if !is_owner(DDI, id) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let newest = WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
        PowerUpIdleDeviceOnSystemWake: WdfUseDefault,
        ExcludeD3Cold: WdfUseDefault,
        ..Default::default()
    };
    // SAFETY: the driver's pointer, valid for the size that it says.
    let settings = match unsafe { read_sized(DDI, settings, &IDLE_SIZES, newest) } {
        Ok(settings) => settings,
        Err(status) => return status,
    };
    let tri_states = WdfFalse..=WdfUseDefault;
    let can_wake = settings.IdleCaps != IdleCannotWakeFromS0;
    let is_valid = (power_state::WdfPowerDeviceD1..=ANY_STATE).contains(&settings.DxState)
        && (IdleCannotWakeFromS0..=IdleUsbSelectiveSuspend).contains(&settings.IdleCaps)
        && (IdleDoNotAllowUserControl..=IdleAllowUserControl).contains(&settings.UserControlOfIdleSettings)
        && tri_states.contains(&settings.Enabled)
        && tri_states.contains(&settings.PowerUpIdleDeviceOnSystemWake)
        && (!can_wake || settings.PowerUpIdleDeviceOnSystemWake == WdfUseDefault)
        && settings.IdleTimeoutType <= SystemManagedIdleTimeoutWithHint;
    if !is_valid {
        return STATUS_INVALID_PARAMETER;
    }
    // The bus of a simulated device can be woken from D3, and from D2 by what suspends selectively.
    let deepest = if settings.IdleCaps == IdleUsbSelectiveSuspend {
        power_state::WdfPowerDeviceD2
    } else {
        power_state::WdfPowerDeviceD3
    };
    let state = if settings.DxState == ANY_STATE { deepest } else { settings.DxState };
    if can_wake && state > deepest {
        return STATUS_POWER_STATE_INVALID;
    }
    let system_managed = settings.IdleTimeoutType != DriverManagedIdleTimeout;
    if !may_be_managed(DDI, id, system_managed) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let milliseconds = if settings.IdleTimeout == 0 { DEFAULT_TIMEOUT } else { settings.IdleTimeout };
    with(|kernel| {
        let before = kernel.objects.device(id).power_policy.idle;
        // Who leaves it to the user gets what the user last chose; nobody has.
        let kept = settings.Enabled == WdfUseDefault && settings.UserControlOfIdleSettings == IdleAllowUserControl;
        let enabled = match before {
            Some(before) if kept => before.enabled,
            _ => settings.Enabled != WdfFalse,
        };
        let assigned = IdleSettings {
            enabled,
            timeout: if system_managed { NEGLIGIBLE } else { IdleSettings::timeout_of(milliseconds) },
            state: if can_wake || settings.DxState != ANY_STATE { state } else { power_state::WdfPowerDeviceD3 },
            wakes: can_wake,
            up_on_system_wake: settings.PowerUpIdleDeviceOnSystemWake == WdfTrue,
            system_managed,
        };
        kernel.assign_idle_settings(id, assigned);
    });
    service::ensure();
    STATUS_SUCCESS
}

/// Who decides on the time-out is said once, and before the device is started.
fn may_be_managed(ddi: &str, id: Id, system_managed: bool) -> bool {
    check(|kernel| {
        let device = kernel.objects.device(id);
        let before = device.power_policy.idle.map(|settings| settings.system_managed);
        let why = match before {
            Some(before) if before != system_managed => "has said who decides on its idle time-out",
            None if system_managed && device.state != Pnp::Added => "is started",
            _ => return Ok(true),
        };
        let text = format!("{ddi}: {} {why}", kernel.objects.subject(id));
        kernel.verifier_break(Rule::DeviceMisused, text)?;
        Ok(false)
    })
}

pub(super) unsafe extern "C" fn assign_sx_wake_settings(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    settings: PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceAssignSxWakeSettings";
    let id = enter(DDI, device, Kind::Device);
    arg::required(DDI, "Settings", settings);
    if !is_owner(DDI, id) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let newest = WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS::default();
    // SAFETY: the driver's pointer, valid for the size that it says.
    let settings = match unsafe { read_sized(DDI, settings, &WAKE_SIZES, newest) } {
        Ok(settings) => settings,
        Err(status) => return status,
    };
    let is_valid = (power_state::WdfPowerDeviceD1..=ANY_STATE).contains(&settings.DxState)
        && (IdleDoNotAllowUserControl..=IdleAllowUserControl).contains(&settings.UserControlOfWakeSettings)
        && (WdfFalse..=WdfUseDefault).contains(&settings.Enabled);
    if !is_valid {
        return STATUS_INVALID_PARAMETER;
    }
    let state = if settings.DxState == ANY_STATE { power_state::WdfPowerDeviceD3 } else { settings.DxState };
    let wake = WakeSettings {
        enabled: settings.Enabled != WdfFalse,
        state,
        for_children: settings.ArmForWakeIfChildrenAreArmedForWake != 0,
    };
    with(|kernel| kernel.objects.device_mut(id).power_policy.wake = Some(wake));
    STATUS_SUCCESS
}

fn stop_idle(ddi: &'static str, device: WDFDEVICE, wait: BOOLEAN) -> NTSTATUS {
    let id = enter(ddi, device, Kind::Device);
    let wait = wait != 0;
    if wait && !passive_only(ddi) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    if !is_owner(ddi, id) {
        return STATUS_INVALID_DEVICE_STATE;
    }
    power_policy::stop_idle(id, wait)
}

fn resume_idle(ddi: &'static str, device: WDFDEVICE) {
    let id = enter(ddi, device, Kind::Device);
    if is_owner(ddi, id) {
        power_policy::dereference(id);
    }
}

pub(super) unsafe extern "C" fn stop_idle_no_track(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    wait: BOOLEAN,
) -> NTSTATUS {
    stop_idle("WdfDeviceStopIdle", device, wait)
}

pub(super) unsafe extern "C" fn stop_idle_actual(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    wait: BOOLEAN,
    _tag: PVOID,
    _line: LONG,
    _file: PCCH,
) -> NTSTATUS {
    stop_idle("WdfDeviceStopIdle", device, wait)
}

pub(super) unsafe extern "C" fn resume_idle_no_track(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE) {
    resume_idle("WdfDeviceResumeIdle", device);
}

pub(super) unsafe extern "C" fn resume_idle_actual(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    _tag: PVOID,
    _line: LONG,
    _file: PCCH,
) {
    resume_idle("WdfDeviceResumeIdle", device);
}

/// The last state that lasted, as for the other two machines.
pub(super) unsafe extern "C" fn get_device_power_policy_state(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
) -> WDF_DEVICE_POWER_POLICY_STATE {
    let id = enter("WdfDeviceGetDevicePowerPolicyState", device, Kind::Device);
    with(|kernel| {
        let device = kernel.objects.device(id);
        let policy = &device.power_policy;
        let idle = policy.idle.filter(|idle| idle.enabled);
        match device.state {
            Pnp::Added => policy_state::WdfDevStatePwrPolObjectCreated,
            Pnp::Working if !policy.owner => policy_state::WdfDevStatePwrPolStarted,
            Pnp::Working => match idle {
                None => policy_state::WdfDevStatePwrPolStarted,
                Some(IdleSettings { wakes: true, .. }) => policy_state::WdfDevStatePwrPolStartedWakeCapable,
                Some(_) => policy_state::WdfDevStatePwrPolStartedIdleCapable,
            },
            Pnp::Suspended if policy.system_sleeps => match policy.armed {
                Some(_) => policy_state::WdfDevStatePwrPolSystemAsleepWakeArmed,
                None => policy_state::WdfDevStatePwrPolSystemAsleepNoWake,
            },
            Pnp::Suspended => match policy.armed {
                Some(_) => policy_state::WdfDevStatePwrPolWaitingArmed,
                None => policy_state::WdfDevStatePwrPolWaitingUnarmed,
            },
            Pnp::SurpriseRemoved | Pnp::Removed => policy_state::WdfDevStatePwrPolRemoved,
        }
    })
}

pub(super) unsafe extern "C" fn get_system_power_action(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
) -> POWER_ACTION::Type {
    let id = enter("WdfDeviceGetSystemPowerAction", device, Kind::Device);
    let sleeps = with(|kernel| kernel.objects.device(id).power_policy.system_sleeps);
    if sleeps { POWER_ACTION::PowerActionSleep } else { POWER_ACTION::PowerActionNone }
}
