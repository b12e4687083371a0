//! Requests that a driver creates: their IRP, reuse, completion and deletion; and what is checked of every request that is
//! sent.
//!
//! Facts: `fxrequest.cpp:Reuse`, `VerifyPreProcessSendAndForget`; `fxrequestbase.cpp:ValidateTarget`, `VerifyDispose`.

use wdf_sim_sys::{
    NTSTATUS, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER,
    STATUS_REQUEST_NOT_ACCEPTED, STATUS_SUCCESS,
};

use super::super::irp::Major;
use super::super::list::{self, Chain};
use super::super::object::{Id, Kind};
use super::super::request::Flags;
use super::super::status::STATUS_WDF_REQUEST_INVALID_STATE;
use super::super::{Kernel, Result};
use super::{Held, Location, Origin};
use crate::violation::{Rule, Violation};

impl Kernel {
    /// `ValidateTarget`: whether the request's IRP suits this target; the framework's own is replaced where it does not.
    pub(crate) fn validate_target(&mut self, id: Id, target: Id) -> NTSTATUS {
        let needs = self.objects.io_target(target).stack_size;
        if needs == 0 {
            return STATUS_INVALID_DEVICE_STATE;
        }
        let irp = self.objects.request(id).irp;
        let fits = self.irps.get(irp).room >= needs;
        let sending = self.sending_mut(id);
        if sending.has_irp && fits {
            return STATUS_SUCCESS;
        }
        if sending.has_irp && sending.origin != Origin::Internal {
            return STATUS_REQUEST_NOT_ACCEPTED;
        }
        sending.has_irp = true;
        sending.next = Location::None;
        self.objects.request_mut(id).completed = false;
        let irp = self.irps.get_mut(irp);
        irp.room = needs;
        irp.cancel = false;
        irp.status = STATUS_SUCCESS;
        irp.information = 0;
        STATUS_SUCCESS
    }

    /// How many stack locations the driver's own IRP has below the current one.
    pub(crate) fn set_room(&mut self, id: Id, room: u8) {
        let irp = self.objects.request(id).irp;
        self.irps.get_mut(irp).room = room;
    }

    /// A memory that a request is formatted with is kept until the format goes.
    pub(crate) fn hold_memory(&mut self, handle: usize) -> Option<Held> {
        if let Some((owner, _)) = self.objects.resolve_offset(handle) {
            if self.objects.kind(owner) == Kind::Request {
                self.objects.request_mut(owner).memory_references += 1;
                return Some(Held::PartOf(owner));
            }
            return None;
        }
        let memory = self.objects.resolve(handle, Kind::Memory).ok()?;
        self.objects.get_mut(memory).references += 1;
        Some(Held::Memory(memory))
    }

    /// Reusing a request that is with a target: the verifier breaks, and then the IRP is torn from under the next driver.
    pub(crate) fn verify_reuse(&mut self, id: Id) -> Result<()> {
        let request = self.objects.request(id);
        let subject = self.objects.subject(id);
        if request.is_sent() {
            let text = format!("WdfRequestReuse: {subject} is with a target");
            if self.verifier_on() {
                self.verifier_break(Rule::ReusedWhileSent, text.clone())?;
            }
            return Err(Violation::undefined(Rule::ReusedWhileSent, text));
        }
        if request.irp_gone {
            let text = format!("WdfRequestReuse: {subject} has been completed");
            return Err(Violation::undefined(Rule::UseAfterDestroy, text));
        }
        Ok(())
    }

    /// `WdfRequestReuse`, after its checks and once the format is gone. `irp` is a new IRP's stack locations, or that there is
    /// none.
    pub(crate) fn reuse(
        &mut self,
        id: Id,
        status: NTSTATUS,
        irp: Option<Option<u8>>,
        must_complete: bool,
    ) -> Result<NTSTATUS> {
        if self.objects.request(id).origin() == Origin::Presented {
            if irp.is_some() {
                return Ok(STATUS_WDF_REQUEST_INVALID_STATE);
            }
            self.reset_for_reuse(id, status);
            return Ok(STATUS_SUCCESS);
        }
        if self.sending_mut(id).must_complete && !self.objects.request(id).completed {
            self.objects.get_mut(id).references -= 1;
            self.objects.request_mut(id).flags.remove(Flags::DRIVER_OWNED);
        }
        self.sending_mut(id).must_complete = false;
        if let Some(irp) = irp {
            let sending = self.sending_mut(id);
            sending.origin = Origin::Driver;
            sending.has_irp = irp.is_some();
            sending.next = Location::None;
            self.set_room(id, irp.unwrap_or(0));
        }
        self.reset_for_reuse(id, status);
        self.objects.request_mut(id).flags.remove(Flags::DRIVER_OWNED);
        if !must_complete {
            return Ok(STATUS_SUCCESS);
        }
        let sending = self.sending_mut(id);
        let (has_irp, origin) = (sending.has_irp, sending.origin);
        let references = self.objects.get(id).references;
        let (why, status) = match (has_irp, origin) {
            (false, _) => ("has no IRP", STATUS_INVALID_PARAMETER),
            (true, Origin::Internal) => ("has an IRP of the framework's", STATUS_INVALID_DEVICE_REQUEST),
            _ if references != 1 => ("is referenced", STATUS_INVALID_DEVICE_REQUEST),
            _ => {
                self.sending_mut(id).must_complete = true;
                self.objects.get_mut(id).references += 1;
                if self.verifier_on() {
                    self.objects.request_mut(id).flags.insert(Flags::DRIVER_OWNED);
                }
                return Ok(STATUS_SUCCESS);
            }
        };
        let text = format!("WdfRequestReuse: {} is to be completed and {why}", self.objects.subject(id));
        self.verifier_break(Rule::OwnRequestCompleted, text)?;
        Ok(status)
    }

    /// Completing a request of the driver's own: only one that was made for it.
    pub(crate) fn verify_own_completion(&mut self, id: Id, ddi: &str) -> Result<bool> {
        if self.sending(id).is_some_and(|sending| sending.must_complete) && !self.objects.request(id).completed {
            return Ok(true);
        }
        let text = format!("{ddi}: {} is the driver's own; it is deleted, not completed", self.objects.subject(id));
        if !self.verifier_on() {
            return Err(Violation::undefined(Rule::OwnRequestCompleted, text));
        }
        self.verifier_break(Rule::OwnRequestCompleted, text)?;
        Ok(false)
    }

    /// A request of the driver's own that was made to be completed is: its IRP goes back to where it came from.
    pub(crate) fn complete_own(&mut self, id: Id, status: NTSTATUS, information: Option<usize>) {
        let request = self.objects.request_mut(id);
        request.completed = true;
        request.flags.remove(Flags::DRIVER_OWNED);
        let irp = self.irps.get_mut(request.irp);
        irp.status = status;
        irp.information = information.unwrap_or(irp.information);
    }

    /// Disposing of a request that is with a target: the verifier breaks; what the next driver works on is freed. True for a
    /// request of the driver's own.
    pub(crate) fn verify_disposal(&mut self, id: Id) -> Result<bool> {
        let request = self.objects.request(id);
        let own = request.origin() != Origin::Presented;
        if !own || !request.is_sent() {
            return Ok(own);
        }
        let text = format!("{} is deleted while it is with a target", self.objects.subject(id));
        if self.verifier_on() {
            self.verifier_break(Rule::DeletedWhileSent, text.clone())?;
        }
        Err(Violation::undefined(Rule::DeletedWhileSent, text))
    }

    /// The checks of sending and forgetting. False: refused, with a status.
    pub(crate) fn verify_forget(&mut self, id: Id, ddi: &str) -> Result<bool> {
        self.check_at_hand(id, ddi)?;
        let subject = self.objects.subject(id);
        if list::is_linked(&self.objects, id, Chain::Csq) {
            let text = format!("{ddi}: {subject} is marked cancelable, or waits in a queue");
            return Err(Violation::undefined(Rule::SentWhileCancelable, text));
        }
        if self.sending(id).is_some_and(|sending| sending.format.is_some()) {
            self.refuse(id, STATUS_INVALID_DEVICE_REQUEST);
            let text = format!("{ddi}: {subject} was formatted for a target, and nobody would undo it");
            self.verifier_break(Rule::FormattedAndForgotten, text)?;
            return Ok(false);
        }
        if self.verifier_on() && self.sending(id).is_some_and(|sending| sending.routine.is_some()) {
            let text = format!("{ddi}: {subject} has a completion routine, which will not run");
            self.verifier_break(Rule::CompletionRoutineForgotten, text)?;
        }
        let irp = self.irps.get(self.objects.request(id).irp);
        let visible = irp.file.is_some_and(|file| self.objects.file(file).visible);
        if self.verifier_on() && irp.major == Major::Create && visible {
            let text = format!("{ddi}: {subject} is a create whose file object the driver has");
            self.verifier_break(Rule::CompletionRoutineForgotten, text)?;
        }
        if irp_room(self, id) == 0 {
            let text = format!("{ddi}: the IRP of {subject} has no stack location left");
            return Err(Violation::undefined(Rule::FormattedWithoutRoom, text));
        }
        Ok(true)
    }

    /// A status may be asked of a request that has an IRP.
    pub(crate) fn check_has_irp(&self, id: Id, ddi: &str) -> Result<()> {
        if self.sending(id).is_some_and(|sending| !sending.has_irp) {
            let text = format!("{ddi}: {} has no IRP", self.objects.subject(id));
            return Err(Violation::undefined(Rule::RequestNotOwned, text));
        }
        Ok(())
    }
}

fn irp_room(kernel: &Kernel, id: Id) -> u8 {
    kernel.irps.get(kernel.objects.request(id).irp).room
}
