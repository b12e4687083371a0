//! A sent request comes back, is cancelled, or its time runs out: exactly one of those runs its completion routine.
//!
//! Each of them holds one of the request's completion counts. Whoever gives back the last one completes it, so a completion
//! that finds a canceller inside leaves the rest to it. Facts: `fxiotarget.cpp:RequestCompletionRoutine`, `TimerCallback`,
//! `CompleteCanceledRequest`, `RemoveCompletedRequestLocked`; `fxrequestbase.cpp:Cancel`, `CancelTimer`.

use wdf_sim_sys::{STATUS_CANCELLED, STATUS_IO_TIMEOUT};

use super::super::Kernel;
use super::super::list::{self, Chain};
use super::super::object::Id;
use super::super::request::Flags;
use super::super::send::TargetFlags;

/// What a timer that expired has to do about its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expired {
    /// The IRP has come back, and this timer was the last in its way; whether the target's event is to be set.
    Complete(bool),
    /// Somebody else completes it.
    Nothing,
    /// Cancel it, then ask [`Kernel::end_expiry`].
    Cancel,
}

impl Kernel {
    /// `CanComplete`: gives a completion count back; true if it was the last.
    pub(crate) fn can_complete(&mut self, request: Id) -> bool {
        let sending = self.sending_mut(request);
        sending.completion_count -= 1;
        sending.completion_count == 0
    }

    /// A canceller comes: false if there is nothing to be cancelled any more, or yet.
    pub(crate) fn begin_cancel_sent(&mut self, request: Id) -> bool {
        self.objects.request_mut(request).canceled = true;
        let Some(sending) = self.objects.request_mut(request).sending.as_deref_mut() else { return false };
        if sending.completion_count == 0 {
            return false;
        }
        sending.completion_count += 1;
        true
    }

    /// Takes the request's timer back; false if it has expired, and then the timer comes for the request.
    pub(super) fn cancel_request_timer(&mut self, request: Id) -> bool {
        let sending = self.sending_mut(request);
        if !sending.flags.contains(TargetFlags::TIMER_SET) {
            return true;
        }
        let Some(entry) = sending.timer.take() else { return false };
        sending.flags.remove(TargetFlags::TIMER_SET);
        self.disarm_for(request, entry);
        true
    }

    /// The IRP came back, or failed in the target itself. The target's event is to be set afterwards if it says so; none: who
    /// still holds a count completes the request.
    pub(crate) fn request_came_back(&mut self, request: Id) -> Option<bool> {
        self.sending_mut(request).flags.insert(TargetFlags::COMPLETED);
        let mine = self.cancel_request_timer(request) && self.can_complete(request);
        mine.then(|| self.leave_target(request))
    }

    /// As [`request_came_back`](Self::request_came_back), for a resubmitted request that the target refused: nobody else
    /// holds a count.
    pub(crate) fn resubmission_failed(&mut self, request: Id, target: Id) -> bool {
        let sending = self.sending_mut(request);
        sending.target = Some(target);
        sending.flags.insert(TargetFlags::COMPLETED);
        self.leave_target(request)
    }

    /// The canceller is done; it completes the request if the IRP came back meanwhile.
    pub(crate) fn end_cancel_sent(&mut self, request: Id) -> Option<bool> {
        self.can_complete(request).then(|| self.leave_target(request))
    }

    /// The timer of a request expired.
    pub(crate) fn begin_expiry(&mut self, request: Id) -> Expired {
        let sending = self.sending_mut(request);
        sending.flags.remove(TargetFlags::TIMER_SET);
        if sending.flags.contains(TargetFlags::COMPLETED) {
            return if self.can_complete(request) {
                Expired::Complete(self.leave_in_time(request))
            } else {
                Expired::Nothing
            };
        }
        sending.flags.insert(TargetFlags::CANCELLED_FROM_TIMER);
        sending.completion_count += 1;
        Expired::Cancel
    }

    /// The timer has cancelled the request; it completes it if nobody else will.
    pub(crate) fn end_expiry(&mut self, request: Id) -> Option<bool> {
        self.can_complete(request).then(|| self.leave_in_time(request))
    }

    fn leave_in_time(&mut self, request: Id) -> bool {
        self.sending_mut(request).flags.insert(TargetFlags::CANCELLED_FROM_TIMER);
        self.leave_target(request)
    }

    /// The request is the target's no more. True: the target's event is to be set once the completion routine has run.
    fn leave_target(&mut self, request: Id) -> bool {
        let irp = self.objects.request(request).irp;
        let sending = self.sending_mut(request);
        let flags = sending.flags;
        sending.flags = TargetFlags::empty();
        let target = sending.target.expect("a sent request has its target");
        let irp = self.irps.get_mut(irp);
        if flags.contains(TargetFlags::CANCELLED_FROM_TIMER) && irp.status == STATUS_CANCELLED {
            irp.status = STATUS_IO_TIMEOUT;
        }
        let ignored = flags.contains(TargetFlags::IGNORE_STATE);
        if list::is_linked(&self.objects, request, Chain::Csq) {
            let state = self.objects.io_target(target);
            let mut list = if ignored { state.ignored } else { state.sent };
            list.remove(&mut self.objects, request, Chain::Csq);
            let state = self.objects.io_target_mut(target);
            *(if ignored { &mut state.ignored } else { &mut state.sent }) = list;
        }
        self.objects.request_mut(request).flags.remove(Flags::SENT_TO_TARGET);
        let state = self.objects.io_target_mut(target);
        if state.removing {
            let last = state.sent.is_empty() && state.ignored.is_empty();
            if last {
                state.removing = false;
                self.clear_destination(target);
            }
            last
        } else {
            let last = state.waiting_for_sent && !ignored && state.sent.is_empty();
            if last {
                state.waiting_for_sent = false;
            }
            last
        }
    }
}
