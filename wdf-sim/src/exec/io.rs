//! The I/O manager: what an application sends becomes an IRP, which finds its way to a queue; and its outcome comes back.
//!
//! The first and the last station of a request (`machine/file.rs` above): [`send`] makes the IRP, [`deliver`] chooses its way,
//! [`present`] gives the queue its request (`queue.rs`); [`finish`] completes the IRP, and [`wait`] takes the outcome.
//! Opening and closing are in `file.rs`, the driver's look at an IRP before its queue in `preprocess.rs`.
//!
//! Facts: `fxpkgio.cpp:DispatchStep1`, `DispatchStep2`; the I/O manager's rules for buffers are those of the `DO_*_IO` flags
//! and the transfer method in an ioctl's code.

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_PENDING,
};

use super::preprocess::{driver_first, in_caller_context};
use super::{block, driver_irp, forward_progress, me, object, point, queue, request, service, target, with};
use crate::kernel::Kernel;
use crate::kernel::irp::{Above, Block, Completed, Irp, IrpId, Major, Transfer};
use crate::kernel::object::Id;
use crate::kernel::target::Destination;
use crate::kernel::thread::Wait;
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
        self.way_to(device, self.objects.device(device).queue_for(major), major)
    }

    /// The same, if this is the queue for it.
    #[inline(always)]
    pub(super) fn way_to(&self, device: Id, queue: Option<Id>, major: Major) -> Way {
        let state = self.objects.device(device);
        let passed_by = |queue: Id| {
            let queue = self.objects.queue(queue);
            queue.is_default && !queue.takes(major)
        };
        match queue {
            Some(queue) if state.filter && passed_by(queue) => Way::Down,
            Some(queue) => Way::Queue(queue),
            None if state.filter => Way::Down,
            None => Way::Nowhere(STATUS_INVALID_DEVICE_REQUEST),
        }
    }

    /// The IRP for a call, with its buffers as the device's type or the ioctl's method wants them.
    pub(super) fn make_irp(&mut self, device: Id, file: Option<Id>, call: &Call<'_>) -> IrpId {
        let is_control = call.major.is_control();
        let state = self.objects.device(device);
        // As nearly always: nobody stands below whom the test plays, and the device is no bus's child.
        let room = if state.pdo.is_none() && state.lower == 0 { Some(1) } else { None };
        let transfer = if is_control { Transfer::of_code(call.ioctl) } else { state.transfer };
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
    let way = with(|kernel| match kernel.way_of(device, irp) {
        Way::Queue(queue) => match kernel.make_request(queue, device, irp) {
            Some(request) => Way::Made(queue, request),
            None => Way::Queue(queue),
        },
        way => way,
    });
    match way {
        // As nearly always.
        Way::Made(queue, request) => _ = dispatch_new(queue, request),
        way => _ = take_way(device, irp, way),
    }
}

/// What the driver's dispatch routine returns for the IRP, unless that is the status of the IRP.
pub(super) fn take_way(device: Id, irp: IrpId, way: Way) -> Option<NTSTATUS> {
    match way {
        Way::Queue(queue) => present_to(queue, device, irp),
        Way::Made(queue, request) => Some(dispatch_new(queue, request)),
        Way::DriverFirst => driver_first(device, irp),
        Way::CallerContext(queue) => in_caller_context(device, irp, queue),
        Way::Down => {
            pass_down(device, irp);
            None
        }
        Way::Nowhere(status) => {
            complete(irp, status);
            Some(status)
        }
    }
}

/// An IRP in which a filter has no interest goes on to the next driver.
pub(super) fn pass_down(device: Id, irp: IrpId) {
    let destination = with(|kernel| Destination::Lower(kernel.objects.device(device).lower));
    target::arrive(irp, destination);
}

/// Where a new IRP goes.
pub(super) enum Way {
    Queue(Id),
    /// There with its new request.
    Made(Id, New),
    /// To the driver's callbacks that see it before a queue does, the second for this queue.
    DriverFirst,
    CallerContext(Option<Id>),
    /// To the next driver: a filter takes no interest in it.
    Down,
    Nowhere(NTSTATUS),
}

/// A new request comes to a queue.
pub(super) fn present_to(queue: Id, device: Id, irp: IrpId) -> Option<NTSTATUS> {
    forward_progress::request_for(queue, device, irp).map(|request| present(queue, request))
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
pub(super) fn present(queue: Id, request: Id) -> NTSTATUS {
    let accepted = with(|kernel| kernel.objects.queue(queue).accepts);
    dispatch_new(queue, New { request, accepted })
}

fn dispatch_new(queue: Id, New { request, accepted }: New) -> NTSTATUS {
    if accepted {
        queue::dispatch(queue, Some(request));
        STATUS_PENDING
    } else {
        request::finish(request, STATUS_INVALID_DEVICE_STATE, Some(0));
        object::release(request);
        STATUS_INVALID_DEVICE_STATE
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
