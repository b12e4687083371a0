//! What a request has besides when its driver sends it: where it came from, how its next stack location is formatted, who is
//! told of its completion, and how far it has come.
//!
//! It stands behind one box of the request, made when the driver first asks for any of it. How a target takes, cancels and
//! returns the request is in `target/`; requests of the driver's own are in `own.rs`, what a request comes back with in
//! `outcome.rs`.
//!
//! Key types: [`Sending`], [`Origin`], [`Location`], [`Format`]. Facts: `fxrequestbase.cpp`, `fxrequest.cpp`,
//! `fxrequestcontext.cpp`.

mod outcome;
mod own;

use bitflags::bitflags;
use wdf_sim_sys::{NTSTATUS, PFN_WDF_REQUEST_COMPLETION_ROUTINE};

use super::irp::{Above, Irp, IrpId, Major, Transfer};
use super::object::{Body, Id};
use super::request::{CsqContext, Flags, Request};
use super::{Kernel, Level, Result, Scope};
use crate::violation::{Rule, Violation};

/// Where a request's IRP comes from, which decides what may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The I/O manager presented it.
    Presented,
    /// The driver created the request, and the framework allocates the IRP.
    Internal,
    /// The driver created the request around an IRP of its own.
    Driver,
}

bitflags! {
    /// Where a request is between being submitted to a target and its completion routine.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct TargetFlags: u8 {
        /// It waits in a stopped target.
        const PENDED = 0x1;
        /// Its IRP came back, and its completion routine has not run.
        const COMPLETED = 0x2;
        const TIMER_SET = 0x4;
        /// Its time ran out, so a cancellation becomes a time-out.
        const CANCELLED_FROM_TIMER = 0x8;
        /// It was sent whatever the target's state.
        const IGNORE_STATE = 0x10;
    }
}

/// The memory that a transfer is made from or to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Buffer {
    /// The handle that the driver gave, 0 for memory without one.
    pub(crate) memory: usize,
    /// Offset into that memory, as the driver gave it.
    pub(crate) offset: usize,
    pub(crate) address: usize,
    pub(crate) length: usize,
}

/// What a reference keeps while a request is formatted with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Memory(Id),
    /// A memory that is part of this request.
    PartOf(Id),
}

/// What a target's format function left in a request.
#[derive(Debug)]
pub(crate) struct Format {
    pub(crate) major: Major,
    /// It was formatted by one of the functions that also send it: its completion parameters name no memory.
    pub(crate) anonymous: bool,
    pub(crate) others: bool,
    pub(crate) ioctl: u32,
    pub(crate) offset: i64,
    pub(crate) input: Buffer,
    pub(crate) output: Buffer,
    /// What the transfer carries down; taken when the request was formatted.
    pub(crate) data: Vec<u8>,
    pub(crate) transfer: Transfer,
    pub(crate) held: Vec<Held>,
    /// The outcome of the last time it was sent.
    pub(crate) status: NTSTATUS,
    pub(crate) information: usize,
}

/// The next stack location of a request's IRP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// Nobody formatted it.
    None,
    /// A copy of the current one, with the IRP's own buffers.
    Current,
    /// What the driver wrote into it: the same buffers.
    Given(Major, u32),
    /// As the request's [`Format`] says.
    Formatted,
}

/// A thread that sent a request and waits for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    pub(crate) done: bool,
    pub(crate) status: NTSTATUS,
    /// The completion routine that the driver set, which is called in between; none where the send has its own.
    pub(crate) routine: PFN_WDF_REQUEST_COMPLETION_ROUTINE,
    pub(crate) context: usize,
}

/// See the file's head.
#[derive(Debug)]
pub(crate) struct Sending {
    pub(crate) origin: Origin,
    /// Whether there is an IRP; a driver's request gets one with its first target.
    pub(crate) has_irp: bool,
    /// A driver's request that is completed rather than deleted (`WDF_REQUEST_REUSE_MUST_COMPLETE`).
    pub(crate) must_complete: bool,
    pub(crate) target: Option<Id>,
    pub(crate) routine: PFN_WDF_REQUEST_COMPLETION_ROUTINE,
    pub(crate) context: usize,
    /// Who still has a say in the completion: the IRP, a canceller, the timer. Whoever takes the last one completes it.
    pub(crate) completion_count: u32,
    pub(crate) flags: TargetFlags,
    /// Its entry among the armed timers.
    pub(crate) timer: Option<(u64, u64)>,
    pub(crate) next: Location,
    pub(crate) format: Option<Box<Format>>,
    pub(crate) waiting: Option<Waiting>,
}

impl Sending {
    const fn new(origin: Origin, has_irp: bool) -> Self {
        Self {
            origin,
            has_irp,
            must_complete: false,
            target: None,
            routine: None,
            context: 0,
            completion_count: 0,
            flags: TargetFlags::empty(),
            timer: None,
            next: Location::None,
            format: None,
            waiting: None,
        }
    }

    /// Whether it is with a target, or its completion routine is yet to run.
    pub(crate) const fn is_sent(&self) -> bool {
        self.completion_count > 0 || self.flags.intersects(TargetFlags::PENDED.union(TargetFlags::COMPLETED))
    }
}

impl Request {
    /// Where its IRP comes from.
    pub(crate) fn origin(&self) -> Origin {
        self.sending.as_deref().map_or(Origin::Presented, |sending| sending.origin)
    }

    /// Whether its driver has sent it and not got it back.
    pub(crate) fn is_sent(&self) -> bool {
        self.sending.as_deref().is_some_and(Sending::is_sent)
    }

    /// What it has for being sent.
    pub(crate) fn sending_mut(&mut self) -> &mut Sending {
        self.sending.get_or_insert_with(|| Box::new(Sending::new(Origin::Presented, true)))
    }
}

impl Kernel {
    /// `WdfRequestCreate` and `WdfRequestCreateFromIrp`: a request of the driver's own.
    pub(crate) fn create_own_request(&mut self, parent: Option<Id>, origin: Origin) -> Id {
        let irp = self.irps.insert_internal(Irp::internal());
        let mut request = Request::new(irp);
        request.presented = true;
        request.completed = origin == Origin::Internal;
        request.sending = Some(Box::new(Sending::new(origin, origin == Origin::Driver)));
        self.objects.insert(parent, Level::Dispatch, Scope::None, Body::Request(request))
    }

    /// The last reference is gone: the IRP that was made for a driver's request goes with it.
    pub(crate) fn free_own_irp(&mut self, id: Id) {
        let request = self.objects.request(id);
        if request.origin() != Origin::Presented {
            let irp = request.irp;
            let serial = self.irps.get(irp).serial;
            self.irps.forget(irp);
            self.retire_packet(serial);
        }
    }

    /// What a request has for being sent, looked at.
    pub(crate) fn sending(&self, id: Id) -> Option<&Sending> {
        self.objects.request(id).sending.as_deref()
    }

    /// What a request has for being sent.
    pub(crate) fn sending_mut(&mut self, id: Id) -> &mut Sending {
        self.objects.request_mut(id).sending_mut()
    }

    /// A request that is with a target, or completed, is not its driver's to change.
    pub(crate) fn check_at_hand(&self, id: Id, ddi: &str) -> Result<()> {
        let request = self.objects.request(id);
        let subject = self.objects.subject(id);
        if request.is_sent() {
            return Err(Violation::undefined(Rule::UsedWhileSent, format!("{ddi}: {subject} is with a target")));
        }
        if request.irp_gone {
            return Err(Violation::undefined(Rule::UseAfterDestroy, format!("{ddi}: {subject} has been completed")));
        }
        Ok(())
    }

    /// The IRP of a request whose next stack location is to be written: the framework stops where there is none, or no room.
    pub(crate) fn check_next_location(&self, id: Id, ddi: &str) -> Result<()> {
        self.check_at_hand(id, ddi)?;
        let subject = self.objects.subject(id);
        if self.sending(id).is_some_and(|sending| !sending.has_irp) {
            let text = format!("{ddi}: {subject} has no IRP: no target was named for it");
            return Err(Violation::wdf(Rule::FormattedWithoutRoom, [6, 2, id.handle() as u64], text));
        }
        if self.irps.get(self.objects.request(id).irp).room == 0 {
            let text = format!("{ddi}: the IRP of {subject} has no stack location below the driver's");
            return Err(Violation::wdf(Rule::FormattedWithoutRoom, [6, 1, id.handle() as u64], text));
        }
        Ok(())
    }

    /// The next stack location is written.
    pub(crate) fn set_next_location(&mut self, id: Id, location: Location) {
        self.sending_mut(id).next = location;
        if self.verifier_on() {
            self.objects.request_mut(id).flags.insert(Flags::FORMATTED);
        }
    }

    /// Takes what a format function left; the caller drops the references.
    pub(crate) fn take_format(&mut self, id: Id) -> Vec<Held> {
        let Some(sending) = self.objects.request_mut(id).sending.as_deref_mut() else { return Vec::new() };
        if sending.next == Location::Formatted {
            sending.next = Location::None;
        }
        sending.format.take().map_or_else(Vec::new, |format| format.held)
    }

    /// `WdfRequestReuse`, after its checks and once the format is gone: fresh, with this status.
    pub(crate) fn reset_for_reuse(&mut self, id: Id, status: NTSTATUS) {
        let request = self.objects.request_mut(id);
        request.canceled = false;
        request.completed = false;
        let irp = request.irp;
        let sending = request.sending_mut();
        let reinitialised = sending.origin != Origin::Driver && sending.has_irp;
        if sending.origin == Origin::Internal {
            sending.next = Location::None;
        }
        if reinitialised {
            let irp = self.irps.get_mut(irp);
            irp.status = status;
            irp.cancel = false;
        }
    }

    /// The IRP that arrives at the next driver, as the request's next stack location says. What the IRP's own buffers hold
    /// goes with it where it carries them.
    pub(crate) fn make_lower_irp(&mut self, id: Id, file: Option<Id>) -> IrpId {
        let upper = self.objects.request(id).irp;
        let next = self.sending_mut(id).next;
        let mut lower = Irp::internal();
        let irp = self.irps.get_mut(upper);
        lower.room = irp.room.saturating_sub(1);
        lower.from_user = irp.from_user;
        lower.cancel = irp.cancel;
        lower.file = file.or(irp.file);
        lower.above = Some(Above::Request(id));
        if next == Location::Formatted {
            let format = self.sending_mut(id).format.as_deref().expect("a formatted location has its format");
            lower.fill(format);
        } else {
            let irp = self.irps.get_mut(upper);
            lower.major = irp.major;
            lower.ioctl = irp.ioctl;
            lower.transfer = irp.transfer;
            lower.offset = irp.offset;
            lower.input_length = irp.input_length;
            lower.output_length = irp.output_length;
            lower.system = std::mem::take(&mut irp.system);
            lower.direct = std::mem::take(&mut irp.direct);
            if let Location::Given(major, ioctl) = next {
                (lower.major, lower.ioctl) = (major, ioctl);
            }
        }
        let lower = self.irps.insert_internal(lower);
        self.irps.get_mut(upper).below = Some(lower);
        lower
    }

    /// The IRP came back from the next driver: its outcome is the request's. What is to be copied to the driver's memory.
    pub(crate) fn take_lower_irp(&mut self, id: Id, lower: IrpId) -> Option<(usize, Vec<u8>)> {
        let lower = self.irps.remove(lower);
        self.retire_packet(lower.serial);
        let request = self.objects.request_mut(id);
        let upper = request.irp;
        let sending = request.sending_mut();
        let formatted = sending.next == Location::Formatted;
        sending.next = Location::None;
        let copy = match sending.format.as_deref_mut().filter(|_| formatted) {
            Some(format) => {
                let length = lower.information.min(format.output.length);
                (length > 0 && format.output.address != 0).then(|| (format.output.address, lower.output_bytes(length)))
            }
            None => None,
        };
        let irp = self.irps.get_mut(upper);
        irp.below = None;
        irp.status = lower.status;
        irp.information = lower.information;
        if !formatted {
            irp.system = lower.system;
            irp.direct = lower.direct;
        }
        copy
    }

    /// Its list entry is one of a target's from here on: what the cancel-safe queue kept there is gone.
    pub(super) fn forget_csq_context(&mut self, id: Id) {
        self.objects.request_mut(id).csq = CsqContext::Fresh;
    }
}
