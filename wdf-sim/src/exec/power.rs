//! A device enters D0 and leaves it: which of its driver's callbacks are called in which order, and what its interrupts and
//! queues do in between.
//!
//! The framework's power state machine. Who asks for it: the device's start and removal (`pnp.rs`), the system's sleep
//! (here), the device's idling (`power_policy.rs`), a child that needs its parent.
//!
//! Facts: `powerstatemachine.cpp`, `fxpkgio.cpp`.
#![expect(unsafe_code, reason = "calls the driver's power callbacks")]

use wdf_sim_sys::{
    _WDF_POWER_DEVICE_STATE as power_state, NT_SUCCESS, NTSTATUS, STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS, WDFDEVICE,
};

use super::interrupt::{self, Why};
use super::pnp::{callbacks, remove_alone};
use super::{call_hooked, children, power_policy, queue, with};
use crate::kernel::device::Pnp;
use crate::kernel::object::Id;
use crate::kernel::power_policy::{Armed, Referenced};
use crate::kernel::queue::Power;

/// Calls one of the callbacks that take the device alone and return a status.
macro_rules! call_status {
    ($device:expr, $field:ident, $name:literal) => {
        match callbacks($device).and_then(|callbacks| callbacks.$field) {
            // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
            Some(callback) => call_hooked($name, $device, None, callback as *const (), || unsafe {
                callback($device.handle() as WDFDEVICE)
            }),
            None => STATUS_SUCCESS,
        }
    };
}

/// Calls one of the callbacks that take the device and the power state it comes from or goes to.
macro_rules! call_power {
    ($device:expr, $state:expr, $field:ident, $name:literal) => {
        match callbacks($device).and_then(|callbacks| callbacks.$field) {
            // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
            Some(callback) => call_hooked($name, $device, None, callback as *const (), || unsafe {
                callback($device.handle() as WDFDEVICE, $state)
            }),
            None => STATUS_SUCCESS,
        }
    };
}

/// Why the interrupts are connected or disconnected, in a transition from or to this state.
fn why(device: Id, state: i32) -> Why {
    match with(|kernel| kernel.objects.device(device).power_pageable) {
        _ if state == power_state::WdfPowerDeviceD3Final => Why::Plain,
        true => Why::Power,
        false => Why::NotPageable,
    }
}

/// Enters D0, in which its parent stays as long.
pub(super) fn power_up(device: Id, from: i32) -> NTSTATUS {
    hold_parent(device);
    let status = enter_d0(device, from);
    if !NT_SUCCESS(status) {
        release_parent(device);
    }
    status
}

/// A child that is to enter D0 brings its parent there.
fn hold_parent(device: Id) {
    let parent = with(|kernel| {
        let state = kernel.objects.device_mut(device);
        let parent = state.pdo.as_deref().filter(|pdo| pdo.holds_parent_in_d0).map(|pdo| pdo.parent)?;
        (!std::mem::replace(&mut state.power_policy.holds_parent, true)).then_some(parent)
    });
    let Some(parent) = parent else { return };
    match power_policy::reference(parent) {
        Referenced::Refused => with(|kernel| kernel.objects.device_mut(device).power_policy.holds_parent = false),
        Referenced::InD0 | Referenced::Coming(false) => {}
        Referenced::Coming(true) => {
            let _ = resume_alone(parent);
        }
    }
}

/// A child that left D0 needs its parent no more.
fn release_parent(device: Id) {
    let parent = with(|kernel| {
        let state = kernel.objects.device_mut(device);
        let held = std::mem::take(&mut state.power_policy.holds_parent);
        state.pdo.as_deref().filter(|_| held).map(|pdo| pdo.parent)
    });
    if let Some(parent) = parent {
        power_policy::dereference(parent);
    }
}

/// Enters D0: the driver's hardware first, then its interrupts, then its queues, then its self-managed I/O.
fn enter_d0(device: Id, from: i32) -> NTSTATUS {
    let status = call_power!(device, from, EvtDeviceD0Entry, "EvtDeviceD0Entry");
    if !NT_SUCCESS(status) {
        return status;
    }
    let mut status = interrupt::connect_all(device, why(device, from));
    if NT_SUCCESS(status) {
        status =
            call_power!(device, from, EvtDeviceD0EntryPostInterruptsEnabled, "EvtDeviceD0EntryPostInterruptsEnabled");
    }
    if !NT_SUCCESS(status) {
        leave_hardware(device, power_state::WdfPowerDeviceD3Final);
        return status;
    }
    power_policy::disarm(device);
    with(|kernel| {
        kernel.objects.device_mut(device).state = Pnp::Working;
        kernel.power_policy_in_d0(device);
    });
    restart_queues(device);
    let first = !with(|kernel| std::mem::replace(&mut kernel.objects.device_mut(device).self_managed, true));
    let status = if first {
        call_status!(device, EvtDeviceSelfManagedIoInit, "EvtDeviceSelfManagedIoInit")
    } else {
        call_status!(device, EvtDeviceSelfManagedIoRestart, "EvtDeviceSelfManagedIoRestart")
    };
    if !NT_SUCCESS(status) {
        leave_d0(device, power_state::WdfPowerDeviceD3Final);
    }
    status
}

/// The queues that follow power present requests again.
fn restart_queues(device: Id) {
    let managed = managed_queues(device);
    for queue in &managed {
        queue::resume(*queue);
    }
    for queue in &managed {
        queue::power_on(*queue);
    }
}

/// Leaves D0, in the opposite order.
pub(super) fn power_down(device: Id, to: i32) {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    call_status!(device, EvtDeviceSelfManagedIoSuspend, "EvtDeviceSelfManagedIoSuspend");
    leave_d0(device, to);
}

/// The same for a device that has nothing to do, or is to wake the system. False if its driver fails to arm it to wake: then
/// it stays in D0, or sleeps without.
pub(super) fn idle_down(device: Id, to: i32, armed: Option<Armed>) -> bool {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    call_status!(device, EvtDeviceSelfManagedIoSuspend, "EvtDeviceSelfManagedIoSuspend");
    hold_queues(device);
    if armed.is_some_and(|armed| !power_policy::arm(device, armed)) && armed == Some(Armed::S0) {
        with(|kernel| kernel.power_policy_stays_in_d0(device));
        restart_queues(device);
        call_status!(device, EvtDeviceSelfManagedIoRestart, "EvtDeviceSelfManagedIoRestart");
        return false;
    }
    with(|kernel| kernel.objects.device_mut(device).power_policy.idled = armed != Some(Armed::Sx));
    exit_d0(device, to);
    true
}

/// Holds the queues, and powers the hardware down.
fn leave_d0(device: Id, to: i32) {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    hold_queues(device);
    exit_d0(device, to);
}

/// The queues that follow power present nothing any more, and the driver has let go of what it got from them.
fn hold_queues(device: Id) {
    let managed = managed_queues(device);
    for queue in &managed {
        queue::power(*queue, Power::StartingTransition);
    }
    for queue in &managed {
        queue::power(*queue, Power::Stopping);
    }
}

/// Powers the hardware down.
fn exit_d0(device: Id, to: i32) {
    call_power!(device, to, EvtDeviceD0ExitPreInterruptsDisabled, "EvtDeviceD0ExitPreInterruptsDisabled");
    leave_hardware(device, to);
    with(|kernel| {
        let device = kernel.objects.device_mut(device);
        (device.state, device.slept_in) = (Pnp::Suspended, to);
    });
    release_parent(device);
}

/// Disconnects the interrupts, and tells the driver to put its hardware to sleep.
fn leave_hardware(device: Id, to: i32) {
    interrupt::disconnect_all(device, why(device, to));
    call_power!(device, to, EvtDeviceD0Exit, "EvtDeviceD0Exit");
}

fn managed_queues(device: Id) -> Vec<Id> {
    with(|kernel| {
        let queues = kernel.queues_of(device);
        queues.into_iter().filter(|queue| kernel.objects.queue(*queue).power_managed).collect()
    })
}

/// The system goes to sleep, or the device idles out: children first.
pub(crate) fn suspend(device: Id) {
    children::alone(device, || {
        children::each(device, suspend_alone);
        suspend_alone(device);
    });
}

fn suspend_alone(device: Id) {
    let (wake, idled) = with(|kernel| {
        let policy = &mut kernel.objects.device_mut(device).power_policy;
        policy.system_sleeps = true;
        let wake = policy.wake.filter(|wake| wake.enabled && policy.owner);
        (wake, policy.idled && (wake.is_some() || policy.armed.is_some()))
    });
    // One that idles is armed for the other kind of sleep, or disarmed, in D0.
    if idled && resume_alone(device).is_err() {
        return;
    }
    if with(|kernel| kernel.objects.device(device).state == Pnp::Working) {
        match wake {
            Some(wake) => {
                idle_down(device, wake.state, Some(Armed::Sx));
            }
            None => power_down(device, power_state::WdfPowerDeviceD3),
        }
    }
}

/// Back to D0: the parent first. A child that fails to power up is removed.
pub(crate) fn resume(device: Id) -> Result<(), NTSTATUS> {
    children::alone(device, || {
        wake_alone(device)?;
        children::each(device, |child| {
            let _ = wake_alone(child);
        });
        children::enumerate(device);
        Ok(())
    })
    .unwrap_or(Err(STATUS_NO_SUCH_DEVICE))
}

/// The system is back: a device that idled before may go on with that.
fn wake_alone(device: Id) -> Result<(), NTSTATUS> {
    if with(|kernel| kernel.sleeps_on(device)) {
        with(|kernel| kernel.objects.device_mut(device).power_policy.system_sleeps = false);
        return Ok(());
    }
    let woken = resume_alone(device);
    if woken.is_ok() {
        with(|kernel| kernel.objects.device_mut(device).power_policy.system_sleeps = false);
    }
    woken
}

pub(super) fn resume_alone(device: Id) -> Result<(), NTSTATUS> {
    enter_from_sleep(device).inspect_err(|_| {
        with(|kernel| kernel.objects.device_mut(device).power_policy.idled = false);
        remove_alone(device);
    })
}

/// Enters D0 if it sleeps.
pub(super) fn enter_from_sleep(device: Id) -> Result<(), NTSTATUS> {
    let (sleeps, from) = with(|kernel| {
        let state = kernel.objects.device(device);
        (state.state == Pnp::Suspended && !state.stopped, state.slept_in)
    });
    if !sleeps {
        return Ok(());
    }
    let status = power_up(device, from);
    if NT_SUCCESS(status) { Ok(()) } else { Err(status) }
}
