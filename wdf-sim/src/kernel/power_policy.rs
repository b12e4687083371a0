//! Power policy: when a device that has nothing to do leaves D0 while the system works, and what brings it back.
//!
//! A device is not idle while there is a power reference on it: one for each power-managed queue that has a request, one
//! for each child in D0, and those that the driver took with `WdfDeviceStopIdle`. When the last one goes, a timer starts;
//! what follows is `exec/power_policy.rs`'s.
//!
//! Key types: [`PowerPolicy`], [`IdleSettings`], [`Referenced`]. Facts: `poweridlestatemachine.cpp`,
//! `fxpkgpnp.cpp:PowerPolicySetS0IdleSettings`, `powerpolicystatemachine.cpp`.

use wdf_sim_sys::WDF_POWER_POLICY_EVENT_CALLBACKS;

use super::device::Pnp;
use super::object::Id;
use super::queue::PowerReference;
use super::{Job, Kernel, Result};
use crate::violation::Rule;

/// Units of 100 nanoseconds in a millisecond, which is what time-outs are given in.
const PER_MILLISECOND: u64 = 10_000;

/// `WdfDeviceAssignS0IdleSettings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IdleSettings {
    pub(crate) enabled: bool,
    /// Units of 100 nanoseconds.
    pub(crate) timeout: u64,
    /// The state to idle in, as `WDF_POWER_DEVICE_STATE`.
    pub(crate) state: i32,
    /// It can wake itself from there.
    pub(crate) wakes: bool,
    /// It is powered up when the system wakes, even if it has nothing to do.
    pub(crate) up_on_system_wake: bool,
    /// The system's power manager decides on the time-out.
    pub(crate) system_managed: bool,
}

impl IdleSettings {
    /// As the framework keeps a time-out in milliseconds.
    pub(crate) const fn timeout_of(milliseconds: u32) -> u64 {
        milliseconds as u64 * PER_MILLISECOND
    }
}

/// `WdfDeviceAssignSxWakeSettings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WakeSettings {
    pub(crate) enabled: bool,
    /// The state to sleep in, as `WDF_POWER_DEVICE_STATE`.
    pub(crate) state: i32,
    /// Also when it is asked for by children alone.
    pub(crate) for_children: bool,
}

/// From where a sleeping device can wake itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Armed {
    /// The system works.
    S0,
    /// The system sleeps.
    Sx,
}

/// What a device's driver said about its power, and how it stands.
#[derive(Debug, Default)]
pub(crate) struct PowerPolicy {
    /// The driver decides on the device's power: others may not ask for it.
    pub(crate) owner: bool,
    pub(crate) callbacks: Option<WDF_POWER_POLICY_EVENT_CALLBACKS>,
    pub(crate) idle: Option<IdleSettings>,
    pub(crate) wake: Option<WakeSettings>,
    /// Power references. Dropping one that was not taken makes them endlessly many.
    references: u32,
    /// The entry of its time-out among the armed timers.
    due: Option<(u64, u64)>,
    /// References can be taken: it was started, and not stopped.
    started: bool,
    /// It is not in D0, or on its way there.
    in_dx: bool,
    /// It is in Dx because it had nothing to do.
    pub(crate) idled: bool,
    /// It is armed to wake.
    pub(crate) armed: Option<Armed>,
    /// Its hardware raised the wake signal.
    pub(crate) woken: bool,
    /// It has a power reference on its parent.
    pub(crate) holds_parent: bool,
    /// The system sleeps, or wakes.
    pub(crate) system_sleeps: bool,
}

impl PowerPolicy {
    /// Nothing has happened yet.
    pub(crate) fn new(owner: bool, callbacks: Option<WDF_POWER_POLICY_EVENT_CALLBACKS>) -> Self {
        Self { owner, callbacks, ..Self::default() }
    }
}

/// What comes of a power reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Referenced {
    /// Its power failed, or it is not started: there is none.
    Refused,
    /// The device is in D0 and stays there.
    InD0,
    /// It comes to D0; true if somebody has to see to it.
    Coming(bool),
}

impl Kernel {
    fn policy(&mut self, device: Id) -> &mut PowerPolicy {
        &mut self.objects.device_mut(device).power_policy
    }

    /// The device is started: references can be taken from here on, and it is not in D0 yet.
    pub(crate) fn start_power_policy(&mut self, device: Id) {
        let policy = self.policy(device);
        (policy.started, policy.in_dx, policy.idled) = (true, true, false);
    }

    /// The device is gone or failed: whoever waits for D0 learns of it.
    pub(crate) fn stop_power_policy(&mut self, device: Id) {
        self.disarm_idle(device);
        let policy = self.policy(device);
        (policy.started, policy.armed) = (false, None);
    }

    /// It is in D0.
    pub(crate) fn power_policy_in_d0(&mut self, device: Id) {
        let policy = self.policy(device);
        (policy.in_dx, policy.idled) = (false, false);
        self.arm_idle(device);
    }

    /// It was about to leave D0, and cannot: it is not tried again before it has had something to do.
    pub(crate) fn power_policy_stays_in_d0(&mut self, device: Id) {
        self.policy(device).in_dx = false;
    }

    /// It is about to leave D0.
    pub(crate) fn power_policy_leaves_d0(&mut self, device: Id) {
        self.disarm_idle(device);
        self.policy(device).in_dx = true;
    }

    /// Whether whoever waits for D0 can go on.
    pub(crate) fn is_d0_decided(&self, device: Id, serial: u32) -> bool {
        !self.objects.is_live(device, serial) || {
            let policy = &self.objects.device(device).power_policy;
            !policy.in_dx || !policy.started
        }
    }

    /// Whether the device came to D0 for whoever waited; if not, the reference is given back.
    pub(crate) fn came_to_d0(&mut self, device: Id, serial: u32) -> bool {
        if !self.objects.is_live(device, serial) {
            return false;
        }
        let policy = self.policy(device);
        if !policy.started {
            policy.references = policy.references.wrapping_sub(1);
        }
        policy.started
    }

    /// Takes a power reference.
    pub(crate) fn power_reference(&mut self, device: Id) -> Referenced {
        let policy = self.policy(device);
        if !policy.started {
            return Referenced::Refused;
        }
        policy.references = policy.references.wrapping_add(1);
        if !policy.in_dx {
            self.disarm_idle(device);
            return Referenced::InD0;
        }
        let comes = policy.idled && !policy.system_sleeps;
        if comes {
            let job = Job::PowerUp(device, self.objects.get(device).serial);
            self.work.push_back(job);
        }
        Referenced::Coming(comes)
    }

    /// Drops one.
    pub(crate) fn power_dereference(&mut self, device: Id) -> Result<()> {
        if self.policy(device).references == 0 {
            let text = format!("{} has no power reference that could be dropped", self.objects.subject(device));
            self.verifier_break(Rule::PowerReferenceMisused, text)?;
        }
        let policy = self.policy(device);
        policy.references = policy.references.wrapping_sub(1);
        self.arm_idle(device);
        Ok(())
    }

    /// New settings: they count from here on.
    pub(crate) fn assign_idle_settings(&mut self, device: Id, settings: IdleSettings) {
        self.disarm_idle(device);
        self.policy(device).idle = Some(settings);
        for queue in self.queues_of(device) {
            let state = self.objects.queue(queue);
            if !state.power_managed || state.power_reference != PowerReference::Unused {
                continue;
            }
            let busy = !state.waiting.is_empty() || state.owned_count > 0;
            let referenced = busy && self.power_reference(device) != Referenced::Refused;
            self.objects.queue_mut(queue).power_reference =
                if referenced { PowerReference::Held } else { PowerReference::Free };
        }
        self.arm_idle(device);
    }

    /// Starts the time-out if the device has nothing to do.
    fn arm_idle(&mut self, device: Id) {
        let policy = &self.objects.device(device).power_policy;
        let Some(IdleSettings { enabled: true, timeout, .. }) = policy.idle else { return };
        if policy.references == 0 && policy.started && !policy.in_dx && policy.due.is_none() {
            let at = self.now.saturating_add(timeout);
            let due = self.arm_for(device, at);
            self.policy(device).due = Some(due);
        }
    }

    fn disarm_idle(&mut self, device: Id) {
        if let Some(due) = self.policy(device).due.take() {
            self.disarm_for(device, due);
        }
    }

    /// The time-out is over: a worker sees to it.
    pub(super) fn idle_expired(&mut self, device: Id) {
        self.policy(device).due = None;
        let job = Job::Idle(device, self.objects.get(device).serial);
        self.work.push_back(job);
    }

    /// The state that a device is to leave D0 for now, because it has nothing to do.
    pub(crate) fn idles_now(&self, device: Id) -> Option<IdleSettings> {
        let state = self.objects.device(device);
        let policy = &state.power_policy;
        let idles = state.state == Pnp::Working && policy.references == 0 && policy.due.is_none() && !policy.in_dx;
        policy.idle.filter(|settings| settings.enabled && idles)
    }

    /// Whether a device that idles is to come back to D0.
    pub(crate) fn has_power_references(&self, device: Id) -> bool {
        self.objects.device(device).power_policy.references != 0
    }

    /// Whether a device that idles may go on when the system wakes.
    pub(crate) fn sleeps_on(&self, device: Id) -> bool {
        let policy = &self.objects.device(device).power_policy;
        let may = policy.idle.is_some_and(|idle| idle.enabled && !idle.wakes && !idle.up_on_system_wake);
        policy.idled && may && policy.references == 0
    }
}
