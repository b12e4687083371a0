//! A pipe: what is written is read again.
//!
//! Reads of an empty pipe wait in a list and can be cancelled. Callbacks are not synchronised with each other; a spin lock
//! protects what is in the pipe. This file makes the driver and its devices; `pipe.rs` is what happens to requests.
#![no_std]
#![forbid(unsafe_code)]

mod pipe;
mod ring;

pub use pipe::READERS;
pub use ring::CAPACITY;

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
    pipe::create(cx, &device)?;
    Ok(device.added())
}
