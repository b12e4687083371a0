//! `EvtDpcFunc`.
//!
//! *Where it stands.* Row 4; [`register::DpcConfig`](crate::register::DpcConfig) gives it to the framework.
//!
//! *Key types.* None: [`call`], compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_DPC`; called at DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::dpc::Dpc;
use crate::handler;
use crate::irql::{Cx, Dispatch};
use crate::object::CallbackParent;
use crate::sys::WDFDPC;

/// `EvtDpcFunc`.
///
/// # Safety
/// Called by the framework, for a DPC with a context of type `T` under a `P`, at DISPATCH_LEVEL. A value of `F` was
/// given to the DPC's configuration.
pub(crate) unsafe extern "C" fn call<P, T, F>(dpc: WDFDPC)
where
    P: CallbackParent,
    T: ObjectContext,
    F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Dpc<P, T>) + Copy + Send + Sync + 'static,
{
    // SAFETY: a live DPC with this context and parent: the framework waits for this callback before it deletes it.
    let Some(dpc) = (unsafe { Dpc::<P, T>::from_handle(dpc) }) else {
        // It is enqueued only through a reference, which there is once its context is ready.
        return;
    };
    // SAFETY: called at DISPATCH_LEVEL.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, dpc);
}
