//! The test's side of what a device shows to others: interfaces, exported functions, a wake signal.
//!
//! Key types: [`DeviceInterface`].
#![expect(unsafe_code, reason = "lends the driver a buffer for its interface")]

use wdf_sim_sys::{GUID, INTERFACE, NT_SUCCESS};

use crate::exec::query_interface::{Query, ask};
use crate::exec::{power_policy, with};
use crate::machine::{Device, GONE, Status};

/// A device interface that a driver registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceInterface {
    /// The symbolic link that leads to the device while the interface is enabled.
    pub link: String,
    /// Whether it is.
    pub enabled: bool,
}

impl Device {
    /// The device interfaces that its driver registered, in that order; none if it is gone.
    #[must_use]
    pub fn interfaces(&self) -> Vec<DeviceInterface> {
        with(|kernel| {
            if !self.is_there(kernel) {
                return Vec::new();
            }
            let enabled: Vec<bool> =
                kernel.objects.device(self.id).interfaces.iter().map(|interface| interface.enabled).collect();
            let all = enabled.into_iter().enumerate();
            all.map(|(at, enabled)| DeviceInterface { link: kernel.interface_link(self.id, at), enabled }).collect()
        })
    }

    /// Asks its driver for an interface of this GUID, size and version, as another driver does
    /// (`IRP_MN_QUERY_INTERFACE`). What the driver gives begins with an `INTERFACE`; who asked drops its reference.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused, `STATUS_NOT_SUPPORTED` if it has no such interface, `STATUS_NO_SUCH_DEVICE` if
    /// the device is gone.
    ///
    /// # Panics
    ///
    /// If the size is less than an `INTERFACE`'s.
    pub fn query_interface(&self, class: &GUID, size: u16, version: u16) -> Result<Vec<u64>, Status> {
        assert!(usize::from(size) >= size_of::<INTERFACE>(), "an interface begins with an INTERFACE");
        if !self.is_present() {
            return Err(GONE);
        }
        let mut buffer = vec![0_u64; usize::from(size).div_ceil(8)];
        let interface = buffer.as_mut_ptr().cast::<INTERFACE>();
        let query = Query { class: *class, interface, size, version, data: std::ptr::null_mut() };
        // SAFETY: the buffer is as long as it says, and lives until the driver has answered.
        let status = unsafe { ask(self.id, &query) };
        if NT_SUCCESS(status) { Ok(buffer) } else { Err(Status(status)) }
    }

    /// The hardware raises its wake signal. False if the driver has not armed it, which is how a signal is lost, or the
    /// device is gone.
    pub fn wake_signal(&self) -> bool {
        self.is_present() && power_policy::wake_signal(self.id)
    }
}
