//! A mailbox: reads wait for messages in a manual queue, writes bring them.
//!
//! This file makes the driver and its devices; `mail.rs` is what happens to requests, `boxes.rs` what each of them occupies.
#![no_std]
#![forbid(unsafe_code)]

mod boxes;
mod mail;

pub use boxes::BOXES;
pub use mail::MAX_MESSAGE;

use wdf_safe::prelude::*;

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device for the driver.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, mail::post_office())?;
    mail::create(cx, &device)?;
    Ok(device.added())
}
