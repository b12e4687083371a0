//! I/O queues.
//!
//! *Where it stands.* Row 2: the handle that a request handler is given. Made by
//! [`register::QueueConfig`](crate::register::QueueConfig).
//!
//! *Key types.* [`Queue<T, M>`](Queue): `T` is the driver's context, `M` how it dispatches ([`Sequential`],
//! [`Parallel`], [`Manual`]). Taking requests out of a manual queue brings [`Retrieved`]s.
//!
//! *Wraps.* "Framework Queue Objects".
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

mod change;
pub(crate) mod forward;
mod manual;

pub use self::change::{ChangeKind, Emptying, Stopping};
pub use self::manual::{Candidate, Retrieval, Retrieved};

use crate::context::{self, Block, ObjectContext};
use crate::object::{CallbackParent, Object, sealed};
use crate::raw::AsRaw;
use crate::sys::{self, WDFOBJECT, WDFQUEUE};
use core::marker::PhantomData;

/// An I/O queue, behind a reference: `&Queue<T>` is one pointer, and reaches the context without a call.
///
/// # Invariants
/// A `&Queue<T, M>` is the context block of a live queue that was created with a context of type `T` and the dispatch
/// type `M`, and is ready. The block names that of the queue's device.
#[derive(Debug)]
#[repr(transparent)]
pub struct Queue<T, M: DispatchType = Sequential> {
    block: Block<T>,
    mode: PhantomData<fn() -> M>,
}

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// The driver's context of the queue.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// The queue of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `queue` lives during `'a`, and was created with a context of type `T` and the dispatch type `M`.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(queue: WDFQUEUE) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find_made::<T>(queue.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of a queue with the dispatch type `M`.
    pub(crate) unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

// SAFETY: a block of a live queue (invariant).
unsafe impl<T: ObjectContext, M: DispatchType> sealed::Sealed for Queue<T, M> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<T: ObjectContext, M: DispatchType> Object for Queue<T, M> {}

impl<T: ObjectContext, M: DispatchType> AsRaw for Queue<T, M> {
    type Raw = WDFQUEUE;

    fn as_raw(&self) -> WDFQUEUE {
        self.block.handle().cast()
    }
}

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// The queue of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a queue that wdf-safe has made, with the dispatch type `M`; it lives and is not deleted during `'a`.
    pub unsafe fn from_raw<'a>(raw: WDFQUEUE) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(raw.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }
}

impl<T: ObjectContext, M: DispatchType> CallbackParent for Queue<T, M> {
    type Context = T;

    fn context_of(&self) -> &T {
        self.context()
    }

    fn device_block(&self) -> &Block<()> {
        // SAFETY: the parent of a queue's block is that of its device (invariant), which outlives it.
        unsafe { &*self.block.parent().cast() }
    }
}

mod dispatch {
    use crate::sys::WDF_IO_QUEUE_DISPATCH_TYPE;

    pub trait Sealed {
        const DISPATCH: WDF_IO_QUEUE_DISPATCH_TYPE;
        /// Does the driver take the requests out itself?
        const IS_MANUAL: bool = false;
    }
}

/// How a queue gives its requests to the driver.
#[diagnostic::on_unimplemented(
    message = "a queue does not present its requests as `{Self}`",
    label = "not a way to present requests",
    note = "`Sequential`, `Parallel` or `Manual`"
)]
pub trait DispatchType: dispatch::Sealed + 'static {}

/// A dispatch type with which the framework presents requests to handlers.
#[diagnostic::on_unimplemented(
    message = "a queue that is `{Self}` presents no requests",
    label = "no handlers on a queue that is `{Self}`",
    note = "the driver takes the requests of a manual queue out itself"
)]
pub trait Presenting: DispatchType {}

/// One request at a time: the next is presented when the driver has disposed of this one.
#[derive(Debug)]
pub enum Sequential {}

/// As many requests as there are.
#[derive(Debug)]
pub enum Parallel {}

/// None: the driver takes them out.
#[derive(Debug)]
pub enum Manual {}

impl dispatch::Sealed for Sequential {
    const DISPATCH: sys::WDF_IO_QUEUE_DISPATCH_TYPE = sys::_WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchSequential;
}
impl dispatch::Sealed for Parallel {
    const DISPATCH: sys::WDF_IO_QUEUE_DISPATCH_TYPE = sys::_WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchParallel;
}
impl dispatch::Sealed for Manual {
    const DISPATCH: sys::WDF_IO_QUEUE_DISPATCH_TYPE = sys::_WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchManual;
    const IS_MANUAL: bool = true;
}
impl DispatchType for Sequential {}
impl DispatchType for Parallel {}
impl DispatchType for Manual {}
impl Presenting for Sequential {}
impl Presenting for Parallel {}
