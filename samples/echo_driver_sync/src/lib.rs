//! The echo driver once more: what is written can be read again, by a driver that synchronises itself.
//!
//! It does what the DriverSync version of the WDK's echo sample does, function by function: no synchronization scope, a spin lock
//! of its own, and one timer that runs for as long as the device works and completes what it finds. `echo` is the other version.
//!
//! This file makes the driver and its devices, and starts and stops the timer; what happens to requests is in `queue.rs`.
#![no_std]
#![forbid(unsafe_code)]

mod queue;

pub use queue::{MAX_WRITE, PERIOD};

use queue::Echo;
use wdf_safe::prelude::*;

/// The class of device interface by which applications find the device.
pub const INTERFACE: Guid = Guid(0x5f4b_2f0c, 0x7d6e, 0x4c2a, [0x9c, 0x41, 0x0e, 0x83, 0x55, 0xd1, 0x6a, 0x2b]);

/// What belongs to a device.
#[object_context]
struct Station {
    /// Its queue, by which the timer is found.
    queue: Child<Queue<Echo>>,
}

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device for the driver.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = DeviceConfig::new(init)
        .self_managed_io_init(start)
        .self_managed_io_restart(start)
        .self_managed_io_suspend(suspend)
        .create(cx, StationInit { queue: Child::init() })?;
    device.create_interface(cx, INTERFACE)?;
    queue::create(cx, &device)?;
    Ok(device.added())
}

/// The device works, for the first time or again: so does the timer.
#[evt_device_event]
fn start(cx: &mut Cx<'_, Passive>, device: &Device<Station>) -> Result<()> {
    if let Some(queue) = device.context().queue.get() {
        queue::start(cx, queue);
    }
    Ok(())
}

/// The device will not work for a while, or never again: nor does the timer. What waits, waits on.
#[evt_device_event]
fn suspend(cx: &mut Cx<'_, Passive>, device: &Device<Station>) -> Result<()> {
    if let Some(queue) = device.context().queue.get() {
        queue::stop(cx, queue);
    }
    Ok(())
}
