//! The dispatch loop, one decision at a time: what is to be told to the driver next, and may this thread tell it?
//!
//! `exec/queue.rs` runs the loop: it asks [`Kernel::next`], does what the answer says (most answers are a callback), and
//! asks again until the answer is [`Next::Done`]. The order of the questions is the framework's.
//!
//! Key types: [`Entry`], [`Next`]. Facts: `fxioqueue.cpp:DispatchEvents`, `CanThreadDispatchEventsLocked`.

use super::super::list::{self, Chain};
use super::super::object::Id;
use super::super::request::{CompletesTo, Flags};
use super::super::{Kernel, Result};
use super::{Csq, Dispatch, Notify, Power, PowerReference};
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};
use wdf_sim_sys::{PASSIVE_LEVEL, PFN_WDF_IO_QUEUE_STATE};

/// Whether a thread may run a queue's dispatch loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Entered,
    /// It may not: the loop is run elsewhere, later. A new request is to be queued.
    Deferred,
    /// The queue is gone.
    Deleted,
}

/// Where a deferred dispatch loop runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deferral {
    Dpc,
    WorkItem,
}

/// What the dispatch loop is to do next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// Queue the new request first, so that it keeps its place; then ask again.
    QueueNew,
    /// Call `EvtRequestCancel` for each of [`Kernel::pop_recorded`], and drop the reference of the list after each.
    Cancel,
    /// Call `EvtIoCanceledOnQueue` for each of [`Kernel::pop_canceled_on_queue`].
    CanceledOnQueue,
    /// Tell that the queue is stopped (no lock is held in this callback), or purged or drained.
    Stopped(Notify),
    Purged(Notify),
    /// Call `EvtIoQueueState` of the ready-notification.
    Ready(PFN_WDF_IO_QUEUE_STATE, usize),
    /// Call `EvtIoStop` with these flags; a reference is held meanwhile.
    Stop(Id, u32),
    /// Call `EvtIoResume`; a reference is held meanwhile.
    Resume(Id),
    /// A request that was acknowledged with a wish to requeue it is cancelled already: complete it, or tell the driver.
    CancelRequeued(Id),
    /// Present the request.
    Present(Id),
    /// The queue has something again, or nothing more: take a power reference on its device, or drop it.
    PowerReference(bool),
    /// Something changed; ask again.
    Again,
    /// Nothing more to do. The thread has left the loop.
    Done,
}

impl Kernel {
    /// Whether only threads that are not in the loop may enter it: what completions, cancels and forwards do.
    pub(crate) fn is_dispatching(&self, queue: Id) -> bool {
        self.objects.queue(queue).dispatching != 0
    }

    /// A thread comes to the dispatch loop.
    pub(crate) fn enter_dispatch(&mut self, queue: Id, thread: ThreadId) -> Entry {
        let runs = self.thread(thread);
        let (irql, holds) = (runs.irql, !runs.held.is_empty());
        let state = self.objects.queue(queue);
        if state.deleted {
            return Entry::Deleted;
        }
        let owns_lock = holds && self.thread(thread).held.contains(&self.queue_lock(queue));
        let too_high = u32::from(irql) > PASSIVE_LEVEL && state.passive;
        if too_high || owns_lock {
            let deferral = if state.passive { Deferral::WorkItem } else { Deferral::Dpc };
            let state = self.objects.queue_mut(queue);
            state.redo_deferred = true;
            if !state.deferred {
                state.deferred = true;
                self.defer_dispatch(queue, deferral);
            }
            return Entry::Deferred;
        }
        self.objects.queue_mut(queue).dispatching += 1;
        Entry::Entered
    }

    /// The deferred dispatch loop begins on a DPC or worker thread.
    pub(crate) fn begin_deferred(&mut self, queue: Id) {
        self.objects.queue_mut(queue).redo_deferred = false;
    }

    /// The deferred dispatch loop ended; it is queued again if somebody asked for it meanwhile.
    pub(crate) fn end_deferred(&mut self, queue: Id, deferral: Deferral) {
        let state = self.objects.queue_mut(queue);
        let again = state.redo_deferred && !state.deleted;
        state.redo_deferred = false;
        state.deferred = again;
        if again {
            self.defer_dispatch(queue, deferral);
        }
    }

    /// Queues the new request of a dispatch loop; false if it is cancelled already.
    pub(crate) fn queue_new(&mut self, queue: Id, request: Id) -> bool {
        let queued = self.csq_insert(queue, Csq::Queued, request, false);
        if queued {
            self.objects.request_mut(request).queue = Some(queue);
            self.check_went_ready(queue);
        }
        queued
    }

    /// The next thing for a thread in the loop to do; `new` is the request it brought, if it still has it.
    pub(crate) fn next(&mut self, queue: Id, new: &mut Option<Id>) -> Result<Next> {
        let state = self.objects.queue(queue);
        let total = state.waiting.len() + state.owned_count as usize + usize::from(new.is_some());
        let alone = state.dispatching == 1;
        if state.power_reference == PowerReference::Free && total > 0 {
            self.objects.queue_mut(queue).power_reference = PowerReference::Held;
            return Ok(Next::PowerReference(true));
        }
        if !state.is_notifying() {
            if !state.recorded.is_empty() {
                return Ok(if new.is_some() { Next::QueueNew } else { Next::Cancel });
            }
            if !state.canceled_on_queue.is_empty() {
                return Ok(if new.is_some() { Next::QueueNew } else { Next::CanceledOnQueue });
            }
        }
        if let Some(notify) = state.idle_complete
            && alone
            && state.owned_count == 0
        {
            if new.is_some() {
                return Ok(Next::QueueNew);
            }
            let state = self.objects.queue_mut(queue);
            state.cancel_dispatched = false;
            state.idle_complete = None;
            return Ok(Next::Stopped(notify));
        }
        if let Some(notify) = state.purge_complete
            && alone
            && total == 0
        {
            let state = self.objects.queue_mut(queue);
            state.cancel_dispatched = false;
            state.purge_complete = None;
            return Ok(Next::Purged(notify));
        }
        if !matches!(state.power, Power::On | Power::Off) {
            return if new.is_some() { Ok(Next::QueueNew) } else { self.next_power(queue) };
        }
        if state.disposing && total == 0 && alone {
            let state = self.objects.queue_mut(queue);
            state.deleted = true;
            state.dispatching -= 1;
            return Ok(Next::Done);
        }
        if state.power == Power::Off || !state.dispatches {
            return Ok(self.leave(queue, *new));
        }
        match state.dispatch {
            Dispatch::Manual => {
                if new.is_some() {
                    return Ok(Next::QueueNew);
                }
                let state = self.objects.queue_mut(queue);
                if let Some((callback, context)) = state.ready_notify
                    && state.went_ready
                {
                    state.went_ready = false;
                    return Ok(Next::Ready(callback, context));
                }
                return Ok(self.leave(queue, None));
            }
            Dispatch::Sequential if state.owned_count > 0 => return Ok(self.leave(queue, *new)),
            Dispatch::Parallel(limit) if state.owned_count >= limit => return Ok(self.leave(queue, *new)),
            Dispatch::Sequential | Dispatch::Parallel(_) => {}
        }
        let queued = if state.waiting.is_empty() { None } else { self.csq_peek(queue, Csq::Queued) };
        let request = match (queued, new.take()) {
            (Some(_), Some(late)) => {
                // The queued request goes first; the new one takes its place behind the others.
                *new = Some(late);
                return Ok(Next::QueueNew);
            }
            (Some(request), None) => {
                self.csq_unlink(request);
                request
            }
            (None, Some(request)) => {
                self.objects.request_mut(request).queue = Some(queue);
                self.objects.queue_mut(queue).went_ready = true;
                request
            }
            (None, None) => return Ok(self.leave(queue, None)),
        };
        self.give_to_driver(queue, request);
        self.present(request);
        Ok(Next::Present(request))
    }

    /// The thread leaves the loop, after its new request, if any, is queued.
    fn leave(&mut self, queue: Id, new: Option<Id>) -> Next {
        if new.is_some() {
            return Next::QueueNew;
        }
        let state = self.objects.queue_mut(queue);
        if state.power_reference == PowerReference::Held && state.waiting.is_empty() && state.owned_count == 0 {
            state.power_reference = PowerReference::Free;
            return Next::PowerReference(false);
        }
        state.dispatching -= 1;
        Next::Done
    }

    /// The next request whose cancel callback is to be called.
    pub(crate) fn pop_recorded(&mut self, queue: Id) -> Option<Id> {
        let mut recorded = self.objects.queue(queue).recorded;
        let request = recorded.pop_front(&mut self.objects, Chain::Recorded)?;
        self.objects.queue_mut(queue).recorded = recorded;
        self.flag_cancelled(request);
        Some(request)
    }

    /// The next request that was cancelled in the queue and is the driver's now.
    pub(crate) fn pop_canceled_on_queue(&mut self, queue: Id) -> Option<Id> {
        let mut list = self.objects.queue(queue).canceled_on_queue;
        let request = list.pop_front(&mut self.objects, Chain::Recorded)?;
        self.objects.queue_mut(queue).canceled_on_queue = list;
        self.flag_cancelled(request);
        Some(request)
    }

    fn flag_cancelled(&mut self, request: Id) {
        if self.verifier_on() {
            self.objects.request_mut(request).flags.insert(Flags::CANCELLED);
        }
    }

    /// References and flags of a request that is about to be presented. With the verifier on the loop keeps one
    /// reference until the callback returned, so that `EvtDestroy` comes after it.
    fn present(&mut self, request: Id) {
        let verifier = self.verifier_on();
        let state = self.objects.request_mut(request);
        state.completes_to = CompletesTo::Queue;
        if verifier {
            state.flags.insert(Flags::DRIVER_OWNED | Flags::DRIVER_DISPATCH);
            self.objects.get_mut(request).references += 1;
        }
    }

    /// The cancellation of a request that the driver owns is recorded: its callback is called from the dispatch loop. The
    /// reference taken here keeps it for as long as the callback runs.
    pub(crate) fn record_cancel(&mut self, queue: Id, request: Id) -> Result<()> {
        if list::is_linked(&self.objects, request, Chain::Recorded) {
            let text =
                format!("{} was marked again while its cancel callback is pending", self.objects.subject(request));
            return Err(Violation::undefined(Rule::MarkedTwice, text));
        }
        self.objects.request_mut(request).canceled = true;
        self.objects.get_mut(request).references += 1;
        let mut recorded = self.objects.queue(queue).recorded;
        recorded.push_back(&mut self.objects, request, Chain::Recorded);
        self.objects.queue_mut(queue).recorded = recorded;
        Ok(())
    }

    /// A request that waited is cancelled. True if the driver is to be told (`EvtIoCanceledOnQueue`), which makes it the
    /// driver's; otherwise the framework completes it.
    pub(crate) fn cancel_waiting(&mut self, queue: Id, request: Id) -> bool {
        let state = self.objects.request_mut(request);
        state.flags.remove(Flags::DRIVER_CANCELABLE);
        state.canceled = true;
        let tell = state.presented && self.objects.queue(queue).callbacks.canceled_on_queue.is_some();
        if tell {
            self.objects.request_mut(request).completes_to = CompletesTo::Queue;
            self.give_to_driver(queue, request);
            if self.verifier_on() {
                self.objects.request_mut(request).flags.insert(Flags::DRIVER_OWNED);
            }
            let mut list = self.objects.queue(queue).canceled_on_queue;
            list.push_back(&mut self.objects, request, Chain::Recorded);
            self.objects.queue_mut(queue).canceled_on_queue = list;
        }
        tell
    }
}
