//! The right to take a waiting request back.
//!
//! *Where it stands.* Row 2: the claim protocol ([`claim`](super::claim), [`wait`](super::wait)) with the framework's
//! calls in their places.
//!
//! *Key types.* [`Ticket`], [`Claimed`].
//!
//! *Wraps.* `WdfRequestUnmarkCancelable`, `WdfObjectReference`, `WdfObjectDereference`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework on a request that others may complete")]

use super::claim::Contest;
use super::header::{Finish, Header};
use super::wait::Wait;
use crate::sys::{NT_SUCCESS, WDFREQUEST, ddi};
use core::ptr::{self, NonNull};

/// The ticket of a request that was marked cancelable: whoever holds it may ask for the request, once.
///
/// # Invariants
/// 1. One for each mark that succeeded; it goes from hand to hand by move, and through a seat by an atomic exchange.
/// 2. It holds a reference on the request, taken before the mark: the header lives.
#[derive(Debug)]
#[must_use = "a ticket holds a reference"]
pub(crate) struct Ticket(NonNull<Header>);

/// What asking for the request brought.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// The caller owns the request again.
    Owned(WDFREQUEST),
    /// The cancel callback has come and gone: the caller must complete the request. With what completes it.
    MustComplete(WDFREQUEST, Option<Finish>),
    /// The cancel callback owns the request, or will.
    Lost,
}

impl Ticket {
    /// # Safety
    /// The caller holds the ticket of the request with this header, and gives it away.
    #[inline]
    pub(crate) const unsafe fn new(header: NonNull<Header>) -> Self {
        // INVARIANT: the caller's promise.
        Self(header)
    }

    /// The ticket that was taken out of a seat.
    ///
    /// # Safety
    /// As of [`new`](Self::new).
    #[inline]
    pub(crate) unsafe fn from_seat(wait: NonNull<Wait>) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(Header::of_wait(wait)) }
    }

    /// As it lies in a seat.
    #[inline]
    pub(crate) fn into_seat(self) -> NonNull<Wait> {
        Header::wait_of(self.0)
    }

    fn header(&self) -> &Header {
        // SAFETY: the ticket's reference keeps it alive (invariant 2).
        unsafe { self.0.as_ref() }
    }

    /// What completes the request through its cancel handler.
    #[inline]
    pub(crate) fn finish(&self) -> Option<Finish> {
        // SAFETY: the holder of the ticket asks.
        unsafe { self.header().finish() }
    }

    /// Asks for the request. `WdfRequestUnmarkCancelable`.
    #[inline]
    pub(crate) fn claim(self) -> Claimed {
        let claim = &self.header().wait().claim;
        // SAFETY: the holder of the ticket asks.
        let request = unsafe { self.header().request() };
        let mut contest = Contest::Lost;
        if claim.claim() {
            // SAFETY: marked, claimed by us alone, and so not completed by anyone (the proof in `claim.rs`).
            let status = unsafe { ddi!(WdfRequestUnmarkCancelable, request) };
            if NT_SUCCESS(status) {
                claim.unmarked();
                // SAFETY: the ticket's own reference, dropped with it.
                unsafe { dereference(request) };
                return Claimed::Owned(request);
            }
            contest = claim.contest();
        }
        let claimed = match contest {
            Contest::MustComplete => Claimed::MustComplete(request, self.finish()),
            Contest::Lost => Claimed::Lost,
        };
        // SAFETY: the ticket's own reference, dropped with it.
        unsafe { dereference(request) };
        claimed
    }

    /// Gives the ticket up: drops its reference. Called when the request is the holder's again, or somebody else's.
    #[inline]
    pub(crate) fn discard(self) {
        // SAFETY: the holder of the ticket asks.
        let request = unsafe { self.header().request() };
        // SAFETY: the ticket's own reference, dropped with it.
        unsafe { dereference(request) };
    }
}

/// Takes the reference of a ticket. `WdfObjectReference`.
///
/// # Safety
/// The caller owns the request.
#[inline]
pub(crate) unsafe fn reference(request: WDFREQUEST) {
    // SAFETY: a live object; tag, line and file are for debugging and may be NULL.
    unsafe { ddi!(WdfObjectReferenceActual, request.cast(), ptr::null_mut(), 0, ptr::null()) };
}

/// Drops the reference of a ticket. `WdfObjectDereference`.
///
/// # Safety
/// The caller gives up a reference that [`reference()`] took.
#[inline]
pub(crate) unsafe fn dereference(request: WDFREQUEST) {
    // SAFETY: a live object, kept by the very reference; tag, line and file are for debugging and may be NULL.
    unsafe { ddi!(WdfObjectDereferenceActual, request.cast(), ptr::null_mut(), 0, ptr::null()) };
}
