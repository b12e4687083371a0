//! The framework's request: who owns it, and what completing, marking and unmarking do to it.
//!
//! Pure transitions; the driver's callbacks between them are called by `exec/request.rs`. The lists a request moves
//! through belong to its queue (`queue.rs`).
//!
//! Key types: [`Request`], [`Flags`]. Facts: `fxrequest.cpp`, `fxrequestbase.cpp`.

use crate::kernel::status::{
    FACILITY_DRIVER_FRAMEWORK, STATUS_WDF_BUSY, STATUS_WDF_INTERNAL_ERROR, STATUS_WDF_NOT_ENOUGH_MAP_REGISTERS,
    STATUS_WDF_PAUSED,
};
use bitflags::bitflags;
use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, PFN_WDF_REQUEST_CANCEL, STATUS_CANCELLED, STATUS_DEVICE_BUSY, STATUS_INSUFFICIENT_RESOURCES,
    STATUS_INTERNAL_ERROR, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS,
};

use super::device::RequestAttributes;
use super::irp::{IrpId, Major};
use super::list::Links;
use super::object::{Body, Context, Id, Kind};
use super::queue::{Csq, Owned};
use super::send::Sending;
use super::{Kernel, Level, Result, Scope};
use crate::violation::{Rule, Violation};

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
        if request.completes_to != CompletesTo::Nobody && !request.completed && request.csq == CsqContext::Fresh {
            // As nearly always.
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

    /// Completion, the checks before anything changes. False: refused, nothing is completed.
    pub(crate) fn verify_completion(&mut self, id: Id, ddi: &str) -> Result<bool> {
        if !self.verify_owned(id, ddi)? {
            return Ok(false);
        }
        self.check_unverified_owned(id, ddi)?;
        let request = self.objects.request(id);
        let subject = || self.objects.subject(id);
        if request.is_sent() {
            let text = format!("{ddi}: {} is with a target", subject());
            return Err(Violation::undefined(Rule::UsedWhileSent, text));
        }
        if request.completed {
            let subject = subject();
            self.verifier_break(Rule::DoubleCompletion, format!("{ddi}: {subject} is being completed already"))?;
            return Ok(false);
        }
        let armed = matches!(request.csq, CsqContext::Linked(_, Csq::Cancelable))
            && self.irps.get(request.irp).routine.is_some();
        let cancelable = request.flags.contains(Flags::DRIVER_CANCELABLE) && !request.flags.contains(Flags::CANCELLED);
        if self.verifier_on() && cancelable {
            let subject = subject();
            self.verifier_break(
                Rule::CompletedWhileCancelable,
                format!("{ddi}: {subject} is still marked cancelable"),
            )?;
        } else if armed {
            let text = format!("{ddi}: {} is still marked cancelable; the IRP is freed while it is linked", subject());
            return Err(Violation::undefined(Rule::CompletedWhileCancelable, text));
        }
        if armed {
            self.csq_unlink(id);
        }
        Ok(true)
    }

    /// Completion, the first step: the outcome is decided, and the driver has lost the request.
    pub(crate) fn start_completion(&mut self, id: Id, status: NTSTATUS, information: Option<usize>) -> Result<()> {
        let &Request { completed, irp, .. } = self.objects.request(id);
        if completed {
            let text = format!("{} is completed by two threads", self.objects.subject(id));
            return Err(Violation::undefined(Rule::DoubleCompletion, text));
        }
        let packet = self.irps.get_mut(irp);
        if let Some(information) = information {
            packet.information = information;
        }
        packet.status = map_status(status);
        self.check_information(id, irp, status)?;
        let request = self.objects.request_mut(id);
        request.completed = true;
        if !request.presented && request.reserved.is_none() {
            for context in &mut self.objects.get_mut(id).contexts {
                context.cleanup = None;
                context.destroy = None;
            }
        }
        Ok(())
    }

    /// The information of a success may not exceed what the caller gave room for.
    fn check_information(&self, id: Id, irp: IrpId, status: NTSTATUS) -> Result<()> {
        let irp = self.irps.get(irp);
        let limit = match irp.major {
            Major::Read => irp.output_length,
            Major::Write => irp.input_length,
            Major::DeviceControl if irp.from_user && irp.output_length > 0 => irp.output_length,
            _ => return Ok(()),
        };
        if !NT_SUCCESS(status) || irp.information <= limit {
            return Ok(());
        }
        let text = format!(
            "{} is completed with information {}, and has room for {limit}",
            self.objects.subject(id),
            irp.information
        );
        Err(if self.verifier_on() {
            let data = [
                id.handle() as u64,
                irp.serial.into(),
                limit as u64,
                irp.information as u64,
                u64::from(irp.major as u8),
            ];
            Violation::wdf(Rule::InformationTooLarge, [6, 4, 0], text).pointing_to(3, &data)
        } else {
            Violation::undefined(Rule::InformationTooLarge, text)
        })
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

    /// Completion, after the cleanup callbacks: nobody may still refer to the request's memories.
    pub(crate) fn check_memory_references(&self, id: Id) -> Result<()> {
        match self.objects.request(id).memory_references {
            0 => Ok(()),
            count => Err(Violation::wdf(
                Rule::MemoryReferencedAtCompletion,
                [3, id.handle() as u64, i64::from(count).cast_unsigned()],
                format!("{} is completed while {count} references to its memory are held", self.objects.subject(id)),
            )),
        }
    }

    /// Marking, up to where a callback might run. See [`Marked`].
    pub(crate) fn mark_cancelable(
        &mut self,
        id: Id,
        routine: PFN_WDF_REQUEST_CANCEL,
        ddi: &'static str,
    ) -> Result<Marked> {
        let subject = self.objects.subject(id);
        let Some(queue) = self.current_queue(id) else {
            self.verifier_break(Rule::NotInAQueue, format!("{ddi}: {subject} belongs to no queue"))?;
            return Ok(Marked::Refused);
        };
        if !self.verify_owned(id, ddi)? || !self.verify_not_cancelable(id, Rule::MarkedTwice, ddi)? {
            return Ok(Marked::Refused);
        }
        self.check_unverified_owned(id, ddi)?;
        if self.objects.request(id).is_sent() {
            let text = format!("{ddi}: {subject} is with a target");
            return Err(Violation::undefined(Rule::UsedWhileSent, text));
        }
        if matches!(self.objects.request(id).csq, CsqContext::Linked(..)) {
            return Err(Violation::undefined(
                Rule::MarkedTwice,
                format!("{ddi}: {subject} is marked cancelable already"),
            ));
        }
        if self.verifier_on() {
            self.objects.request_mut(id).flags.insert(Flags::DRIVER_CANCELABLE);
        }
        self.objects.request_mut(id).cancel_routine = routine;
        let purging = self.objects.queue(queue).cancel_dispatched;
        if !purging && self.csq_insert(queue, Csq::Cancelable, id, false) {
            Ok(Marked::Cancelable)
        } else {
            Ok(Marked::Canceled(queue))
        }
    }

    /// `WdfRequestMarkCancelableEx` was told that the request is cancelled: the registration is forgotten.
    pub(crate) fn forget_mark(&mut self, id: Id) {
        let request = self.objects.request_mut(id);
        request.cancel_routine = None;
        request.flags.remove(Flags::DRIVER_CANCELABLE);
    }

    /// Unmarking: SUCCESS, CANCELLED, or a refusal.
    pub(crate) fn unmark_cancelable(&mut self, id: Id) -> Result<NTSTATUS> {
        const DDI: &str = "WdfRequestUnmarkCancelable";
        let subject = self.objects.subject(id);
        if self.current_queue(id).is_none() {
            self.verifier_break(
                Rule::NotInAQueue,
                format!("{DDI}: {subject} belongs to no queue: it is completed, or never was in one"),
            )?;
            return Ok(STATUS_INVALID_DEVICE_REQUEST);
        }
        if !self.verify_owned(id, DDI)? {
            return Ok(STATUS_INVALID_DEVICE_REQUEST);
        }
        if self.verifier_on() && !self.objects.request(id).flags.contains(Flags::DRIVER_CANCELABLE) {
            self.verifier_break(Rule::UnmarkedUnmarked, format!("{DDI}: {subject} is not marked cancelable"))?;
            return Ok(STATUS_INVALID_DEVICE_REQUEST);
        }
        let request = self.objects.request(id);
        match request.csq {
            CsqContext::Fresh => {
                let text = format!("{DDI}: {subject} was never marked cancelable, and never in a queue");
                Err(Violation::undefined(Rule::UnmarkedUnmarked, text))
            }
            CsqContext::Linked(_, Csq::Queued) => {
                let text = format!("{DDI}: {subject} is in its queue, not owned by the driver");
                Err(Violation::undefined(Rule::RequestNotOwned, text))
            }
            CsqContext::Linked(_, Csq::Cancelable) if self.irps.get(request.irp).routine.is_some() => {
                self.csq_unlink(id);
                self.forget_mark(id);
                Ok(STATUS_SUCCESS)
            }
            CsqContext::Linked(..) | CsqContext::Cleared => Ok(STATUS_CANCELLED),
        }
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

/// What marking a request cancelable came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marked {
    /// Its cancel callback may run from now on, even before the call returns.
    Cancelable,
    /// It is cancelled already, or its queue is being purged.
    Canceled(Id),
    /// The call failed and changed nothing.
    Refused,
}

/// Statuses of the framework's own facility never leave it: the I/O manager sees these instead.
fn map_status(status: NTSTATUS) -> NTSTATUS {
    if (status.cast_unsigned() >> 16) & 0xFFF != FACILITY_DRIVER_FRAMEWORK {
        return status;
    }
    match status {
        STATUS_WDF_PAUSED | STATUS_WDF_BUSY => STATUS_DEVICE_BUSY,
        STATUS_WDF_INTERNAL_ERROR => STATUS_INTERNAL_ERROR,
        STATUS_WDF_NOT_ENOUGH_MAP_REGISTERS => STATUS_INSUFFICIENT_RESOURCES,
        _ => STATUS_INVALID_DEVICE_REQUEST,
    }
}
