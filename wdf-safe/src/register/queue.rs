//! Making I/O queues.
//!
//! *Where it stands.* Row 5, called where a device is made.
//!
//! *Key types.* [`QueueConfig`], [`Scope`].
//!
//! *Wraps.* `WDF_IO_QUEUE_CONFIG`, `WdfIoQueueCreate`, `WdfIoQueueReadyNotify`.
//!
//! Every queue gets `EvtIoStop`, since its requests can wait in a store: the trampoline holds those on suspend,
//! completes them on removal, and leaves all others to whoever has them, which is what the framework does without that
//! callback. So no power-managed queue is without an answer; [`QueueConfig::stop`] is for a driver that wants another
//! one for requests that are not in stores.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{self, ContextInit, ObjectContext, RequestContext};
use crate::device::Device;
use crate::handler::{self, NoticeHandler, RequestHandler, StopHandler};
use crate::irql::{CallOut, CallbackLevel, Cx, Dispatch, Passive};
use crate::object::{CallbackParent as _, Child};
use crate::queue::forward::open_way;
use crate::queue::{DispatchType, Manual, Parallel, Presenting, Queue, Sequential};
use crate::request::{
    Any, DeviceControl, HasResume, InternalDeviceControl, MustComplete, NoResume, Owned, Read, Resumes, Write,
};
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
/// context of the device's requests, `R` whether it has a resume handler. What the handlers' signatures say need not be
/// written out.
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
pub struct QueueConfig<T, M: DispatchType, L: CallbackLevel, C, R: HasResume = NoResume> {
    config: sys::WDF_IO_QUEUE_CONFIG,
    /// Of a manual queue: who is told that it is not empty any more.
    ready: sys::PFN_WDF_IO_QUEUE_STATE,
    /// Has the driver a stop handler, and may it hold requests that are in somebody's hands?
    may_hold: bool,
    scope: Scope,
    contexts: PhantomData<fn() -> (T, C)>,
    modes: PhantomData<fn() -> (M, L)>,
    resume: PhantomData<fn() -> R>,
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

impl<T: ObjectContext> QueueConfig<T, Manual, Dispatch, T::Requests> {
    /// A queue that presents nothing: the driver takes requests out.
    ///
    /// If the device's requests have a context, the queue's context names it too: `#[object_context(requests = Type)]`.
    pub fn manual() -> Self {
        Self::new()
    }
}

impl<T: ObjectContext, M: DispatchType, C: RequestContext> QueueConfig<T, M, Dispatch, C> {
    fn new() -> Self {
        let mut config = sys::config::io_queue(M::DISPATCH);
        config.EvtIoStop = Some(trampoline::queue::stop::<T>);
        config.EvtIoResume = Some(trampoline::queue::resume::<T>);
        Self {
            config,
            ready: None,
            may_hold: false,
            scope: Scope::Inherit,
            contexts: PhantomData,
            modes: PhantomData,
            resume: PhantomData,
        }
    }

    /// Callbacks at PASSIVE_LEVEL: `WdfExecutionLevelPassive`. To be said before the handlers, whose signatures it
    /// changes.
    pub fn passive(self) -> QueueConfig<T, M, Passive, C> {
        self.retyped()
    }
}

impl<T: ObjectContext, M: DispatchType, L: CallbackLevel, C: RequestContext> QueueConfig<T, M, L, C> {
    /// Tells this handler, for each request that was held while the device slept, that the device is back:
    /// `EvtIoResume`. With it, [`stop`](QueueConfig::stop), which is to be said after it, may hold requests.
    ///
    /// The handler is not given the request: it may be in somebody's hands. Requests in stores need no handler.
    pub fn resume<F>(mut self, _handler: F) -> QueueConfig<T, M, L, C, Resumes>
    where
        F: NoticeHandler<Queue<T, M>, L>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoResume = Some(trampoline::queue::resume_with::<T, M, L, F>);
        self.retyped()
    }
}

impl<T: ObjectContext, L: CallbackLevel, R: HasResume> QueueConfig<T, Manual, L, T::Requests, R> {
    /// Tells this handler that the queue, which was empty, has a request: `WdfIoQueueReadyNotify`.
    ///
    /// By the time the handler looks the queue can be empty again. Further requests that come before it is empty are
    /// not told.
    pub fn ready<F>(mut self, _handler: F) -> Self
    where
        F: NoticeHandler<Queue<T, Manual>, L>,
    {
        handler::assert_no_bytes::<F>();
        self.ready = Some(trampoline::queue::ready::<T, Manual, L, F>);
        self
    }
}

impl<T: ObjectContext, M: DispatchType, L: CallbackLevel, C: RequestContext, R: HasResume> QueueConfig<T, M, L, C, R> {
    fn retyped<L2: CallbackLevel, R2: HasResume>(self) -> QueueConfig<T, M, L2, C, R2> {
        let Self { config, ready, may_hold, scope, .. } = self;
        QueueConfig { config, ready, may_hold, scope, contexts: PhantomData, modes: PhantomData, resume: PhantomData }
    }

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
        I: ContextInit<T>,
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
        // SAFETY: just created with these attributes.
        let door = unsafe { context::door::<T>(queue.cast()) };
        let (doors, shut) = (device.device_block().door(), trampoline::queue::forward_if_not_held as *mut ());
        // SAFETY: of a new queue of this device. Before the queue can be reached, which is when its context is ready.
        unsafe { doors.add(door, open_way(), shut) };
        if self.may_hold {
            // SAFETY: those of this device's queues, which live; before this one presents anything.
            unsafe { doors.shut_for_ever(shut) };
        }
        // SAFETY: just created with these attributes; it lives as long as its device.
        let block = unsafe { context::install::<T>(queue.cast(), ptr::from_ref(device).cast(), context) }?;
        if self.ready.is_some() {
            // SAFETY: a live manual queue (only such have the callback), to which this is said once.
            let status = unsafe { ddi!(WdfIoQueueReadyNotify, queue, self.ready, ptr::null_mut()) };
            NtStatus::check("WdfIoQueueReadyNotify", status)?;
        }
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
        I: ContextInit<T>,
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

impl<T: ObjectContext, M: DispatchType, L: CallbackLevel, C: RequestContext, R: HasResume> QueueConfig<T, M, L, C, R> {
    /// Presents reads to this handler: `EvtIoRead`.
    pub fn read<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: RequestHandler<Queue<T, M>, L, Owned, Read<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoRead = Some(trampoline::queue::read::<T, M, L, C, F>);
        self
    }

    /// Presents writes to this handler: `EvtIoWrite`.
    pub fn write<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: RequestHandler<Queue<T, M>, L, Owned, Write<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoWrite = Some(trampoline::queue::write::<T, M, L, C, F>);
        self
    }

    /// Presents device controls to this handler: `EvtIoDeviceControl`.
    pub fn device_control<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: RequestHandler<Queue<T, M>, L, Owned, DeviceControl<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoDeviceControl = Some(trampoline::queue::device_control::<T, M, L, C, F>);
        self
    }

    /// Presents internal device controls, which other drivers send, to this handler: `EvtIoInternalDeviceControl`.
    pub fn internal_device_control<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: RequestHandler<Queue<T, M>, L, Owned, InternalDeviceControl<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoInternalDeviceControl = Some(trampoline::queue::internal_device_control::<T, M, L, C, F>);
        self
    }

    /// Presents to this handler what has no handler of its own: `EvtIoDefault`.
    pub fn default<F>(mut self, _handler: F) -> Self
    where
        M: Presenting,
        F: RequestHandler<Queue<T, M>, L, Owned, Any<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoDefault = Some(trampoline::queue::default::<T, M, L, C, F>);
        self
    }

    /// Gives to this handler what is cancelled while it waits in the queue, if the driver has had it before:
    /// `EvtIoCanceledOnQueue`. What the driver recorded for it is in the request's context.
    ///
    /// Without a handler the framework completes such requests by itself. It never tells of requests that no callback of
    /// the driver has seen.
    pub fn canceled_on_queue<F>(mut self, _handler: F) -> Self
    where
        F: RequestHandler<Queue<T, M>, L, MustComplete, Any<C>>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoCanceledOnQueue = Some(trampoline::queue::canceled_on_queue::<T, M, L, C, F>);
        self
    }

    /// Asks this handler about requests that are in somebody's hands when the device is about to sleep, or goes away:
    /// `EvtIoStop`. See [`request::StopNotice`](crate::request::StopNotice). For requests in stores wdf-safe answers.
    pub fn stop<F>(mut self, _handler: F) -> Self
    where
        F: StopHandler<T, M, L, R>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtIoStop = Some(trampoline::queue::stop_with::<T, M, L, R, F>);
        self.may_hold = R::HOLDS;
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

impl<T, M: DispatchType, L: CallbackLevel, C, R: HasResume> fmt::Debug for QueueConfig<T, M, L, C, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueConfig").field("scope", &self.scope).finish_non_exhaustive()
    }
}
