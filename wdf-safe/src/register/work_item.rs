//! Making work items.
//!
//! *Where it stands.* Row 5, called where a device or queue is made.
//!
//! *Key types.* [`WorkItemConfig`].
//!
//! *Wraps.* `WDF_WORKITEM_CONFIG`, `WdfWorkItemCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use super::deferred;
use crate::context::{ContextInit, ObjectContext};
use crate::handler::{self, NoticeHandler};
use crate::irql::{CallOut, Cx, Work};
use crate::object::{CallbackParent, Child};
use crate::status::Result;
use crate::sys::{self, WDFOBJECT, ddi};
use crate::trampoline;
use crate::work_item::WorkItem;
use core::fmt;
use core::marker::PhantomData;

/// The configuration of a work item under a parent `P`, with a context `T`.
#[must_use = "nothing is made before `create`"]
pub struct WorkItemConfig<P, T> {
    config: sys::WDF_WORKITEM_CONFIG,
    types: PhantomData<fn() -> (P, T)>,
}

impl<P: CallbackParent, T: ObjectContext> WorkItemConfig<P, T> {
    /// A work item with this callback (`EvtWorkItem`), which is synchronised with nothing: it may wait for what the
    /// callbacks of its parent do.
    pub fn new<F>(_work: F) -> Self
    where
        F: NoticeHandler<WorkItem<P, T>, Work>,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::work_item();
        config.EvtWorkItemFunc = Some(trampoline::deferred::call::<WorkItem<P, T>, F>);
        Self { config, types: PhantomData }
    }

    /// Makes the work item as [`create`](WorkItemConfig::create) does, with a context of its own.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework, or a field of
    /// the context, returned.
    pub fn create_with<'p, I, N>(
        mut self,
        _cx: &mut Cx<'_, N>,
        parent: &'p P,
        context: I,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<WorkItem<P, T>>,
    ) -> Result<&'p WorkItem<P, T>>
    where
        I: ContextInit<T>,
        N: CallOut,
    {
        let config = &raw mut self.config;
        // SAFETY: structures with their sizes set; a live parent.
        let make =
            |attributes, handle: *mut WDFOBJECT| unsafe { ddi!(WdfWorkItemCreate, config, attributes, handle.cast()) };
        // SAFETY: the trampoline was compiled for this type.
        unsafe { deferred::create("WdfWorkItemCreate", parent, context, place, make) }
    }
}

impl<P: CallbackParent> WorkItemConfig<P, ()> {
    /// Makes the work item, with no context of its own, and keeps it in a place of its parent's context. It is not
    /// enqueued yet. `WdfWorkItemCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework returned.
    pub fn create<'p, N: CallOut>(
        self,
        cx: &mut Cx<'_, N>,
        parent: &'p P,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<WorkItem<P>>,
    ) -> Result<&'p WorkItem<P>> {
        self.create_with(cx, parent, (), place)
    }
}

impl<P, T> fmt::Debug for WorkItemConfig<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkItemConfig").finish_non_exhaustive()
    }
}
