//! `EvtTimerFunc`, `EvtDpcFunc`, `EvtWorkItem`.
//!
//! *Where it stands.* Row 4; the configurations of [`register`](crate::register) give it to the framework.
//!
//! *Key types.* None: [`call`], compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_TIMER` and `EVT_WDF_DPC`, called at DISPATCH_LEVEL; `EVT_WDF_WORKITEM`, called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::deferred::Deferred;
use crate::handler::{self, NoticeHandler};
use crate::irql::Cx;

/// The callback of such an object.
///
/// # Safety
/// Called by the framework, for an object that was made as an `O`, at the level of `O`. A value of `F` was given to its
/// configuration.
pub(crate) unsafe extern "C" fn call<O, F>(raw: O::Raw)
where
    O: Deferred,
    F: NoticeHandler<O, O::Level>,
{
    // SAFETY: a live object of this kind: the framework waits for this callback before it deletes it. It was started through a
    // reference, which there is once its context is ready.
    let object = unsafe { O::from_handle(raw) };
    // SAFETY: called at this level; no other proof is in reach.
    let mut cx = unsafe { Cx::<O::Level>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, object);
}
