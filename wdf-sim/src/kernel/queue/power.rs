//! A queue's way down from power and back up, and out when its device is removed.
//!
//! `exec/pnp.rs` sets each transition going and waits for [`Queue::power_idle`](super::Queue); the dispatch loop carries it
//! out request by request.
//!
//! Key types: [`Power`]. Facts: `fxioqueue.cpp:ProcessPowerEvents`, `StopProcessingForPower`.

use wdf_sim_sys::_WDF_REQUEST_STOP_ACTION_FLAGS::{
    WdfRequestStopActionPurge, WdfRequestStopActionSuspend, WdfRequestStopRequestCancelable,
};

use super::super::list::Chain;
use super::super::object::Id;
use super::super::request::{CompletesTo, CsqContext, Flags, StopAck};
use super::super::{Kernel, Result};
use super::{Csq, Next, Owned};
use crate::violation::{Rule, Violation};

/// Where a queue is between on and off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    On,
    Off,
    /// No more dispatching; waiting for the callbacks that run.
    StartingTransition,
    Stopping,
    StoppingNotifying,
    StoppingNotified,
    Purge,
    PurgeNotifying,
    PurgeNotified,
    Restarting,
    RestartingNotifying,
    RestartingNotified,
}

impl Kernel {
    /// Sets a power transition going; the caller then visits the dispatch loop and waits until it is idle.
    pub(crate) fn set_queue_power(&mut self, queue: Id, power: Power) {
        let state = self.objects.queue_mut(queue);
        state.power = power;
        state.power_idle = false;
    }

    /// No more requests are accepted, whatever the driver starts: the device is going away.
    pub(crate) fn shut_queue_down(&mut self, queue: Id) {
        let state = self.objects.queue_mut(queue);
        state.shut_down = true;
        state.accepts = false;
    }

    /// Power is back in all queues of the device: the next visit to the loop dispatches.
    pub(crate) fn power_is_on(&mut self, queue: Id) {
        let state = self.objects.queue_mut(queue);
        if !state.waiting.is_empty() {
            state.went_ready = true;
            state.force_ready = false;
        }
    }

    /// One step of the transition that is under way.
    pub(super) fn next_power(&mut self, queue: Id) -> Result<Next> {
        let state = self.objects.queue_mut(queue);
        Ok(match state.power {
            Power::On | Power::Off => Next::Again,
            Power::StartingTransition => {
                if state.dispatching == 1 {
                    state.power_idle = true;
                }
                self.await_driver(queue)
            }
            Power::Stopping | Power::Purge | Power::Restarting => {
                state.power = match state.power {
                    Power::Stopping => Power::StoppingNotifying,
                    Power::Purge => Power::PurgeNotifying,
                    _ => Power::RestartingNotifying,
                };
                let owned = std::mem::take(&mut state.owned);
                state.power_notify = owned;
                let requests: Vec<Id> = owned.iter(&self.objects, Chain::Owned).collect();
                for request in requests {
                    self.objects.request_mut(request).owned = Owned::ToNotify;
                }
                Next::Again
            }
            Power::StoppingNotifying => self.notify_stop(queue, Power::StoppingNotified, WdfRequestStopActionSuspend),
            Power::PurgeNotifying => self.notify_stop(queue, Power::PurgeNotified, WdfRequestStopActionPurge),
            Power::StoppingNotified | Power::PurgeNotified => return self.collect_acknowledged(queue),
            Power::RestartingNotifying => self.notify_resume(queue),
            Power::RestartingNotified => {
                state.power = Power::On;
                self.await_driver(queue)
            }
        })
    }

    /// The thread leaves the loop; something will happen that brings another one.
    fn await_driver(&mut self, queue: Id) -> Next {
        self.objects.queue_mut(queue).dispatching -= 1;
        Next::Done
    }

    fn pop_to_notify(&mut self, queue: Id) -> Option<Id> {
        let request = self.objects.queue(queue).power_notify.first()?;
        self.unlink_owned(queue, request);
        Some(request)
    }

    fn notify_stop(&mut self, queue: Id, done: Power, action: i32) -> Next {
        let Some(request) = self.pop_to_notify(queue) else {
            self.objects.queue_mut(queue).power = done;
            return Next::Again;
        };
        if done == Power::PurgeNotified {
            self.objects.request_mut(request).stop_ack = StopAck::None;
        }
        self.push_owned(queue, request, Owned::Notified);
        let has_callback = self.objects.queue(queue).callbacks.stop.is_some();
        if !has_callback || self.objects.request(request).canceled {
            return Next::Again;
        }
        let cancelable = self.objects.request(request).csq == CsqContext::Linked(queue, Csq::Cancelable);
        let flags = if cancelable { action | WdfRequestStopRequestCancelable } else { action };
        if self.verifier_on() {
            self.objects.request_mut(request).flags.insert(Flags::IN_EVT_IO_STOP);
        }
        self.objects.get_mut(request).references += 1;
        Next::Stop(request, flags.cast_unsigned())
    }

    fn notify_resume(&mut self, queue: Id) -> Next {
        let Some(request) = self.pop_to_notify(queue) else {
            self.objects.queue_mut(queue).power = Power::RestartingNotified;
            return Next::Again;
        };
        self.push_owned(queue, request, Owned::Driver);
        let has_callback = self.objects.queue(queue).callbacks.resume.is_some();
        if !has_callback || self.objects.request(request).canceled {
            return Next::Again;
        }
        self.objects.get_mut(request).references += 1;
        Next::Resume(request)
    }

    /// Acknowledged requests go back to the driver's list or to the queue's head; when none is left and this is the last
    /// thread in the loop, the queue is off.
    fn collect_acknowledged(&mut self, queue: Id) -> Result<Next> {
        let state = self.objects.queue(queue);
        if state.acknowledged > 0 {
            let is_acknowledged = |request: &Id| self.objects.request(*request).stop_ack != StopAck::None;
            let request = state.power_notified.iter(&self.objects, Chain::Owned).find(is_acknowledged);
            return self.take_acknowledged(queue, request.expect("as many as are counted"));
        }
        let state = self.objects.queue_mut(queue);
        if state.power_notified.is_empty() && state.dispatching == 1 {
            state.power = Power::Off;
            state.power_idle = true;
            return Ok(Next::Again);
        }
        Ok(self.await_driver(queue))
    }

    fn take_acknowledged(&mut self, queue: Id, request: Id) -> Result<Next> {
        if self.objects.request(request).stop_ack == StopAck::Requeue {
            if self.objects.request(request).completed {
                let text = format!(
                    "{} was acknowledged with the wish to requeue, and is completed when the queue takes it back",
                    self.objects.subject(request)
                );
                return Err(Violation::undefined(Rule::DoubleCompletion, text));
            }
            self.check_unlinked(request, "a stop acknowledgement with the wish to requeue")?;
        }
        self.unlink_owned(queue, request);
        let state = self.objects.request_mut(request);
        let requeue = state.stop_ack == StopAck::Requeue;
        state.stop_ack = StopAck::None;
        state.flags.remove(Flags::IN_EVT_IO_STOP);
        if !requeue {
            self.push_owned(queue, request, Owned::Driver);
            return Ok(Next::Again);
        }
        let state = self.objects.queue_mut(queue);
        state.owned_count -= 1;
        let purging = state.cancel_dispatched;
        let state = self.objects.request_mut(request);
        state.flags.remove(Flags::DRIVER_OWNED | Flags::DRIVER_DISPATCH);
        state.completes_to = CompletesTo::Nobody;
        if purging || !self.csq_insert(queue, Csq::Queued, request, true) {
            return Ok(Next::CancelRequeued(request));
        }
        self.check_went_ready(queue);
        Ok(Next::Again)
    }
}
