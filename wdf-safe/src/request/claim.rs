//! Who finishes a cancelable request: the claim word.
//!
//! *Where it stands.* A request that waits cancelable has two parties: its **ticket** (whoever took the request out of
//! its store, to complete it) and its **callback** (`EvtRequestCancel`, called by the framework). The word decides
//! between them. It lies in the request's context ([`Header`](super::header::Header)), so it lives as long as the
//! request's memory.
//!
//! *Key types.* [`Claim`], and what its steps return: [`Delivery`] for the callback, [`Contest`] for the ticket.
//!
//! *Wraps.* "Synchronizing Cancel and Completion Code" and the DDI pages of `WdfRequestMarkCancelableEx` and
//! `WdfRequestUnmarkCancelable`.
//!
//! # The protocol
//!
//! ```text
//!            arm                     cancelled                         the callback owns, and the ticket is dead
//!   IDLE ─────────────► ARMED ───────────────────────────► CANCELED
//!    ▲  ◄───────────────  │
//!    │       disarm       │ claim
//!    │   (mark refused)   ▼
//!    │  ◄───────────── CLAIMING ──── cancelled ──► SEEN      the callback came too early, and leaves
//!    │    unmarked        │                          │
//!    │  (unmark: SUCCESS) │ contest                  │ contest
//!    │                    ▼                          │
//!    │                 HANDED                        │       HANDED: the callback is yet to come, and will own
//!    └───────────────────────────────────────────────┘       SEEN: it has come and gone, so the ticket must complete
//! ```
//!
//! The ticket calls `WdfRequestUnmarkCancelable` in the state CLAIMING and in no other.
//!
//! A request that waits without being cancelable has no callback, and so only one party: IDLE → PARKED when it is put
//! into its place, PARKED → IDLE by whoever took it out. The state is there for `EvtIoStop`, which has to tell a request
//! that waits from one that somebody has in hand (`wait.rs`).
//!
//! # Invariants
//!
//! 1. **One ticket.** At most one party holds the ticket of a marked request; only it calls [`Claim::claim`],
//!    [`Claim::unmarked`] and [`Claim::contest`]. (The store passes the ticket on by an atomic exchange.)
//! 2. **One callback.** The framework calls `EvtRequestCancel` at most once for each mark, never after an unmark that
//!    returned STATUS_SUCCESS, and always after one that returned STATUS_CANCELLED unless it was called before.
//!    [`Claim::cancelled`] is called by it alone.
//! 3. **The memory lives.** The ticket holds a reference on the request, taken before the mark; for the callback the
//!    framework holds one until it returns.
//!
//! # Proof
//!
//! *Exactly one party completes.* Both first steps leave ARMED by a compare-exchange, so one wins. If the callback wins
//! (CANCELED), `claim` fails and the ticket never touches the request again: the callback completes. If the ticket wins
//! (CLAIMING), nobody completes before it learns the result of unmark, because the callback, finding CLAIMING, leaves.
//! With SUCCESS there is no callback (2): the ticket owns the request. With CANCELLED there is one callback, come or
//! yet to come; it and the ticket both leave CLAIMING by a compare-exchange. The callback first: SEEN, it left, the
//! ticket completes. The ticket first: HANDED, the callback finds it and completes.
//!
//! *Unmark never touches a completed request.* It is called in CLAIMING, when only the ticket itself or a callback that
//! finds HANDED may complete, and HANDED follows unmark.
//!
//! *No request is completed before a recorded cancel callback ran.* The ticket completes after SUCCESS (no callback) or
//! after SEEN (it ran). That is what the framework demands of every completion.
//!
//! *Nobody waits.* Every step is one or two atomic operations; no lock is held, nobody spins.
//!
//! Checked under loom by `tests/loom_claim`.

use crate::sync::{AtomicU32, Ordering};

/// Not marked cancelable. All bytes zero, as the framework makes a request's context.
const IDLE: u32 = 0;
/// Marked, or about to be.
const ARMED: u32 = 1;
/// The ticket has claimed the request and is asking the framework to unmark it.
const CLAIMING: u32 = 2;
/// The callback came while the ticket was claiming, and left without touching the request.
const SEEN: u32 = 3;
/// The ticket, told STATUS_CANCELLED, left the request to the callback, which is yet to come.
const HANDED: u32 = 4;
/// The callback owns the request.
const CANCELED: u32 = 5;
/// In a store, and not cancelable: whoever takes it out of its place owns it.
const PARKED: u32 = 6;

/// The claim word of one request. Valid when zeroed, and then the default.
#[derive(Debug, Default)]
#[repr(transparent)]
pub(crate) struct Claim {
    word: AtomicU32,
}

/// What the callback finds when it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The request is the callback's to complete.
    Owner,
    /// The ticket is claiming the request at this moment and will complete it. Return without touching it.
    Leave,
}

/// What a ticket finds after unmark said STATUS_CANCELLED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contest {
    /// The callback has come and gone: the ticket must complete the request.
    MustComplete,
    /// The callback is yet to come and will complete the request: the ticket is dead.
    Lost,
}

impl Claim {
    /// IDLE → ARMED, before the framework is asked to mark. The caller owns the request.
    #[inline]
    pub(crate) fn arm(&self) {
        // Release: what the owner wrote into the header is visible to whoever claims or is called back.
        self.word.store(ARMED, Ordering::Release);
    }

    /// ARMED → IDLE, after the framework refused to mark: no callback, and no ticket was given to anyone.
    #[inline]
    pub(crate) fn disarm(&self) {
        self.word.store(IDLE, Ordering::Relaxed);
    }

    /// The callback's step.
    #[inline]
    pub(crate) fn cancelled(&self) -> Delivery {
        // Acquire: a callback that owns the request sees the seat that it names (`wait.rs`).
        let mut found = match self.word.compare_exchange(ARMED, CANCELED, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => return Delivery::Owner,
            Err(found) => found,
        };
        if found == CLAIMING {
            match self.word.compare_exchange(CLAIMING, SEEN, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return Delivery::Leave,
                Err(now) => found = now,
            }
        }
        debug_assert_eq!(found, HANDED, "a cancel callback for a request that is not marked");
        Delivery::Owner
    }

    /// The ticket's first step: `true` makes the caller the one who must call unmark; `false` means that the callback
    /// owns the request and the ticket is dead.
    #[inline]
    pub(crate) fn claim(&self) -> bool {
        self.word.compare_exchange(ARMED, CLAIMING, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// CLAIMING → IDLE: unmark returned STATUS_SUCCESS. The caller owns the request again.
    #[inline]
    pub(crate) fn unmarked(&self) {
        self.word.store(IDLE, Ordering::Relaxed);
    }

    /// Unmark returned STATUS_CANCELLED: who completes?
    #[inline]
    pub(crate) fn contest(&self) -> Contest {
        match self.word.compare_exchange(CLAIMING, HANDED, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Contest::Lost,
            Err(found) => {
                debug_assert_eq!(found, SEEN, "a claimed request changed hands");
                self.word.store(IDLE, Ordering::Relaxed);
                Contest::MustComplete
            }
        }
    }

    /// Has the callback taken the request from its ticket? Asked by the thread that parks, after it named the seat.
    ///
    /// A read-modify-write, not a load: it sees the latest value, and a callback that comes after it sees what the
    /// thread wrote before it (`wait.rs`).
    #[inline]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.word.compare_exchange(ARMED, ARMED, Ordering::AcqRel, Ordering::Acquire).is_err()
    }

    /// IDLE → PARKED, before the request is put into its place. The caller owns the request.
    #[inline]
    pub(crate) fn park(&self) {
        self.word.store(PARKED, Ordering::Release);
    }

    /// PARKED → IDLE, by whoever took the request out of its place; `false` if it is there as a cancelable one.
    ///
    /// A read-modify-write: it sees what `EvtIoStop` wrote before it found the request waiting (`wait.rs`).
    #[inline]
    pub(crate) fn unpark(&self) -> bool {
        self.word.compare_exchange(PARKED, IDLE, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Does it look as if the request waited? If not, it is in somebody's hands.
    #[inline]
    pub(crate) fn seems_to_wait(&self) -> bool {
        matches!(self.word.load(Ordering::Acquire), ARMED | PARKED)
    }

    /// Does the request wait, in nobody's hands, at this moment?
    ///
    /// Read-modify-writes, so that whoever takes the request after this sees what the caller wrote before it.
    #[inline]
    pub(crate) fn is_waiting(&self) -> bool {
        [ARMED, PARKED]
            .into_iter()
            .any(|state| self.word.compare_exchange(state, state, Ordering::AcqRel, Ordering::Acquire).is_ok())
    }
}
