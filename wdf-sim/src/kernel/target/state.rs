//! Starting, stopping, purging, closing and removing a target.
//!
//! Each call is a first step here, which collects what is to be resent, failed or cancelled, and then work on those by
//! `exec/target.rs`, with other threads in between.
//!
//! Key types: [`Stop`], [`Purge`]. Facts: `fxiotarget.cpp:GotoStartState`, `GotoStopState`, `GotoPurgeState`,
//! `GotoRemoveState`.

use wdf_sim_sys::{NTSTATUS, PASSIVE_LEVEL, STATUS_CANCELLED, STATUS_INVALID_DEVICE_STATE};

use super::super::list::{self, Chain, List};
use super::super::object::Id;
use super::super::request::Flags;
use super::super::send::TargetFlags;
use super::super::{Kernel, Result};
use super::{Destination, State};
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};

/// What a stop does about requests that were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Cancel,
    Wait,
    Leave,
}

/// Requests that a change of state collected: those that wait in the target, and those that were sent, each of these with a
/// reference.
#[derive(Debug, Default)]
pub(crate) struct Purge {
    pub(crate) pended: Vec<Id>,
    pub(crate) sent: Vec<Id>,
    /// Whether the caller waits until what was sent has come back.
    pub(crate) wait: bool,
}

impl Kernel {
    /// Starting: the requests to be resent, or a status. None: another thread stops the target; wait for it, and ask again.
    pub(crate) fn start_target(&mut self, target: Id) -> Option<Result<Vec<Id>, NTSTATUS>> {
        let state = self.objects.io_target_mut(target);
        if state.state == State::Deleted {
            return Some(Err(STATUS_INVALID_DEVICE_STATE));
        }
        if state.waiting_for_sent {
            return None;
        }
        state.state = State::Started;
        state.set_event(false);
        Some(Ok(self.drain_pended(target, true)))
    }

    /// Takes out what waits in a target. What is to be resent must not be cancelled meanwhile.
    fn drain_pended(&mut self, target: Id, resend: bool) -> Vec<Id> {
        let mut drained = Vec::new();
        let mut next = self.objects.io_target(target).pended.first();
        while let Some(request) = next {
            next = list::next(&self.objects, request, Chain::Csq);
            let irp = self.objects.request(request).irp;
            if self.irps.get_mut(irp).routine.take().is_none() {
                // A canceller has it already.
                continue;
            }
            self.unpend(request, target);
            let mine = !resend || (self.cancel_request_timer(request) && self.can_complete(request));
            if mine {
                self.objects.request_mut(request).flags.remove(Flags::SENT_TO_TARGET);
                drained.push(request);
            } else {
                self.irps.get_mut(irp).status = STATUS_CANCELLED;
                self.sending_mut(request).flags.insert(TargetFlags::COMPLETED);
            }
        }
        drained
    }

    /// The requests of a list, each with a reference, to be cancelled outside of this step.
    fn referenced(&mut self, list: List) -> Vec<Id> {
        let requests: Vec<Id> = list.iter(&self.objects, Chain::Csq).collect();
        for request in &requests {
            self.objects.get_mut(*request).references += 1;
        }
        requests
    }

    /// Stopping: what is sent is left, waited for, or cancelled; what is sent from now on waits in the target.
    pub(crate) fn stop_target(&mut self, target: Id, stop: Stop) -> Purge {
        let state = self.objects.io_target_mut(target);
        if matches!(state.state, State::Started | State::Purged) {
            state.state = State::Stopped;
        }
        let sent = state.sent;
        let wait = match stop {
            Stop::Leave => false,
            Stop::Cancel | Stop::Wait if sent.is_empty() => state.waiting_for_sent,
            Stop::Cancel | Stop::Wait => true,
        };
        state.waiting_for_sent = wait;
        state.set_event(!wait);
        let sent = if stop == Stop::Cancel { self.referenced(sent) } else { Vec::new() };
        Purge { pended: Vec::new(), sent, wait }
    }

    /// Purging: what waits fails, what is sent is cancelled; what is sent from now on fails. That a thread stops or purges it
    /// already is noticed only where nothing that was sent is out: where it is being closed too, which waits for more.
    pub(crate) fn purge_target(&mut self, target: Id, wait: bool) -> Result<Purge> {
        let state = self.objects.io_target_mut(target);
        if matches!(state.state, State::Started | State::Stopped) {
            state.state = State::Purged;
        }
        let sent = state.sent;
        let others = state.waiting_for_sent;
        let pended = self.drain_pended(target, false);
        if wait && others && sent.is_empty() {
            let subject = self.objects.subject(target);
            let text = format!("WdfIoTargetPurge: another thread is stopping or purging {subject}");
            self.verifier_break(Rule::PurgedWhileStopping, text)?;
        }
        let wait = wait && (others || !sent.is_empty());
        let state = self.objects.io_target_mut(target);
        state.waiting_for_sent = wait;
        state.set_event(!wait);
        Ok(Purge { pended, sent: self.referenced(sent), wait })
    }

    /// A start that finds another thread waiting waits for it: above PASSIVE_LEVEL that is a break of the verifier
    /// (`GotoStartState`).
    pub(crate) fn check_start_may_wait(&mut self, target: Id, thread: ThreadId) -> Result<()> {
        if !self.verifier_on() || u32::from(self.thread(thread).irql) == PASSIVE_LEVEL {
            return Ok(());
        }
        let text = format!("WdfIoTargetStart: another thread is stopping or purging {}", self.objects.subject(target));
        self.verifier_break(Rule::StartedWhileStopping, text)
    }

    /// A target is opened: nothing checks that closing it is over, and what ends the closing takes away what is opened
    /// (`FxIoTargetRemote::Close`, `ClearTargetPointers`).
    pub(crate) fn check_not_closing(&self, target: Id) -> Result<()> {
        if self.objects.io_target(target).removing {
            let text = format!("WdfIoTargetOpen: {} is still being closed", self.objects.subject(target));
            return Err(Violation::undefined(Rule::OpenedWhileClosing, text));
        }
        Ok(())
    }

    /// Going away, or closing: everything is got rid of. None: another thread stops the target; wait for what it waits for. Who
    /// has waited goes on, though by then somebody may be stopping the target again.
    pub(crate) fn remove_target(&mut self, target: Id, to: State, has_waited: bool) -> Option<Purge> {
        let state = self.objects.io_target_mut(target);
        if state.waiting_for_sent && !has_waited {
            return None;
        }
        state.state = to;
        let (sent, ignored) = (state.sent, state.ignored);
        let pended = self.drain_pended(target, false);
        let wait = !(sent.is_empty() && ignored.is_empty());
        if wait {
            self.objects.io_target_mut(target).removing = true;
        } else {
            self.clear_destination(target);
        }
        self.objects.io_target_mut(target).set_event(!wait);
        let mut requests = self.referenced(sent);
        requests.extend(self.referenced(ignored));
        Some(Purge { pended, sent: requests, wait })
    }

    /// A thread that stopped or purged has waited for what was sent; another one may have begun to, and is forgotten.
    pub(crate) fn end_wait_for_sent(&mut self, target: Id) {
        self.objects.io_target_mut(target).waiting_for_sent = false;
    }

    /// Nothing is sent there any more.
    pub(super) fn clear_destination(&mut self, target: Id) {
        let state = self.objects.io_target_mut(target);
        state.stack_size = 0;
        state.destination = Destination::None;
    }
}
