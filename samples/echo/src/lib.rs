//! The echo driver: what is written can be read again.
//!
//! A device with one queue. A write is stored, a read returns what the last write has stored; both are completed a
//! moment later, by a timer, and can be cancelled while they wait. It does what the echo sample of the WDK does,
//! without `unsafe`.
//!
//! This file makes the driver and its devices; what happens to requests is in `queue.rs`.
#![no_std]
#![forbid(unsafe_code)]

mod queue;

pub use queue::{DELAY, MAX_WRITE};

use wdf_safe::prelude::*;

/// The class of device interface by which applications find the device.
pub const INTERFACE: Guid = Guid(0xcdc3_5b6e, 0x0be4, 0x4936, [0xbf, 0x5f, 0x55, 0x37, 0x38, 0x0a, 0x7c, 0x1a]);

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device for the driver.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    device.create_interface(cx, INTERFACE)?;
    queue::create(cx, &device)?;
    Ok(device.added())
}
