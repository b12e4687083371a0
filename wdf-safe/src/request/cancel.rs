//! Taking a cancelable request back while it is still in hand.
//!
//! *Where it stands.* Row 2, on `Request<Cancelable>`. Marking is in [`register`](crate::register), which installs the
//! cancel callback; parking in a store is in [`slot`](super::slot).
//!
//! *Key types.* [`Unmarked`], the three outcomes.
//!
//! *Wraps.* `WdfRequestUnmarkCancelable`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "requests are made of what the claim protocol decides")]

use super::header::Header;
use super::store::{Asking, Reserved};
use super::ticket::{Claimed, Ticket};
use super::{CancelStore, Cancelable, Handled, Kind, MustComplete, Owned, Request};
use crate::irql::{CallOut, Cx};
use crate::status::NtStatus;

/// What became of a request that was to be unmarked. Each leads to a [`Handled`].
#[derive(Debug)]
#[must_use = "the request in it is still to be disposed of"]
pub enum Unmarked<'id, K: Kind> {
    /// The request is the caller's again, and not cancelable.
    Owned(Request<'id, Owned, K>),
    /// The request was cancelled; its callback came and left it to the caller.
    MustComplete(Request<'id, MustComplete, K>),
    /// The request was cancelled; its callback completes it, or has done so.
    Lost(Handled<'id>),
}

impl<'id, K: Kind> Request<'id, Cancelable, K> {
    /// Takes the request back. `WdfRequestUnmarkCancelable`.
    #[inline]
    pub fn unmark<L: CallOut>(self, _cx: &mut Cx<'_, L>) -> Unmarked<'id, K> {
        match self.into_ticket().claim() {
            // SAFETY: claimed; of this kind and brand.
            Claimed::Owned(request) => Unmarked::Owned(unsafe { Request::new(request) }),
            Claimed::MustComplete(request, _) => {
                // SAFETY: claimed after the callback left it; of this kind and brand.
                Unmarked::MustComplete(unsafe { Request::new(request) })
            }
            // SAFETY: the callback disposes of it.
            Claimed::Lost => Unmarked::Lost(unsafe { Handled::new() }),
        }
    }

    /// Parks the request in a store, where it waits to be taken out by the driver or by its cancel callback. From this
    /// moment another thread may take it, so whatever is to take it out should be set going after this call.
    ///
    /// # Errors
    /// The request again, when the store is full.
    pub fn park<S: CancelStore<K>>(self, store: &S) -> Result<Handled<'id>, Self> {
        // SAFETY: a live request of wdf-safe: the ticket in this handle keeps it.
        let header = unsafe { Header::of(self.raw) };
        let asking = Asking { wait: Header::wait_of(header), request: self.raw };
        // SAFETY: the ticket is ours. A `CancelStore` notes nothing of the request.
        let Some(Reserved { seat, stamp }) = (unsafe { store.reserve(asking) }) else {
            return Err(self);
        };
        // SAFETY: a live request of wdf-safe: the ticket in this handle keeps it.
        let wait = unsafe { header.as_ref() }.wait();
        wait.name_seat(seat);
        // The callback may have come before it could find the seat; or it finds the reservation, and publishing fails.
        if wait.claim.is_cancelled() || !seat.publish(stamp) {
            seat.release(stamp);
            self.into_ticket().discard();
        }
        // SAFETY: parked; or, being cancelled, left to the callback.
        Ok(unsafe { Handled::new() })
    }

    /// The ticket that this handle is.
    fn into_ticket(self) -> Ticket {
        // SAFETY: a live request of wdf-safe: the ticket in this handle keeps it.
        let header = unsafe { Header::of(self.raw) };
        // SAFETY: a `Request<Cancelable>` holds the ticket (invariant 3), given away here.
        unsafe { Ticket::new(header) }
    }
}

impl<'id, K: Kind> Unmarked<'id, K> {
    /// Completes the request with this status, or as cancelled, or leaves it to its callback.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        match self {
            Self::Owned(request) => request.complete(cx, status),
            Self::MustComplete(request) => request.complete_cancelled(cx),
            Self::Lost(handled) => handled,
        }
    }
}
