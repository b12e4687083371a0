//! An open handle, and what is sent with it: the beginning and the end of a request's way.
//!
//! An application's part; `exec/io.rs` makes an I/O request packet of each call, and [`Ticket::wait`] takes its outcome.
//!
//! Key types: [`File`], [`Ticket`], [`Completion`].

use std::mem;

use wdf_sim_sys::{NT_SUCCESS, NTSTATUS, STATUS_INVALID_HANDLE};

use super::{Device, GONE};
use crate::exec::io::{Call, Outcome};
use crate::exec::{self, with};
use crate::kernel::irp::{IrpId, Major};
use crate::kernel::object::Id;

/// An open handle. Dropping it does not close it; the device's removal does.
///
/// What is sent with a handle that is closed is answered with `STATUS_INVALID_HANDLE`, what is sent to a device that is gone
/// with `STATUS_NO_SUCH_DEVICE`; the driver sees neither.
#[derive(Clone, Copy, Debug)]
pub struct File {
    pub(super) id: Id,
    pub(super) serial: u32,
    pub(super) device: Device,
}

impl File {
    fn send(self, call: &Call<'_>) -> Ticket {
        exec::point();
        // A file goes with its device, at the latest; another thread, the driver or a fault may have been faster.
        if with(|kernel| kernel.is_open(self.id, self.serial)) {
            return Ticket { irp: exec::io::send(self.device.id, Some(self.id), call) };
        }
        let status = if self.device.is_present() { STATUS_INVALID_HANDLE } else { GONE.0 };
        Ticket { irp: exec::io::refuse(call, status) }
    }

    /// Whether it was not closed, nor its device removed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        with(|kernel| self.device.is_there(kernel) && kernel.is_open(self.id, self.serial))
    }

    /// Reads at most so many bytes, and waits.
    #[must_use]
    pub fn read(&self, length: usize) -> Completion {
        self.begin_read(length).wait()
    }

    /// Begins to read.
    pub fn begin_read(&self, length: usize) -> Ticket {
        self.send(&Call { output_length: length, ..Call::plain(Major::Read) })
    }

    /// Writes, and waits.
    #[must_use]
    pub fn write(&self, bytes: &[u8]) -> Completion {
        self.begin_write(bytes).wait()
    }

    /// Begins to write.
    pub fn begin_write(&self, bytes: &[u8]) -> Ticket {
        self.send(&Call { input: bytes, ..Call::plain(Major::Write) })
    }

    /// Sends a device control code with its input, and waits for at most so many bytes of output.
    #[must_use]
    pub fn ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Completion {
        self.begin_ioctl(code, input, output_length).wait()
    }

    /// Begins a device control.
    pub fn begin_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Ticket {
        self.send(&Call { ioctl: code, input, output_length, ..Call::plain(Major::DeviceControl) })
    }

    /// Begins a device control whose second buffer brings data, as with METHOD_IN_DIRECT.
    #[must_use]
    pub fn begin_ioctl_with(&self, code: u32, input: &[u8], data: &[u8]) -> Ticket {
        let call = Call { ioctl: code, input, output_length: data.len(), data, ..Call::plain(Major::DeviceControl) };
        self.send(&call)
    }

    /// Sends a device control whose second buffer brings data, as with METHOD_IN_DIRECT, and waits.
    #[must_use]
    pub fn ioctl_with(&self, code: u32, input: &[u8], data: &[u8]) -> Completion {
        self.begin_ioctl_with(code, input, data).wait()
    }

    /// Sends an internal device control, as another driver would, and waits.
    #[must_use]
    pub fn internal_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Completion {
        self.begin_internal_ioctl(code, input, output_length).wait()
    }

    /// Begins an internal device control.
    pub fn begin_internal_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Ticket {
        self.send(&Call { ioctl: code, input, output_length, ..Call::plain(Major::InternalDeviceControl) })
    }

    /// Closes the handle: what waits for it in queues is cancelled. Nothing happens if it is closed already.
    pub fn close(self) {
        exec::fault::settle();
        if self.is_open() {
            exec::fault::apart(|| exec::file::close(self.id, self.serial));
        }
    }
}

/// An I/O request that was sent. Dropping it leaves the request alone.
#[derive(Debug)]
pub struct Ticket {
    irp: IrpId,
}

impl Ticket {
    /// Asks for the request to be cancelled; true if something was there to be asked. The request may still be
    /// completed with any status, or not be completed for long.
    pub fn cancel(&self) -> bool {
        exec::point();
        exec::request::cancel_irp(self.irp)
    }

    /// Whether the request is completed.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        exec::io::is_completed(self.irp)
    }

    /// Waits for the request's completion.
    #[must_use]
    pub fn wait(self) -> Completion {
        let Outcome { status, information, output } = exec::io::wait(self.irp);
        mem::forget(self);
        Completion { status, information, output }
    }

    /// Waits for the request's completion, and keeps the ticket: others can wait for it too.
    #[must_use]
    pub fn outcome(&self) -> Completion {
        let Outcome { status, information, output } = exec::io::outcome(self.irp);
        Completion { status, information, output }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        exec::io::detach(self.irp);
    }
}

/// How an I/O request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Its status.
    pub status: NTSTATUS,
    /// Its information: mostly the number of bytes.
    pub information: usize,
    /// What the caller got.
    pub output: Vec<u8>,
}

impl Completion {
    /// Whether the status is a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        NT_SUCCESS(self.status)
    }
}
