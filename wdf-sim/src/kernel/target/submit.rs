//! A target takes a request: whether it goes down now, waits because the target is stopped, or fails.
//!
//! Key types: [`Options`], [`Submitted`]. Facts: `fxiotarget.cpp:SubmitLocked`, `VerifySubmitLocked`, `PendRequestLocked`.

use wdf_sim_sys::{NTSTATUS, STATUS_CANCELLED, STATUS_INVALID_DEVICE_STATE, STATUS_REQUEST_NOT_ACCEPTED};

use super::super::irp::Armed;
use super::super::list::{self, Chain};
use super::super::object::Id;
use super::super::request::Flags;
use super::super::send::{Location, TargetFlags};
use super::super::{Kernel, Result};
use super::State;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// `NO_MORE_IRP_STACK_LOCATIONS`.
const NO_MORE_IRP_STACK_LOCATIONS: u32 = 0x35;

/// How a request is sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) ignore_state: bool,
    /// When the framework cancels it; none or 0: never.
    pub(crate) timeout: Option<i64>,
}

/// What came of submitting a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Submitted {
    /// Call the next driver.
    Send,
    /// The target keeps it, or another thread that cancels it will complete it.
    Queued,
    /// Its status says why.
    Failed,
}

impl Kernel {
    /// Takes a request, or refuses it with a status in its IRP. The caller holds the target's lock, so to speak: it is one step.
    pub(crate) fn submit(&mut self, request: Id, target: Id, options: Options) -> Result<Submitted> {
        let subject = self.objects.subject(request);
        if self.sending_mut(request).completion_count > 0 {
            let text = format!("WdfRequestSend: {subject} is with a target already");
            return Err(Violation::wdf(Rule::SentTwice, [6, 3, request.handle() as u64], text));
        }
        if self.objects.request(request).irp_gone {
            let text = format!("WdfRequestSend: {subject} has been completed");
            return Err(Violation::undefined(Rule::UseAfterDestroy, text));
        }
        if list::is_linked(&self.objects, request, Chain::Csq) {
            let text = format!("WdfRequestSend: {subject} is marked cancelable; it would be linked in two lists");
            return Err(Violation::undefined(Rule::SentWhileCancelable, text));
        }
        let formatted = self.sending_mut(request).next != Location::None;
        let room = self.irps.get(self.objects.request(request).irp).room;
        let fits = room >= self.objects.io_target(target).stack_size.max(1);
        if self.verifier_on() {
            if !self.objects.request(request).flags.contains(Flags::FORMATTED) || !fits {
                return Ok(self.refuse(request, STATUS_REQUEST_NOT_ACCEPTED));
            }
        } else if !formatted {
            let text =
                format!("WdfRequestSend: {subject} was not formatted; the next driver gets what is left in its IRP");
            return Err(Violation::undefined(Rule::SentUnformatted, text));
        } else if room == 0 {
            let bug_check =
                BugCheck { code: NO_MORE_IRP_STACK_LOCATIONS, parameters: [request.handle() as u64, 0, 0, 0] };
            let text = format!("WdfRequestSend: the IRP of {subject} has no stack location left");
            return Err(Violation::new(Rule::FormattedWithoutRoom, Outcome::BugCheck(bug_check), text));
        }
        let state = self.objects.io_target(target);
        let goes_down = if options.ignore_state {
            let gone = matches!(state.state, State::Deleted | State::Closed | State::ClosedForQueryRemove);
            if gone && !state.removing {
                return Ok(self.refuse(request, STATUS_INVALID_DEVICE_STATE));
            }
            true
        } else {
            match state.state {
                State::Started => true,
                State::Stopped => false,
                _ => return Ok(self.refuse(request, STATUS_INVALID_DEVICE_STATE)),
            }
        };
        Ok(self.take(request, target, options, goes_down))
    }

    /// The target has the request: references, lists, timer. A cancellation that came before wins.
    fn take(&mut self, request: Id, target: Id, options: Options, goes_down: bool) -> Submitted {
        self.forget_csq_context(request);
        self.objects.io_target_mut(target).io_count += 1;
        self.objects.get_mut(request).references += 1;
        let sending = self.sending_mut(request);
        sending.target = Some(target);
        sending.completion_count = 1;
        if options.ignore_state {
            sending.flags.insert(TargetFlags::IGNORE_STATE);
        }
        let refused = self.objects.request(request).canceled || !(goes_down || self.pend(request, target));
        if refused {
            let irp = self.objects.request(request).irp;
            self.irps.get_mut(irp).status = STATUS_CANCELLED;
            if !self.can_complete(request) {
                // A canceller is in between: it completes the request.
                return Submitted::Queued;
            }
            self.sending_mut(request).flags.remove(TargetFlags::IGNORE_STATE);
            self.objects.get_mut(request).references -= 1;
            self.objects.io_target_mut(target).io_count -= 1;
            return Submitted::Failed;
        }
        if goes_down {
            let state = self.objects.io_target(target);
            let mut list = if options.ignore_state { state.ignored } else { state.sent };
            list.push_back(&mut self.objects, request, Chain::Csq);
            let state = self.objects.io_target_mut(target);
            *(if options.ignore_state { &mut state.ignored } else { &mut state.sent }) = list;
        }
        if let Some(timeout) = options.timeout.filter(|timeout| *timeout != 0) {
            self.arm_request_timer(request, timeout);
        }
        if self.verifier_on() {
            self.objects.request_mut(request).flags.insert(Flags::SENT_TO_TARGET);
        }
        if goes_down { Submitted::Send } else { Submitted::Queued }
    }

    /// The status with which the driver learns that its request was not taken.
    pub(crate) fn refuse(&mut self, request: Id, status: NTSTATUS) -> Submitted {
        let irp = self.objects.request(request).irp;
        self.irps.get_mut(irp).status = status;
        Submitted::Failed
    }

    /// Keeps a request in a stopped target, cancelable; false if it is cancelled already.
    fn pend(&mut self, request: Id, target: Id) -> bool {
        let irp = self.objects.request(request).irp;
        if self.irps.get(irp).cancel {
            return false;
        }
        self.irps.get_mut(irp).routine = Some(Armed::Target { target, request });
        let mut pended = self.objects.io_target(target).pended;
        pended.push_back(&mut self.objects, request, Chain::Csq);
        self.objects.io_target_mut(target).pended = pended;
        self.sending_mut(request).flags.insert(TargetFlags::PENDED);
        true
    }

    /// A pended request whose cancel routine somebody has taken leaves the target's list.
    pub(crate) fn unpend(&mut self, request: Id, target: Id) {
        let mut pended = self.objects.io_target(target).pended;
        pended.remove(&mut self.objects, request, Chain::Csq);
        self.objects.io_target_mut(target).pended = pended;
        self.sending_mut(request).flags.remove(TargetFlags::PENDED);
    }

    fn arm_request_timer(&mut self, request: Id, timeout: i64) {
        let at = self.due(timeout);
        let entry = self.arm_for(request, at);
        let sending = self.sending_mut(request);
        sending.timer = Some(entry);
        sending.flags.insert(TargetFlags::TIMER_SET);
    }
}
