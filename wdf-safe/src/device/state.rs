//! What a driver tells the PnP manager of its device.
//!
//! *Where it stands.* Under [`device`](super).
//!
//! *Key types.* [`Failure`], [`DeviceState`], [`PnpCapabilities`]; methods of [`Device`].
//!
//! *Wraps.* `WdfDeviceSetFailed`, `WdfDeviceSetDeviceState`, `WdfDeviceGetDeviceState`, `WdfDeviceSetPnpCapabilities`,
//! `WdfDeviceCreateDeviceInterface`, `WdfDeviceSetDeviceInterfaceState`, `WdfDeviceSetStaticStopRemove`. Of a control device, of which the PnP manager knows
//! nothing, the framework would follow a null pointer: there each is an error.
#![expect(unsafe_code, reason = "calls of the framework with a device's handle")]

use super::init::MAX_NAME;
use super::{Device, Guid};
use crate::context::ObjectContext;
use crate::irql::{AtMostDispatch, Cx, Passive};
use crate::status::{NtStatus, Result};
use crate::sys::{self, PCUNICODE_STRING, WDF_TRI_STATE, WDFDEVICE, ddi};
use crate::text::with_text;
use core::ptr;

/// What is to become of a device that has failed: `WDF_DEVICE_FAILED_ACTION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Its bus may enumerate it anew, a few times.
    AttemptRestart,
    /// It stays away.
    NoRestart,
}

/// What the PnP manager is to know of a device: `WDF_DEVICE_STATE`. What is not said stays as the bus says it.
#[derive(Debug, Clone, Copy)]
#[must_use = "it is told with `set_state`"]
pub struct DeviceState {
    raw: sys::WDF_DEVICE_STATE,
}

/// What the device can do: `WDF_DEVICE_PNP_CAPABILITIES`. What is not said stays as the bus says it.
#[derive(Debug, Clone, Copy)]
#[must_use = "it is told with `set_pnp_capabilities`"]
pub struct PnpCapabilities {
    raw: sys::WDF_DEVICE_PNP_CAPABILITIES,
}

const fn tri_state(value: bool) -> WDF_TRI_STATE {
    if value { sys::_WDF_TRI_STATE::WdfTrue } else { sys::_WDF_TRI_STATE::WdfFalse }
}

macro_rules! members {
    ($($(#[$doc:meta])* $name:ident: $member:ident;)*) => { $(
        $(#[$doc])*
        pub const fn $name(mut self, value: bool) -> Self {
            self.raw.$member = tri_state(value);
            self
        }
    )* };
}

impl DeviceState {
    /// Nothing is said.
    #[expect(clippy::new_without_default, reason = "as the other structures are made")]
    pub fn new() -> Self {
        Self { raw: sys::config::device_state() }
    }

    members! {
        /// The user has disabled it.
        disabled: Disabled;
        /// It is not shown to the user.
        hidden: DontDisplayInUI;
        /// It has failed, and is to be removed.
        failed: Failed;
        /// It cannot be disabled.
        not_disableable: NotDisableable;
        /// It has gone.
        removed: Removed;
        /// It needs other resources.
        resources_changed: ResourcesChanged;
    }

    /// Is it said that it cannot be disabled? `None`: nothing is said.
    #[must_use]
    pub const fn is_not_disableable(&self) -> Option<bool> {
        match self.raw.NotDisableable {
            sys::_WDF_TRI_STATE::WdfTrue => Some(true),
            sys::_WDF_TRI_STATE::WdfFalse => Some(false),
            _ => None,
        }
    }
}

impl PnpCapabilities {
    /// Nothing is said.
    #[expect(clippy::new_without_default, reason = "as the other structures are made")]
    pub fn new() -> Self {
        Self { raw: sys::config::pnp_capabilities() }
    }

    members! {
        /// It can be locked into its slot.
        lock_supported: LockSupported;
        /// It can be ejected.
        eject_supported: EjectSupported;
        /// It can be removed while the system runs.
        removable: Removable;
        /// It is a docking station.
        dock_device: DockDevice;
        /// No other one has its instance identification.
        unique_id: UniqueID;
        /// It is installed without asking the user.
        silent_install: SilentInstall;
        /// It may be pulled out without a warning.
        surprise_removal_ok: SurpriseRemovalOK;
        /// Its hardware is disabled.
        hardware_disabled: HardwareDisabled;
        /// It is not shown to the user.
        no_display_in_ui: NoDisplayInUI;
    }
}

impl<T: ObjectContext> Device<T> {
    /// The device has failed: the PnP manager takes it away, on a thread of its own, as if it were pulled out.
    /// `WdfDeviceSetFailed`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn set_failed<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>, failure: Failure) -> Result<()> {
        self.pnp()?;
        let action = match failure {
            Failure::AttemptRestart => sys::_WDF_DEVICE_FAILED_ACTION::WdfDeviceFailedAttemptRestart,
            Failure::NoRestart => sys::_WDF_DEVICE_FAILED_ACTION::WdfDeviceFailedNoRestart,
        };
        // SAFETY: a live device that the PnP manager knows.
        unsafe { ddi!(WdfDeviceSetFailed, self.raw(), action) };
        Ok(())
    }

    /// Tells the PnP manager of the device's state. `WdfDeviceSetDeviceState`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn set_state<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>, mut state: DeviceState) -> Result<()> {
        self.pnp()?;
        // SAFETY: a live device that the PnP manager knows; a structure with its size set, read during the call.
        unsafe { ddi!(WdfDeviceSetDeviceState, self.raw(), &raw mut state.raw) };
        Ok(())
    }

    /// What the PnP manager was told. `WdfDeviceGetDeviceState`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn state<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Result<DeviceState> {
        self.pnp()?;
        let mut state = DeviceState::new();
        // SAFETY: a live device that the PnP manager knows; a structure with its size set, written during the call.
        unsafe { ddi!(WdfDeviceGetDeviceState, self.raw(), &raw mut state.raw) };
        Ok(state)
    }

    /// Says what the device can do, which the PnP manager asks when it starts it. `WdfDeviceSetPnpCapabilities`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn set_pnp_capabilities(&self, _cx: &mut Cx<'_, Passive>, mut capabilities: PnpCapabilities) -> Result<()> {
        self.pnp()?;
        // SAFETY: a live device that the PnP manager knows; a structure with its size set, read during the call.
        unsafe { ddi!(WdfDeviceSetPnpCapabilities, self.raw(), &raw mut capabilities.raw) };
        Ok(())
    }

    /// Runs `f`, and until it has returned the PnP manager is told, when it asks, that the device can be neither stopped nor removed:
    /// STATUS_INVALID_DEVICE_STATE, before `EvtDeviceQueryStop` and `EvtDeviceQueryRemove` are called. Who has been told yes before
    /// goes on, and a device that is pulled out is gone all the same. For a short while: the system waits for resources, or the user
    /// is told that the device is in use.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// # use wdf_safe::prelude::*;
    /// /// Writes new firmware, which must not stop half-way.
    /// fn update(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    ///     device.unstoppable(cx, |cx| write_all(cx, device))?
    /// }
    /// # fn write_all(_: &mut Cx<'_, Passive>, _: &Device) -> Result<()> { Ok(()) }
    /// ```
    ///
    /// `WdfDeviceSetStaticStopRemove`, twice; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device: `f` is not run.
    pub fn unstoppable<L: AtMostDispatch, X>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl FnOnce(&mut Cx<'_, L>) -> X,
    ) -> Result<X> {
        self.pnp()?;
        // SAFETY: a live device that the PnP manager knows; IRQL <= DISPATCH_LEVEL.
        unsafe { ddi!(WdfDeviceSetStaticStopRemove, self.raw(), 0) };
        let _again = Stoppable(self.raw());
        Ok(f(cx))
    }

    /// Registers a device interface, by which applications find the device. `WdfDeviceCreateDeviceInterface`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn create_interface(&self, _cx: &mut Cx<'_, Passive>, class: Guid) -> Result<()> {
        self.interface(class, ptr::null())
    }

    /// As [`create_interface`](Self::create_interface), with a name that tells it from the device's other interfaces of this
    /// class; [`FileObject::name`](crate::request::FileObject::name) has it when a handle is opened by it.
    ///
    /// # Errors
    /// As of [`create_interface`](Self::create_interface), and STATUS_INVALID_PARAMETER for more than 260 characters.
    pub fn create_interface_named(&self, _cx: &mut Cx<'_, Passive>, class: Guid, name: &str) -> Result<()> {
        with_text::<MAX_NAME, _>(name, |name| self.interface(class, name))?
    }

    fn interface(&self, class: Guid, name: PCUNICODE_STRING) -> Result<()> {
        self.pnp()?;
        let class = class.raw();
        // SAFETY: a live device, PASSIVE_LEVEL (who calls this has shown it); the GUID is read during the call, the string too
        // if there is one.
        let status = unsafe { ddi!(WdfDeviceCreateDeviceInterface, self.raw(), &raw const class, name) };
        NtStatus::check("WdfDeviceCreateDeviceInterface", status)
    }

    /// Enables or disables an interface of the device; those of a device that is started are enabled unless this was called.
    /// `WdfDeviceSetDeviceInterfaceState`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn set_interface_state(&self, _cx: &mut Cx<'_, Passive>, class: Guid, enabled: bool) -> Result<()> {
        self.pnp()?;
        let class = class.raw();
        // SAFETY: a live device that the PnP manager knows, PASSIVE_LEVEL; the GUID is read during the call.
        unsafe {
            ddi!(WdfDeviceSetDeviceInterfaceState, self.raw(), &raw const class, ptr::null(), u8::from(enabled));
        }
        Ok(())
    }
}

/// Takes back on the way out that the device cannot be stopped, also if a test's panic unwinds.
struct Stoppable(WDFDEVICE);

impl Drop for Stoppable {
    fn drop(&mut self) {
        // SAFETY: as where this was made, and once for that: the device is borrowed there, and the level is the same.
        unsafe { ddi!(WdfDeviceSetStaticStopRemove, self.0, 1) };
    }
}
