//! The IRQL, as a proof.
//!
//! *Where it stands.* Row 1. Every callback is given a [`Cx`]; every operation asks for one.
//!
//! *Key types.* [`Cx`], whose parameter says what is known: [`Work`], [`Passive`], [`Dispatch`] (at most DISPATCH_LEVEL),
//! [`Held`] (a spin lock is held), [`PassiveHeld`] (a wait lock is held), [`Dirql`] and [`PassiveIsr`] (an interrupt's
//! lock is held), [`SurpriseRemoval`]. The traits [`AtMostDispatch`], [`Unlocked`] and [`CallOut`] are what
//! operations ask of it.
//!
//! *Wraps.* "Managing Hardware Priorities", and the IRQL line of each DDI's page. The WDK checks these lines with
//! annotations and at run time with the verifier; here a call at the wrong level does not compile.
//!
//! | `Cx<'_, L>` | Where | May complete, send, mark, unmark | May take a lock | May wait |
//! |---|---|---|---|---|
//! | [`Work`] | work items | yes | yes | yes, also for a queue to become empty |
//! | [`Passive`] | `EvtDriverDeviceAdd`, queues of passive level | yes | yes | yes |
//! | [`Dispatch`] | other callbacks | yes | yes | no |
//! | [`SurpriseRemoval`] | `EvtDeviceSurpriseRemoval` | no | yes | no |
//! | [`PassiveHeld`] | inside the closure of a wait lock | no | a spin lock | no |
//! | [`PassiveIsr`] | `EvtInterruptIsr` of an interrupt of passive level, and inside its lock | no | a spin lock | no |
//! | [`Held`] | inside the closure of a spin lock | no | no | no |
//! | [`Dirql`] | `EvtInterruptIsr`, and inside the lock of an interrupt | no | no | no |
//!
//! A `Cx<Passive>` serves where a `Cx<Dispatch>` is asked for: it dereferences to one; so does a `Cx<Work>` to a
//! `Cx<Passive>`.
#![expect(unsafe_code, reason = "weakening the type of a zero-sized proof behind a reference")]

use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

/// The proof of the level at which the code runs: for `'c`, on this processor.
///
/// Zero-sized. It cannot be made, copied, sent to another thread, or kept: only a callback has one, for as long as it
/// runs. Operations borrow it, and a lock's closure has another one instead, so that what may run is always what is in
/// reach.
///
/// # Invariants
/// A `Cx<'c, L>` exists only on a thread that runs at the level of `L` during `'c`, and nothing reachable together with
/// it says more.
#[derive(Debug)]
pub struct Cx<'c, L: Level> {
    // Not Send, not Sync: the level is that of one thread.
    level: PhantomData<(&'c (), *mut L)>,
}

static_assertions::const_assert_eq!(size_of::<Cx<'static, Passive>>(), 0);

impl<L: Level> Cx<'_, L> {
    /// The proof for a callback that the framework was given by raw calls. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// The code that is given it runs at the level of `L` while it has it, as that level's documentation describes it, and has
    /// no other proof that says more.
    #[must_use]
    pub const unsafe fn assume() -> Self {
        // INVARIANT: the caller's promise.
        Self { level: PhantomData }
    }
}

impl<'c> Deref for Cx<'c, Passive> {
    type Target = Cx<'c, Dispatch>;

    fn deref(&self) -> &Self::Target {
        // SAFETY: both are zero-sized with alignment 1, and PASSIVE_LEVEL is at most DISPATCH_LEVEL.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
}

impl DerefMut for Cx<'_, Passive> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        // SAFETY: as in `deref`. Nothing can be written through a reference to a zero-sized value.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }
}

impl<'c> Deref for Cx<'c, Work> {
    type Target = Cx<'c, Passive>;

    fn deref(&self) -> &Self::Target {
        // SAFETY: both are zero-sized with alignment 1, and a work item runs at PASSIVE_LEVEL.
        unsafe { &*core::ptr::from_ref(self).cast() }
    }
}

impl DerefMut for Cx<'_, Work> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        // SAFETY: as in `deref`. Nothing can be written through a reference to a zero-sized value.
        unsafe { &mut *core::ptr::from_mut(self).cast() }
    }
}

mod sealed {
    pub trait Sealed {}
}

/// What is known of the IRQL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no IRQL at which a driver's code runs",
    label = "not a level",
    note = "a callback's context is a `Cx` of `Passive`, `Dispatch`, `Work` and their kin"
)]
pub trait Level: sealed::Sealed + 'static {}

/// PASSIVE_LEVEL, in a work item: no callback of a queue is further down on this thread, no lock of the framework is
/// held, and so the thread may also wait for a queue's requests to be disposed of.
#[derive(Debug)]
pub enum Work {}

/// Exactly PASSIVE_LEVEL: everything is allowed, also to wait.
#[derive(Debug)]
pub enum Passive {}

/// At most DISPATCH_LEVEL: nothing that waits.
#[derive(Debug)]
pub enum Dispatch {}

/// DISPATCH_LEVEL, and a spin lock is held: nothing that waits, and nothing that calls back into the driver.
#[derive(Debug)]
pub enum Held {}

/// PASSIVE_LEVEL, and a wait lock is held: nothing that waits, and nothing that calls back into the driver. A spin lock may
/// be taken, for there is no order in which that is a deadlock: inside a spin lock no wait lock can be taken.
#[derive(Debug)]
pub enum PassiveHeld {}

/// DIRQL, in the service routine of an interrupt or inside its lock: almost no function of the framework may be called,
/// and what is shared with other callbacks is in the interrupt's lock or atomic.
#[derive(Debug)]
pub enum Dirql {}

/// PASSIVE_LEVEL, in the service routine of an interrupt that is handled there or inside its lock: as [`PassiveHeld`].
#[derive(Debug)]
pub enum PassiveIsr {}

/// PASSIVE_LEVEL, in `EvtDeviceSurpriseRemoval`: the device is gone, and the framework has not yet begun to stop its queues.
/// The callback is synchronised with nothing, not even with the device's power-down, so nothing is done to requests and
/// queues here: what waits in stores is given up by the framework's stop notices, which come next.
#[derive(Debug)]
pub enum SurpriseRemoval {}

/// A level at which code runs at DISPATCH_LEVEL or below: all but [`Dirql`].
#[diagnostic::on_unimplemented(
    message = "this call needs IRQL <= DISPATCH_LEVEL",
    label = "the context here is `{Self}`"
)]
pub trait AtMostDispatch: Level {}

/// A level at which code runs at PASSIVE_LEVEL, whatever else is known: where paged memory can be reached.
#[diagnostic::on_unimplemented(message = "this call needs PASSIVE_LEVEL", label = "the context here is `{Self}`")]
pub trait AtPassive: AtMostDispatch {}

/// A level at which no spin lock is held, and so one may be taken: recursion and inverted lock orders do not compile.
#[diagnostic::on_unimplemented(
    message = "no lock may be taken while one is held: a lock inside another is a deadlock in some order",
    label = "the context here is `{Self}`: a lock is held",
    note = "`Held`: make the second call after the lock's closure",
    note = "`Dirql`: an interrupt's service routine shares data inside the interrupt's lock, which is held there"
)]
pub trait Unlocked: AtMostDispatch {}

/// A level at which the driver may call what calls back into it.
///
/// Completing, forwarding, sending, marking and unmarking a request may run arbitrary callbacks of the driver before
/// the call returns; with a spin lock held that is the deadlock of the documentation's cancel example, and in
/// `EvtDeviceSurpriseRemoval` it races with the framework, which is about to stop the queues.
#[diagnostic::on_unimplemented(
    message = "not here: this call may run the driver's other callbacks before it returns",
    label = "the context here is `{Self}`",
    note = "`Held`, `PassiveHeld`: a lock is held; carry the request out of the lock's closure, and make the call after it",
    note = "`Dirql`, `PassiveIsr`: the interrupt's lock is held; leave the request to the interrupt's DPC or work item",
    note = "`SurpriseRemoval`: requests are left alone; what waits in a store is given up when the framework stops the queue"
)]
pub trait CallOut: Unlocked {}

/// A level at which an interrupt can be serviced.
#[diagnostic::on_unimplemented(
    message = "no interrupt is serviced at this level",
    label = "the context here is `{Self}`",
    note = "a service routine takes `&mut Cx<'_, Dirql>`, or `&mut Cx<'_, PassiveIsr>` if it is handled at PASSIVE_LEVEL"
)]
pub trait InterruptLevel: Level {
    /// `WDF_INTERRUPT_CONFIG.PassiveHandling`.
    #[doc(hidden)]
    const PASSIVE: bool;
}

/// A level that a queue's callbacks can have.
pub trait CallbackLevel: CallOut {
    /// The execution level of an object whose callbacks run at this level.
    #[doc(hidden)]
    const EXECUTION_LEVEL: crate::sys::WDF_EXECUTION_LEVEL;
}

impl sealed::Sealed for Work {}
impl sealed::Sealed for Passive {}
impl sealed::Sealed for Dispatch {}
impl sealed::Sealed for Held {}
impl Level for Work {}
impl Level for Passive {}
impl Level for Dispatch {}
impl Level for Held {}
impl AtMostDispatch for Work {}
impl AtMostDispatch for Passive {}
impl AtMostDispatch for Dispatch {}
impl AtMostDispatch for Held {}
impl sealed::Sealed for PassiveHeld {}
impl sealed::Sealed for PassiveIsr {}
impl sealed::Sealed for Dirql {}
impl Level for PassiveHeld {}
impl Level for PassiveIsr {}
impl Level for Dirql {}
impl AtMostDispatch for PassiveHeld {}
impl AtMostDispatch for PassiveIsr {}
impl AtPassive for Work {}
impl AtPassive for Passive {}
impl AtPassive for PassiveHeld {}
impl AtPassive for PassiveIsr {}
impl AtPassive for SurpriseRemoval {}
impl Unlocked for PassiveHeld {}
impl Unlocked for PassiveIsr {}
impl sealed::Sealed for SurpriseRemoval {}
impl Level for SurpriseRemoval {}
impl AtMostDispatch for SurpriseRemoval {}
impl Unlocked for Work {}
impl Unlocked for Passive {}
impl Unlocked for Dispatch {}
impl Unlocked for SurpriseRemoval {}
impl CallOut for Work {}
impl CallOut for Passive {}
impl CallOut for Dispatch {}

impl InterruptLevel for Dirql {
    const PASSIVE: bool = false;
}

impl InterruptLevel for PassiveIsr {
    const PASSIVE: bool = true;
}

impl CallbackLevel for Passive {
    const EXECUTION_LEVEL: crate::sys::WDF_EXECUTION_LEVEL = crate::sys::_WDF_EXECUTION_LEVEL::WdfExecutionLevelPassive;
}

impl CallbackLevel for Dispatch {
    // Inherited, whatever it is: the callbacks are typed for the highest.
    const EXECUTION_LEVEL: crate::sys::WDF_EXECUTION_LEVEL =
        crate::sys::_WDF_EXECUTION_LEVEL::WdfExecutionLevelInheritFromParent;
}
