//! Idle power: settings, power references, and the callbacks of a device that can wake.

use std::cell::RefCell;
use std::rc::Rc;

use wdk_sys::{
    _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL::IdleDoNotAllowUserControl, _WDF_TRI_STATE as tri_state, BOOLEAN, NTSTATUS,
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, WDF_POWER_POLICY_EVENT_CALLBACKS,
    WDFDEVICE,
};

use super::ddi;
use super::handle::{Device, Init};

/// Is told the name of each callback of a device that can wake, and says how the arming ones end.
type Told = Rc<dyn Fn(&'static str) -> NTSTATUS>;

thread_local! {
    static TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
}

fn tell(name: &'static str) -> NTSTATUS {
    let told = TOLD.with_borrow(Clone::clone).expect("the callbacks were registered");
    told(name)
}

unsafe extern "C" fn arm_s0(_: WDFDEVICE) -> NTSTATUS {
    tell("arm S0")
}

unsafe extern "C" fn disarm_s0(_: WDFDEVICE) {
    tell("disarm S0");
}

unsafe extern "C" fn triggered_s0(_: WDFDEVICE) {
    tell("triggered S0");
}

unsafe extern "C" fn arm_sx(_: WDFDEVICE) -> NTSTATUS {
    tell("arm Sx")
}

unsafe extern "C" fn arm_sx_with_reason(_: WDFDEVICE, enabled: BOOLEAN, children: BOOLEAN) -> NTSTATUS {
    tell(match (enabled, children) {
        (1, 0) => "arm Sx for itself",
        (1, 1) => "arm Sx for itself and children",
        _ => "arm Sx for nothing",
    })
}

unsafe extern "C" fn disarm_sx(_: WDFDEVICE) {
    tell("disarm Sx");
}

unsafe extern "C" fn triggered_sx(_: WDFDEVICE) {
    tell("triggered Sx");
}

/// What `WdfDeviceAssignS0IdleSettings` is given.
#[derive(Clone, Copy, Debug)]
pub struct Idle(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS);

/// Settings with this ability to wake (1 none, 2 some, 3 USB) and time-out in milliseconds, as the headers' initialiser
/// makes them.
#[must_use]
pub fn idle(capability: i32, milliseconds: u32) -> Idle {
    Idle(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
        Size: u32::try_from(size_of::<WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS>()).expect("a small structure"),
        IdleCaps: capability,
        DxState: 5,
        IdleTimeout: milliseconds,
        UserControlOfIdleSettings: IdleDoNotAllowUserControl,
        Enabled: tri_state::WdfUseDefault,
        PowerUpIdleDeviceOnSystemWake: tri_state::WdfUseDefault,
        IdleTimeoutType: 0,
        ExcludeD3Cold: tri_state::WdfUseDefault,
    })
}

impl Idle {
    /// With something else in it.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS)) -> Self {
        change(&mut self.0);
        self
    }
}

impl Init {
    /// `WdfDeviceInitSetPowerPolicyEventCallbacks`, with a closure that is told all of them.
    pub fn wake_callbacks(self, with_reason: bool, told: impl Fn(&'static str) -> NTSTATUS + 'static) {
        TOLD.set(Some(Rc::new(told)));
        let mut callbacks = WDF_POWER_POLICY_EVENT_CALLBACKS {
            Size: u32::try_from(size_of::<WDF_POWER_POLICY_EVENT_CALLBACKS>()).expect("a small structure"),
            EvtDeviceArmWakeFromS0: Some(arm_s0),
            EvtDeviceDisarmWakeFromS0: Some(disarm_s0),
            EvtDeviceWakeFromS0Triggered: Some(triggered_s0),
            EvtDeviceArmWakeFromSx: Some(arm_sx),
            EvtDeviceDisarmWakeFromSx: Some(disarm_sx),
            EvtDeviceWakeFromSxTriggered: Some(triggered_sx),
            EvtDeviceArmWakeFromSxWithReason: if with_reason { Some(arm_sx_with_reason) } else { None },
        };
        ddi!(WdfDeviceInitSetPowerPolicyEventCallbacks, self.raw(), &raw mut callbacks);
    }

    /// `WdfDeviceInitSetPowerPolicyOwnership`.
    pub fn power_policy_owner(self, owner: bool) {
        ddi!(WdfDeviceInitSetPowerPolicyOwnership, self.raw(), BOOLEAN::from(owner));
    }
}

impl Device {
    /// `WdfDeviceAssignS0IdleSettings`.
    pub fn idle(self, settings: Idle) -> NTSTATUS {
        let mut settings = settings.0;
        ddi!(WdfDeviceAssignS0IdleSettings, self.raw(), &raw mut settings)
    }

    /// `WdfDeviceAssignSxWakeSettings`, with this size and state.
    pub fn wake(self, size: u32, state: i32, for_children: bool) -> NTSTATUS {
        let mut settings = WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
            Size: size,
            DxState: state,
            UserControlOfWakeSettings: 1,
            Enabled: tri_state::WdfTrue,
            ArmForWakeIfChildrenAreArmedForWake: BOOLEAN::from(for_children),
            IndicateChildWakeOnParentWake: 0,
        };
        ddi!(WdfDeviceAssignSxWakeSettings, self.raw(), &raw mut settings)
    }

    /// `WdfDeviceStopIdle`.
    pub fn stop_idle(self, wait: bool) -> NTSTATUS {
        ddi!(WdfDeviceStopIdleActual, self.raw(), BOOLEAN::from(wait), std::ptr::null_mut(), 0, std::ptr::null())
    }

    /// `WdfDeviceResumeIdle`.
    pub fn resume_idle(self) {
        ddi!(WdfDeviceResumeIdleActual, self.raw(), std::ptr::null_mut(), 0, std::ptr::null());
    }

    /// `WdfDeviceGetDevicePowerPolicyState` and `WdfDeviceGetSystemPowerAction`.
    #[must_use]
    pub fn policy_state(self) -> (i32, i32) {
        (ddi!(WdfDeviceGetDevicePowerPolicyState, self.raw()), ddi!(WdfDeviceGetSystemPowerAction, self.raw()))
    }
}
