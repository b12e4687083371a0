//! A device, as the test has it: opened, suspended, stopped, removed.
//!
//! The part of applications and of the PnP manager; `exec/file.rs`, `exec/power.rs`, `exec/rebalance.rs` and `exec/pnp.rs` do it.
//!
//! Key types: [`Device`].

use super::{File, GONE, Status, serial_of};
use crate::exec::{self, with};
use crate::kernel::Kernel;
use crate::kernel::device::Pnp;
use crate::kernel::object::Id;

/// A device.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    pub(crate) id: Id,
    pub(super) serial: u32,
}

impl Device {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// The status with which the open failed, if the device is removed for instance.
    pub fn open(&self) -> Result<File, Status> {
        self.open_path("")
    }

    /// Opens it by a path that goes on behind the device's name: `\one`, where an application opens `\\.\Device\one`. The driver
    /// is told by `WdfFileObjectGetFileName`.
    ///
    /// # Errors
    ///
    /// As of [`open`](Self::open).
    pub fn open_path(&self, path: &str) -> Result<File, Status> {
        exec::fault::settle();
        if !self.is_present() {
            return Err(GONE);
        }
        let path: Vec<u16> = path.encode_utf16().collect();
        let file = exec::fault::apart(|| exec::file::open(self.id, self.serial, &path)).map_err(Status)?;
        Ok(File { id: file, serial: serial_of(file), device: *self })
    }

    /// Whether it has not been removed.
    #[must_use]
    pub fn is_present(&self) -> bool {
        with(|kernel| self.is_there(kernel))
    }

    pub(crate) fn is_there(&self, kernel: &Kernel) -> bool {
        kernel.objects.is_live(self.id, self.serial) && kernel.objects.device(self.id).state != Pnp::Removed
    }

    /// The devices that its driver found behind it and the PnP manager started, as bus drivers do; in the order in which they
    /// were added. What an application sends to a child, the bus driver gets on that child's queues, as for a raw device.
    /// A device that is gone has none.
    #[must_use]
    pub fn children(&self) -> Vec<Device> {
        if !self.settled() {
            return Vec::new();
        }
        exec::children::alone(self.id, || exec::children::enumerate(self.id));
        with(|kernel| {
            let there = self.is_there(kernel);
            let children = if there { kernel.present_children(self.id) } else { Vec::new() };
            children.into_iter().map(|id| Device { id, serial: kernel.objects.get(id).serial }).collect()
        })
    }

    /// Whether there is something to be done: another thread of the test, the driver or a fault may have been faster.
    fn settled(self) -> bool {
        exec::fault::settle();
        self.is_present()
    }

    /// Leaves D0: the system sleeps. Nothing happens to a device that is gone.
    pub fn suspend(&self) {
        if self.settled() {
            exec::fault::apart(|| exec::power::suspend(self.id));
        }
    }

    /// Back to D0.
    ///
    /// # Errors
    ///
    /// The status with which the driver failed to power up; the device is then removed. `STATUS_NO_SUCH_DEVICE` if it was
    /// gone.
    pub fn resume(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::power::resume(self.id)).map_err(Status)
    }

    /// Stops it if its driver does not mind, as when the system gives its resources to others: it leaves D0, loses its
    /// hardware, and what comes waits.
    ///
    /// # Errors
    ///
    /// The status with which its driver refused (`EvtDeviceQueryStop`), or `STATUS_INVALID_DEVICE_STATE` while the driver has said
    /// that it cannot be stopped (`WdfDeviceSetStaticStopRemove`); the device goes on. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn stop(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::rebalance::stop(self.id)).map_err(Status)
    }

    /// Starts it again after a [`stop`](Self::stop), with the resources that it had; nothing if it is not stopped.
    ///
    /// # Errors
    ///
    /// The status with which the driver failed to start; the device is then removed. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn start(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::rebalance::start_again(self.id)).map_err(Status)
    }

    /// Removes it if nobody minds: its own driver (`EvtDeviceQueryRemove`), then drivers that have it open as a target,
    /// are asked first.
    ///
    /// # Errors
    ///
    /// The status with which one of them refused; the device stays. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn try_remove(self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        for ask in [exec::rebalance::query_remove, exec::remote::query_remove] {
            ask(self.id).map_err(Status)?;
            // Callbacks have run, and other threads.
            if !self.is_present() {
                return Err(GONE);
            }
        }
        exec::pnp::remove(self.id);
        Ok(())
    }

    /// Removes it, as when the user disables it. Nothing happens if it is gone already.
    pub fn remove(self) {
        if self.settled() {
            exec::fault::apart(|| exec::pnp::remove(self.id));
        }
    }

    /// Removes it as when it is pulled out. Nothing happens if it is gone already.
    pub fn surprise_remove(self) {
        if self.settled() {
            exec::fault::apart(|| exec::pnp::surprise_remove(self.id));
        }
    }
}
