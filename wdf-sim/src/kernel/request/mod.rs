//! The framework's request: what it remembers, and who owns it.
//!
//! Pure transitions; the driver's callbacks between them are called by `exec/request.rs`. Marking and unmarking are in
//! `cancel.rs`, completing in `complete.rs`. The lists a request moves through belong to its queue (`queue/`).
//!
//! Key types: [`Request`], [`Flags`]. Facts: `fxrequest.cpp`, `fxrequestbase.cpp`.

mod cancel;
mod complete;

use bitflags::bitflags;
use wdf_sim_sys::PFN_WDF_REQUEST_CANCEL;

use super::device::RequestAttributes;
use super::irp::IrpId;
use super::list::Links;
use super::object::{Body, Context, Id, Kind};
use super::queue::{Csq, Owned};
use super::send::Sending;
use super::{Kernel, Level, Result, Scope};
use crate::violation::{Rule, Violation};

pub(crate) use self::cancel::Marked;

bitflags! {
    /// What the framework's verifier remembers of a request; kept only while it is on.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Flags: u16 {
        const DRIVER_OWNED = 0x1;
        /// Found by `WdfIoQueueFindRequest`, not owned.
        const TAG = 0x2;
        const FORWARDED = 0x4;
        const DRIVER_DISPATCH = 0x8;
        const DRIVER_CANCELABLE = 0x10;
        const IN_PROCESS = 0x20;
        const CANCELLED = 0x40;
        const FORMATTED = 0x80;
        const SENT_TO_TARGET = 0x100;
        const IN_EVT_IO_STOP = 0x200;
        const RESERVED = 0x400;
    }
}

/// The driver's answer to `EvtIoStop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopAck {
    None,
    Hold,
    Requeue,
}

/// Who is told when the driver completes a request: that part of the framework holds the reference behind the handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompletesTo {
    /// The driver does not have it.
    Nobody,
    /// The queue that presented it.
    Queue,
    /// The dispatcher of new I/O, which gave it to `EvtIoInCallerContext`.
    Package,
}

/// What the cancel-safe queue's context in a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CsqContext {
    /// Never used: it overlays a list head, and nothing may look at it.
    Fresh,
    /// It is in this list of this queue.
    Linked(Id, Csq),
    /// It was in a list and is not any more.
    Cleared,
}

#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) irp: IrpId,
    /// The queue it is in or was presented by; none once it is completed.
    pub(crate) queue: Option<Id>,
    pub(crate) completed: bool,
    /// The queue that keeps it for when there is no memory.
    pub(crate) reserved: Option<Id>,
    /// Its IRP is the I/O manager's again: nothing may look at it.
    pub(crate) irp_gone: bool,
    /// A cancellation reached the framework. Sticky.
    pub(crate) canceled: bool,
    /// It was given to the driver at least once.
    pub(crate) presented: bool,
    /// Who is told when the driver completes it.
    pub(crate) completes_to: CompletesTo,
    pub(crate) cancel_routine: PFN_WDF_REQUEST_CANCEL,
    pub(crate) csq: CsqContext,
    pub(crate) flags: Flags,
    pub(crate) stop_ack: StopAck,
    /// In which list, while the driver owns it.
    pub(crate) owned: Owned,
    /// References to the memory handles that were retrieved from it, by the driver; below 0 if it dropped too many.
    pub(crate) memory_references: i32,
    pub(crate) links: Links,
    /// What it has for being sent to a target.
    pub(crate) sending: Option<Box<Sending>>,
}

impl Request {
    /// The request as the framework makes it from an IRP: not presented, one reference.
    pub(crate) fn new(irp: IrpId) -> Self {
        Self {
            irp,
            queue: None,
            completed: false,
            reserved: None,
            irp_gone: false,
            canceled: false,
            presented: false,
            completes_to: CompletesTo::Nobody,
            cancel_routine: None,
            csq: CsqContext::Fresh,
            flags: Flags::empty(),
            stop_ack: StopAck::None,
            owned: Owned::Driver,
            memory_references: 0,
            links: Links::default(),
            sending: None,
        }
    }
}

impl Kernel {
    /// Makes the request object for an IRP, with the context that the device's init asked for.
    pub(crate) fn create_request(&mut self, device: Id, irp: IrpId) -> Id {
        let id = self.objects.insert(None, Level::Dispatch, Scope::None, Body::Request(Request::new(irp)));
        self.counts.requests += 1;
        if let Some(RequestAttributes { type_info, size, cleanup, destroy }) =
            self.objects.device(device).request_attributes
        {
            self.objects.add_context(id, Context::new(type_info, size, cleanup, destroy));
        }
        id
    }

    /// Whether somebody asked for the request to be cancelled, as `WdfRequestIsCanceled` sees it.
    pub(crate) fn is_canceled(&self, id: Id) -> bool {
        let request = self.objects.request(id);
        request.canceled || (!request.completed && self.irps.get(request.irp).cancel)
    }

    /// The verifier's check that the driver owns the request: a break and a failure if not.
    pub(crate) fn verify_owned(&mut self, id: Id, ddi: &str) -> Result<bool> {
        if !self.verifier_on() || self.objects.request(id).flags.contains(Flags::DRIVER_OWNED) {
            return Ok(true);
        }
        let subject = self.objects.subject(id);
        let why = if self.objects.request(id).completed { "has been completed" } else { "is not owned by the driver" };
        let rule = if self.objects.request(id).completed && ddi.starts_with("WdfRequestComplete") {
            Rule::DoubleCompletion
        } else {
            Rule::RequestNotOwned
        };
        self.verifier_break(rule, format!("{ddi}: {subject} {why}"))?;
        Ok(false)
    }

    /// The verifier's check that the request is not marked cancelable.
    pub(crate) fn verify_not_cancelable(&mut self, id: Id, rule: Rule, ddi: &str) -> Result<bool> {
        if !self.verifier_on() || !self.objects.request(id).flags.contains(Flags::DRIVER_CANCELABLE) {
            return Ok(true);
        }
        let subject = self.objects.subject(id);
        self.verifier_break(rule, format!("{ddi}: {subject} is marked cancelable"))?;
        Ok(false)
    }

    /// With the verifier off nothing refuses a request that the driver does not have: the simulator does.
    pub(crate) fn check_unverified_owned(&self, id: Id, ddi: &str) -> Result<()> {
        if self.verifier_on() {
            return Ok(());
        }
        let request = self.objects.request(id);
        if request.completes_to != CompletesTo::Nobody && !request.completed {
            // As nearly always: what waits in a queue completes to nobody.
            return Ok(());
        }
        let subject = self.objects.subject(id);
        if request.completed {
            let rule =
                if ddi.starts_with("WdfRequestComplete") { Rule::DoubleCompletion } else { Rule::UseAfterDestroy };
            return Err(Violation::undefined(rule, format!("{ddi}: {subject} has been completed already")));
        }
        if matches!(request.csq, CsqContext::Linked(_, Csq::Queued)) {
            return Err(Violation::undefined(
                Rule::RequestNotOwned,
                format!("{ddi}: {subject} is in its queue, not owned by the driver"),
            ));
        }
        if request.completes_to == CompletesTo::Nobody && request.presented {
            let text = format!("{ddi}: {subject} is on its way to a queue, or is being cancelled there");
            return Err(Violation::undefined(Rule::RequestNotOwned, text));
        }
        Ok(())
    }

    /// The driver takes a reference to one of the request's memories.
    pub(crate) fn add_memory_reference(&mut self, id: Id, ddi: &str) -> Result<()> {
        if self.verifier_on() && self.objects.request(id).completed {
            let text = format!("{ddi}: the memory of {}, which has been completed", self.objects.subject(id));
            self.verifier_break(Rule::RequestNotOwned, text)?;
        }
        self.objects.request_mut(id).memory_references += 1;
        Ok(())
    }

    /// The driver drops a reference to one of the request's memories. That there was none to drop is not forgotten.
    pub(crate) fn drop_memory_reference(&mut self, id: Id, ddi: &str) -> Result<()> {
        let request = self.objects.request_mut(id);
        request.memory_references -= 1;
        if request.memory_references >= 0 {
            return Ok(());
        }
        let text =
            format!("{ddi}: the memory of {} was dereferenced more often than referenced", self.objects.subject(id));
        self.verifier_break(Rule::ObjectDeletedByDereference, text)
    }

    /// `GetCurrentQueue`: none once the request is completed.
    pub(crate) fn current_queue(&self, id: Id) -> Option<Id> {
        let request = self.objects.request(id);
        if request.completed { None } else { request.queue }
    }

    /// The request of this kind that the driver owns and nobody has completed, for the end of a run.
    pub(crate) fn uncompleted_requests(&self) -> Vec<Id> {
        let uncompleted =
            |(id, _): &(Id, _)| self.objects.kind(*id) == Kind::Request && !self.objects.request(*id).completed;
        self.objects.iter().filter(uncompleted).map(|(id, _)| id).collect()
    }
}
