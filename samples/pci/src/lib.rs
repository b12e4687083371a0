//! A PCI device that takes data in parts: it has registers, and an interrupt by which it says that a part is done.
//!
//! This file makes the driver and its devices, and looks after their hardware; `card.rs` knows the registers; `transfer.rs`
//! is what happens to requests.
#![no_std]
#![forbid(unsafe_code)]

pub mod card;
mod transfer;

use card::{Registers, Seen};
use wdf_safe::prelude::*;

/// The interrupt of a device, and what is in its lock.
type Line = Interrupt<Queue<Transfers>, Seen>;

/// What belongs to a device.
#[object_context(requests = Progress)]
struct Card {
    /// Mapped while the device has its hardware.
    registers: Registers,
}

/// What belongs to the device's queue.
#[object_context(requests = Progress)]
struct Transfers {
    /// The write of which the device has a part.
    current: CancelSlot<Write<Progress>>,
    /// The device's interrupt.
    line: Child<Line>,
}

/// How far a write is.
#[request_context]
struct Progress {
    /// The bytes that the device has taken.
    done: usize,
    /// The bytes of the part that it has now.
    part: usize,
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
        .prepare_hardware(prepare_hardware)
        .create(cx, CardInit { registers: Registers::init() })?;
    transfer::create(cx, &device)?;
    Ok(device.added())
}

/// The device has its resources: its registers are the first range of memory. They are unmapped when it loses them.
#[evt_device_prepare_hardware]
fn prepare_hardware(cx: &mut Cx<'_, Passive>, device: &Device<Card>, resources: &Resources<'_>) -> Result<()> {
    if resources.interrupts() == 0 {
        // Without it nothing would ever be done.
        return Err(NtStatus::DEVICE_CONFIGURATION_ERROR.into());
    }
    device.map_registers(cx, resources, 0, |card| &card.registers)
}
