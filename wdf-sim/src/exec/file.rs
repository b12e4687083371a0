//! Opening a device and closing it: the create, the cleanup and the close of a file object.
//!
//! The I/O manager's part, on the thread of the test that asks for it (`machine/device.rs`, `machine/file.rs`). What is
//! sent in between is in `io.rs`.
//!
//! Facts: `fxfileobject.cpp`, `fxpkggeneral.cpp`.
#![expect(unsafe_code, reason = "calls the driver's file callbacks")]

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, STATUS_ACCESS_DENIED, STATUS_INSUFFICIENT_RESOURCES, STATUS_INVALID_DEVICE_STATE,
    STATUS_NO_SUCH_DEVICE, STATUS_PENDING, STATUS_SUCCESS, UNICODE_STRING, WDFDEVICE, WDFFILEOBJECT, WDFREQUEST,
};

use super::io::{Call, complete, pass_down, present, present_to, wait};
use super::{call, check, forward_progress, object, point, queue, request, target, with};
use crate::kernel::device::Pnp;
use crate::kernel::file::File;
use crate::kernel::irp::{Irp, IrpId, Major};
use crate::kernel::object::{Body, Deletion, Id};
use crate::kernel::queue::Retrieved;
use crate::kernel::string::Text;
use crate::kernel::target::Destination;
use crate::kernel::{Kernel, Level, Scope};

impl Kernel {
    /// Whether a device's cleanups and closes go on to the next driver.
    fn forwards_cleanup(&self, device: Id) -> bool {
        let state = self.objects.device(device);
        state.pdo.is_none() && state.file.forwards_cleanup.unwrap_or(state.filter)
    }
}

/// Opens the device, if it still is this one, by a path of which this is behind the device's name.
pub(crate) fn open(device: Id, serial: u32, path: &[u16]) -> Result<Id, NTSTATUS> {
    point();
    let file = with(|kernel| {
        if !kernel.objects.is_live(device, serial) {
            return Err(STATUS_NO_SUCH_DEVICE);
        }
        let state = kernel.objects.device(device);
        if !state.takes_io() {
            let unfinished = state.control.is_some() && state.state == Pnp::Added;
            return Err(if unfinished { STATUS_NO_SUCH_DEVICE } else { STATUS_INVALID_DEVICE_STATE });
        }
        if state.exclusive && !kernel.files_of(device).is_empty() {
            return Err(STATUS_ACCESS_DENIED);
        }
        let config = state.file;
        let mut file = File::new(device, config.configured);
        if !path.is_empty() {
            file.name = Some(Box::new((Text::new(path), UNICODE_STRING::default())));
        }
        let id = kernel.objects.insert(Some(device), Level::Passive, Scope::None, Body::File(file));
        kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
        if let Some(attributes) = config.attributes {
            kernel.attach(id, attributes);
        }
        Ok(id)
    })?;
    let status = create(device, file);
    if NT_SUCCESS(status) {
        with(|kernel| kernel.objects.file_mut(file).opening = false);
        return Ok(file);
    }
    object::delete_now(file);
    Err(status)
}

/// `IRP_MJ_CREATE`: to the queue that was configured for it, or to `EvtDeviceFileCreate`, or nobody minds.
fn create(device: Id, file: Id) -> NTSTATUS {
    let (queue, callback) = with(|kernel| {
        let state = kernel.objects.device(device);
        (state.configured(Major::Create), state.file.create)
    });
    let forwards = with(|kernel| kernel.objects.device(device).filter);
    if queue.is_none() && callback.is_none() && !forwards {
        return STATUS_SUCCESS;
    }
    let irp = with(|kernel| kernel.make_irp(device, Some(file), &Call::plain(Major::Create)));
    match (queue, callback) {
        (Some(queue), _) => _ = present_to(queue, device, irp),
        (None, Some(callback)) => {
            if let Some(request) = through_create_queue(device, file, irp) {
                // SAFETY: the driver registered this function with its device's files; it owns the request from here on.
                call("EvtDeviceFileCreate", request, None, || unsafe {
                    let (device, request) = (device.handle() as WDFDEVICE, request.handle() as WDFREQUEST);
                    callback(device, request, file.handle() as WDFFILEOBJECT);
                });
            }
        }
        (None, None) => pass_down(device, irp),
    }
    wait(irp).status
}

/// Puts a create into the framework's own queue and takes it out again, as the driver's; none if it was completed on the way.
fn through_create_queue(device: Id, file: Id, irp: IrpId) -> Option<Id> {
    let queue = with(|kernel| kernel.objects.device(device).create_queue).expect("a device with the callback has it");
    if !with(|kernel| kernel.has_memory()) {
        complete(irp, STATUS_INSUFFICIENT_RESOURCES);
        return None;
    }
    let request = with(|kernel| kernel.create_request(device, irp));
    present(queue, request);
    match check(|kernel| kernel.retrieve(queue, Some(file), None)) {
        Retrieved::Request(request) => Some(request),
        Retrieved::ZeroLength(_) | Retrieved::Failed(_) => None,
    }
}

/// Closes a handle: `IRP_MJ_CLEANUP`, which cancels what waits in queues for it, then, as soon as may be, `IRP_MJ_CLOSE`.
pub(crate) fn close(file: Id, serial: u32) {
    point();
    let first = with(|kernel| {
        if !kernel.is_open(file, serial) {
            return None;
        }
        let state = kernel.objects.file_mut(file);
        (state.closing, state.cleaning) = (true, true);
        let device = state.device;
        Some((device, kernel.objects.device(device).file))
    });
    let Some((device, config)) = first else { return finish_close(file, serial) };
    if let Some(cleanup) = config.cleanup {
        // SAFETY: the driver registered this function as its EvtFileCleanup; the file object lives.
        call("EvtFileCleanup", file, None, || unsafe { cleanup(file.handle() as WDFFILEOBJECT) });
    }
    for queue in with(|kernel| kernel.queues_of(device)) {
        forward_progress::flush(queue, Some(file));
        while let Some(request) = with(|kernel| kernel.pop_of_file(queue, file)) {
            request::cancel_waiting(queue, request);
        }
        queue::dispatch(queue, None);
    }
    let forwards = with(|kernel| kernel.forwards_cleanup(device));
    if forwards {
        below(device, Major::Cleanup);
    }
    with(|kernel| kernel.objects.file_mut(file).cleaning = false);
    finish_close(file, serial);
}

/// `IRP_MJ_CLOSE`, once no request refers to the file object; until then there is nothing to do.
pub(crate) fn finish_close(file: Id, serial: u32) {
    let begun = with(|kernel| {
        let device = kernel.begin_close(file, serial)?;
        Some((device, kernel.objects.device(device).file, kernel.forwards_cleanup(device)))
    });
    let Some((device, config, forwards)) = begun else { return };
    if let Some(close) = config.close {
        // SAFETY: the driver registered this function as its EvtFileClose; the file object lives.
        call("EvtFileClose", file, None, || unsafe { close(file.handle() as WDFFILEOBJECT) });
    }
    if forwards {
        below(device, Major::Close);
    }
    object::delete_now(file);
}

/// Sends the next driver of a device a cleanup or close, whose outcome nobody minds.
fn below(device: Id, major: Major) {
    let irp = with(|kernel| kernel.make_irp(device, None, &Call::plain(major)));
    pass_down(device, irp);
    wait(irp);
}

/// A driver opens one that the test plays.
pub(super) fn create_below(number: u32) -> NTSTATUS {
    plain(number, Major::Create)
}

/// A driver closes its handle of one that the test plays.
pub(super) fn cleanup_below(number: u32) {
    plain(number, Major::Cleanup);
}

/// The last reference on the file object of one that the test plays is dropped.
pub(super) fn close_below(number: u32) {
    plain(number, Major::Close);
}

pub(super) fn plain(number: u32, major: Major) -> NTSTATUS {
    let irp = with(|kernel| {
        kernel.counts.sent += 1;
        kernel.irps.insert(Irp { major, status: STATUS_PENDING, ..Irp::internal() })
    });
    target::arrive(irp, Destination::Lower(number));
    wait(irp).status
}
