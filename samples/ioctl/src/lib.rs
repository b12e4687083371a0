//! A clipboard that applications share: they reach it by the driver's control device, with device controls of all four transfer
//! methods.
//!
//! This file makes the driver, its devices and the control device; `controls.rs` declares the device controls; `clipboard.rs` is
//! what happens to requests; `contents.rs` is what lies in the clipboard.
#![no_std]
#![forbid(unsafe_code)]

mod clipboard;
mod contents;
mod controls;

pub use clipboard::READERS;
pub use contents::CAPACITY;
pub use controls::{AwaitChange, CopyIn, Describe, Exchange, PasteOut, State};
pub use wdf_safe::ioctl::{Ioctl, input_bytes, output_of};

use wdf_safe::prelude::*;

/// Who may open the control device: the system and administrators whatever they like, everybody else to read and write.
const SECURITY: &str = "D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GRGW;;;WD)";

/// What belongs to the driver.
#[object_context]
struct Whole {
    /// There as long as the driver has a device.
    clipboard: SharedControl,
}

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, WholeInit { clipboard: SharedControl::init() })
}

/// The system has found a device for the driver: with the first one comes the control device.
#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Whole>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let mut device = init.create(cx, ())?;
    driver.context().clipboard.hold(cx, &mut device, SECURITY, |cx, init| {
        let init = init.set_name(cx, r"\Device\WdfSafeClipboard")?;
        let control = clipboard::create(cx, init)?;
        control.create_symbolic_link(cx, r"\DosDevices\WdfSafeClipboard")?;
        Ok(control.finish(cx))
    })?;
    Ok(device.added())
}
