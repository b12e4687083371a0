//! Interrupts.
//!
//! *Where it stands.* Row 2. Made by [`register::InterruptConfig`](crate::register::InterruptConfig), kept in a
//! [`Child`](crate::object::Child).
//!
//! *Key types.* [`Interrupt<P, S, H>`](Interrupt): `P` is its parent's handle type, `S` what is in its lock, `H` the
//! level at which it is handled.
//!
//! *Wraps.* "Handling Hardware Interrupts", "Synchronizing Interrupt Code", `WdfInterruptAcquireLock`,
//! `WdfInterruptReleaseLock`, `WdfInterruptTryToAcquireLock`, `WdfInterruptQueueDpcForIsr`, `WdfInterruptQueueWorkItemForIsr`.
//!
//! # The interrupt's lock
//!
//! The service routine runs with the interrupt's lock held, and is given what the lock protects: the value with which the
//! interrupt was made. Everybody else reaches it through [`Interrupt::with`], which takes the lock.
//!
//! The lock of an interrupt at DIRQL is part of the kernel's interrupt object, which is there only while the interrupt is
//! connected: from before `EvtInterruptEnable` until after `EvtInterruptDisable`. The framework does not check that (it
//! reads a null pointer, or one that is just being freed; interruptobjectkm.cpp). So `with` is a question, whose answer is
//! `None` while the device sleeps, before it starts and when it is gone; and the device's power-down waits for those who
//! are inside, before it disconnects the interrupt. A driver that would touch its hardware in the lock must not do so then
//! anyway.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call; what is in the lock is shared")]

use crate::context::{self, Block, CONTEXT_ALIGNMENT, Kept, TypeInfo};
use crate::device::CONNECTED;
use crate::irql::{Cx, Dirql, InterruptLevel, Level, Passive, PassiveIsr, Unlocked};
use crate::object::{CallbackParent, Object, sealed};
use crate::raw::AsRaw;
use crate::rundown;
use crate::sys::{WDFINTERRUPT, WDFOBJECT, ddi};
use core::cell::UnsafeCell;
use core::marker::PhantomData;
use core::ptr::NonNull;

/// An interrupt, behind a reference: `&Interrupt<P, S>` is one pointer.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// /// What the service routine has to tell the DPC.
/// #[derive(Default)]
/// struct Seen {
///     packets: u32,
/// }
///
/// type Line = Interrupt<Device<Card>, Seen>;
///
/// #[object_context]
/// struct Card {
///     line: Child<Line>,
///     packets: AtomicU32,
/// }
///
/// #[evt_interrupt_isr]
/// fn service(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut Seen, _message: u32) -> bool {
///     seen.packets += 1;
///     line.queue_deferred(cx);
///     true
/// }
///
/// #[evt_interrupt_dpc]
/// fn serviced(cx: &mut Cx<'_, Dispatch>, line: &Line) {
///     if let Some(Seen { packets }) = line.with(cx, |seen, _cx| core::mem::take(seen)) {
///         line.parent().context().packets.fetch_add(packets, Ordering::Relaxed);
///     }
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     let card = CardInit { line: Child::init(), packets: AtomicU32::new(0) };
///     let device = DeviceConfig::new(init).create(cx, card)?;
///     InterruptConfig::new(service, serviced).create(cx, &*device, Seen::default(), |card| &card.line)?;
///     Ok(device.added())
/// }
/// ```
///
/// # Invariants
/// A `&Interrupt<P, S, H>` is the context block of an interrupt that was created with an `S` in its lock, is handled at
/// the level `H`, and was made for the parent `P` whose block its block names; it is ready. Interrupt and parent are not
/// freed while it is in reach: the framework disconnects the interrupts of a device, and waits for their callbacks, before
/// it deletes anything of the device.
#[derive(Debug)]
#[repr(transparent)]
pub struct Interrupt<P, S, H = Dirql> {
    block: Block<Line<S>>,
    types: PhantomData<fn() -> (P, H)>,
}

/// What is kept with an interrupt.
///
/// # Invariants
/// `device` is the block of the interrupt's device, which outlives it. `data` is used by who holds the interrupt's lock.
#[derive(Debug)]
pub(crate) struct Line<S> {
    device: NonNull<Block<()>>,
    data: UnsafeCell<S>,
}

// SAFETY: the device's block may be shared; the data goes from thread to thread under the lock, hence `S: Send`.
unsafe impl<S: Send> Send for Line<S> {}
// SAFETY: as above: one thread at a time has a reference to the data.
unsafe impl<S: Send> Sync for Line<S> {}

impl<S> Line<S> {
    /// What is kept with an interrupt of this device.
    pub(crate) fn new(device: &Block<()>, data: S) -> Self {
        Self { device: NonNull::from(device), data: UnsafeCell::new(data) }
    }
}

/// The identity of the context of interrupts.
// SAFETY: the address of this static, the only one for interrupts, whose contexts are at least this large.
static TYPE: TypeInfo =
    unsafe { TypeInfo::of_size(c"wdf_safe::Interrupt", &raw const TYPE, size_of::<Block<Line<()>>>()) };

// SAFETY: the memory is as large as the block; nobody else has this type info, and what the block is of, the trampolines
// know.
unsafe impl<S: Send + 'static> Kept for Line<S> {
    fn identity() -> &'static TypeInfo {
        const { assert!(align_of::<Block<Self>>() <= CONTEXT_ALIGNMENT, "what is in the lock is aligned to at most 16") };
        &TYPE
    }

    const SIZE: usize = size_of::<Block<Self>>();
}

impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> Interrupt<P, S, H> {
    /// The object for which the interrupt was made.
    pub fn parent(&self) -> &P {
        // SAFETY: the block of the parent, which lives as long as the device (invariant).
        unsafe { &*self.block.parent().cast() }
    }

    /// Has the interrupt's DPC or work item called, soon. While it waits to be called a second call changes nothing;
    /// returns whether this one did.
    ///
    /// `WdfInterruptQueueDpcForIsr`, or `WdfInterruptQueueWorkItemForIsr`, by what the interrupt was made with; from the
    /// service routine, or inside the interrupt's lock: the interrupt is connected, and so waited for.
    pub fn queue_deferred(&self, _cx: &Cx<'_, H>) -> bool {
        // SAFETY: a live interrupt, which has a DPC or a work item (`InterruptConfig`); the function queues whichever it is.
        unsafe { ddi!(WdfInterruptQueueDpcForIsr, self.raw()) != 0 }
    }

    /// If the interrupt is connected, it stays so until this is dropped: the device's power-down waits before it disconnects it.
    fn connected(&self) -> Option<rundown::Inside<'_>> {
        // SAFETY: the device outlives its interrupts (invariant of `Line`).
        let device = unsafe { self.block.value().device.as_ref() };
        rundown::enter(device.word(CONNECTED))
    }

    /// Takes the lock, if the interrupt is connected.
    fn locked<L: Level, R>(&self, cx: &mut Cx<'_, L>, f: impl FnOnce(&mut S, &mut Cx<'_, H>) -> R) -> Option<R> {
        // The proof of the level outside is borrowed while another is in force inside.
        let _outside = cx;
        let _connected = self.connected()?;
        // SAFETY: a live interrupt, connected; not recursively, since inside there is no `Cx` to call this with; at a level
        // that the caller has seen to.
        unsafe { ddi!(WdfInterruptAcquireLock, self.raw()) };
        let _release = Release(self.raw());
        // SAFETY: the lock is held until `_release` is dropped, after `f`.
        Some(unsafe { self.holding(f) })
    }

    /// # Safety
    /// The interrupt's lock is held by this thread until `f` has returned, at the level `H`.
    pub(crate) unsafe fn holding<R>(&self, f: impl FnOnce(&mut S, &mut Cx<'_, H>) -> R) -> R {
        // SAFETY: the lock is held, so no other thread has this reference, and on this thread nobody else: service routine,
        // enable and disable callback and `with` exclude each other. It ends with `f`.
        let data = unsafe { &mut *self.block.value().data.get() };
        // SAFETY: the caller's promise.
        let mut cx = unsafe { Cx::<H>::assume() };
        f(data, &mut cx)
    }

    fn raw(&self) -> WDFINTERRUPT {
        self.block.handle().cast()
    }

    /// The interrupt of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `interrupt` lives during `'a`, and was created as an `Interrupt<P, S, H>`.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(interrupt: WDFINTERRUPT) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<Line<S>>(interrupt.cast()) }.map(|block| {
            // SAFETY: the caller's promise.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of an interrupt which is handled at `H`, and whose parent block is a `P`.
    pub(crate) unsafe fn from_block(block: &Block<Line<S>>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

impl<P: CallbackParent, S: Send + 'static> Interrupt<P, S, Dirql> {
    /// Runs `f` with the interrupt's lock held, at DIRQL, so that the service routine does not run meanwhile. `None`, and
    /// nothing is run, while the interrupt is not connected.
    ///
    /// `WdfInterruptAcquireLock`, `WdfInterruptReleaseLock`; IRQL <= DISPATCH_LEVEL. `f` should be very short.
    pub fn with<L: Unlocked, R>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl FnOnce(&mut S, &mut Cx<'_, Dirql>) -> R,
    ) -> Option<R> {
        self.locked(cx, f)
    }
}

impl<P: CallbackParent, S: Send + 'static> Interrupt<P, S, PassiveIsr> {
    /// Runs `f` with the interrupt's lock held, so that the service routine does not run meanwhile. `None`, and nothing is
    /// run, while the interrupt is not connected.
    ///
    /// `WdfInterruptAcquireLock`, `WdfInterruptReleaseLock`; PASSIVE_LEVEL: the lock is a wait lock.
    pub fn with<R>(&self, cx: &mut Cx<'_, Passive>, f: impl FnOnce(&mut S, &mut Cx<'_, PassiveIsr>) -> R) -> Option<R> {
        self.locked(cx, f)
    }

    /// As [`with`](Self::with), but does not wait: `None`, and nothing is run, also while somebody else has the lock.
    ///
    /// `WdfInterruptTryToAcquireLock`, `WdfInterruptReleaseLock`; PASSIVE_LEVEL. (The lock of an interrupt at DIRQL cannot be tried.)
    pub fn try_with<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        f: impl FnOnce(&mut S, &mut Cx<'_, PassiveIsr>) -> R,
    ) -> Option<R> {
        let _outside = cx;
        let _connected = self.connected()?;
        // SAFETY: a live interrupt of passive level, connected; PASSIVE_LEVEL; not recursively, as in `locked`.
        if unsafe { ddi!(WdfInterruptTryToAcquireLock, self.raw()) } == 0 {
            return None;
        }
        let _release = Release(self.raw());
        // SAFETY: the lock is held until `_release` is dropped, after `f`.
        Some(unsafe { self.holding(f) })
    }
}

/// Releases on the way out, also if a test's panic unwinds.
struct Release(WDFINTERRUPT);

impl Drop for Release {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `locked` acquired it, and drops this once, while the interrupt is still connected.
        unsafe { ddi!(WdfInterruptReleaseLock, self.0) };
    }
}

// SAFETY: a block of a live interrupt (invariant).
unsafe impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> sealed::Sealed for Interrupt<P, S, H> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> Object for Interrupt<P, S, H> {}

impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> AsRaw for Interrupt<P, S, H> {
    type Raw = WDFINTERRUPT;

    fn as_raw(&self) -> WDFINTERRUPT {
        self.block.handle().cast()
    }
}

impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> Interrupt<P, S, H> {
    /// The interrupt of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is an interrupt that wdf-safe has made for a `P`, with an `S` in its lock, handled at `H`; it lives and is not deleted during `'a`, nor is its
    /// parent.
    pub unsafe fn from_raw<'a>(raw: WDFINTERRUPT) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}
