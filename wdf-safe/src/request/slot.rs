//! Stores for one waiting request.
//!
//! *Where it stands.* Row 2: a field of the context of a queue or device, in which a handler parks its request and from
//! which a timer, another callback, or the request's own cancel callback takes it.
//!
//! *Key types.* [`CancelSlot`], for a request that can be cancelled meanwhile; [`Slot`], for one that cannot; [`Taken`].
//!
//! *Wraps.* What "Synchronizing Cancel and Completion Code" leaves to the driver's author.
//!
//! # Invariants
//!
//! 1. A slot exists only as a field of an object's context: it is made in place, by the context's initialiser, never
//!    moves, and is dropped with the context.
//! 2. Only requests of that object's device are parked in it: what a callback can reach is the contexts of its own
//!    device, of that device's queues, and of what was created under them. (No object of one device keeps a handle of
//!    another, but for a [`ParentQueue`](crate::pdo::ParentQueue), through which no context is reached; and no handle
//!    can leave its callback. A request that a child forwards to its parent is from then on one of the parent's queue.) A device's objects are freed when all its queues are empty and
//!    none of their requests is left with the driver ("Framework Object Life Cycle": I/O queues are purged, and
//!    EvtIoStop has been answered for each request, before the device is deleted). So a slot outlives every request
//!    that was ever parked in it.
#![expect(unsafe_code, reason = "requests are made of what the claim protocol decides")]

use super::filing::{self, ByFile, Filing, Unfiled};
use super::header::Header;
use super::store::{Asking, Reserved};
use super::ticket::{Claimed, Ticket};
use super::wait::{Seat, Wait};
use super::{CancelStore, FileObject, Handled, Kind, Owned, Request, SealedStore};
use crate::context::Init;
use crate::irql::{CallOut, Cx};
use crate::status::Result;
use crate::sys::{WDFOBJECT, WDFREQUEST};
use core::fmt;
use core::marker::{PhantomData, PhantomPinned};
use core::ptr::NonNull;

/// A store for one request that waits, cancelable, for something: a field of a context.
///
/// [`park_cancelable`](Self::park_cancelable) puts a request in, [`unmark`](Self::unmark) takes it out. When it is
/// cancelled while it waits, its cancel handler gets it and the place is free again. While the device sleeps the
/// request is held; when the device goes away it is given to its cancel handler.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Door {
///     waiting: CancelSlot<Read>,
/// }
///
/// #[evt_io_read]
/// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Door>, request: Request<'id, Owned, Read>) -> Handled<'id> {
///     match queue.context().waiting.park_cancelable(cx, request, give_up) {
///         Ok(handled) => handled,
///         Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
///     }
/// }
///
/// #[evt_request_cancel]
/// fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
///     request.complete_cancelled(cx)
/// }
///
/// fn open(cx: &mut Cx<'_, Dispatch>, door: &Door) -> Taken {
///     door.waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS))
/// }
/// ```
pub struct CancelSlot<K: Kind, F: Filing = Unfiled> {
    seat: Seat,
    note: F::Note,
    kind: PhantomData<fn() -> K>,
    _pinned: PhantomPinned,
}

/// What was in a store that was emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A request, which the closure has disposed of.
    Handled,
    /// A request that was just cancelled: its cancel handler has disposed of it, or will. The closure did not run.
    Cancelled,
    /// Nothing.
    Nothing,
}

impl<K: Kind, F: Filing> CancelSlot<K, F> {
    /// The initialiser of an empty store.
    pub const fn init() -> CancelSlotInit<K, F> {
        CancelSlotInit { types: PhantomData }
    }

    /// Takes the request out of the store and back from cancellation, and lets `f` dispose of it.
    ///
    /// `WdfRequestUnmarkCancelable`; IRQL <= DISPATCH_LEVEL. If the request is being cancelled at this moment, `f` does
    /// not run, and the cancel handler with which it was parked disposes of it, perhaps within this call.
    pub fn unmark<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        match self.seat.take() {
            // SAFETY: taken out of the seat, so the ticket is ours; of this kind, as only such are parked here.
            Some(wait) => unsafe { unmark(cx, wait, f) },
            None => Taken::Nothing,
        }
    }
}

impl<K: Kind> CancelSlot<K, ByFile> {
    /// [`unmark`](Self::unmark), if the request that waits is of this handle; if not, it is left where it is:
    /// [`Taken::Nothing`].
    pub fn unmark_by_file<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        file: &FileObject<'_>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        let wanted = self.seat.look().filter(|_| filing::is_of(&self.note, file));
        match wanted.and_then(|seen| self.seat.take_seen(seen)) {
            // SAFETY: taken out of the seat, so the ticket is ours; of this kind, as only such are parked here.
            Some(wait) => unsafe { unmark(cx, wait, f) },
            None => Taken::Nothing,
        }
    }
}

/// Takes a request back from cancellation, whose ticket was taken out of its place. `None`: it was just cancelled, and its
/// cancel handler has disposed of it, or will.
///
/// # Safety
/// The caller has taken the ticket, and holds no lock.
#[inline(never)]
pub(super) unsafe fn claim(wait: NonNull<Wait>) -> Option<WDFREQUEST> {
    // SAFETY: the caller's promise.
    match unsafe { Ticket::from_seat(wait) }.claim() {
        Claimed::Owned(request) => Some(request),
        Claimed::MustComplete(request, Some(finish)) => {
            // SAFETY: left to us to complete; no lock is held.
            unsafe { finish(request) };
            None
        }
        Claimed::MustComplete(_, None) | Claimed::Lost => None,
    }
}

/// Lets `f` dispose of the request whose ticket was taken out of its place, if it is not being cancelled.
///
/// # Safety
/// The caller has taken the ticket, of a request of kind `K`.
unsafe fn unmark<K: Kind, L: CallOut>(
    cx: &mut Cx<'_, L>,
    wait: NonNull<Wait>,
    f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
) -> Taken {
    // SAFETY: the caller's promise; no lock is held (`L: CallOut`).
    let Some(request) = (unsafe { claim(wait) }) else {
        return Taken::Cancelled;
    };
    // SAFETY: claimed; of this kind, the caller's promise; the brand is the closure's own.
    let _handled = f(cx, unsafe { Request::new(request) });
    Taken::Handled
}

impl<K: Kind, F: Filing> SealedStore for CancelSlot<K, F> {
    unsafe fn reserve(&self, asking: Asking) -> Option<Reserved<'_>> {
        let stamp = self.seat.reserve(asking.wait)?;
        // SAFETY: the caller's promise; just reserved.
        unsafe { F::note(&self.note, asking.request) };
        Some(Reserved { seat: &self.seat, stamp })
    }
}

impl<K: Kind> CancelStore<K> for CancelSlot<K> {}

/// When a context is dropped none of its device's requests is left (invariant 2), so the slot is empty. Should it not
/// be, what it holds is settled.
impl<K: Kind, F: Filing> Drop for CancelSlot<K, F> {
    fn drop(&mut self) {
        if let Some(wait) = self.seat.take() {
            // SAFETY: taken out of the seat, so the ticket is ours.
            settle(unsafe { Ticket::from_seat(wait) });
        }
    }
}

/// Completes a waiting request through its cancel handler, unless the callback does it.
#[inline(never)]
pub(crate) fn settle(ticket: Ticket) {
    let finish = ticket.finish();
    // SAFETY: the ticket is ours. Called by the framework at teardown, with no lock held.
    if let (Some(request), Some(finish)) = (unsafe { claim(ticket.into_seat()) }, finish) {
        // SAFETY: ours to complete; no lock is held.
        unsafe { finish(request) };
    }
}

impl<K: Kind, F: Filing> fmt::Debug for CancelSlot<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelSlot").finish_non_exhaustive()
    }
}

/// The initialiser of a [`CancelSlot`]: see [`CancelSlot::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct CancelSlotInit<K, F = Unfiled> {
    types: PhantomData<fn() -> (K, F)>,
}

// SAFETY: writes an empty slot.
unsafe impl<K: Kind, F: Filing> Init<CancelSlot<K, F>> for CancelSlotInit<K, F> {
    const HOLDS_REQUESTS: bool = true;

    unsafe fn init(self, place: *mut CancelSlot<K, F>, _owner: WDFOBJECT) -> Result<()> {
        // INVARIANT: in the context of an object, where it stays (`Init`).
        let empty = CancelSlot { seat: Seat::new(), note: F::empty(), kind: PhantomData, _pinned: PhantomPinned };
        // SAFETY: the caller's promise.
        unsafe { place.write(empty) };
        Ok(())
    }
}

/// A store for one request that waits and cannot be cancelled meanwhile: a field of a context.
///
/// For work that cannot be called off, and for a driver that polls: take the request out, ask
/// [`Request::is_canceled`], put it back. While the device sleeps the request is held; when the device goes away it is
/// given to the handler with which it was parked.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Burner {
///     burning: Slot<Write>,
/// }
///
/// #[evt_io_write]
/// fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Burner>, request: Request<'id, Owned, Write>) -> Handled<'id> {
///     match queue.context().burning.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
///         Ok(handled) => handled,
///         Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
///     }
/// }
///
/// fn burnt(cx: &mut Cx<'_, Dispatch>, burner: &Burner) {
///     burner.burning.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
/// }
/// ```
///
/// # Invariants
/// A request that lies here is owned by this place: not marked cancelable, and in nobody's hands. Whoever takes it out
/// owns it.
pub struct Slot<K: Kind, F: Filing = Unfiled> {
    seat: Seat,
    note: F::Note,
    kind: PhantomData<fn() -> K>,
    _pinned: PhantomPinned,
}

impl<K: Kind, F: Filing> Slot<K, F> {
    /// The initialiser of an empty store.
    pub const fn init() -> SlotInit<K, F> {
        SlotInit { types: PhantomData }
    }

    /// Takes the request out of the store, and lets `f` dispose of it. [`Taken::Handled`] or [`Taken::Nothing`].
    pub fn take<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        match self.seat.take() {
            // SAFETY: taken out of this place; of this kind, as only such are parked here.
            Some(wait) => unsafe { unpark(cx, wait, f) },
            None => Taken::Nothing,
        }
    }

    /// A place for this request, which is not cancelable; `None` when it is taken.
    ///
    /// # Safety
    /// The caller owns the request.
    pub(crate) unsafe fn reserve(&self, asking: Asking) -> Option<Reserved<'_>> {
        let stamp = self.seat.reserve_plain(asking.wait)?;
        // SAFETY: the caller's promise; just reserved.
        unsafe { F::note(&self.note, asking.request) };
        Some(Reserved { seat: &self.seat, stamp })
    }

    pub(crate) fn seat(&self) -> &Seat {
        &self.seat
    }
}

impl<K: Kind> Slot<K, ByFile> {
    /// [`take`](Self::take), if the request that waits is of this handle; if not, it is left where it is:
    /// [`Taken::Nothing`].
    pub fn take_by_file<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        file: &FileObject<'_>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        let wanted = self.seat.look().filter(|_| filing::is_of(&self.note, file));
        match wanted.and_then(|seen| self.seat.take_seen(seen)) {
            // SAFETY: taken out of this place; of this kind, as only such are parked here.
            Some(wait) => unsafe { unpark(cx, wait, f) },
            None => Taken::Nothing,
        }
    }
}

/// Lets `f` dispose of a request that is not cancelable and was taken out of its place.
///
/// # Safety
/// The caller has taken it out of a place for requests of kind `K`.
unsafe fn unpark<K: Kind, L: CallOut>(
    cx: &mut Cx<'_, L>,
    wait: NonNull<Wait>,
    f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
) -> Taken {
    let header = Header::of_wait(wait);
    // SAFETY: taken out of its place, so it is the caller's, and lives (the invariant of `Slot`).
    let header = unsafe { header.as_ref() };
    let _was_parked = header.wait().claim.unpark();
    // SAFETY: as above.
    let request = unsafe { header.request() };
    // SAFETY: taken out of its place, so it is ours; of this kind, the caller's promise; the brand is the closure's own.
    let _handled = f(cx, unsafe { Request::new(request) });
    Taken::Handled
}

/// Completes a request that lay in a place, through the handler with which it was parked, unless its cancel callback
/// does it.
///
/// # Safety
/// The caller has taken it out of its place, and holds no lock.
pub(crate) unsafe fn give_up(header: NonNull<Header>) {
    // SAFETY: taken out of its place, it lives: a ticket has a reference, and a parked request is ours.
    let this = unsafe { header.as_ref() };
    if !this.wait().claim.unpark() {
        // SAFETY: taken out of its place, so the ticket is ours.
        settle(unsafe { Ticket::new(header) });
        return;
    }
    // SAFETY: taken out of its place.
    let request = unsafe { this.request() };
    // SAFETY: as above.
    let finish = unsafe { this.finish() };
    if let Some(finish) = finish {
        // SAFETY: ours to complete; no lock is held.
        unsafe { finish(request) };
    }
}

/// When a context is dropped none of its device's requests is left (invariant 2), so the slot is empty. Should it not
/// be, what it holds is completed.
impl<K: Kind, F: Filing> Drop for Slot<K, F> {
    fn drop(&mut self) {
        if let Some(wait) = self.seat.take() {
            // SAFETY: taken out of its place; the framework drops contexts with no lock of the driver held.
            unsafe { give_up(Header::of_wait(wait)) };
        }
    }
}

impl<K: Kind, F: Filing> fmt::Debug for Slot<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").finish_non_exhaustive()
    }
}

/// The initialiser of a [`Slot`]: see [`Slot::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct SlotInit<K, F = Unfiled> {
    types: PhantomData<fn() -> (K, F)>,
}

// SAFETY: writes an empty slot.
unsafe impl<K: Kind, F: Filing> Init<Slot<K, F>> for SlotInit<K, F> {
    const HOLDS_REQUESTS: bool = true;

    unsafe fn init(self, place: *mut Slot<K, F>, _owner: WDFOBJECT) -> Result<()> {
        // INVARIANT: in the context of an object, where it stays (`Init`).
        let empty = Slot { seat: Seat::new(), note: F::empty(), kind: PhantomData, _pinned: PhantomPinned };
        // SAFETY: the caller's promise.
        unsafe { place.write(empty) };
        Ok(())
    }
}
