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
//! A seat's **word** is its state, and above that a number that each reservation raises: so a word comes once, whatever
//! lies in the place and came and went meanwhile. Beside it stands the **occupant**, the address of `W`, and whatever else
//! a store notes of a request (when it came, of which file it is). Whoever has reserved the place writes these, before it
//! publishes; everybody may read them, and knows afterwards, if a compare-exchange of the word that was read before
//! succeeds, that they were of the very request that was taken. So a request can be looked at in its place by who does not
//! own it, and be taken only if it is the right one ([`Seat::look`], [`Seat::take_seen`]): a request that is not wanted
//! never leaves its place, and whoever else wants it at that moment finds it.
//!
//! # Invariants
//!
//! 1. A seat's word changes from empty to reserved, with a new number, and from there with this number to ticket and to
//!    empty: each by one compare-exchange. The occupant is written by the thread that made the reservation, right after.
//! 2. While a seat holds the ticket of `W`, the ticket's reference keeps `W` alive. While it is reserved for `W`, the
//!    reserving thread keeps `W` alive. So an address that was read between two readings of one such word is never that of
//!    an earlier, freed `W`.
//! 3. After [`Seat::publish`] succeeded the publishing thread does not touch `W` again: another thread may have taken
//!    the ticket, completed the request and freed it.
//! 4. `W` names the seat it lies in, or is reserved for, before the seat can be asked for it, and, when it can be
//!    cancelled, after the occupant was written. A seat outlives every request that names it: both belong to one device
//!    (see `slot.rs`).
//!
//! # Proof that a cancelled request never keeps its place
//!
//! The callback owns `W` (word CANCELED), then reads the seat that `W` names, and empties it if it holds `W`'s ticket
//! or reservation. If the reservation went, `publish` fails and the reserving thread finds out. What is left is a
//! callback that read no seat, because the thread that parks had not named it yet: that thread names the seat, and
//! *then* asks [`Claim::is_cancelled`], a read-modify-write of the word. If that comes after the callback's step in the
//! word's order, the thread sees CANCELED; if before, the callback's step acquires what the thread released, and reads
//! the name.
//!
//! # Sleep: the stop notice
//!
//! `EvtIoStop` acknowledges a request that waits, so that the device can sleep. The framework only records the
//! acknowledgement in the request, acts on it after all requests of the queue were asked, and never takes it back: an
//! acknowledged request that is forwarded before that takes the acknowledgement with it, and the *next* queue would let the
//! device sleep over it unasked (`fxrequest.cpp:StopAcknowledge`, `fxioqueue.cpp:ProcessPowerEvents`; only a purge clears it).
//!
//! So the two exclude each other, by the **notice** of the request: free (0), held (acknowledged, not yet resumed), or the
//! address of the queue that the request leaves or last left. But only the way that is shut (`door.rs`) leads by it.
//!
//! ```text
//!         hold, hold_waiting                                leave(Q), from queue Q
//!       held ◄──────────── free, or another queue than Q ────────────────────────► Q
//!         │ resume            ▲                                                    │ stay(Q): forwarding failed
//!         └───────────────────┴────────────────────────────────────────────────────┘
//! ```
//!
//! *What waits in a store* is held without its driver's being asked. A request that another thread has just claimed is not
//! ours to acknowledge. `EvtIoStop` shuts the ways, writes the notice ([`Wait::hold_waiting`]), and then asks whether the
//! request still waits, with a read-modify-write of the claim word. Whoever takes the request does so by a read-modify-write
//! of the same word. If that came first, `EvtIoStop` finds out, takes the notice back and does not acknowledge; if after, the
//! taker acquires both, and so finds the way shut and the notice. A request that never waited is not held: it is forwarded by
//! a way that is open, and put back into its manual queue without a look.
//!
//! *What is in somebody's hands* is held if its driver says so ([`Suspending::hold`](super::stop::Suspending::hold)). `hold`
//! refuses where the notice is the very queue that asks, `leave` refuses where it is held, and both are compare-exchanges: so
//! either happens, never both. That wants a look at every request, so where a driver may say it the ways are shut for ever.
//!
//! # Removal: who has not heard it yet
//!
//! As the device goes away `EvtIoStop` comes once for each request. One that waits is taken out of its place there; one
//! that is in hand is left to its holder, who must not park it again, since nobody would come for it. A cancelable one
//! the framework refuses to mark. For one that is not cancelable the notice says "removing": [`Wait::purge`] writes it
//! and then looks into the place, the thread that parks reserves the place and then asks for the notice, with a
//! read-modify-write. If that comes after the writing, it finds out; if before, `purge` acquires the reservation and
//! frees it, or takes the ticket it has become.

use super::claim::{Claim, Delivery};
use crate::sync::{AtomicPtr, AtomicU64, AtomicUsize, NotedPtr, Ordering};
use core::hint::assert_unchecked;
use core::ptr::{self, NonNull};

/// The part of a request's header that the protocol works on. Valid when zeroed, and then the default.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Wait {
    pub(crate) claim: Claim,
    notice: AtomicUsize,
    seat: AtomicPtr<Seat>,
}

/// A place for one waiting request.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Seat {
    word: AtomicU64,
    /// Whose the reservation or the ticket is; of an empty seat, whose the last was.
    occupant: NotedPtr<Wait>,
}

/// A reservation of a seat: the word with which it was made.
#[derive(Debug, Clone, Copy)]
#[must_use = "publish or release it"]
pub(crate) struct Stamp(u64);

/// A ticket that lies in a seat, as somebody saw it who does not hold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    word: u64,
    occupant: *mut Wait,
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

    /// `EvtIoStop`: may the request, if it waits, be acknowledged? `false`: it is in somebody's hands. The ways to the queues
    /// of its device are shut.
    #[inline]
    pub(crate) fn hold_waiting(&self) -> bool {
        let found = self.notice.load(Ordering::Acquire);
        if found == REMOVING || !self.notice_held(found) {
            return false;
        }
        if self.claim.is_waiting() {
            return true;
        }
        // As it was found: who has it in hand may have said already that it leaves.
        let _not_held = self.notice.compare_exchange(HELD, found, Ordering::AcqRel, Ordering::Acquire);
        false
    }

    /// `EvtIoStop` of this queue: may the request be acknowledged, whoever has it? `false`: it is leaving the queue. The ways to
    /// the queues of its device are shut for ever.
    #[inline]
    pub(crate) fn hold(&self, queue: usize) -> bool {
        let found = self.notice.load(Ordering::Acquire);
        found != queue && found != REMOVING && self.notice_held(found)
    }

    #[inline]
    fn notice_held(&self, found: usize) -> bool {
        self.notice.compare_exchange(found, HELD, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// The device is awake again: held → free.
    #[inline]
    pub(crate) fn resume(&self) {
        let _not_held = self.notice.compare_exchange(HELD, FREE, Ordering::AcqRel, Ordering::Acquire);
    }

    /// `EvtIoStop`, as the device goes away: takes the request out of the place where it waits. `true`: it is the
    /// caller's now.
    ///
    /// # Safety
    /// The seat that the request names is alive.
    #[inline]
    pub(crate) unsafe fn purge(&self) -> bool {
        let _notice = self.notice.swap(REMOVING, Ordering::AcqRel);
        // SAFETY: null, or the seat that this request names, which outlives it (the caller's promise, invariant 4).
        let Some(seat) = (unsafe { self.seat().as_ref() }) else {
            return false;
        };
        if seat.take_this(self) {
            return true;
        }
        seat.release_plain(self);
        seat.take_this(self)
    }

    /// Does the device go away? Asked by the thread that parks a request that is not cancelable, after it has reserved
    /// the place and named it.
    #[inline]
    pub(crate) fn is_removing(&self) -> bool {
        // A read-modify-write: see above.
        self.notice.fetch_add(0, Ordering::AcqRel) == REMOVING
    }

    /// The request's owner sends it away from this queue, by a way that is shut; `false`: it is held while the device sleeps.
    #[inline]
    pub(crate) fn leave(&self, queue: usize) -> bool {
        match self.notice.load(Ordering::Acquire) {
            HELD => false,
            REMOVING => true,
            found => self.notice.compare_exchange(found, queue, Ordering::AcqRel, Ordering::Acquire).is_ok(),
        }
    }

    /// The request did not leave this queue after all.
    #[inline]
    pub(crate) fn stay(&self, queue: usize) {
        let _changed = self.notice.compare_exchange(queue, FREE, Ordering::AcqRel, Ordering::Acquire);
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
        Self { word: AtomicU64::new(EMPTY), occupant: NotedPtr::new(ptr::null_mut()) }
    }

    /// empty → reserved. `None`: the place is taken.
    #[inline]
    pub(crate) fn reserve(&self, wait: NonNull<Wait>) -> Option<Stamp> {
        self.reserve_as(RESERVED, wait)
    }

    /// empty → reserved, for a request that is not cancelable. `None`: the place is taken.
    #[inline]
    pub(crate) fn reserve_plain(&self, wait: NonNull<Wait>) -> Option<Stamp> {
        self.reserve_as(RESERVED_PLAIN, wait)
    }

    #[inline]
    fn reserve_as(&self, state: u64, wait: NonNull<Wait>) -> Option<Stamp> {
        let found = self.word.load(Ordering::Acquire);
        if state_of(found) != EMPTY {
            return None;
        }
        // INVARIANT: a new number. Two threads that reserve at one moment: one does.
        let reserved = found.wrapping_add(NUMBER) | state;
        self.word.compare_exchange(found, reserved, Ordering::AcqRel, Ordering::Acquire).ok()?;
        self.occupant.store(wait.as_ptr(), Ordering::Release);
        Some(Stamp(reserved))
    }

    /// reserved → empty, unless the callback did it, or whom the device's going away made do it.
    #[inline]
    pub(crate) fn release(&self, Stamp(reserved): Stamp) {
        let _freed_already = self.change(reserved, EMPTY);
    }

    /// reserved → ticket. `false`: the callback freed the place, so the caller still holds the (dead) ticket; of a request
    /// that is not cancelable: the device goes away, and the place was freed.
    ///
    /// The caller holds the ticket, or owns the request; after `true` it holds nothing and may not touch the request
    /// (invariant 3).
    #[inline]
    pub(crate) fn publish(&self, Stamp(reserved): Stamp) -> bool {
        self.change(reserved, TICKET)
    }

    /// ticket → empty: the caller holds the ticket now. `None` when there is none (a reservation is not one).
    #[inline]
    pub(crate) fn take(&self) -> Option<NonNull<Wait>> {
        self.look().and_then(|seen| self.take_seen(seen))
    }

    /// The ticket that lies here at this moment. What else the store notes of the request may be read then, and is known to
    /// be of it if [`take_seen`](Self::take_seen) succeeds.
    #[inline]
    pub(crate) fn look(&self) -> Option<Seen> {
        let word = self.word.load(Ordering::Acquire);
        (state_of(word) == TICKET).then(|| Seen { word, occupant: self.occupant() })
    }

    /// ticket → empty: the caller holds the ticket that it saw. `None`: another has taken it.
    #[inline]
    pub(crate) fn take_seen(&self, seen: Seen) -> Option<NonNull<Wait>> {
        if self.change(seen.word, EMPTY) {
            // SAFETY: somebody's, as the word that was found unchanged says. (Said for the compiler, which would look.)
            unsafe { assert_unchecked(!seen.occupant.is_null()) };
            NonNull::new(seen.occupant)
        } else {
            None
        }
    }

    /// Takes the ticket of this very request, if it lies here. `false`: it does not.
    #[inline(never)]
    pub(crate) fn take_this(&self, wait: &Wait) -> bool {
        self.look().is_some_and(|seen| ptr::eq(seen.occupant, wait) && self.take_seen(seen).is_some())
    }

    /// reserved → empty, for this very request, which is not cancelable, unless it was published, or freed already.
    #[inline]
    fn release_plain(&self, wait: &Wait) {
        let found = self.word.load(Ordering::Acquire);
        if state_of(found) == RESERVED_PLAIN && ptr::eq(self.occupant(), wait) {
            let _published_or_freed = self.change(found, EMPTY);
        }
    }

    /// The callback frees the place. `true`: it took the ticket.
    fn evict(&self, wait: &Wait) -> bool {
        let found = self.word.load(Ordering::Acquire);
        match state_of(found) {
            TICKET => ptr::eq(self.occupant(), wait) && self.change(found, EMPTY),
            // A reservation, unless it has just become a ticket.
            RESERVED => !(ptr::eq(self.occupant(), wait) && self.change(found, EMPTY)) && self.take_this(wait),
            _ => false,
        }
    }

    #[inline]
    fn occupant(&self) -> *mut Wait {
        self.occupant.load(Ordering::Acquire)
    }

    /// Changes the state of the word, with its number, if the word is still this one.
    #[inline]
    fn change(&self, word: u64, state: u64) -> bool {
        let changed = (word & !STATE) | state;
        self.word.compare_exchange(word, changed, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

const fn state_of(word: u64) -> u64 {
    word & STATE
}

/// No stop notice. All bytes zero, as the framework makes a request's context.
const FREE: usize = 0;
/// Acknowledged with hold, and not resumed. No queue has this address.
const HELD: usize = 1;
/// The device goes away. No queue has this address.
const REMOVING: usize = 2;

/// The states of a seat's word, in its lowest bits: nothing.
const EMPTY: u64 = 0;
/// Reserved for a cancelable request, no ticket yet.
const RESERVED: u64 = 1;
/// The same for a request that is not cancelable. Two states, so that neither party frees the other's.
const RESERVED_PLAIN: u64 = 2;
/// A ticket.
const TICKET: u64 = 3;
/// The bits of the state.
const STATE: u64 = 3;
/// What each reservation adds: the number stands above the state. At a billion reservations a second it comes again after
/// a century.
const NUMBER: u64 = 4;
