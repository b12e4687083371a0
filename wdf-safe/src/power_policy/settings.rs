//! When a device sleeps while the system works, and what wakes it: the settings.
//!
//! *Where it stands.* Row 2, under [`power_policy`](super), which assigns them.
//!
//! *Key types.* [`IdleSettings`], [`WakeSettings`], [`Sleep`].
//!
//! *Wraps.* `WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS`, `WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS`.

use crate::sys;
use core::time::Duration;

/// When a device that has nothing to do leaves D0: `WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS`.
#[derive(Debug, Clone, Copy)]
#[must_use = "settings count when they are assigned"]
pub struct IdleSettings {
    pub(super) raw: sys::WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS,
}

impl IdleSettings {
    fn new(capability: sys::WDF_POWER_POLICY_S0_IDLE_CAPABILITIES) -> Self {
        Self { raw: sys::config::idle_settings(capability) }
    }

    /// The device sleeps, and cannot wake itself: only what the driver is asked to do brings it back.
    pub fn without_wake() -> Self {
        Self::new(sys::_WDF_POWER_POLICY_S0_IDLE_CAPABILITIES::IdleCannotWakeFromS0)
    }

    /// The device sleeps, and can wake itself.
    pub fn with_wake() -> Self {
        Self::new(sys::_WDF_POWER_POLICY_S0_IDLE_CAPABILITIES::IdleCanWakeFromS0)
    }

    /// The device sleeps as USB devices do: selective suspend.
    pub fn usb_selective_suspend() -> Self {
        Self::new(sys::_WDF_POWER_POLICY_S0_IDLE_CAPABILITIES::IdleUsbSelectiveSuspend)
    }

    /// After so long without anything to do; five seconds unless said otherwise. At least one millisecond, at most 49 days.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.raw.IdleTimeout = u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX).max(1);
        self
    }

    /// The power state to sleep in: 1, 2 or 3 for D1, D2, D3. The deepest from which it can wake unless said otherwise.
    pub fn sleep_in(mut self, state: Sleep) -> Self {
        self.raw.DxState = state.raw();
        self
    }

    /// Whether it idles at all; it does unless said otherwise.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.raw.Enabled = if enabled { sys::_WDF_TRI_STATE::WdfTrue } else { sys::_WDF_TRI_STATE::WdfFalse };
        self
    }

    /// Users cannot change it.
    pub fn without_user_control(mut self) -> Self {
        self.raw.UserControlOfIdleSettings = sys::_WDF_POWER_POLICY_S0_IDLE_USER_CONTROL::IdleDoNotAllowUserControl;
        self
    }
}

/// Whether the device wakes the system: `WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS`.
#[derive(Debug, Clone, Copy)]
#[must_use = "settings count when they are assigned"]
pub struct WakeSettings {
    pub(super) raw: sys::WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS,
}

impl WakeSettings {
    /// It does, unless said otherwise.
    #[expect(clippy::new_without_default, reason = "settings are made where they are meant")]
    pub fn new() -> Self {
        Self { raw: sys::config::wake_settings() }
    }

    /// The power state to sleep in. The deepest from which it can wake unless said otherwise.
    pub fn sleep_in(mut self, state: Sleep) -> Self {
        self.raw.DxState = state.raw();
        self
    }

    /// Whether it does.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.raw.Enabled = if enabled { sys::_WDF_TRI_STATE::WdfTrue } else { sys::_WDF_TRI_STATE::WdfFalse };
        self
    }

    /// It is armed too when one of its children is.
    pub fn for_children(mut self) -> Self {
        self.raw.ArmForWakeIfChildrenAreArmedForWake = 1;
        self
    }

    /// Users cannot change it.
    pub fn without_user_control(mut self) -> Self {
        self.raw.UserControlOfWakeSettings = sys::_WDF_POWER_POLICY_SX_WAKE_USER_CONTROL::WakeDoNotAllowUserControl;
        self
    }
}

/// A power state in which a device sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sleep {
    /// The lightest.
    D1,
    /// Between them.
    D2,
    /// The deepest.
    D3,
}

impl Sleep {
    const fn raw(self) -> sys::DEVICE_POWER_STATE {
        match self {
            Self::D1 => sys::_DEVICE_POWER_STATE::PowerDeviceD1,
            Self::D2 => sys::_DEVICE_POWER_STATE::PowerDeviceD2,
            Self::D3 => sys::_DEVICE_POWER_STATE::PowerDeviceD3,
        }
    }
}
