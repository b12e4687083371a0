//! Work items: code that is called at PASSIVE_LEVEL, on a thread of the system.
//!
//! *Where it stands.* Row 2. Made by [`register::WorkItemConfig`](crate::register::WorkItemConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`WorkItem<P, T>`](WorkItem): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Using Framework Work Items", `WdfWorkItemEnqueue`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::ObjectContext;
use crate::deferred::deferred_object;
use crate::irql::{AtMostDispatch, Cx, Work};
use crate::object::CallbackParent;
use crate::raw::AsRaw;
use crate::sys::{WDFWORKITEM, ddi};

deferred_object! {
    /// A work item, behind a reference: `&WorkItem<P>` is one pointer.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Office {
    ///     visitors: Child<Queue<(), Manual>>,
    ///     asked: Slot<DeviceControl>,
    ///     closing: Child<WorkItem<Device<Office>>>,
    /// }
    ///
    /// /// Somebody has asked, and waits, until nobody is let in any more and the last visitor has left.
    /// #[evt_work_item]
    /// fn close(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Office>>) {
    ///     let office = item.parent().context();
    ///     office.asked.take(cx, |cx, request| {
    ///         let closed = office.visitors.get().map_or(Ok(()), |visitors| visitors.drain_synchronously(cx, &request));
    ///         request.complete(cx, closed.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    ///     });
    /// }
    ///
    /// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device<Office>) -> Result<()> {
    ///     WorkItemConfig::new(close).create(cx, device, |office| &office.closing)?;
    ///     Ok(())
    /// }
    /// ```
    WorkItem, WDFWORKITEM, Work, "work item"
}

impl<P: CallbackParent, T: ObjectContext> WorkItem<P, T> {
    /// Has the callback called, soon, at PASSIVE_LEVEL. While it waits to be called a second call changes nothing.
    ///
    /// `WdfWorkItemEnqueue`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held, and in the callback itself. Waiting for the
    /// callback is not offered: from a callback for which it waits, that would never end.
    pub fn enqueue<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) {
        // SAFETY: a live work item.
        unsafe { ddi!(WdfWorkItemEnqueue, self.as_raw()) };
    }
}
