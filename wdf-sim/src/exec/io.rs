//! The I/O manager: opening, sending, waiting, cancelling, closing.
//!
//! Facts: `fxpkgio.cpp:DispatchStep1`, `DispatchStep2`; the I/O manager's rules for buffers are those of the `DO_*_IO` flags
//! and the transfer method in an ioctl's code.
#![expect(unsafe_code, reason = "calls the driver's file callbacks")]

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, PIRP, STATUS_ACCESS_DENIED, STATUS_CANCELLED, STATUS_INSUFFICIENT_RESOURCES,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_NO_SUCH_DEVICE, STATUS_PENDING, STATUS_SUCCESS,
    WDFDEVICE, WDFFILEOBJECT, WDFREQUEST,
};

use super::{
    block, call, check, driver_irp, forward_progress, me, object, point, queue, request, service, target, with,
};
use crate::kernel::device::{Pnp, Preprocess};
use crate::kernel::file::File;
use crate::kernel::irp::{Above, Block, Completed, Irp, IrpId, Major, Transfer};
use crate::kernel::object::{Body, Deletion, Id};
use crate::kernel::queue::{Dispatch, Retrieved};
use crate::kernel::request::{CompletesTo, Flags};
use crate::kernel::target::Destination;
use crate::kernel::thread::Wait;
use crate::kernel::{Kernel, Level, Scope};
use crate::trace::Step;

/// An application's call.
pub(crate) struct Call<'a> {
    pub(crate) major: Major,
    pub(crate) ioctl: u32,
    pub(crate) offset: i64,
    pub(crate) input: &'a [u8],
    pub(crate) output_length: usize,
    /// What the application's second buffer has in it, which METHOD_IN_DIRECT brings.
    pub(crate) data: &'a [u8],
}

impl Call<'_> {
    /// One without data.
    pub(crate) const fn plain(major: Major) -> Self {
        Call { major, ioctl: 0, offset: 0, input: &[], output_length: 0, data: &[] }
    }
}

impl Kernel {
    /// Where an IRP goes in a device. A filter's default queue that has no handler for it is passed by.
    fn way_of(&self, device: Id, irp: IrpId) -> Way {
        let state = self.objects.device(device);
        if !state.takes_io() {
            return Way::Nowhere(STATUS_INVALID_DEVICE_STATE);
        }
        if state.looks_first {
            return Way::DriverFirst;
        }
        self.way_behind(device, self.irps.get(irp).major)
    }

    /// Where I/O of this type goes when `EvtIoInCallerContext` is behind it, or there is none. Every read comes by here.
    #[inline(always)]
    pub(super) fn way_behind(&self, device: Id, major: Major) -> Way {
        let state = self.objects.device(device);
        let passed_by = |queue: Id| {
            let queue = self.objects.queue(queue);
            queue.is_default && queue.dispatch != Dispatch::Manual && !queue.callbacks.handles(major)
        };
        match state.queue_for(major) {
            Some(queue) if state.filter && passed_by(queue) => Way::Down,
            Some(queue) => Way::Queue(queue),
            None if state.filter => Way::Down,
            None => Way::Nowhere(STATUS_INVALID_DEVICE_REQUEST),
        }
    }

    /// Whether a device's cleanups and closes go on to the next driver.
    fn forwards_cleanup(&self, device: Id) -> bool {
        let state = self.objects.device(device);
        state.pdo.is_none() && state.file.forwards_cleanup.unwrap_or(state.filter)
    }

    /// The request that a driver gets outside of any queue: it completes it, or enqueues it.
    fn create_unqueued(&mut self, device: Id, irp: IrpId) -> Id {
        let id = self.create_request(device, irp);
        let verifier = self.verifier_on();
        let request = self.objects.request_mut(id);
        request.completes_to = CompletesTo::Package;
        request.presented = true;
        if verifier {
            request.flags.insert(Flags::DRIVER_OWNED | Flags::IN_PROCESS);
        }
        id
    }

    /// The IRP for a call, with its buffers as the device's type or the ioctl's method wants them.
    fn make_irp(&mut self, device: Id, file: Option<Id>, call: &Call<'_>) -> IrpId {
        let is_control = matches!(call.major, Major::DeviceControl | Major::InternalDeviceControl);
        let state = self.objects.device(device);
        // As nearly always: nobody stands below whom the test plays, and the device is no bus's child.
        let room = if state.pdo.is_none() && state.lower == 0 { Some(1) } else { None };
        let transfer = if is_control { method(call.ioctl) } else { state.transfer };
        let separate_output = transfer != Transfer::Buffered && (is_control || call.major == Major::Read);
        let (system, direct) = if separate_output {
            (Block::holding(call.input, 0), Block::holding(call.data, call.output_length))
        } else {
            (Block::holding(call.input, call.output_length), Block::default())
        };
        if let Some(file) = file {
            self.enter_file(file);
        }
        let room = room.unwrap_or_else(|| self.room_below(device));
        self.irps.insert(Irp {
            major: call.major,
            transfer,
            from_user: call.major != Major::InternalDeviceControl,
            file,
            ioctl: call.ioctl,
            offset: call.offset,
            input_length: call.input.len(),
            output_length: call.output_length,
            system,
            direct,
            status: STATUS_PENDING,
            room,
            ..Irp::internal()
        })
    }
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) status: NTSTATUS,
    pub(crate) information: usize,
    pub(crate) output: Vec<u8>,
}

/// Opens the device, if it still is this one.
pub(crate) fn open(device: Id, serial: u32) -> Result<Id, NTSTATUS> {
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
        let file = File::new(device, config.configured);
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
        (Some(queue), _) => present_to(queue, device, irp),
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

/// How an ioctl's buffers travel, by the lowest two bits of its code.
const fn method(ioctl: u32) -> Transfer {
    match ioctl & 3 {
        0 => Transfer::Buffered,
        1 | 2 => Transfer::Direct,
        _ => Transfer::Neither,
    }
}

/// Sends an I/O request; it may be completed when this returns.
pub(crate) fn send(device: Id, file: Option<Id>, call: &Call<'_>) -> IrpId {
    let irp = with(|kernel| {
        kernel.counts.sent += 1;
        kernel.counts.bytes_in += call.input.len() as u64;
        let irp = kernel.make_irp(device, file, call);
        let subject = kernel.irp_subject(irp);
        kernel.note(me(), Step::Submit(call.major.name(), subject));
        irp
    });
    deliver(device, irp);
    irp
}

/// An IRP comes to a device: from an application, or from another driver.
pub(crate) fn deliver(device: Id, irp: IrpId) {
    take_way(
        device,
        irp,
        with(|kernel| match kernel.way_of(device, irp) {
            Way::Queue(queue) => match kernel.make_request(queue, device, irp) {
                Some(request) => Way::Made(queue, request),
                None => Way::Queue(queue),
            },
            way => way,
        }),
    );
}

#[inline]
fn take_way(device: Id, irp: IrpId, way: Way) {
    match way {
        Way::Queue(queue) => present_to(queue, device, irp),
        Way::Made(queue, request) => dispatch_new(queue, request),
        Way::DriverFirst => driver_first(device, irp),
        Way::CallerContext => in_caller_context(device, irp),
        Way::Down => pass_down(device, irp),
        Way::Nowhere(status) => complete(irp, status),
    }
}

/// An IRP in which a filter has no interest goes on to the next driver.
pub(super) fn pass_down(device: Id, irp: IrpId) {
    let destination = with(|kernel| Destination::Lower(kernel.objects.device(device).lower));
    target::arrive(irp, destination);
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

fn plain(number: u32, major: Major) -> NTSTATUS {
    let irp = with(|kernel| {
        kernel.counts.sent += 1;
        kernel.irps.insert(Irp { major, status: STATUS_PENDING, ..Irp::internal() })
    });
    target::arrive(irp, Destination::Lower(number));
    wait(irp).status
}

/// Where a new IRP goes.
pub(super) enum Way {
    Queue(Id),
    /// There with its new request.
    Made(Id, New),
    /// To the driver's callbacks that see it before a queue does.
    DriverFirst,
    CallerContext,
    /// To the next driver: a filter takes no interest in it.
    Down,
    Nowhere(NTSTATUS),
}

/// A new request comes to a queue.
fn present_to(queue: Id, device: Id, irp: IrpId) {
    if let Some(request) = forward_progress::request_for(queue, device, irp) {
        present(queue, request);
    }
}

/// A request that was made for a queue, and whether the queue accepts it.
pub(super) struct New {
    request: Id,
    accepted: bool,
}

impl Kernel {
    /// The request of a new IRP for a queue, if it needs nothing but memory.
    fn make_request(&mut self, queue: Id, device: Id, irp: IrpId) -> Option<New> {
        if !self.has_memory() || self.objects.queue(queue).forward_progress.is_some() {
            return None;
        }
        Some(New { request: self.create_request(device, irp), accepted: self.objects.queue(queue).accepts })
    }
}

/// A request comes to a queue, which may accept it.
pub(super) fn present(queue: Id, request: Id) {
    let accepted = with(|kernel| kernel.objects.queue(queue).accepts);
    dispatch_new(queue, New { request, accepted });
}

fn dispatch_new(queue: Id, New { request, accepted }: New) {
    if accepted {
        queue::dispatch(queue, Some(request));
    } else {
        request::finish(request, STATUS_INVALID_DEVICE_STATE, Some(0));
        object::release(request);
    }
}

/// The driver sees the IRP before the framework makes a request of it, if it wants this one.
fn driver_first(device: Id, irp: IrpId) {
    let shown = with(|kernel| {
        let major = kernel.irps.get(irp).major as u8;
        // Reads, writes and device controls have the minor function 0.
        let wants = |shown: &Preprocess| shown.minors.is_empty() || shown.minors.contains(&0);
        let shown = kernel.objects.device(device).preprocess.get(&major).filter(|shown| wants(shown))?.callback?;
        Some((shown, kernel.take_in_hand(device, irp)))
    });
    let Some((callback, address)) = shown else { return deliver_past_preprocessing(device, irp) };
    // SAFETY: the driver registered this function with its device; it has the IRP from here on.
    call("EvtDeviceWdmIrpPreprocess", device, None, || unsafe {
        callback(device.handle() as WDFDEVICE, address as PIRP);
    });
}

/// An IRP that is not shown to its driver first, or was.
pub(crate) fn deliver_past_preprocessing(device: Id, irp: IrpId) {
    let way = with(|kernel| {
        let state = kernel.objects.device(device);
        let major = kernel.irps.get(irp).major;
        if state.in_caller_context.is_some() { Way::CallerContext } else { kernel.way_behind(device, major) }
    });
    take_way(device, irp, way);
}

/// The driver sees the request first, in the thread of the caller and under no lock.
fn in_caller_context(device: Id, irp: IrpId) {
    // Without memory for a request the callback is left out.
    if !with(|kernel| kernel.has_memory()) {
        let major = with(|kernel| kernel.irps.get(irp).major);
        return match with(|kernel| kernel.objects.device(device).queue_for(major)) {
            Some(queue) => present_to(queue, device, irp),
            None => complete(irp, STATUS_INSUFFICIENT_RESOURCES),
        };
    }
    let (request, callback) = with(|kernel| {
        let callback = kernel.objects.device(device).in_caller_context;
        (kernel.create_unqueued(device, irp), callback)
    });
    if let Some(callback) = callback {
        // SAFETY: the driver registered this function with its device; it owns the request from here on.
        call("EvtIoInCallerContext", request, None, || unsafe {
            callback(device.handle() as WDFDEVICE, request.handle() as WDFREQUEST);
        });
    }
}

/// Completes an IRP that never became a request of this driver.
pub(crate) fn complete(irp: IrpId, status: NTSTATUS) {
    with(|kernel| kernel.irps.get_mut(irp).status = status);
    finish(irp);
}

/// `IoCompleteRequest`: whoever sent the IRP learns of its outcome.
pub(crate) fn finish(irp: IrpId) {
    let completed = with(|kernel| kernel.complete_irp(irp));
    learn(irp, completed);
}

/// What follows when an IRP is completed.
pub(super) fn learn(irp: IrpId, completed: Completed) {
    if completed.closes {
        service::ensure();
    }
    match completed.above {
        Some(Above::Request(request)) => target::came_back(request, irp),
        Some(Above::Driver(address)) => driver_irp::came_back(address, irp),
        None => {}
    }
}

/// A call that finds no device: it is completed with this status, and no driver sees it.
pub(crate) fn refuse(call: &Call<'_>, status: NTSTATUS) -> IrpId {
    with(|kernel| {
        kernel.counts.sent += 1;
        let irp = kernel.irps.insert(Irp {
            major: call.major,
            from_user: true,
            ioctl: call.ioctl,
            offset: call.offset,
            input_length: call.input.len(),
            output_length: call.output_length,
            status,
            ..Irp::internal()
        });
        kernel.complete_irp(irp);
        irp
    })
}

/// Waits for a request that was sent, and takes its outcome.
pub(crate) fn wait(irp: IrpId) -> Outcome {
    let done = with(|kernel| kernel.irps.get(irp).completed.then(|| kernel.take_outcome(irp)));
    done.unwrap_or_else(|| {
        block(Wait::Irp(irp));
        with(|kernel| kernel.take_outcome(irp))
    })
}

/// Whether a request that was sent is completed.
pub(crate) fn is_completed(irp: IrpId) -> bool {
    point();
    with(|kernel| kernel.irps.get(irp).completed)
}

/// Waits for a request that was sent, and leaves its outcome for others to see.
pub(crate) fn outcome(irp: IrpId) -> Outcome {
    block(Wait::Irp(irp));
    with(|kernel| {
        let irp = kernel.irps.get(irp);
        let output = if is_error(irp.status) { Vec::new() } else { irp.outcome() };
        Outcome { status: irp.status, information: irp.information, output }
    })
}

impl Kernel {
    /// The outcome of a request that is completed; whoever sent it has it from here on.
    fn take_outcome(&mut self, irp: IrpId) -> Outcome {
        let done = self.irps.get(irp);
        // As the I/O manager does: nothing is copied back where the request failed.
        let output = if is_error(done.status) { Vec::new() } else { done.outcome() };
        let outcome = Outcome { status: done.status, information: done.information, output };
        debug_assert!(NT_SUCCESS(outcome.status) || outcome.status != STATUS_PENDING);
        self.counts.bytes_out += outcome.output.len() as u64;
        self.counts.cancelled += u64::from(outcome.status == STATUS_CANCELLED);
        self.irps.forget(irp);
        outcome
    }
}

/// `NT_ERROR`.
const fn is_error(status: NTSTATUS) -> bool {
    status.cast_unsigned() >> 30 == 3
}

/// Nobody will look at the outcome of a request that was sent.
pub(crate) fn detach(irp: IrpId) {
    if !super::is_running() {
        return;
    }
    with(|kernel| {
        if kernel.irps.get(irp).completed {
            kernel.irps.forget(irp);
        } else {
            kernel.irps.get_mut(irp).detached = true;
        }
    });
}
