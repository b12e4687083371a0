//! Starting, stopping, draining and purging a queue.
//!
//! Each call is a few atomic steps, with other threads between them; `exec/queue.rs` strings them together.
//!
//! Key types: [`Change`], [`StateFailure`]. Facts: `fxioqueue.cpp:QueueStart`, `QueueIdle`, `QueuePurge`.

use super::super::list::Chain;
use super::super::object::Id;
use super::super::{Kernel, Result};
use super::{Csq, Notify};

/// A change of a queue's state that may call back when it is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Stop,
    StopAndPurge,
    Drain,
    Purge,
}

impl Change {
    /// Whether requests that wait in the queue, and those marked cancelable, are cancelled.
    pub(crate) const fn cancels(self) -> bool {
        matches!(self, Self::StopAndPurge | Self::Purge)
    }

    const fn stops(self) -> bool {
        matches!(self, Self::Stop | Self::StopAndPurge)
    }
}

/// Why a change of state cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateFailure {
    /// Another of its kind is under way and has not called back.
    Busy,
    Deleted,
}

/// Whom to tell when the change is finished.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Waiter {
    Nobody,
    Callback(wdf_sim_sys::PFN_WDF_IO_QUEUE_STATE, usize),
    /// The calling thread, which then waits for the number that [`Kernel::begin_change`] returns.
    Thread,
}

impl Kernel {
    /// `WdfIoQueueStart`, up to the dispatch loop.
    pub(crate) fn start_queue(&mut self, queue: Id) {
        let state = self.objects.queue_mut(queue);
        state.accepts = !state.shut_down;
        state.dispatches = true;
        state.cancel_dispatched = false;
        if !state.waiting.is_empty() {
            state.went_ready = true;
            state.force_ready = false;
        }
    }

    /// The first step of a change: who is to be told, and the new state.
    pub(crate) fn begin_change(&mut self, queue: Id, change: Change, waiter: Waiter) -> Result<u32, StateFailure> {
        let state = self.objects.queue_mut(queue);
        if state.deleted {
            return Err(StateFailure::Deleted);
        }
        let outstanding = if change.stops() { state.idle_complete } else { state.purge_complete };
        let notify = match waiter {
            Waiter::Nobody => None,
            Waiter::Callback(None, _) => None,
            _ if outstanding.is_some() => return Err(StateFailure::Busy),
            Waiter::Callback(callback, context) => Some(Notify::Driver(callback, context)),
            Waiter::Thread => {
                state.changes_begun += 1;
                state.changes_pending.push(state.changes_begun);
                Some(Notify::Thread(state.changes_begun))
            }
        };
        if change.stops() {
            state.idle_complete = notify.or(state.idle_complete);
            state.accepts = !state.shut_down;
            state.dispatches = false;
        } else {
            state.purge_complete = notify.or(state.purge_complete);
            state.accepts = false;
        }
        let begun = state.changes_begun;
        if change.cancels() {
            state.cancel_dispatched = true;
        }
        if change == Change::StopAndPurge {
            // Only those that wait now are cancelled: later arrivals stay.
            let waiting: Vec<Id> = self.objects.queue(queue).waiting.iter(&self.objects, Chain::Csq).collect();
            for request in waiting {
                self.objects.request_mut(request).canceled = true;
            }
        }
        Ok(begun)
    }

    /// The next waiting request that the change cancels, taken out of the queue.
    pub(crate) fn next_to_purge(&mut self, queue: Id, change: Change) -> Option<Id> {
        let all = change == Change::Purge;
        let first = self.csq_peek(queue, Csq::Queued)?;
        if !all && !self.objects.request(first).canceled {
            return None;
        }
        self.csq_unlink(first);
        Some(first)
    }

    /// The next request that the driver marked cancelable, its cancellation recorded.
    pub(crate) fn purge_cancelable(&mut self, queue: Id) -> Result<Option<Id>> {
        let Some(request) = self.csq_pop(queue, Csq::Cancelable, |_, _| true) else { return Ok(None) };
        self.record_cancel(queue, request)?;
        Ok(Some(request))
    }

    /// A `Synchronously` change is finished: its thread can go on.
    pub(crate) fn finish_change(&mut self, queue: Id, number: u32) {
        self.objects.queue_mut(queue).changes_pending.retain(|pending| *pending != number);
    }
}
