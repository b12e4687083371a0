//! Deferred procedure calls.
//!
//! *Where it stands.* Row 2. Made by [`register::DpcConfig`](crate::register::DpcConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`Dpc<P, T>`](Dpc): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Framework DPC Objects", `WdfDpcEnqueue`, `WdfDpcCancel`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::ObjectContext;
use crate::deferred::deferred_object;
use crate::irql::{AtMostDispatch, Cx, Dispatch, Work};
use crate::object::CallbackParent;
use crate::raw::AsRaw;
use crate::sys::{WDFDPC, ddi};

deferred_object! {
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
    Dpc, WDFDPC, Dispatch, "DPC"
}

impl<P: CallbackParent, T: ObjectContext> Dpc<P, T> {
    /// Has the callback called, soon, at DISPATCH_LEVEL. Returns whether it was not waiting to be called already.
    ///
    /// `WdfDpcEnqueue`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn enqueue<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live DPC.
        unsafe { ddi!(WdfDpcEnqueue, self.as_raw()) != 0 }
    }

    /// Calls it off, without waiting for a callback that is running. Returns whether it was waiting to be called.
    ///
    /// `WdfDpcCancel`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held. [`cancel_and_wait`](Self::cancel_and_wait) waits.
    pub fn cancel<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live DPC; not waiting.
        unsafe { ddi!(WdfDpcCancel, self.as_raw(), 0) != 0 }
    }

    /// Calls it off, and waits until its callback is not running any more. Returns whether it was waiting to be called.
    ///
    /// `WdfDpcCancel`; in a work item. In a callback with which the DPC is synchronised that would never end; a DPC never
    /// waits for a work item.
    pub fn cancel_and_wait(&self, _cx: &mut Cx<'_, Work>) -> bool {
        // SAFETY: a live DPC, at PASSIVE_LEVEL, in no callback that is synchronised with it.
        unsafe { ddi!(WdfDpcCancel, self.as_raw(), 1) != 0 }
    }
}
