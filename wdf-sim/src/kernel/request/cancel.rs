//! Marking a request cancelable, and unmarking it.
//!
//! Pure transitions; `exec/request.rs` calls the driver's cancel callback where [`Marked`] says so, and the list in which a
//! marked request is linked belongs to its queue (`queue/csq.rs`).
//!
//! Key types: [`Marked`]. Facts: `fxrequest.cpp`, `fxrequestbase.cpp`.

use wdf_sim_sys::{NTSTATUS, PFN_WDF_REQUEST_CANCEL, STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS};

use super::{CsqContext, Flags};
use crate::kernel::object::Id;
use crate::kernel::queue::Csq;
use crate::kernel::{Kernel, Result};
use crate::violation::{Rule, Violation};

impl Kernel {
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
