//! Timers.
//!
//! *Where it stands.* Row 2. Made by [`register::TimerConfig`](crate::register::TimerConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`Timer<P, T>`](Timer): `P` is its parent's handle type, `T` the driver's context.
//!
//! *Wraps.* "Using Timers", `WdfTimerStart`, `WdfTimerStop`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::context::{self, Block, ObjectContext};
use crate::irql::{AtMostDispatch, Cx, Work};
use crate::object::{CallbackParent, Object, sealed};
use crate::raw::AsRaw;
use crate::sys::{self, WDFOBJECT, WDFTIMER, ddi};
use core::marker::PhantomData;
use core::time::Duration;

/// A timer, behind a reference: `&Timer<P>` is one pointer.
///
/// # Invariants
/// A `&Timer<P, T>` is the context block of a timer that was created with a context of type `T`, under the parent `P`
/// whose block the timer's block names, and is ready. Timer and parent are not freed while it is in reach.
#[derive(Debug)]
#[repr(transparent)]
pub struct Timer<P, T = ()> {
    block: Block<T>,
    parent: PhantomData<fn() -> P>,
}

impl<P: CallbackParent, T: ObjectContext> Timer<P, T> {
    /// The driver's context of the timer.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// The object under which the timer was made.
    pub fn parent(&self) -> &P {
        // SAFETY: the block of the parent, which is freed after its children (invariant).
        unsafe { &*self.block.parent().cast() }
    }

    /// Starts the timer, or starts it anew: it fires `after` this time. Returns whether it was running.
    ///
    /// `WdfTimerStart`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn start<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>, after: Duration) -> bool {
        // SAFETY: a live timer.
        unsafe { ddi!(WdfTimerStart, self.raw(), sys::relative(after)) != 0 }
    }

    /// Stops the timer, and waits until its callback is not running any more. Returns whether it was running.
    ///
    /// `WdfTimerStop`; in a work item. In the timer's own callback, or in one with which it is synchronised, that would
    /// never end; a timer's callback never waits for a work item.
    pub fn stop_and_wait(&self, _cx: &mut Cx<'_, Work>) -> bool {
        // SAFETY: a live timer, at PASSIVE_LEVEL, in no callback of it and none that is synchronised with it.
        unsafe { ddi!(WdfTimerStop, self.raw(), 1) != 0 }
    }

    /// Stops the timer, without waiting for a callback that is running ([`stop_and_wait`](Self::stop_and_wait) does).
    /// Returns whether it was running.
    ///
    /// `WdfTimerStop`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    pub fn stop<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> bool {
        // SAFETY: a live timer; not waiting.
        unsafe { ddi!(WdfTimerStop, self.raw(), 0) != 0 }
    }

    fn raw(&self) -> WDFTIMER {
        self.block.handle().cast()
    }

    /// The timer of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `timer` lives during `'a`, and was created with a context of type `T` under a `P` that its block names.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(timer: WDFTIMER) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(timer.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of a timer whose parent block is a `P`.
    pub(crate) unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

// SAFETY: a block of a live timer (invariant).
unsafe impl<P: CallbackParent, T: ObjectContext> sealed::Sealed for Timer<P, T> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<P: CallbackParent, T: ObjectContext> Object for Timer<P, T> {}

impl<P: CallbackParent, T: ObjectContext> AsRaw for Timer<P, T> {
    type Raw = WDFTIMER;

    fn as_raw(&self) -> WDFTIMER {
        self.block.handle().cast()
    }
}

impl<P: CallbackParent, T: ObjectContext> Timer<P, T> {
    /// The timer of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a timer that wdf-safe has made under a `P`; it lives and is not deleted during `'a`, nor is its parent.
    pub unsafe fn from_raw<'a>(raw: WDFTIMER) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}
