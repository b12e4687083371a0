//! Making I/O queues.
//!
//! *Where it stands.* Row 5, called where a device is made.
//!
//! *Key types.* [`QueueConfig`], [`Scope`].
//!
//! *Wraps.* `WDF_IO_QUEUE_CONFIG`, `WdfIoQueueCreate`.
//!
//! Every queue gets `EvtIoStop`, since its requests can wait in a store: the trampoline holds those on suspend,
//! completes them on removal, and leaves all others alone, which is what the framework does without that callback.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{self, ContextInit, ObjectContext, RequestContext};
use crate::device::Device;
use crate::handler;
use crate::irql::{CallOut, CallbackLevel, Cx, Dispatch, Passive};
use crate::object::Child;
use crate::queue::{DispatchType, Manual, Parallel, Presenting, Queue, Sequential};
use crate::request::{DeviceControl, Handled, Owned, Read, Request, Write};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFQUEUE, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;
use core::ptr;

/// With what a queue's callbacks are synchronised: `WDF_SYNCHRONIZATION_SCOPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// As the device has it; unless its driver says otherwise, that is [`None`](Self::None).
    Inherit,
    /// With the callbacks of all the device's queues that have this scope.
    Device,
    /// With each other.
    Queue,
    /// With nothing.
    None,
}

/// The configuration of a queue: `T` is its context, `M` how it dispatches, `L` the level of its callbacks, `C` the
/// context of the device's requests. What the handlers' signatures say need not be written out.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Sink {
///     taken: AtomicUsize,
/// }
///
/// #[evt_io_write]
/// fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Sink>, request: Request<'id, Owned, Write>) -> Handled<'id> {
///     let length = request.parameters().length;
///     queue.context().taken.fetch_add(length, Ordering::Relaxed);
///     request.complete_with_information(cx, NtStatus::SUCCESS, length)
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
///     QueueConfig::sequential()
///         .default_queue()
///         .write(write)
///         .create(cx, device, SinkInit { taken: AtomicUsize::new(0) })?;
///     Ok(())
/// }
/// ```
#[must_use = "nothing is made before `create`"]
pub struct QueueConfig<T, M: DispatchType, L: CallbackLevel, C> {
    config: sys::WDF_IO_QUEUE_CONFIG,
    scope: Scope,
    contexts: PhantomData<fn() -> (T, C)>,
    modes: PhantomData<fn() -> (M, L)>,
}

impl<T: ObjectContext, C: RequestContext> QueueConfig<T, Sequential, Dispatch, C> {
    /// A queue that presents one request at a time.
    pub fn sequential() -> Self {
        Self::new()
    }
}

impl<T: ObjectContext, C: RequestContext> QueueConfig<T, Parallel, Dispatch, C> {
    /// A queue that presents requests as they come.
    pub fn parallel() -> Self {
        Self::new()
    }

    /// Presents at most this many at a time.
    pub fn at_most(mut self, presented: NonZeroU32) -> Self {
        self.config.Settings.Parallel.NumberOfPresentedRequests = presented.get();
        self
    }
}

impl<T: ObjectContext, C: RequestContext> QueueConfig<T, Manual, Dispatch, C> {
    /// A queue that presents nothing: the driver takes requests out.
    pub fn manual() -> Self {
        Self::new()
    }
}

impl<T: ObjectContext, M: DispatchType, C: RequestContext> QueueConfig<T, M, Dispatch, C> {
    fn new() -> Self {
        let mut config = sys::config::io_queue(M::DISPATCH);
        config.EvtIoStop = Some(trampoline::queue::stop);
        config.EvtIoResume = Some(trampoline::queue::resume);
        Self { config, scope: Scope::Inherit, contexts: PhantomData, modes: PhantomData }
    }

    /// Callbacks at PASSIVE_LEVEL: `WdfExecutionLevelPassive`. To be said before the handlers, whose signatures it
    /// changes.
    pub fn passive(self) -> QueueConfig<T, M, Passive, C> {
        QueueConfig { config: self.config, scope: self.scope, contexts: PhantomData, modes: PhantomData }
    }
}

impl<T: ObjectContext, M: DispatchType, L: CallbackLevel, C: RequestContext> QueueConfig<T, M, L, C> {
    /// The device's default queue: it gets the requests that no other queue does.
    pub fn default_queue(mut self) -> Self {
        self.config.DefaultQueue = 1;
        self
    }

    /// With what the callbacks are synchronised.
    pub const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Is the queue stopped while the device is not in its working state? Unless said: yes, except in a filter.
    pub const fn power_managed(mut self, managed: bool) -> Self {
        self.config.PowerManaged = if managed { sys::_WDF_TRI_STATE::WdfTrue } else { sys::_WDF_TRI_STATE::WdfFalse };
        self
    }

    /// Presents reads and writes of no bytes too, which the framework completes by itself otherwise.
    pub const fn allow_zero_length(mut self) -> Self {
        self.config.AllowZeroLengthRequests = 1;
        self
    }

    /// Makes the queue, with its context. `WdfIoQueueCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// The context is written right after the queue was created; a request that comes even before that is completed
    /// with STATUS_DEVICE_NOT_READY.
    ///
    /// # Errors
    /// What the framework, or a field of the context, returned.
    pub fn create<'d, D, I, N>(
        mut self,
        _cx: &mut Cx<'_, N>,
        device: &'d Device<D>,
        context: I,
    ) -> Result<&'d Queue<T, M>>
    where
        D: ObjectContext<Requests = C>,
        I: ContextInit<Context = T>,
        N: CallOut,
    {
        let mut attributes = context::attributes::<T>(ptr::null_mut());
        attributes.ExecutionLevel = L::EXECUTION_LEVEL;
        attributes.SynchronizationScope = self.scope.raw();
        let mut queue: WDFQUEUE = ptr::null_mut();
        // SAFETY: a live device; structures with their sizes set; the trampolines were compiled for `T`, `M`, `L` and
        // `C`, which the queue has; the parent is the device.
        let status =
            unsafe { ddi!(WdfIoQueueCreate, device.raw(), &raw mut self.config, &raw mut attributes, &raw mut queue) };
        NtStatus::check("WdfIoQueueCreate", status)?;
        // SAFETY: just created with these attributes; it lives as long as its device.
        let block = unsafe { context::install::<T>(queue.cast(), ptr::null(), context) }?;
        // SAFETY: of a queue with this dispatch type.
        Ok(unsafe { Queue::from_block(block) })
    }

    /// Makes the queue as [`create`](Self::create) does, and keeps it in a place of the device's context.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework, or a field of
    /// the context, returned.
    pub fn create_in<'d, D, I, N>(
        self,
        cx: &mut Cx<'_, N>,
        device: &'d Device<D>,
        context: I,
        place: impl for<'a> FnOnce(&'a D) -> &'a Child<Queue<T, M>>,
    ) -> Result<&'d Queue<T, M>>
    where
        D: ObjectContext<Requests = C>,
        I: ContextInit<Context = T>,
        N: CallOut,
    {
        let place = place(device.context());
        place.vacant()?;
        let queue = self.create(cx, device, context)?;
        // SAFETY: created under the device, in whose context, or that of an object under it, the place is.
        unsafe { place.set(queue) }?;
        Ok(queue)
    }
}

impl<T: ObjectContext, M: DispatchType, L: CallbackLevel, C: RequestContext> QueueConfig<T, M, L, C> {
    /// Presents reads to this handler: `EvtIoRead`.
    pub fn read<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Read<C>>) -> Handled<'id>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoRead = Some(trampoline::queue::read::<T, M, L, C, F>);
        self
    }

    /// Presents writes to this handler: `EvtIoWrite`.
    pub fn write<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Write<C>>) -> Handled<'id>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoWrite = Some(trampoline::queue::write::<T, M, L, C, F>);
        self
    }

    /// Presents device controls to this handler: `EvtIoDeviceControl`.
    pub fn device_control<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: for<'a, 'c, 'q, 'id> Fn(
                &'a mut Cx<'c, L>,
                &'q Queue<T, M>,
                Request<'id, Owned, DeviceControl<C>>,
            ) -> Handled<'id>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoDeviceControl = Some(trampoline::queue::device_control::<T, M, L, C, F>);
        self
    }
}

impl Scope {
    const fn raw(self) -> sys::WDF_SYNCHRONIZATION_SCOPE {
        match self {
            Self::Inherit => sys::_WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeInheritFromParent,
            Self::Device => sys::_WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeDevice,
            Self::Queue => sys::_WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeQueue,
            Self::None => sys::_WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeNone,
        }
    }
}

impl<T, M: DispatchType, L: CallbackLevel, C> fmt::Debug for QueueConfig<T, M, L, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueConfig").field("scope", &self.scope).finish_non_exhaustive()
    }
}
