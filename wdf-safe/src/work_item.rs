//! Work items: code that is called at PASSIVE_LEVEL, on a thread of the system.
//!
//! *Where it stands.* Row 2. Made by [`register::WorkItemConfig`](crate::register::WorkItemConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`WorkItem<P, T>`](WorkItem): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Using Framework Work Items", `WdfWorkItemEnqueue`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::{self, Block, ObjectContext};
use crate::irql::{AtMostDispatch, Cx};
use crate::object::{CallbackParent, Object, sealed};
use crate::raw::AsRaw;
use crate::sys::{WDFOBJECT, WDFWORKITEM, ddi};
use core::marker::PhantomData;

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
///
/// # Invariants
/// A `&WorkItem<P, T>` is the context block of a work item that was created with a context of type `T`, under the parent `P`
/// whose block the work item's block names, and is ready. Work item and parent are not freed while it is in reach.
#[derive(Debug)]
#[repr(transparent)]
pub struct WorkItem<P, T = ()> {
    block: Block<T>,
    parent: PhantomData<fn() -> P>,
}

impl<P: CallbackParent, T: ObjectContext> WorkItem<P, T> {
    /// The driver's context of the work item.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// The object under which the work item was made.
    pub fn parent(&self) -> &P {
        // SAFETY: the block of the parent, which is freed after its children (invariant).
        unsafe { &*self.block.parent().cast() }
    }

    /// Has the callback called, soon, at PASSIVE_LEVEL. While it waits to be called a second call changes nothing.
    ///
    /// `WdfWorkItemEnqueue`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held, and in the callback itself. Waiting for the
    /// callback is not offered: from a callback for which it waits, that would never end.
    pub fn enqueue<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) {
        // SAFETY: a live work item.
        unsafe { ddi!(WdfWorkItemEnqueue, self.raw()) };
    }

    fn raw(&self) -> WDFWORKITEM {
        self.block.handle().cast()
    }

    /// The work item of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `item` lives during `'a`, and was created with a context of type `T` under a `P` that its block names.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(item: WDFWORKITEM) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(item.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of a work item whose parent block is a `P`.
    pub(crate) unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

// SAFETY: a block of a live work item (invariant).
unsafe impl<P: CallbackParent, T: ObjectContext> sealed::Sealed for WorkItem<P, T> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<P: CallbackParent, T: ObjectContext> Object for WorkItem<P, T> {}

impl<P: CallbackParent, T: ObjectContext> AsRaw for WorkItem<P, T> {
    type Raw = WDFWORKITEM;

    fn as_raw(&self) -> WDFWORKITEM {
        self.block.handle().cast()
    }
}

impl<P: CallbackParent, T: ObjectContext> WorkItem<P, T> {
    /// The work item of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a work item that wdf-safe has made under a `P`; it lives and is not deleted during `'a`, nor is its parent.
    pub unsafe fn from_raw<'a>(raw: WDFWORKITEM) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}
