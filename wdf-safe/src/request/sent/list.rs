//! The requests that are out, and who is cancelling them.
//!
//! *Where it stands.* Under [`sent`](super), which holds a list under a spin lock and makes the framework's calls. No DDI
//! is called here: links, numbers and one atomic count, so that a model checker can run it.
//!
//! *Key types.* [`Node`], a request's place, in the request's own context; [`List`]; [`Found`], a request that somebody is
//! cancelling.
//!
//! *Wraps.* Nothing; it is the collection of "Synchronizing Cancellation of Sent Requests".
//!
//! # The protocol
//!
//! Before it is sent a request is put into the list and gets a number, which no request before it had
//! ([`List::insert`]). When it comes back it is taken out ([`List::remove`]), before anybody else learns that it is back.
//! Who wants to cancel it finds it under the lock ([`List::find`]), takes a reference there, and counts as a *canceller* of
//! it ([`Node::is_being_cancelled`]) until it has made its call, which it makes without the lock, since the completion routine
//! may run inside it.
//!
//! ```text
//!   sender        insert ──► send                               reuse or send again? ── not while somebody is
//!                                                                        ▲               cancelling: asked below
//!   routine                            remove ──► the driver's ──────────┘
//!                                      (lock)      routine
//!   canceller               find, reference, cancellers + 1 ──► cancel ──► cancellers - 1 ──► dereference
//!                           (lock)                              (no lock)
//! ```
//!
//! The reference keeps the memory: the documentation's six steps need no more as long as a request is sent once. A request that
//! is sent again is another matter. Between the fourth step and the fifth it may have come back, been reused and be out
//! again, and the cancellation, meant for what is over, hits what has just begun. So a request is not sent again while
//! [`Node::is_being_cancelled`].
//!
//! # Invariants
//!
//! 1. A node is in one list at most, from `insert` to `remove`; then its number is not 0. Its request lives at least as
//!    long, and longer while somebody who found it has a reference.
//! 2. The links, number, label and handle of a node are read and written under the lock of the list that it is in, or by
//!    the request's only holder when it is in none.
//! 3. The count of cancellers grows only under the lock, while the node is in the list.
//!
//! # Proof that no cancellation meets a later send
//!
//! Let a canceller have found send *n* of a request. It counted itself under the lock, with the node in the list (3). The
//! node was taken out for send *n* under the same lock, later; so whoever, being the request's holder from then on, asks
//! [`Node::is_being_cancelled`] sees that count or what was made of it. It sees 0 only if the canceller has taken itself off
//! again, which it does after its call has returned; and with acquire ordering the call is then over for the holder too.
//! Send *n + 1* follows the question. So the call was over before send *n + 1* began.
//!
//! Checked under loom by `tests/loom_sent.rs`.

use crate::sync::{AtomicU32, Ordering};
use core::cell::UnsafeCell;
use core::ptr::{self, NonNull};

/// A request's place. Valid when zeroed, and then the default: in no list.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Node {
    links: UnsafeCell<Links>,
    cancellers: AtomicU32,
}

#[derive(Debug, Clone, Copy)]
struct Links {
    before: *mut Node,
    after: *mut Node,
    /// 0: in no list.
    number: u64,
    label: usize,
    request: *mut (),
}

impl Default for Links {
    fn default() -> Self {
        Self { before: ptr::null_mut(), after: ptr::null_mut(), number: 0, label: 0, request: ptr::null_mut() }
    }
}

/// The requests that are out, in the order of their numbers.
#[derive(Debug)]
pub(crate) struct List {
    first: *mut Node,
    last: *mut Node,
    /// The last number that was given.
    given: u64,
    closed: bool,
}

// SAFETY: the nodes belong to no thread; who has the list has its lock (invariant 2).
unsafe impl Send for List {}

/// A request that was found, and that the finder is cancelling.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    node: NonNull<Node>,
    pub(crate) number: u64,
    pub(crate) request: *mut (),
}

impl Node {
    /// Is somebody cancelling a send that is over? Asked by the request's only holder, with the node in no list.
    #[inline]
    pub(crate) fn is_being_cancelled(&self) -> bool {
        // Acquire: after a "no" the cancellers' calls are over.
        self.cancellers.load(Ordering::Acquire) != 0
    }

    /// # Safety
    /// The caller has the lock of the list that the node is in, or is the request's only holder (invariant 2).
    #[expect(clippy::mut_from_ref, reason = "who has the lock is the only one")]
    unsafe fn links(&self) -> &mut Links {
        // SAFETY: the caller's promise; no reference outlives a step of this file, none of which calls out.
        unsafe { &mut *self.links.get() }
    }
}

impl List {
    /// An empty list.
    pub(crate) const fn new() -> Self {
        Self { first: ptr::null_mut(), last: ptr::null_mut(), given: 0, closed: false }
    }

    /// The last number that was given.
    pub(crate) const fn given(&self) -> u64 {
        self.given
    }

    /// Takes no more requests, or takes them again.
    pub(crate) const fn set_closed(&mut self, closed: bool) {
        self.closed = closed;
    }

    /// Puts a request into the list. Its number; `None` when the list is closed, or somebody is cancelling an earlier send.
    ///
    /// # Safety
    /// The caller is the only holder of the request, whose node this is, in no list; it will be taken out before the
    /// request is disposed of.
    pub(crate) unsafe fn insert(&mut self, node: NonNull<Node>, request: *mut (), label: usize) -> Option<u64> {
        // SAFETY: the request is the caller's.
        let this = unsafe { node.as_ref() };
        if self.closed || this.is_being_cancelled() {
            return None;
        }
        self.given += 1;
        // SAFETY: in no list, and the caller is the only holder.
        let links = unsafe { this.links() };
        *links = Links { before: self.last, after: ptr::null_mut(), number: self.given, label, request };
        // SAFETY: null, or the node of a request in this list (invariant 1), whose lock the caller has.
        match unsafe { self.last.as_ref() } {
            // SAFETY: as above.
            Some(last) => unsafe { last.links() }.after = node.as_ptr(),
            None => self.first = node.as_ptr(),
        }
        self.last = node.as_ptr();
        Some(self.given)
    }

    /// Takes a request out of the list.
    ///
    /// # Safety
    /// The node is in this list.
    pub(crate) unsafe fn remove(&mut self, node: NonNull<Node>) {
        // SAFETY: in the list, so it lives (invariant 1).
        let this = unsafe { node.as_ref() };
        // SAFETY: in this list, whose lock the caller has.
        let links = unsafe { this.links() };
        let Links { before, after, .. } = *links;
        links.number = 0;
        // SAFETY: null, or in this list (invariant 1).
        match unsafe { before.as_ref() } {
            // SAFETY: in this list, whose lock the caller has.
            Some(before) => unsafe { before.links() }.after = after,
            None => self.first = after,
        }
        // SAFETY: null, or in this list (invariant 1).
        match unsafe { after.as_ref() } {
            // SAFETY: in this list, whose lock the caller has.
            Some(after) => unsafe { after.links() }.before = before,
            None => self.last = before,
        }
    }

    /// The next request that is wanted, of a number above `previous`'s and at most `limit`, for the caller to cancel. It
    /// takes a reference before it gives the lock back, and ends with [`Found::end`].
    ///
    /// # Safety
    /// What was found before is not ended yet, and was found in this list.
    pub(crate) unsafe fn find(
        &mut self,
        previous: Option<Found>,
        limit: u64,
        wanted: impl Fn(u64, usize) -> bool,
    ) -> Option<Found> {
        let above = previous.map_or(0, |previous| previous.number);
        let mut next = self.first;
        if let Some(previous) = previous {
            // SAFETY: the reference of who found it keeps it.
            let node = unsafe { previous.node.as_ref() };
            // SAFETY: it is not sent again before that one has ended, so it is in this list, or in none and only read.
            let links = unsafe { node.links() };
            if links.number == previous.number {
                next = links.after;
            }
        }
        // SAFETY: null, or in this list (invariant 1).
        while let Some(node) = unsafe { next.as_ref() } {
            // SAFETY: in this list, whose lock the caller has.
            let links = unsafe { node.links() };
            if links.number > limit {
                return None;
            }
            if links.number > above && wanted(links.number, links.label) {
                // Relaxed: under the lock, which the node's removal will take.
                node.cancellers.fetch_add(1, Ordering::Relaxed);
                return Some(Found { node: NonNull::from(node), number: links.number, request: links.request });
            }
            next = links.after;
        }
        None
    }
}

impl Found {
    /// The caller has made its call, and is no canceller any more.
    ///
    /// # Safety
    /// Once for each that was found, with the caller's reference still there.
    pub(crate) unsafe fn end(self) {
        // SAFETY: the caller's reference keeps it.
        let node = unsafe { self.node.as_ref() };
        // Release: the call is over for whoever sees this.
        node.cancellers.fetch_sub(1, Ordering::Release);
    }
}
