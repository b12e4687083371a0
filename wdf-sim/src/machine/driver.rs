//! A loaded driver, as the test has it: devices are added to it, and it is unloaded.
//!
//! The PnP manager's part; `exec/driver.rs` and `exec/pnp.rs` do it.
//!
//! Key types: [`Driver`].

use wdf_sim_sys::NTSTATUS;

use super::{Device, Status, serial_of};
use crate::exec::{self, with};
use crate::kernel::object::Id;
use crate::machine::Lower;

/// A loaded driver.
#[derive(Clone, Copy, Debug)]
pub struct Driver {
    pub(crate) id: Id,
    pub(super) serial: u32,
}

impl Driver {
    /// A device for the driver appeared: `EvtDriverDeviceAdd`, and the device's start.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused the device or its start.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    pub fn add_device(&self) -> Result<Device, Status> {
        self.add(|driver| exec::pnp::add_device(driver, Vec::new(), 0))
    }

    /// As [`add_device`](Self::add_device), above a driver that the test plays: what the device's driver sends to its local
    /// target comes there.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused the device or its start.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    pub fn add_device_above(&self, lower: &Lower) -> Result<Device, Status> {
        self.add(|driver| exec::pnp::add_device(driver, Vec::new(), lower.number))
    }

    pub(crate) fn add(&self, add: impl FnOnce(Id) -> Result<Id, NTSTATUS>) -> Result<Device, Status> {
        self.expect_loaded();
        let device = add(self.id).map_err(Status)?;
        Ok(Device { id: device, serial: serial_of(device) })
    }

    /// Unloads the driver.
    ///
    /// # Panics
    ///
    /// If it has been unloaded, or has devices: those are removed first.
    pub fn unload(self) {
        self.expect_loaded();
        let has_devices = with(|kernel| kernel.has_devices(self.id));
        assert!(!has_devices, "a driver is unloaded when its devices are removed");
        exec::driver::unload(self.id);
    }

    /// The control devices that the driver has created and not deleted, in the order of their creation.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    #[must_use]
    pub fn control_devices(&self) -> Vec<Device> {
        self.expect_loaded();
        let devices = with(|kernel| kernel.control_devices(self.id));
        devices.into_iter().map(|id| Device { id, serial: serial_of(id) }).collect()
    }

    fn expect_loaded(self) {
        assert!(with(|kernel| kernel.objects.is_live(self.id, self.serial)), "the driver has been unloaded");
    }
}
