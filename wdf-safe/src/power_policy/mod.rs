//! Power policy: when the device sleeps while the system works, what wakes it, and what keeps it awake.
//!
//! *Where it stands.* Row 2, above devices. A device has a power policy if its init was asked for one, and keeps it in its
//! context.
//!
//! *Key types.* [`PowerPolicy`], a field of the device's context; [`IdleSettings`], [`WakeSettings`].
//!
//! *Wraps.* "Supporting Idle Power-Down", "Supporting System Wake-Up", `WdfDeviceAssignS0IdleSettings`,
//! `WdfDeviceAssignSxWakeSettings`, `WdfDeviceStopIdle`, `WdfDeviceResumeIdle`.
//!
//! Only the device that owns the power policy of its stack may use these functions; of a control device, which has no power,
//! the framework would follow a null pointer. So the permission is a value that only the init of such a device gives, to be
//! kept in the context of that very device.
//!
//! # Staying awake
//!
//! While a power-managed queue has a request the framework keeps the device awake by itself. For work outside of such queues
//! [`awake`](PowerPolicy::awake) runs a closure while the device is in D0, and [`stay_awake`](PowerPolicy::stay_awake) keeps it
//! there from one callback to another, until [`may_idle`](PowerPolicy::may_idle). There is no guard, which could be forgotten
//! or dropped too late: `awake` ends with its closure, and of `stay_awake` the framework holds one reference at most, however
//! often it is called, which goes with the first `may_idle`.
#![expect(unsafe_code, reason = "calls of the framework with a device's handle")]

mod settings;

pub use self::settings::{IdleSettings, Sleep, WakeSettings};

use crate::context::Init;
use crate::device::{DeviceInit, Function, Origin};
use crate::irql::{AtMostDispatch, Cx, Passive, Work};
use crate::latch::Latch;
use crate::status::{NtStatus, Result};
use crate::sys::{self, NT_SUCCESS, STATUS_PENDING, WDFDEVICE, WDFOBJECT, ddi};
use core::fmt;
use core::ptr;

/// A file of the system that must stay within reach: `WDF_SPECIAL_FILE_TYPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpecialFile {
    /// The paging file.
    Paging,
    /// The file into which the system hibernates.
    Hibernation,
    /// The file into which it dumps its memory.
    Dump,
    /// What the system was started from.
    Boot,
    /// One of a newer system.
    Other,
}

impl SpecialFile {
    pub(crate) const fn from_raw(raw: sys::WDF_SPECIAL_FILE_TYPE) -> Self {
        match raw {
            sys::_WDF_SPECIAL_FILE_TYPE::WdfSpecialFilePaging => Self::Paging,
            sys::_WDF_SPECIAL_FILE_TYPE::WdfSpecialFileHibernation => Self::Hibernation,
            sys::_WDF_SPECIAL_FILE_TYPE::WdfSpecialFileDump => Self::Dump,
            sys::_WDF_SPECIAL_FILE_TYPE::WdfSpecialFileBoot => Self::Boot,
            _ => Self::Other,
        }
    }
}

/// Which of a device's relations the PnP manager asks for: `DEVICE_RELATION_TYPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// Its children.
    Bus,
    /// What is ejected with it.
    Ejection,
    /// What is powered with it.
    Power,
    /// What is removed with it.
    Removal,
    /// Its own device at the bottom of the stack.
    TargetDevice,
    /// Another one.
    Other,
}

impl Relation {
    pub(crate) const fn from_raw(raw: sys::DEVICE_RELATION_TYPE) -> Self {
        match raw {
            sys::_DEVICE_RELATION_TYPE::BusRelations => Self::Bus,
            sys::_DEVICE_RELATION_TYPE::EjectionRelations => Self::Ejection,
            sys::_DEVICE_RELATION_TYPE::PowerRelations => Self::Power,
            sys::_DEVICE_RELATION_TYPE::RemovalRelations => Self::Removal,
            sys::_DEVICE_RELATION_TYPE::TargetDeviceRelation => Self::TargetDevice,
            _ => Self::Other,
        }
    }
}

/// Whether the device is awake already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awake {
    /// It is in D0, or will be when the system wakes.
    Now,
    /// It is on its way to D0.
    Soon,
}

/// The device's power policy: a field of its context. See [`DeviceInit::power_policy`].
///
/// # Invariants
/// In the context of `device`, which owns the power policy of its stack. While `held` is closed the framework has one power
/// reference for it.
pub struct PowerPolicy {
    device: WDFDEVICE,
    held: Latch,
}

// SAFETY: the handle may be used from any thread.
unsafe impl Send for PowerPolicy {}
// SAFETY: as above.
unsafe impl Sync for PowerPolicy {}

impl PowerPolicy {
    /// New settings, which count from here on. `WdfDeviceAssignS0IdleSettings`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER, or STATUS_POWER_STATE_INVALID when the device cannot wake from that state.
    pub fn assign_idle(&self, _cx: &mut Cx<'_, Passive>, settings: IdleSettings) -> Result<()> {
        // SAFETY: a live device that owns the policy (invariant); PASSIVE_LEVEL.
        unsafe { assign_idle(self.device, settings) }
    }

    /// New settings, which count from here on. `WdfDeviceAssignSxWakeSettings`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`assign_idle`](Self::assign_idle).
    pub fn assign_wake(&self, _cx: &mut Cx<'_, Passive>, settings: WakeSettings) -> Result<()> {
        // SAFETY: a live device that owns the policy (invariant); PASSIVE_LEVEL.
        unsafe { assign_wake(self.device, settings) }
    }

    /// Waits until the device is in D0, and runs `f` while it does not idle. (If the system falls asleep, the device does too,
    /// and comes back with it.)
    ///
    /// `WdfDeviceStopIdle` with waiting, `WdfDeviceResumeIdle`; in a work item. In a callback of a power-managed queue, or of
    /// the device's power, the device would wait for the callback, and that for the device.
    ///
    /// # Errors
    /// STATUS_POWER_STATE_INVALID, and `f` is not run, when the device is not started, has failed or goes away.
    pub fn awake<R>(&self, cx: &mut Cx<'_, Work>, f: impl FnOnce(&mut Cx<'_, Work>) -> R) -> Result<R> {
        // SAFETY: a live device that owns the policy (invariant), at PASSIVE_LEVEL, in no callback for which its power
        // transitions wait.
        let status = unsafe { ddi!(WdfDeviceStopIdleNoTrack, self.device, 1) };
        NtStatus::check("WdfDeviceStopIdle", status)?;
        let _idles = Idles(self.device);
        Ok(f(cx))
    }

    /// Keeps the device in D0, or brings it there, until [`may_idle`](Self::may_idle), without waiting for it. Calling it again
    /// meanwhile changes nothing.
    ///
    /// `WdfDeviceStopIdle` without waiting; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    ///
    /// # Errors
    /// STATUS_POWER_STATE_INVALID when the device is not started, has failed or goes away.
    pub fn stay_awake<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Result<Awake> {
        // SAFETY: a live device that owns the policy (invariant); IRQL <= DISPATCH_LEVEL; not waiting.
        let status = unsafe { ddi!(WdfDeviceStopIdleNoTrack, self.device, 0) };
        if !NT_SUCCESS(status) {
            return Err(NtStatus::check("WdfDeviceStopIdle", status).unwrap_err());
        }
        // INVARIANT: of the references that were just taken by all who are here, the first stays, for the one `held`.
        if !self.held.close() {
            // SAFETY: the reference that was just taken.
            unsafe { ddi!(WdfDeviceResumeIdleNoTrack, self.device) };
        }
        Ok(if status == STATUS_PENDING { Awake::Soon } else { Awake::Now })
    }

    /// Lets the device idle again. Returns whether it was kept awake; if not, nothing changes.
    ///
    /// `WdfDeviceResumeIdle`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn may_idle<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        let held = self.held.open();
        if held {
            // SAFETY: the reference that `held` stood for (invariant).
            unsafe { ddi!(WdfDeviceResumeIdleNoTrack, self.device) };
        }
        held
    }
}

/// Gives the reference back on the way out, also if a test's panic unwinds.
struct Idles(WDFDEVICE);

impl Drop for Idles {
    fn drop(&mut self) {
        // SAFETY: the reference that who made this has taken; this is dropped once.
        unsafe { ddi!(WdfDeviceResumeIdleNoTrack, self.0) };
    }
}

/// # Safety
/// A live device that owns the power policy of its stack; PASSIVE_LEVEL.
unsafe fn assign_idle(device: WDFDEVICE, mut settings: IdleSettings) -> Result<()> {
    // SAFETY: the caller's promise; a structure with its size set, read during the call.
    let status = unsafe { ddi!(WdfDeviceAssignS0IdleSettings, device, &raw mut settings.raw) };
    NtStatus::check("WdfDeviceAssignS0IdleSettings", status)
}

/// # Safety
/// As of [`assign_idle`].
unsafe fn assign_wake(device: WDFDEVICE, mut settings: WakeSettings) -> Result<()> {
    // SAFETY: the caller's promise; a structure with its size set, read during the call.
    let status = unsafe { ddi!(WdfDeviceAssignSxWakeSettings, device, &raw mut settings.raw) };
    NtStatus::check("WdfDeviceAssignSxWakeSettings", status)
}

/// The initialiser of a [`PowerPolicy`]: see [`DeviceInit::power_policy`].
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct PowerPolicyInit<'id> {
    /// Of the device whose init gave it.
    origin: Option<&'id Origin>,
    idle: Option<IdleSettings>,
    wake: Option<WakeSettings>,
}

impl PowerPolicyInit<'_> {
    /// The device idles out like this.
    pub fn idle(mut self, settings: IdleSettings) -> Self {
        self.idle = Some(settings);
        self
    }

    /// The device wakes the system like this.
    pub fn wake(mut self, settings: WakeSettings) -> Self {
        self.wake = Some(settings);
        self
    }
}

impl<'id> DeviceInit<'id, Function> {
    /// The power policy, to be put into the context of the device that is made of this; the settings are assigned when the
    /// context is made.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Lamp {
    ///     power: PowerPolicy,
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let idle = IdleSettings::without_wake().timeout(Duration::from_millis(100));
    ///     let power = init.power_policy().idle(idle);
    ///     Ok(init.create(cx, LampInit { power })?.added())
    /// }
    ///
    /// /// It shines until somebody puts it out.
    /// fn light(cx: &mut Cx<'_, Dispatch>, lamp: &Device<Lamp>) -> Result<Awake> {
    ///     lamp.context().power.stay_awake(cx)
    /// }
    ///
    /// fn put_out(cx: &mut Cx<'_, Dispatch>, lamp: &Device<Lamp>) {
    ///     lamp.context().power.may_idle(cx);
    /// }
    /// ```
    pub fn power_policy(&self) -> PowerPolicyInit<'id> {
        PowerPolicyInit { origin: self.origin, idle: None, wake: None }
    }
}

// SAFETY: writes the place, or fails before.
unsafe impl Init<PowerPolicy> for PowerPolicyInit<'_> {
    unsafe fn init(self, place: *mut PowerPolicy, owner: WDFOBJECT) -> Result<()> {
        let device = self.origin.map_or(ptr::null_mut(), |origin| origin.made.get());
        if device.cast() != owner {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        if let Some(settings) = self.idle {
            // SAFETY: just created, of the init of a function device, which owns the policy; made at PASSIVE_LEVEL.
            unsafe { assign_idle(device, settings) }?;
        }
        if let Some(settings) = self.wake {
            // SAFETY: as above.
            unsafe { assign_wake(device, settings) }?;
        }
        // INVARIANT: in the context of a device that owns the policy.
        // SAFETY: the caller's promise.
        unsafe { place.write(PowerPolicy { device, held: Latch::default() }) };
        Ok(())
    }
}

impl fmt::Debug for PowerPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PowerPolicy").finish_non_exhaustive()
    }
}

impl fmt::Debug for PowerPolicyInit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PowerPolicyInit").finish_non_exhaustive()
    }
}
