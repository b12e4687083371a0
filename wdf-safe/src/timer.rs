//! Timers.
//!
//! *Where it stands.* Row 2. Made by [`register::TimerConfig`](crate::register::TimerConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`Timer<P, T>`](Timer): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Using Timers", `WdfTimerStart`, `WdfTimerStop`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::ObjectContext;
use crate::deferred::deferred_object;
use crate::irql::{AtMostDispatch, Cx, Dispatch, Work};
use crate::object::CallbackParent;
use crate::raw::AsRaw;
use crate::sys::{self, WDFTIMER, ddi};
use core::time::Duration;

deferred_object! {
    /// A timer, behind a reference: `&Timer<P>` is one pointer.
    Timer, WDFTIMER, Dispatch, "timer"
}

impl<P: CallbackParent, T: ObjectContext> Timer<P, T> {
    /// Starts the timer, or starts it anew: it fires `after` this time. Returns whether it was running.
    ///
    /// `WdfTimerStart`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn start<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>, after: Duration) -> bool {
        // SAFETY: a live timer.
        unsafe { ddi!(WdfTimerStart, self.as_raw(), sys::relative(after)) != 0 }
    }

    /// Stops the timer, and waits until its callback is not running any more. Returns whether it was running.
    ///
    /// `WdfTimerStop`; in a work item. In the timer's own callback, or in one with which it is synchronised, that would
    /// never end; a timer's callback never waits for a work item.
    pub fn stop_and_wait(&self, _cx: &mut Cx<'_, Work>) -> bool {
        // SAFETY: a live timer, at PASSIVE_LEVEL, in no callback of it and none that is synchronised with it.
        unsafe { ddi!(WdfTimerStop, self.as_raw(), 1) != 0 }
    }

    /// Stops the timer, without waiting for a callback that is running ([`stop_and_wait`](Self::stop_and_wait) does).
    /// Returns whether it was running.
    ///
    /// `WdfTimerStop`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn stop<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live timer; not waiting.
        unsafe { ddi!(WdfTimerStop, self.as_raw(), 0) != 0 }
    }
}
