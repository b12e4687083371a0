//! A filter: it sends on what comes, and can call off what is out.
//!
//! This file makes the driver and its devices; `passing.rs` is what happens to requests.
#![no_std]
#![forbid(unsafe_code)]

mod passing;

pub use passing::{CALL_OFF, COUNTS};

use wdf_safe::prelude::*;

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device that the driver is to filter.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    let files = init.use_file_objects();
    let config = DeviceConfig::new(init.into_filter()).file_cleanup(passing::closed);
    let device = config.create(cx, passing::filter(files))?;
    passing::create(cx, &device)?;
    Ok(device.added())
}
