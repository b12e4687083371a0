//! Control devices: they go with their driver, and hear of the system's shutdown.
//!
//! Facts: the pages "Using Control Device Objects" and `WdfControlDeviceInitSetShutdownNotification`.
#![expect(unsafe_code, reason = "calls the driver's shutdown notification")]

use wdf_sim_sys::WDFDEVICE;

use super::end::live;
use super::pnp::delete_device;
use super::{call, check, queue, with};
use crate::kernel::device::Pnp;
use crate::kernel::object::{Id, Kind};
use crate::violation::{Outcome, Rule, Violation};

/// The control devices of a driver without devices of its own go with it; those of another would keep it loaded for ever.
pub(super) fn leave_no_control_device(driver: Id) {
    for device in with(|kernel| kernel.control_devices(driver)) {
        check(|kernel| {
            if kernel.objects.driver(driver).device_add.is_none() {
                return Ok(());
            }
            let subject = kernel.objects.subject(device);
            let text = format!("{subject} is there when the driver's last device is gone: it is never unloaded");
            Err(Violation::new(Rule::ControlDeviceMisused, Outcome::Leak, text))
        });
        remove_control(device);
    }
}

/// Deletes a control device: what waits in its queues is cancelled, and its files are closed.
pub(crate) fn remove_control(device: Id) {
    with(|kernel| kernel.objects.device_mut(device).state = Pnp::Removed);
    for queue in with(|kernel| kernel.queues_of(device)) {
        queue::shut_down(queue);
    }
    delete_device(device);
}

/// The system goes down: the control devices that asked for it are told.
pub(crate) fn notify_shutdown() {
    for driver in live(Kind::Driver) {
        for device in with(|kernel| kernel.control_devices(driver)) {
            let callback = with(|kernel| kernel.objects.device(device).control.and_then(|control| control.shutdown));
            if let Some(callback) = callback {
                // SAFETY: the driver registered this function with its control device, which lives.
                call("EvtDeviceShutdownNotification", device, None, || unsafe {
                    callback(device.handle() as WDFDEVICE)
                });
            }
        }
    }
}
