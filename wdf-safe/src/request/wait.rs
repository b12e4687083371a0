//! How a waiting request lies in its store, and how it gets out of it: the seat.
//!
//! *Where it stands.* Above the claim word ([`claim`](super::claim)), below the tickets and slots that give it a type.
//! No DDI is called here: atomics only, so that a model checker can run it.
//!
//! *Key types.* [`Wait`], the part of a request's header that takes part; [`Seat`], the place in an object's context.
//!
//! *Wraps.* Nothing; it is what "Synchronizing Cancel and Completion Code" leaves to the driver's author.
//!
//! # The protocol
//!
//! A seat holds nothing, a reservation for one request, or the **ticket** of one request. Whoever takes the ticket out
//! of the seat holds it: the driver, which wants to complete the request, or the request's own cancel callback, which
//! frees the place.
//!
//! ```text
//!               reserve                    publish
//!     empty ─────────────► reserved for W ─────────► ticket of W
//!       ▲                        │                        │
//!       └────────────────────────┴────────────────────────┘
//!            release, Wait::cancelled                take (driver), Wait::cancelled (callback)
//! ```
//!
//! # Invariants
//!
//! 1. A seat's word is null, or the address of a `Wait`, or that address with bit 0 set (a reservation).
//! 2. While a seat holds the ticket of `W`, the ticket's reference keeps `W` alive. While it is reserved for `W`, the
//!    reserving thread keeps `W` alive. So an address found in a seat is never that of an earlier, freed `W`.
//! 3. After [`Seat::publish`] succeeded the publishing thread does not touch `W` again: another thread may have taken
//!    the ticket, completed the request and freed it.
//! 4. `W` names the seat it lies in, or is reserved for, before the seat can be asked for it. A seat outlives every
//!    request that names it: both belong to one device (see `slot.rs`).
//!
//! # Proof that a cancelled request never keeps its place
//!
//! The callback owns `W` (word CANCELED), then reads the seat that `W` names, and empties it if it holds `W`'s ticket
//! or reservation. If the reservation went, `publish` fails and the reserving thread finds out. What is left is a
//! callback that read no seat, because the thread that parks had not named it yet: that thread names the seat, and
//! *then* asks [`Claim::is_cancelled`], a read-modify-write of the word. If that comes after the callback's step in the
//! word's order, the thread sees CANCELED; if before, the callback's step acquires what the thread released, and reads
//! the name.

use super::claim::{Claim, Delivery};
use crate::sync::{AtomicPtr, Ordering};
use core::ptr::{self, NonNull};

/// The part of a request's header that the protocol works on. Valid when zeroed, and then the default.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Wait {
    pub(crate) claim: Claim,
    seat: AtomicPtr<Seat>,
}

/// A place for one waiting request.
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Seat {
    occupant: AtomicPtr<Wait>,
}

/// What the cancel callback finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cancelled {
    /// Whose the request is.
    pub(crate) delivery: Delivery,
    /// The callback has taken the ticket out of the seat, and must drop the ticket's reference.
    pub(crate) took_ticket: bool,
}

impl Wait {
    /// Names the seat that the request will lie in (none: null), before [`Claim::arm`].
    #[inline]
    pub(crate) fn name_seat(&self, seat: *const Seat) {
        self.seat.store(seat.cast_mut(), Ordering::Release);
    }

    /// The seat that the request names.
    #[inline]
    pub(crate) fn seat(&self) -> *const Seat {
        self.seat.load(Ordering::Acquire)
    }

    /// The cancel callback's step: decide who completes, and free the place if it is the callback.
    ///
    /// # Safety
    /// Called by the cancel callback of the request whose header this is, once for each mark. The seat it names is
    /// alive.
    #[inline]
    pub(crate) unsafe fn cancelled(&self) -> Cancelled {
        let delivery = self.claim.cancelled();
        if delivery == Delivery::Leave {
            return Cancelled { delivery, took_ticket: false };
        }
        let seat = self.seat();
        // SAFETY: null, or the seat that this request names, which outlives it (the caller's promise, invariant 4).
        let took_ticket = unsafe { seat.as_ref() }.is_some_and(|seat| seat.evict(self));
        Cancelled { delivery, took_ticket }
    }
}

impl Seat {
    /// An empty seat.
    pub(crate) fn new() -> Self {
        Self { occupant: AtomicPtr::new(ptr::null_mut()) }
    }

    /// empty → reserved. `false`: the place is taken.
    #[inline]
    pub(crate) fn reserve(&self, wait: &Wait) -> bool {
        self.occupant.compare_exchange(ptr::null_mut(), reservation(wait), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// reserved → empty, unless the callback did it.
    #[inline]
    pub(crate) fn release(&self, wait: &Wait) {
        let _freed_by_the_callback =
            self.occupant.compare_exchange(reservation(wait), ptr::null_mut(), Ordering::AcqRel, Ordering::Acquire);
    }

    /// reserved → ticket. `false`: the callback freed the place, so the caller still holds the (dead) ticket.
    ///
    /// The caller holds the ticket of `wait`; after `true` it holds nothing and may not touch `wait` (invariant 3).
    #[inline]
    pub(crate) fn publish(&self, wait: NonNull<Wait>) -> bool {
        let reserved = wait.as_ptr().map_addr(|address| address | RESERVED);
        self.occupant.compare_exchange(reserved, wait.as_ptr(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// ticket → empty: the caller holds the ticket now. `None` when there is none (a reservation is not one).
    #[inline]
    pub(crate) fn take(&self) -> Option<NonNull<Wait>> {
        let found = self.occupant.load(Ordering::Acquire);
        if is_reservation(found) {
            return None;
        }
        let found = NonNull::new(found)?;
        self.occupant
            .compare_exchange(found.as_ptr(), ptr::null_mut(), Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
            .then_some(found)
    }

    /// Takes the ticket of this very request, if it lies here. `false`: it does not.
    #[inline]
    pub(crate) fn take_this(&self, wait: &Wait) -> bool {
        self.occupant.compare_exchange(address(wait), ptr::null_mut(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// The callback frees the place. `true`: it took the ticket.
    fn evict(&self, wait: &Wait) -> bool {
        if self.take_this(wait) {
            return true;
        }
        let reserved =
            self.occupant.compare_exchange(reservation(wait), ptr::null_mut(), Ordering::AcqRel, Ordering::Acquire);
        // A reservation that became a ticket between the two attempts.
        reserved == Err(address(wait)) && self.take_this(wait)
    }
}

fn address(wait: &Wait) -> *mut Wait {
    ptr::from_ref(wait).cast_mut()
}

fn reservation(wait: &Wait) -> *mut Wait {
    address(wait).map_addr(|address| address | RESERVED)
}

fn is_reservation(occupant: *mut Wait) -> bool {
    occupant.addr() & RESERVED != 0
}

/// The bit of a seat's word that says: reserved, no ticket yet. Free, since a `Wait` is aligned to a pointer.
const RESERVED: usize = 1;
