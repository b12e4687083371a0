//! A store for several waiting requests.
//!
//! *Where it stands.* Row 2: beside [`slot`](super::slot), whose invariants hold for each of its places.
//!
//! *Key types.* [`CancelList`].
//!
//! *Wraps.* What `IoCsq` is to WDM, and what "Synchronizing Cancel and Completion Code" leaves to the driver's author.
//!
//! A list is `N` places of the seat protocol (`wait.rs`), each with the number of its arrival and, if the list is
//! [`ByFile`], the file object. The numbers only say in which order to look: who gets a request is decided by the seats, so
//! nothing is left to prove here. Nothing is allocated, and no lock is held.
#![expect(unsafe_code, reason = "requests are made of what the claim protocol decides")]

use super::filing::{self, ByFile, Filing, Unfiled};
use super::store::{Asking, Reserved};
use super::take::{TakenBack, claim, empty};
use super::wait::{Seat, Seen};
use super::{CancelStore, FileObject, Handled, Kind, Owned, Request, SealedStore, Taken};
use crate::context::Init;
use crate::irql::{CallOut, Cx};
use crate::status::Result;
use crate::sync::{AtomicUsize, Ordering};
use crate::sys::WDFOBJECT;
use core::fmt;
use core::marker::{PhantomData, PhantomPinned};

/// A store for up to `N` requests that wait, cancelable, for something: a field of a context.
///
/// [`park_cancelable`](Self::park_cancelable) puts a request in, [`unmark_next`](Self::unmark_next) takes the one out
/// that has waited longest. What is cancelled while it waits is given to its cancel handler, and its place is free
/// again. While the device sleeps requests are held; when the device goes away they are given to their cancel handlers.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Counter {
///     waiting: CancelList<Read, 16>,
/// }
///
/// #[evt_io_read]
/// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Counter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
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
/// /// Something happened: everybody who waits is told.
/// fn happened(cx: &mut Cx<'_, Dispatch>, counter: &Counter) {
///     while counter.waiting.unmark_next(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS)) == Taken::Handled {}
/// }
/// ```
pub struct CancelList<K: Kind, const N: usize, F: Filing = Unfiled> {
    places: [Place<F>; N],
    arrived: AtomicUsize,
    kind: PhantomData<fn() -> K>,
    _pinned: PhantomPinned,
}

/// A place of a list.
struct Place<F: Filing> {
    seat: Seat,
    arrival: AtomicUsize,
    note: F::Note,
}

impl<K: Kind, const N: usize, F: Filing> CancelList<K, N, F> {
    /// The initialiser of an empty store.
    pub const fn init() -> CancelListInit<K, N, F> {
        const { assert!(N > 0, "a list of no places holds nothing") };
        CancelListInit { types: PhantomData }
    }

    /// Takes the request that has waited longest out of the store and back from cancellation, and lets `f` dispose of
    /// it. Requests that are being cancelled at this moment are passed over: their cancel handlers dispose of them.
    /// [`Taken::Nothing`] when there is none.
    ///
    /// `WdfRequestUnmarkCancelable`; IRQL <= DISPATCH_LEVEL. With requests coming and going on other processors
    /// meanwhile, "longest" is what this one has seen.
    pub fn unmark_next<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        self.unmark_oldest(cx, |_| true, f)
    }

    /// Takes the oldest of the wanted requests. Of the others none leaves its place.
    fn unmark_oldest<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        wanted: impl Fn(&Place<F>) -> bool,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        while let Some((place, seen)) = self.oldest(&wanted) {
            let Some(wait) = place.seat.take_seen(seen) else {
                continue;
            };
            // SAFETY: taken out of the seat, so the ticket is ours; no lock is held (`L: CallOut`).
            if let TakenBack::Owned(request) = unsafe { claim(wait) } {
                // SAFETY: claimed; of this kind, as only such are parked here; the brand is the closure's own.
                let _handled = f(cx, unsafe { Request::new(request) });
                return Taken::Handled;
            }
        }
        Taken::Nothing
    }

    /// The place whose request came first, of those that are wanted.
    fn oldest(&self, wanted: impl Fn(&Place<F>) -> bool) -> Option<(&Place<F>, Seen)> {
        let now = self.arrived.load(Ordering::Relaxed);
        let waiting = self.places.iter().filter_map(|place| Some((place, place.seat.look()?)));
        waiting
            .filter(|(place, _)| wanted(place))
            .max_by_key(|(place, _)| now.wrapping_sub(place.arrival.load(Ordering::Relaxed)))
    }
}

impl<K: Kind, const N: usize> CancelList<K, N, ByFile> {
    /// [`unmark_next`](Self::unmark_next), of the requests of this handle alone; those of other handles are left where they
    /// are, and whoever else looks for them at that moment finds them.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// # use wdf_safe::prelude::*;
    /// # #[object_context]
    /// # struct Counter {
    /// #     waiting: CancelList<Read, 16, ByFile>,
    /// # }
    /// #[evt_file_cleanup]
    /// fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Counter>, file: &FileObject<'_>) {
    ///     let waiting = &device.context().waiting;
    ///     let cancelled = NtStatus::CANCELLED;
    ///     while waiting.unmark_by_file(cx, file, |cx, request| request.complete(cx, cancelled)) == Taken::Handled {}
    /// }
    /// ```
    pub fn unmark_by_file<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        file: &FileObject<'_>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
    ) -> Taken {
        self.unmark_oldest(cx, |place| filing::is_of(&place.note, file), f)
    }
}

impl<K: Kind, const N: usize, F: Filing> SealedStore for CancelList<K, N, F> {
    unsafe fn reserve(&self, asking: Asking) -> Option<Reserved<'_>> {
        let reserved = self.places.iter().find_map(|place| Some((place, place.seat.reserve(asking.wait)?)));
        let (place, stamp) = reserved?;
        place.arrival.store(self.arrived.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        // SAFETY: the caller's promise; just reserved.
        unsafe { F::note(&place.note, asking.request) };
        Some(Reserved { seat: &place.seat, stamp })
    }
}

impl<K: Kind, const N: usize> CancelStore<K> for CancelList<K, N> {}

/// When a context is dropped none of its device's requests is left (`slot.rs`, invariant 2), so the list is empty.
/// Should it not be, what it holds is settled.
impl<K: Kind, const N: usize, F: Filing> Drop for CancelList<K, N, F> {
    fn drop(&mut self) {
        for place in &self.places {
            empty(&place.seat);
        }
    }
}

impl<K: Kind, const N: usize, F: Filing> fmt::Debug for CancelList<K, N, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelList").field("places", &N).finish_non_exhaustive()
    }
}

/// The initialiser of a [`CancelList`]: see [`CancelList::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct CancelListInit<K, const N: usize, F = Unfiled> {
    types: PhantomData<fn() -> (K, F)>,
}

// SAFETY: writes an empty list.
unsafe impl<K: Kind, const N: usize, F: Filing> Init<CancelList<K, N, F>> for CancelListInit<K, N, F> {
    const HOLDS_REQUESTS: bool = true;

    unsafe fn init(self, place: *mut CancelList<K, N, F>, _owner: WDFOBJECT) -> Result<()> {
        // INVARIANT: in the context of an object, where it stays (`Init`).
        let empty = CancelList {
            places: core::array::from_fn(|_| Place {
                seat: Seat::new(),
                arrival: AtomicUsize::new(0),
                note: F::empty(),
            }),
            arrived: AtomicUsize::new(0),
            kind: PhantomData,
            _pinned: PhantomPinned,
        };
        // SAFETY: the caller's promise.
        unsafe { place.write(empty) };
        Ok(())
    }
}
