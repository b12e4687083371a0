//! A store for several waiting requests.
//!
//! *Where it stands.* Row 2: beside [`slot`](super::slot), whose invariants hold for each of its places.
//!
//! *Key types.* [`CancelList`].
//!
//! *Wraps.* What `IoCsq` is to WDM, and what "Synchronizing Cancel and Completion Code" leaves to the driver's author.
//!
//! A list is `N` places of the seat protocol (`wait.rs`), each with the number of its arrival. The numbers only say in
//! which order to look: who gets a request is decided by the seats, so nothing is left to prove here. Nothing is
//! allocated, and no lock is held.
#![expect(unsafe_code, reason = "requests are made of what the claim protocol decides")]

use super::store::{Asking, Reserved};
use super::ticket::{Claimed, Ticket};
use super::wait::Seat;
use super::{CancelStore, Handled, Kind, Owned, Request, SealedStore, Taken, settle};
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
pub struct CancelList<K: Kind, const N: usize> {
    seats: [Seat; N],
    arrivals: [AtomicUsize; N],
    arrived: AtomicUsize,
    kind: PhantomData<fn() -> K>,
    _pinned: PhantomPinned,
}

impl<K: Kind, const N: usize> CancelList<K, N> {
    /// The initialiser of an empty store.
    pub const fn init() -> CancelListInit<K, N> {
        const { assert!(N > 0, "a list of no places holds nothing") };
        CancelListInit { kind: PhantomData }
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
        while let Some(seat) = self.oldest() {
            let Some(wait) = seat.take() else {
                continue;
            };
            // SAFETY: taken out of the seat, so the ticket is ours.
            match unsafe { Ticket::from_seat(wait) }.claim() {
                Claimed::Owned(request) => {
                    // SAFETY: claimed; of this kind, as only such are parked here; the brand is the closure's own.
                    let _handled = f(cx, unsafe { Request::new(request) });
                    return Taken::Handled;
                }
                Claimed::MustComplete(request, Some(finish)) => {
                    // SAFETY: left to us to complete; no lock is held (`L: CallOut`).
                    unsafe { finish(request) };
                }
                Claimed::MustComplete(_, None) | Claimed::Lost => {}
            }
        }
        Taken::Nothing
    }

    /// The place whose request came first.
    fn oldest(&self) -> Option<&Seat> {
        let now = self.arrived.load(Ordering::Relaxed);
        let taken = self.seats.iter().zip(&self.arrivals).filter(|(seat, _)| seat.holds_ticket());
        taken.max_by_key(|(_, arrival)| now.wrapping_sub(arrival.load(Ordering::Relaxed))).map(|(seat, _)| seat)
    }
}

impl<K: Kind, const N: usize> SealedStore for CancelList<K, N> {
    fn reserve(&self, Asking(wait): Asking<'_>) -> Option<Reserved<'_>> {
        let (seat, arrival) = self.seats.iter().zip(&self.arrivals).find(|(seat, _)| seat.reserve(wait))?;
        arrival.store(self.arrived.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Some(Reserved(seat))
    }
}

impl<K: Kind, const N: usize> CancelStore<K> for CancelList<K, N> {}

/// When a context is dropped none of its device's requests is left (`slot.rs`, invariant 2), so the list is empty.
/// Should it not be, what it holds is settled.
impl<K: Kind, const N: usize> Drop for CancelList<K, N> {
    fn drop(&mut self) {
        for wait in self.seats.iter().filter_map(Seat::take) {
            // SAFETY: taken out of the seat, so the ticket is ours.
            settle(unsafe { Ticket::from_seat(wait) });
        }
    }
}

impl<K: Kind, const N: usize> fmt::Debug for CancelList<K, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelList").field("places", &N).finish_non_exhaustive()
    }
}

/// The initialiser of a [`CancelList`]: see [`CancelList::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct CancelListInit<K, const N: usize> {
    kind: PhantomData<fn() -> K>,
}

// SAFETY: writes an empty list.
unsafe impl<K: Kind, const N: usize> Init<CancelList<K, N>> for CancelListInit<K, N> {
    unsafe fn init(self, place: *mut CancelList<K, N>, _owner: WDFOBJECT) -> Result<()> {
        // INVARIANT: in the context of an object, where it stays (`Init`).
        let empty = CancelList {
            seats: core::array::from_fn(|_| Seat::new()),
            arrivals: core::array::from_fn(|_| AtomicUsize::new(0)),
            arrived: AtomicUsize::new(0),
            kind: PhantomData,
            _pinned: PhantomPinned,
        };
        // SAFETY: the caller's promise.
        unsafe { place.write(empty) };
        Ok(())
    }
}
