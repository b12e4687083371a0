//! Taking a request out of the place where it waits.
//!
//! *Where it stands.* Row 2, under the stores ([`slot`](super::slot), [`list`](super::list)) and `EvtIoStop`. Nothing here knows of
//! the kind of a request, so each function is there once in a driver, however many stores it has.
//!
//! *Key types.* [`TakenBack`].
//!
//! *Wraps.* What "Synchronizing Cancel and Completion Code" leaves to the driver's author.
#![expect(unsafe_code, reason = "requests are made of what the claim protocol decides")]

use super::header::Header;
use super::slot::Taken;
use super::ticket::{Claimed, Ticket};
use super::wait::{Seat, Wait};
use super::{Handled, Kind, Owned, Request};
use crate::irql::{CallOut, Cx};
use crate::sys::WDFREQUEST;
use core::ptr::NonNull;

/// What became of a request that was to be taken back.
#[derive(Debug)]
pub(super) enum TakenBack {
    /// It is the caller's.
    Owned(WDFREQUEST),
    /// It was just cancelled: its cancel handler has disposed of it, or will.
    Cancelled,
    /// There was none.
    Nothing,
}

/// Takes a request back from cancellation, whose ticket was taken out of its place.
///
/// # Safety
/// The caller has taken the ticket, and holds no lock.
#[inline(never)]
pub(super) unsafe fn claim(wait: NonNull<Wait>) -> TakenBack {
    // SAFETY: the caller's promise.
    match unsafe { Ticket::from_seat(wait) }.claim() {
        Claimed::Owned(request) => return TakenBack::Owned(request),
        Claimed::MustComplete(request, Some(finish)) => {
            // SAFETY: left to us to complete; no lock is held.
            unsafe { finish(request) };
        }
        Claimed::MustComplete(_, None) | Claimed::Lost => {}
    }
    TakenBack::Cancelled
}

/// Takes what waits in this place out of it, and back from cancellation.
///
/// # Safety
/// The caller holds no lock.
#[inline]
pub(super) unsafe fn take_back(seat: &Seat) -> TakenBack {
    match seat.take() {
        // SAFETY: taken out of the seat, so the ticket is ours.
        Some(wait) => unsafe { claim(wait) },
        None => TakenBack::Nothing,
    }
}

/// Lets `f` dispose of the request that was taken back, if there is one.
///
/// # Safety
/// It is of kind `K`.
#[inline]
pub(super) unsafe fn dispose<K: Kind, L: CallOut>(
    cx: &mut Cx<'_, L>,
    taken: TakenBack,
    f: impl for<'id> FnOnce(&mut Cx<'_, L>, Request<'id, Owned, K>) -> Handled<'id>,
) -> Taken {
    match taken {
        TakenBack::Owned(request) => {
            // SAFETY: taken back; of this kind, the caller's promise; the brand is the closure's own.
            let _handled = f(cx, unsafe { Request::new(request) });
            Taken::Handled
        }
        TakenBack::Cancelled => Taken::Cancelled,
        TakenBack::Nothing => Taken::Nothing,
    }
}

/// Settles what lies in this place.
#[cold]
#[inline(never)]
pub(super) fn empty(seat: &Seat) {
    if let Some(wait) = seat.take() {
        // SAFETY: taken out of the seat, so the ticket is ours.
        settle(unsafe { Ticket::from_seat(wait) });
    }
}

/// Completes a waiting request through its cancel handler, unless the callback does it.
#[inline(never)]
pub(crate) fn settle(ticket: Ticket) {
    let finish = ticket.finish();
    // SAFETY: the ticket is ours. Called by the framework at teardown, with no lock held.
    if let (TakenBack::Owned(request), Some(finish)) = (unsafe { claim(ticket.into_seat()) }, finish) {
        // SAFETY: ours to complete; no lock is held.
        unsafe { finish(request) };
    }
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
