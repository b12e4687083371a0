//! The PnP manager asks whether a device may be stopped or removed; one that is stopped gives its hardware back, and is
//! started again with the same.
//!
//! The system stops a device to give its resources to others ("Rebalancing Resources" of the driver documentation).
//! Children are asked, and stop, before their parent. Facts: `pnpstatemachine.cpp` (query stop, stopped, restarting),
//! `fxpkgpnp.cpp`.
#![expect(unsafe_code, reason = "calls the driver's query callbacks")]

use wdf_sim_sys::{
    _WDF_POWER_DEVICE_STATE as power_state, NT_SUCCESS, NTSTATUS, STATUS_INVALID_DEVICE_STATE, STATUS_NO_SUCH_DEVICE,
    STATUS_SUCCESS, WDFDEVICE,
};

use super::{call_hooked, children, pnp, power, with};
use crate::kernel::device::Pnp;
use crate::kernel::object::Id;

/// What the PnP manager asks of a driver.
#[derive(Clone, Copy)]
enum Query {
    Stop,
    Remove,
}

/// Asks the drivers of the device and of its children; the first that refuses says why.
fn query(device: Id, query: Query) -> Result<(), NTSTATUS> {
    for child in with(|kernel| kernel.present_children(device)) {
        self::query(child, query)?;
    }
    let status = ask(device, query);
    if NT_SUCCESS(status) { Ok(()) } else { Err(status) }
}

/// `IRP_MN_QUERY_REMOVE_DEVICE`: whether its own driver minds.
pub(crate) fn query_remove(device: Id) -> Result<(), NTSTATUS> {
    children::alone(device, || query(device, Query::Remove)).unwrap_or(Err(STATUS_NO_SUCH_DEVICE))
}

fn ask(device: Id, query: Query) -> NTSTATUS {
    let (callbacks, stop_count) = with(|kernel| {
        let device = kernel.objects.device(device);
        (device.pnp, device.stop_count)
    });
    // The static check, before the driver is asked (`PnpEventQueryStopStaticCheck`, `PnpEventQueryRemoveStaticCheck`).
    if stop_count != 0 {
        return STATUS_INVALID_DEVICE_STATE;
    }
    let (callback, name) = match query {
        Query::Stop => (callbacks.and_then(|callbacks| callbacks.EvtDeviceQueryStop), "EvtDeviceQueryStop"),
        Query::Remove => (callbacks.and_then(|callbacks| callbacks.EvtDeviceQueryRemove), "EvtDeviceQueryRemove"),
    };
    match callback {
        Some(callback) => {
            let status = call_hooked(name, device, None, callback as *const (), || {
                // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
                unsafe { callback(device.handle() as WDFDEVICE) }
            });
            pnp::answered(name, device, status)
        }
        None => STATUS_SUCCESS,
    }
}

/// `IRP_MN_QUERY_STOP_DEVICE`, and if nobody minds `IRP_MN_STOP_DEVICE`.
pub(crate) fn stop(device: Id) -> Result<(), NTSTATUS> {
    children::alone(device, || {
        query(device, Query::Stop)?;
        stop_alone(device);
        Ok(())
    })
    .unwrap_or(Err(STATUS_NO_SUCH_DEVICE))
}

fn stop_alone(device: Id) {
    children::each(device, stop_alone);
    let idles = with(|kernel| {
        let policy = &kernel.objects.device(device).power_policy;
        policy.idled && !policy.system_sleeps
    });
    // As when it is removed, it comes back to D0 for that. One that cannot is gone.
    if idles && power::resume_alone(device).is_err() {
        return;
    }
    if with(|kernel| kernel.objects.device(device).state == Pnp::Working) {
        power::power_down(device, power_state::WdfPowerDeviceD3Final);
    }
    with(|kernel| {
        kernel.stop_power_policy(device);
        kernel.objects.device_mut(device).stopped = true;
    });
    pnp::release_hardware(device);
}

/// `IRP_MN_START_DEVICE` of one that was stopped: the parent first. One that does not start is removed.
pub(crate) fn start_again(device: Id) -> Result<(), NTSTATUS> {
    children::alone(device, || {
        start_alone(device)?;
        children::each(device, |child| {
            let _ = start_alone(child);
        });
        children::enumerate(device);
        Ok(())
    })
    .unwrap_or(Err(STATUS_NO_SUCH_DEVICE))
}

fn start_alone(device: Id) -> Result<(), NTSTATUS> {
    let stopped = with(|kernel| std::mem::take(&mut kernel.objects.device_mut(device).stopped));
    if stopped { pnp::start(device) } else { Ok(()) }
}
