//! Deferred procedure calls.
//!
//! *Where it stands.* Row 2. Made by [`register::DpcConfig`](crate::register::DpcConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`Dpc<P, T>`](Dpc): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Framework DPC Objects", `WdfDpcEnqueue`, `WdfDpcCancel`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::{self, Block, ObjectContext};
use crate::irql::{AtMostDispatch, Cx, Work};
use crate::object::{CallbackParent, Object, sealed};
use crate::raw::AsRaw;
use crate::sys::{WDFDPC, WDFOBJECT, ddi};
use core::marker::PhantomData;

/// A DPC, behind a reference: `&Dpc<P>` is one pointer.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Bell {
///     waiting: CancelSlot<Read>,
///     rung: Child<Dpc<Queue<Bell>>>,
/// }
///
/// #[evt_dpc]
/// fn ring(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Bell>>) {
///     dpc.parent().context().waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, queue: &Queue<Bell>) -> Result<()> {
///     DpcConfig::new(ring).create(cx, queue, |bell| &bell.rung)?;
///     Ok(())
/// }
/// ```
///
/// # Invariants
/// A `&Dpc<P, T>` is the context block of a DPC that was created with a context of type `T`, under the parent `P`
/// whose block the DPC's block names, and is ready. DPC and parent are not freed while it is in reach.
#[derive(Debug)]
#[repr(transparent)]
pub struct Dpc<P, T = ()> {
    block: Block<T>,
    parent: PhantomData<fn() -> P>,
}

impl<P: CallbackParent, T: ObjectContext> Dpc<P, T> {
    /// The driver's context of the DPC.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// The object under which the DPC was made.
    pub fn parent(&self) -> &P {
        // SAFETY: the block of the parent, which is freed after its children (invariant).
        unsafe { &*self.block.parent().cast() }
    }

    /// Has the callback called, soon, at DISPATCH_LEVEL. Returns whether it was not waiting to be called already.
    ///
    /// `WdfDpcEnqueue`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn enqueue<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live DPC.
        unsafe { ddi!(WdfDpcEnqueue, self.raw()) != 0 }
    }

    /// Calls it off, without waiting for a callback that is running. Returns whether it was waiting to be called.
    ///
    /// `WdfDpcCancel`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held. [`cancel_and_wait`](Self::cancel_and_wait) waits.
    pub fn cancel<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live DPC; not waiting.
        unsafe { ddi!(WdfDpcCancel, self.raw(), 0) != 0 }
    }

    /// Calls it off, and waits until its callback is not running any more. Returns whether it was waiting to be called.
    ///
    /// `WdfDpcCancel`; in a work item. In a callback with which the DPC is synchronised that would never end; a DPC never
    /// waits for a work item.
    pub fn cancel_and_wait(&self, _cx: &mut Cx<'_, Work>) -> bool {
        // SAFETY: a live DPC, at PASSIVE_LEVEL, in no callback that is synchronised with it.
        unsafe { ddi!(WdfDpcCancel, self.raw(), 1) != 0 }
    }

    fn raw(&self) -> WDFDPC {
        self.block.handle().cast()
    }

    /// The DPC of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `dpc` lives during `'a`, and was created with a context of type `T` under a `P` that its block names.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(dpc: WDFDPC) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(dpc.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of a DPC whose parent block is a `P`.
    pub(crate) unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

// SAFETY: a block of a live DPC (invariant).
unsafe impl<P: CallbackParent, T: ObjectContext> sealed::Sealed for Dpc<P, T> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<P: CallbackParent, T: ObjectContext> Object for Dpc<P, T> {}

impl<P: CallbackParent, T: ObjectContext> AsRaw for Dpc<P, T> {
    type Raw = WDFDPC;

    fn as_raw(&self) -> WDFDPC {
        self.block.handle().cast()
    }
}

impl<P: CallbackParent, T: ObjectContext> Dpc<P, T> {
    /// The DPC of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a DPC that wdf-safe has made under a `P`; it lives and is not deleted during `'a`, nor is its parent.
    pub unsafe fn from_raw<'a>(raw: WDFDPC) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}
