//! Making timers.
//!
//! *Where it stands.* Row 5, called where a device or queue is made.
//!
//! *Key types.* [`TimerConfig`].
//!
//! *Wraps.* `WDF_TIMER_CONFIG`, `WdfTimerCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use super::deferred;
use crate::context::{ContextInit, ObjectContext};
use crate::handler::{self, NoticeHandler};
use crate::irql::{CallOut, Cx, Dispatch};
use crate::object::{CallbackParent, Child};
use crate::status::Result;
use crate::sys::{self, WDFOBJECT, ddi};
use crate::timer::Timer;
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

/// The configuration of a timer under a parent `P`, with a context `T`.
#[must_use = "nothing is made before `create`"]
pub struct TimerConfig<P, T> {
    config: sys::WDF_TIMER_CONFIG,
    types: PhantomData<fn() -> (P, T)>,
}

impl<P: CallbackParent, T: ObjectContext> TimerConfig<P, T> {
    /// A timer that fires once for each start, with this callback (`EvtTimerFunc`), which is synchronised with the
    /// callbacks of its parent as far as the parent's are with each other.
    pub fn new<F>(_tick: F) -> Self
    where
        F: NoticeHandler<Timer<P, T>, Dispatch>,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::timer();
        config.EvtTimerFunc = Some(trampoline::deferred::call::<Timer<P, T>, F>);
        Self { config, types: PhantomData }
    }

    /// Fires again and again, each period after the time before. At least one millisecond, at most 24 days.
    pub fn periodic(mut self, period: Duration) -> Self {
        let milliseconds = u32::try_from(period.as_millis()).unwrap_or(u32::MAX);
        self.config.Period = milliseconds.clamp(1, i32::MAX.cast_unsigned());
        self
    }

    /// Not synchronised with the parent's callbacks.
    pub const fn unsynchronized(mut self) -> Self {
        self.config.AutomaticSerialization = 0;
        self
    }

    /// Makes the timer as [`create`](TimerConfig::create) does, with a context of its own.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework, or a field of
    /// the context, returned.
    pub fn create_with<'p, I, N>(
        mut self,
        _cx: &mut Cx<'_, N>,
        parent: &'p P,
        context: I,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Timer<P, T>>,
    ) -> Result<&'p Timer<P, T>>
    where
        I: ContextInit<T>,
        N: CallOut,
    {
        let config = &raw mut self.config;
        // SAFETY: structures with their sizes set; a live parent.
        let make =
            |attributes, handle: *mut WDFOBJECT| unsafe { ddi!(WdfTimerCreate, config, attributes, handle.cast()) };
        // SAFETY: the trampoline was compiled for this type.
        unsafe { deferred::create("WdfTimerCreate", parent, context, place, make) }
    }
}

impl<P: CallbackParent> TimerConfig<P, ()> {
    /// Makes the timer, with no context of its own, and keeps it in a place of its parent's context. It is not running
    /// yet. `WdfTimerCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework returned.
    pub fn create<'p, N: CallOut>(
        self,
        cx: &mut Cx<'_, N>,
        parent: &'p P,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Timer<P>>,
    ) -> Result<&'p Timer<P>> {
        self.create_with(cx, parent, (), place)
    }
}

impl<P, T> fmt::Debug for TimerConfig<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimerConfig").finish_non_exhaustive()
    }
}
