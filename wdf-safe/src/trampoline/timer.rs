//! `EvtTimerFunc`.
//!
//! *Where it stands.* Row 4; [`register::TimerConfig`](crate::register::TimerConfig) gives it to the framework.
//!
//! *Key types.* None: [`tick`], compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_TIMER`; called at DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::handler;
use crate::irql::{Cx, Dispatch};
use crate::object::CallbackParent;
use crate::sys::WDFTIMER;
use crate::timer::Timer;

/// `EvtTimerFunc`.
///
/// # Safety
/// Called by the framework, for a timer with a context of type `T` under a `P`, at DISPATCH_LEVEL. A value of `F` was
/// given to the timer's configuration.
pub(crate) unsafe extern "C" fn tick<P, T, F>(timer: WDFTIMER)
where
    P: CallbackParent,
    T: ObjectContext,
    F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Timer<P, T>) + Copy + Send + Sync + 'static,
{
    // SAFETY: a live timer with this context and parent: the framework waits for this callback before it deletes it.
    let Some(timer) = (unsafe { Timer::<P, T>::from_handle(timer) }) else {
        // A timer is started only through a reference, which there is once its context is ready.
        return;
    };
    // SAFETY: called at DISPATCH_LEVEL.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, timer);
}
