//! A clock to wait for: a read returns the number of the next tick.
//!
//! Reads wait in a list and can be cancelled. All callbacks have the synchronisation scope of the device, so that none
//! runs while another does. This file makes the driver and its devices; `clock.rs` is what happens to requests.
#![no_std]
#![forbid(unsafe_code)]

mod clock;

pub use clock::{READERS, TICK};

use wdf_safe::prelude::*;

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device for the driver.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    clock::create(cx, &device)?;
    Ok(device.added())
}
