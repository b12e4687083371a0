//! `EvtWorkItem`.
//!
//! *Where it stands.* Row 4; [`register::WorkItemConfig`](crate::register::WorkItemConfig) gives it to the framework.
//!
//! *Key types.* None: [`work`], compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_WORKITEM`; called at PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::handler;
use crate::irql::{Cx, Work};
use crate::object::CallbackParent;
use crate::sys::WDFWORKITEM;
use crate::work_item::WorkItem;

/// `EvtWorkItem`.
///
/// # Safety
/// Called by the framework, for a work item with a context of type `T` under a `P`, at PASSIVE_LEVEL. A value of `F` was
/// given to the work item's configuration.
pub(crate) unsafe extern "C" fn work<P, T, F>(item: WDFWORKITEM)
where
    P: CallbackParent,
    T: ObjectContext,
    F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Work>, &'t WorkItem<P, T>) + Copy + Send + Sync + 'static,
{
    // SAFETY: a live work item with this context and parent: the framework waits for this callback before it deletes it.
    let Some(item) = (unsafe { WorkItem::<P, T>::from_handle(item) }) else {
        // It is enqueued only through a reference, which there is once its context is ready.
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Work>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, item);
}
