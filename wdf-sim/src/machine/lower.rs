//! The drivers that a test plays: what stands below a device, or behind a name that a driver opens.
//!
//! A test says what such a driver does with each request that arrives: complete it at
//! once or later, from any thread, with any outcome; let it be cancelled or not; or never complete it.
//!
//! Key types: [`Lower`], [`Arrival`], [`Major`].

use std::fmt;

use wdf_sim_sys::{NTSTATUS, STATUS_SUCCESS};

use crate::exec::{self, with};
use crate::kernel::irp::{IrpId, Transfer};
use crate::kernel::target::LowerDriver;
use crate::machine::Machine;

pub use crate::kernel::irp::Major;

impl Machine {
    /// A driver that the test plays: it gets every request that is sent to it, on the sender's thread.
    ///
    /// It stands somewhere when a device is [added above it](crate::Driver::add_device_above), or when it has a
    /// [name](Lower::named).
    ///
    /// ```no_run
    /// # use wdf_sim::{Explorer, Major};
    /// # static DRIVER: wdf_sim::DriverImage = wdf_sim::DriverImage::new("none", entry);
    /// # unsafe extern "C" fn entry(_: *mut wdf_sim_sys::DRIVER_OBJECT, _: wdf_sim_sys::PCUNICODE_STRING) -> i32 { -1 }
    /// Explorer::calm().run(|machine| {
    ///     let disk = machine.lower(|arrival| match arrival.major() {
    ///         Major::Read => drop(arrival.complete_with(0, b"data")),
    ///         _ => drop(arrival.complete(0)),
    ///     });
    ///     let filter = machine.load(&DRIVER).unwrap().add_device_above(&disk).unwrap();
    ///     assert_eq!(filter.open().unwrap().read(4).output, b"data");
    /// });
    /// ```
    pub fn lower(&self, serve: impl Fn(Arrival) + 'static) -> Lower {
        with(|kernel| kernel.lowers.push(LowerDriver::default()));
        Lower { number: exec::lower::add(move |irp| serve(Arrival::of(irp))) }
    }
}

/// A driver that the test plays.
#[derive(Clone, Copy, Debug)]
pub struct Lower {
    pub(crate) number: u32,
}

impl Lower {
    fn with(self, change: impl FnOnce(&mut LowerDriver)) -> Self {
        with(|kernel| change(&mut kernel.lowers[self.number as usize - 1]));
        self
    }

    /// Drivers can open it by this name, and by the names that mean the same (`\DosDevices\X` is `\??\X`).
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.with(|lower| lower.name = Some(name.to_owned()))
    }

    /// Reads and writes travel directly to it; without this they are buffered.
    #[must_use]
    pub fn direct(self) -> Self {
        self.with(|lower| lower.transfer = Transfer::Direct)
    }

    /// Reads and writes travel to it by the sender's addresses.
    #[must_use]
    pub fn neither(self) -> Self {
        self.with(|lower| lower.transfer = Transfer::Neither)
    }

    /// So many stack locations it and what is below it need; without this one.
    #[must_use]
    pub fn stack_size(self, size: u8) -> Self {
        self.with(|lower| lower.stack_size = size.max(1))
    }
}

/// A request that came to a driver that the test plays. It stays there until it is completed, by this or by any copy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    irp: IrpId,
    serial: u32,
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrival").field("serial", &self.serial).finish_non_exhaustive()
    }
}

impl Arrival {
    fn of(irp: IrpId) -> Self {
        Self { irp, serial: with(|kernel| kernel.irps.get(irp).serial) }
    }

    fn at<R>(self, read: impl FnOnce(&crate::kernel::irp::Irp) -> R) -> R {
        with(|kernel| {
            let irp = kernel.irps.find(self.irp, self.serial).filter(|irp| !irp.completed);
            read(irp.expect("the request is here until it is completed"))
        })
    }

    /// Whether it has not been completed, nor cancelled where that was allowed.
    #[must_use]
    pub fn is_here(self) -> bool {
        with(|kernel| kernel.irps.find(self.irp, self.serial).is_some_and(|irp| !irp.completed))
    }

    /// What it is.
    ///
    /// # Panics
    ///
    /// As all functions that read it: if it is completed.
    #[must_use]
    pub fn major(self) -> Major {
        self.at(|irp| irp.major)
    }

    /// The device control code.
    #[must_use]
    pub fn code(self) -> u32 {
        self.at(|irp| irp.ioctl)
    }

    /// The offset of a read or write.
    #[must_use]
    pub fn offset(self) -> i64 {
        self.at(|irp| irp.offset)
    }

    /// What it brings.
    #[must_use]
    pub fn input(self) -> Vec<u8> {
        self.at(crate::kernel::irp::Irp::input_bytes)
    }

    /// For how many bytes it has room.
    #[must_use]
    pub fn output_length(self) -> usize {
        self.at(|irp| irp.output_length)
    }

    /// Whether it is from an application, not from a driver.
    #[must_use]
    pub fn is_from_user(self) -> bool {
        self.at(|irp| irp.from_user)
    }

    /// Whether somebody asked for it to be cancelled.
    #[must_use]
    pub fn is_canceled(self) -> bool {
        self.at(|irp| irp.cancel)
    }

    /// From here on a cancellation completes it, as a driver with a cancel routine does. False: it was cancelled before and is
    /// completed now. Without this, cancelling it does nothing.
    pub fn allow_cancel(self) -> bool {
        exec::lower::allow_cancel(self.irp, self.serial)
    }

    /// Completes it without data. False: it allowed cancellation and was cancelled.
    pub fn complete(self, status: NTSTATUS) -> bool {
        self.complete_as(status, 0, &[])
    }

    /// Completes it with its information.
    pub fn complete_information(self, status: NTSTATUS, information: usize) -> bool {
        self.complete_as(status, information, &[])
    }

    /// Completes it with data, as many bytes as it has room for.
    pub fn complete_with(self, status: NTSTATUS, output: &[u8]) -> bool {
        if !self.is_here() {
            return false;
        }
        let length = output.len().min(self.output_length());
        self.complete_as(status, length, &output[..length])
    }

    /// Completes it as a driver does that transfers everything: a write with its length, a read or ioctl with so many zeros.
    pub fn complete_fully(self) -> bool {
        if !self.is_here() {
            return false;
        }
        if self.major() == Major::Write {
            return self.complete_information(STATUS_SUCCESS, self.input().len());
        }
        self.complete_with(STATUS_SUCCESS, &vec![0; self.output_length()])
    }

    fn complete_as(self, status: NTSTATUS, information: usize, output: &[u8]) -> bool {
        exec::lower::complete(self.irp, self.serial, status, information, output)
    }
}
