//! A device idles out, is woken, and is armed to wake itself.
//!
//! Who takes a power reference never does the work: a worker powers the device down or up, as the framework's power
//! policy machine does on its own thread. Facts: `powerpolicystatemachine.cpp`; "A Device Returns to Its Working State" of
//! the driver documentation for the order of the callbacks.
#![expect(unsafe_code, reason = "calls the driver's power policy callbacks")]

use wdf_sim_sys::{
    BOOLEAN, NT_SUCCESS, NTSTATUS, STATUS_PENDING, STATUS_POWER_STATE_INVALID, STATUS_SUCCESS,
    WDF_POWER_POLICY_EVENT_CALLBACKS, WDFDEVICE,
};

use super::{block, call, check, children, power, service, with};
use crate::kernel::object::Id;
use crate::kernel::power_policy::{Armed, Referenced};
use crate::kernel::thread::Wait;

fn callbacks(device: Id) -> Option<WDF_POWER_POLICY_EVENT_CALLBACKS> {
    with(|kernel| kernel.objects.device(device).power_policy.callbacks)
}

/// Takes a power reference; a device that idles comes back to D0.
pub(crate) fn reference(device: Id) -> Referenced {
    let referenced = with(|kernel| kernel.power_reference(device));
    if referenced == Referenced::Coming(true) {
        service::ensure();
    }
    referenced
}

/// Drops one: with the last, the time-out begins.
pub(crate) fn dereference(device: Id) {
    check(|kernel| kernel.power_dereference(device));
    service::ensure();
}

/// `WdfDeviceStopIdle`.
pub(crate) fn stop_idle(device: Id, wait: bool) -> NTSTATUS {
    match reference(device) {
        Referenced::Refused => STATUS_POWER_STATE_INVALID,
        Referenced::InD0 => STATUS_SUCCESS,
        Referenced::Coming(_) if !wait => STATUS_PENDING,
        Referenced::Coming(_) => {
            let serial = with(|kernel| kernel.objects.get(device).serial);
            block(Wait::InD0(device, serial));
            if with(|kernel| kernel.came_to_d0(device, serial)) { STATUS_SUCCESS } else { STATUS_POWER_STATE_INVALID }
        }
    }
}

/// A worker thread's job: the device's time-out is over.
pub(super) fn idle_job(device: Id, serial: u32) {
    if !with(|kernel| kernel.objects.is_live(device, serial)) {
        return;
    }
    children::alone(device, || {
        let idles = with(|kernel| kernel.objects.is_live(device, serial).then(|| kernel.idles_now(device)).flatten());
        let Some(settings) = idles else { return };
        let armed = settings.wakes.then_some(Armed::S0);
        if !power::idle_down(device, settings.state, armed) {
            return;
        }
        // What came meanwhile brings it back.
        if with(|kernel| kernel.has_power_references(device) && !is_asleep(kernel, device)) {
            let _ = power::resume_alone(device);
        }
    });
}

fn is_asleep(kernel: &crate::kernel::Kernel, device: Id) -> bool {
    kernel.objects.device(device).power_policy.system_sleeps
}

/// A worker thread's job: somebody needs the device.
pub(super) fn up_job(device: Id, serial: u32) {
    if !with(|kernel| kernel.objects.is_live(device, serial)) {
        return;
    }
    children::alone(device, || {
        let comes = with(|kernel| {
            kernel.objects.is_live(device, serial) && {
                let policy = &kernel.objects.device(device).power_policy;
                policy.idled && !policy.system_sleeps && kernel.has_power_references(device)
            }
        });
        if comes {
            let _ = power::resume_alone(device);
        }
    });
}

/// The hardware of a device that is armed raises its wake signal. False if it is not armed.
pub(crate) fn wake_signal(device: Id) -> bool {
    children::alone(device, || {
        let armed = with(|kernel| kernel.objects.device(device).power_policy.armed);
        match armed {
            None => false,
            Some(Armed::Sx) => {
                with(|kernel| kernel.objects.device_mut(device).power_policy.woken = true);
                true
            }
            Some(Armed::S0) => {
                with(|kernel| kernel.objects.device_mut(device).power_policy.woken = true);
                let _ = power::resume_alone(device);
                true
            }
        }
    })
    .unwrap_or(false)
}

/// Calls one of the callbacks that arm the device.
macro_rules! call_arm {
    ($device:expr, $callback:expr, $name:literal $(, $argument:expr)*) => {
        match $callback {
            // SAFETY: the driver registered this function in its device's power policy callbacks; the device lives.
            Some(callback) => call($name, $device, None, || unsafe { callback($device.handle() as WDFDEVICE $(, $argument)*) }),
            None => STATUS_SUCCESS,
        }
    };
}

/// Calls one of the callbacks that return nothing.
macro_rules! call_void {
    ($device:expr, $callback:expr, $name:literal) => {
        if let Some(callback) = $callback {
            // SAFETY: as in `call_arm`.
            call($name, $device, None, || unsafe { callback($device.handle() as WDFDEVICE) });
        }
    };
}

/// Arms the device, whose queues have stopped and whose hardware still has power. False if the driver fails to.
pub(super) fn arm(device: Id, armed: Armed) -> bool {
    let (by_driver, by_children) = with(|kernel| {
        let wake = kernel.objects.device(device).power_policy.wake;
        (wake.is_some_and(|wake| wake.enabled), wake.is_some_and(|wake| wake.for_children))
    });
    let status = match (armed, callbacks(device)) {
        (_, None) => STATUS_SUCCESS,
        (Armed::S0, Some(callbacks)) => call_arm!(device, callbacks.EvtDeviceArmWakeFromS0, "EvtDeviceArmWakeFromS0"),
        (Armed::Sx, Some(callbacks)) if callbacks.EvtDeviceArmWakeFromSxWithReason.is_some() => call_arm!(
            device,
            callbacks.EvtDeviceArmWakeFromSxWithReason,
            "EvtDeviceArmWakeFromSxWithReason",
            BOOLEAN::from(by_driver),
            BOOLEAN::from(by_children)
        ),
        (Armed::Sx, Some(callbacks)) => call_arm!(device, callbacks.EvtDeviceArmWakeFromSx, "EvtDeviceArmWakeFromSx"),
    };
    let is_armed = NT_SUCCESS(status);
    with(|kernel| {
        let policy = &mut kernel.objects.device_mut(device).power_policy;
        (policy.armed, policy.woken) = (is_armed.then_some(armed), false);
    });
    is_armed
}

/// The device is back in D0, with its interrupts: it needs no signal any more. Its queues are still held.
pub(super) fn disarm(device: Id) {
    let (armed, woken) = with(|kernel| {
        let policy = &mut kernel.objects.device_mut(device).power_policy;
        (policy.armed.take(), std::mem::take(&mut policy.woken))
    });
    let (Some(armed), Some(callbacks)) = (armed, callbacks(device)) else { return };
    match armed {
        Armed::S0 => {
            if woken {
                call_void!(device, callbacks.EvtDeviceWakeFromS0Triggered, "EvtDeviceWakeFromS0Triggered");
            }
            call_void!(device, callbacks.EvtDeviceDisarmWakeFromS0, "EvtDeviceDisarmWakeFromS0");
        }
        Armed::Sx => {
            if woken {
                call_void!(device, callbacks.EvtDeviceWakeFromSxTriggered, "EvtDeviceWakeFromSxTriggered");
            }
            call_void!(device, callbacks.EvtDeviceDisarmWakeFromSx, "EvtDeviceDisarmWakeFromSx");
        }
    }
}
