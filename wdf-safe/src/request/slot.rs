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
use super::take::{claim, dispose, empty, give_up, take_back};
use super::wait::{Seat, Wait};
use super::{CancelStore, FileObject, Handled, Kind, Owned, Request, SealedStore};
use crate::context::Init;
use crate::irql::{CallOut, Cx};
use crate::status::Result;
use crate::sys::WDFOBJECT;
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
    place: Place<F>,
    kind: PhantomData<fn() -> K>,
    _pinned: PhantomPinned,
}

/// The one place of a [`CancelSlot`], whatever the kind of its requests: so that what is done with it is there once in a driver.
pub(crate) struct Place<F: Filing> {
    seat: Seat,
    note: F::Note,
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
        // SAFETY: no lock is held (`L: CallOut`).
        let taken = unsafe { take_back(&self.place.seat) };
        // SAFETY: of this kind, as only such are parked here.
        unsafe { dispose(cx, taken, f) }
    }

    pub(crate) fn place(&self) -> &Place<F> {
        &self.place
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
        let Place { seat, note } = &self.place;
        let wanted = seat.look().filter(|_| filing::is_of(note, file));
        let Some(wait) = wanted.and_then(|seen| seat.take_seen(seen)) else { return Taken::Nothing };
        // SAFETY: taken out of the seat, so the ticket is ours; no lock is held (`L: CallOut`).
        let taken = unsafe { claim(wait) };
        // SAFETY: of this kind, as only such are parked here.
        unsafe { dispose(cx, taken, f) }
    }
}

impl<F: Filing> SealedStore for Place<F> {
    #[inline]
    unsafe fn reserve(&self, asking: Asking) -> Option<Reserved<'_>> {
        let stamp = self.seat.reserve(asking.wait)?;
        // SAFETY: the caller's promise; just reserved.
        unsafe { F::note(&self.note, asking.request) };
        Some(Reserved { seat: &self.seat, stamp })
    }
}

impl<K: Kind, F: Filing> SealedStore for CancelSlot<K, F> {
    #[inline]
    unsafe fn reserve(&self, asking: Asking) -> Option<Reserved<'_>> {
        // SAFETY: the caller's promise.
        unsafe { self.place.reserve(asking) }
    }
}

impl<K: Kind> CancelStore<K> for CancelSlot<K> {}

/// When a context is dropped none of its device's requests is left (invariant 2), so the slot is empty. Should it not
/// be, what it holds is settled.
impl<K: Kind, F: Filing> Drop for CancelSlot<K, F> {
    fn drop(&mut self) {
        empty(&self.place.seat);
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
        let place_of_one = Place { seat: Seat::new(), note: F::empty() };
        let empty = CancelSlot { place: place_of_one, kind: PhantomData, _pinned: PhantomPinned };
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
