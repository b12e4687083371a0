//! Manual queues: the driver takes requests out, searches them and puts them back.
//!
//! Key types: [`Retrieved`], [`Found`]. Facts: `fxioqueue.cpp:GetRequest`, `PeekRequest`, `ForwardRequestWorker`, `Requeue`.

use super::super::list::{self, Chain};
use super::super::object::{Id, Kind};
use super::super::request::{CompletesTo, CsqContext, Flags};
use super::super::{Kernel, Result};
use super::{Csq, Dispatch, Owned, Power};
use crate::kernel::status::{STATUS_WDF_BUSY, STATUS_WDF_PAUSED};
use crate::violation::{Rule, Violation};
use wdf_sim_sys::{
    NTSTATUS, PFN_WDF_IO_QUEUE_STATE, STATUS_DELETE_PENDING, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER, STATUS_NO_MORE_ENTRIES, STATUS_NOT_FOUND, STATUS_SUCCESS,
};

/// What a retrieval came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retrieved {
    /// The driver owns it now.
    Request(Id),
    /// An empty read or write, which the framework completes by itself; ask again.
    ZeroLength(Id),
    Failed(NTSTATUS),
}

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It stays in the queue; a reference was taken for the driver.
    Request(Id),
    Failed(NTSTATUS),
}

impl Kernel {
    /// `WdfIoQueueRetrieveNextRequest` and its kin: by file object, or the one that was found.
    pub(crate) fn retrieve(&mut self, queue: Id, file: Option<Id>, found: Option<Id>) -> Result<Retrieved> {
        let subject = self.objects.subject(queue);
        let state = self.objects.queue(queue);
        if found.is_some() && state.dispatch != Dispatch::Manual && self.verifier_on() {
            self.verifier_break(
                Rule::FindOnNonManualQueue,
                format!("WdfIoQueueRetrieveFoundRequest: {subject} is not manual"),
            )?;
            return Ok(Retrieved::Failed(STATUS_INVALID_DEVICE_REQUEST));
        }
        if state.dispatch == Dispatch::Sequential && state.owned_count == 0 && self.verifier_on() {
            let text = format!("{subject} is sequential and the driver has no request of it");
            self.verifier_break(Rule::RetrieveFromSequentialQueue, text)?;
        }
        let state = self.objects.queue(queue);
        if matches!(state.dispatch, Dispatch::Parallel(_)) {
            return Ok(Retrieved::Failed(STATUS_INVALID_DEVICE_STATE));
        }
        // On its way down or up, power does not hinder.
        if state.power == Power::Off || !state.dispatches {
            return Ok(Retrieved::Failed(STATUS_WDF_PAUSED));
        }
        if let Some(found) = found {
            self.check_found(queue, found)?;
        }
        let any = file.is_none() && found.is_none();
        let taken = self.csq_pop(queue, Csq::Queued, |kernel, request| {
            found.is_none_or(|found| found == request) && file.is_none_or(|file| kernel.file_of(request) == Some(file))
        });
        let Some(request) = taken else {
            let state = self.objects.queue_mut(queue);
            if any && !state.waiting.is_empty() {
                state.force_ready = true;
            }
            return Ok(Retrieved::Failed(if found.is_some() { STATUS_NOT_FOUND } else { STATUS_NO_MORE_ENTRIES }));
        };
        if !self.objects.queue(queue).allow_zero_length && self.is_zero_length(request) {
            return Ok(Retrieved::ZeroLength(request));
        }
        self.give_to_driver(queue, request);
        let verifier = self.verifier_on();
        let state = self.objects.request_mut(request);
        state.completes_to = CompletesTo::Queue;
        state.presented = true;
        if verifier {
            state.flags.remove(Flags::TAG);
            state.flags.insert(Flags::DRIVER_OWNED);
        }
        Ok(Retrieved::Request(request))
    }

    /// A request that was found is taken out of the list that it is in, whose ever that is: only the verifier looks
    /// (`fxirpqueue.cpp:VerifyRemoveIrpFromQueueByContext`). One that is in no list any more is merely not found.
    fn check_found(&self, queue: Id, found: Id) -> Result<()> {
        let context = self.objects.request(found).csq;
        if matches!(context, CsqContext::Cleared) || context == CsqContext::Linked(queue, Csq::Queued) {
            return Ok(());
        }
        let text = format!(
            "WdfIoQueueRetrieveFoundRequest: {} does not wait in {}",
            self.objects.subject(found),
            self.objects.subject(queue)
        );
        Err(if self.verifier_on() {
            Violation::wdf(Rule::RequestNotOwned, [6, 5, found.address() as u64], text)
        } else {
            Violation::undefined(Rule::RequestNotOwned, text)
        })
    }

    /// `WdfIoQueueFindRequest`: the request behind the tag, if any, that matches.
    pub(crate) fn find(&mut self, queue: Id, tag: Option<Id>, file: Option<Id>) -> Result<Found> {
        let subject = self.objects.subject(queue);
        if self.objects.queue(queue).dispatch != Dispatch::Manual {
            self.verifier_break(Rule::FindOnNonManualQueue, format!("WdfIoQueueFindRequest: {subject} is not manual"))?;
            return Ok(Found::Failed(STATUS_INVALID_DEVICE_REQUEST));
        }
        if let Some(tag) = tag
            && self.verifier_on()
        {
            let request = self.objects.request(tag);
            let known = request.flags.intersects(Flags::TAG | Flags::DRIVER_OWNED) || request.completed;
            if !known {
                let text = format!("WdfIoQueueFindRequest: {} was never found nor owned", self.objects.subject(tag));
                self.verifier_break(Rule::RequestNotOwned, text)?;
                return Ok(Found::Failed(STATUS_INVALID_PARAMETER));
            }
        }
        let waiting = self.objects.queue(queue).waiting;
        let mut next = match tag {
            None => waiting.first(),
            Some(tag) => {
                if self.objects.request(tag).csq != CsqContext::Linked(queue, Csq::Queued) {
                    return Ok(Found::Failed(STATUS_NOT_FOUND));
                }
                list::next(&self.objects, tag, Chain::Csq)
            }
        };
        while let Some(request) = next {
            next = list::next(&self.objects, request, Chain::Csq);
            let canceling = self.irps.get(self.objects.request(request).irp).routine.is_none();
            if canceling || file.is_some_and(|file| self.file_of(request) != Some(file)) {
                continue;
            }
            if self.verifier_on() {
                self.objects.request_mut(request).flags.insert(Flags::TAG);
            }
            let object = self.objects.get_mut(request);
            object.references += 1;
            object.driver_references += 1;
            return Ok(Found::Request(request));
        }
        let state = self.objects.queue_mut(queue);
        if file.is_none() && tag.is_none() && !state.waiting.is_empty() {
            state.force_ready = true;
        }
        Ok(Found::Failed(STATUS_NO_MORE_ENTRIES))
    }

    /// `WdfIoQueueReadyNotify`, up to the dispatch loop.
    pub(crate) fn set_ready_notify(
        &mut self,
        queue: Id,
        callback: PFN_WDF_IO_QUEUE_STATE,
        context: usize,
    ) -> Result<NTSTATUS> {
        let subject = self.objects.subject(queue);
        let state = self.objects.queue(queue);
        let wrong = if state.dispatch != Dispatch::Manual {
            "is not manual"
        } else if state.deleted {
            return Ok(STATUS_DELETE_PENDING);
        } else if callback.is_some() && state.ready_notify.is_some() {
            "has a ready-notification already"
        } else if callback.is_none() && state.ready_notify.is_none() {
            "has no ready-notification to clear"
        } else if callback.is_none() && state.dispatches {
            "is not stopped, so its ready-notification may not be cleared"
        } else {
            self.objects.queue_mut(queue).ready_notify = callback.map(|callback| (Some(callback), context));
            return Ok(STATUS_SUCCESS);
        };
        self.verifier_break(Rule::ReadyNotifyMisused, format!("WdfIoQueueReadyNotify: {subject} {wrong}"))?;
        Ok(STATUS_INVALID_DEVICE_REQUEST)
    }

    /// The checks of `WdfRequestForwardToIoQueue` before anything changes. False: refused.
    pub(crate) fn verify_forward(&mut self, request: Id, from: Id, to: Id) -> Result<bool> {
        const DDI: &str = "WdfRequestForwardToIoQueue";
        if !self.verify_owned(request, DDI)?
            || !self.verify_not_cancelable(request, Rule::ForwardedWhileCancelable, DDI)?
        {
            return Ok(false);
        }
        self.check_unverified_owned(request, DDI)?;
        self.check_unlinked(request, DDI)?;
        let subject = self.objects.subject(request);
        if from == to && self.verifier_on() {
            self.verifier_break(Rule::ForwardedToSameQueue, format!("{DDI}: {subject} is forwarded to its own queue"))?;
            return Ok(false);
        }
        if self.objects.queue(from).device != self.objects.queue(to).device {
            let text = format!("{DDI}: {subject} is forwarded to a queue of another device");
            if !self.verifier_on() {
                return Err(Violation::undefined(Rule::ForwardedToOtherDevice, text));
            }
            self.verifier_break(Rule::ForwardedToOtherDevice, text)?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Moving a request that is marked cancelable, or whose cancel callback is pending, links it twice. Where the verifier
    /// does not refuse it, the simulator stops there.
    pub(crate) fn check_unlinked(&self, request: Id, ddi: &str) -> Result<()> {
        if self.objects.request(request).is_sent() {
            let text = format!("{ddi}: {} is with a target", self.objects.subject(request));
            return Err(Violation::undefined(Rule::UsedWhileSent, text));
        }
        let marked = matches!(self.objects.request(request).csq, CsqContext::Linked(_, Csq::Cancelable));
        if marked || list::is_linked(&self.objects, request, Chain::Recorded) {
            let text = format!(
                "{ddi}: {} is marked cancelable; it would be linked in two lists",
                self.objects.subject(request)
            );
            return Err(Violation::undefined(Rule::ForwardedWhileCancelable, text));
        }
        Ok(())
    }

    /// Forwarding, the first step: the request leaves the source's list; the source still counts it.
    pub(crate) fn begin_forward(&mut self, request: Id, from: Id) -> Flags {
        let state = self.objects.request_mut(request);
        let flags = state.flags;
        state.completes_to = CompletesTo::Nobody;
        if self.verifier_on() {
            let state = self.objects.request_mut(request);
            state.flags.insert(Flags::FORWARDED);
            state.flags.remove(Flags::DRIVER_OWNED | Flags::DRIVER_DISPATCH);
        }
        self.unlink_owned(from, request);
        flags
    }

    /// Forwarding, the second step: the destination takes it, cancels it, or is not accepting.
    pub(crate) fn accept_forward(&mut self, request: Id, to: Id) -> Forward {
        if !self.objects.queue(to).accepts {
            return Forward::Busy;
        }
        let queued = self.csq_insert(to, Csq::Queued, request, false);
        self.objects.request_mut(request).queue = Some(to);
        if queued {
            self.check_went_ready(to);
            Forward::Queued
        } else {
            Forward::Canceled
        }
    }

    /// The destination did not accept: the driver owns the request as before.
    pub(crate) fn undo_forward(&mut self, request: Id, from: Id, flags: Flags) -> NTSTATUS {
        self.push_owned(from, request, Owned::Driver);
        let state = self.objects.request_mut(request);
        state.completes_to = CompletesTo::Queue;
        state.flags |= flags;
        STATUS_WDF_BUSY
    }

    /// The checks of `WdfDeviceEnqueueRequest`: it is for the request that `EvtIoInCallerContext` has. False: refused.
    pub(crate) fn verify_enqueue(&mut self, request: Id) -> Result<bool> {
        const DDI: &str = "WdfDeviceEnqueueRequest";
        let in_process = self.objects.request(request).completes_to == CompletesTo::Package;
        if in_process && self.verify_owned(request, DDI)? {
            return Ok(true);
        }
        let text = format!("{DDI}: {} is not in EvtIoInCallerContext", self.objects.subject(request));
        if !self.verifier_on() {
            return Err(Violation::undefined(Rule::NotInCallerContext, text));
        }
        self.verifier_break(Rule::NotInCallerContext, text)?;
        Ok(false)
    }

    /// The source stops counting a request that was forwarded.
    pub(crate) fn finish_forward(&mut self, from: Id) {
        self.objects.queue_mut(from).owned_count -= 1;
    }

    /// `WdfRequestRequeue`, up to the dispatch loop. An error refuses; `Canceled` means that it is to be cancelled now.
    pub(crate) fn requeue(&mut self, request: Id, queue: Id) -> Result<std::result::Result<Forward, NTSTATUS>> {
        const DDI: &str = "WdfRequestRequeue";
        if !self.verify_owned(request, DDI)?
            || !self.verify_not_cancelable(request, Rule::ForwardedWhileCancelable, DDI)?
        {
            return Ok(Err(STATUS_INVALID_DEVICE_REQUEST));
        }
        self.check_unverified_owned(request, DDI)?;
        self.check_unlinked(request, DDI)?;
        if self.verifier_on() {
            // The framework clears these before it looks at the queue's type, so a refusal leaves a request that nobody owns.
            self.objects.request_mut(request).flags.remove(Flags::DRIVER_OWNED | Flags::DRIVER_DISPATCH);
        }
        if self.objects.queue(queue).dispatch != Dispatch::Manual {
            let text = format!("{DDI}: {} came from a queue that is not manual", self.objects.subject(request));
            self.verifier_break(Rule::RequeuedOnNonManualQueue, text)?;
            return Ok(Err(STATUS_INVALID_DEVICE_REQUEST));
        }
        self.objects.request_mut(request).completes_to = CompletesTo::Nobody;
        self.take_from_driver(queue, request);
        if self.objects.queue(queue).cancel_dispatched || !self.csq_insert(queue, Csq::Queued, request, true) {
            return Ok(Ok(Forward::Canceled));
        }
        self.check_went_ready(queue);
        Ok(Ok(Forward::Queued))
    }

    fn file_of(&self, request: Id) -> Option<Id> {
        self.irps.get(self.objects.request(request).irp).file
    }

    /// An empty read or write, which most queues never present.
    pub(crate) fn is_zero_length(&self, request: Id) -> bool {
        self.irps.get(self.objects.request(request).irp).is_zero_length()
    }

    /// The next waiting request of a file, for `IRP_MJ_CLEANUP`.
    pub(crate) fn pop_of_file(&mut self, queue: Id, file: Id) -> Option<Id> {
        self.csq_pop(queue, Csq::Queued, |kernel, request| kernel.file_of(request) == Some(file))
    }

    /// The queues of a device, in the order of their creation.
    pub(crate) fn queues_of(&self, device: Id) -> Vec<Id> {
        self.objects.children(device).into_iter().filter(|id| self.objects.kind(*id) == Kind::Queue).collect()
    }
}

/// What became of a request that was put into a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forward {
    Queued,
    /// It is cancelled: complete it, or tell the driver.
    Canceled,
    /// The destination accepts nothing.
    Busy,
}
