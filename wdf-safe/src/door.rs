//! The way by which requests are forwarded to a queue.
//!
//! *Where it stands.* Row 1: in the block of every queue and device ([`context::Block`](crate::context::Block)). No DDI is
//! called here: atomics only, so that a model checker can run it.
//!
//! *Key types.* [`Door`].
//!
//! *Wraps.* Nothing; through it goes `WdfRequestForwardToIoQueue`.
//!
//! A request that is acknowledged in `EvtIoStop` must not be forwarded (`request/wait.rs`). Looking at each request would
//! cost more than the call itself, and there is something to look for only while the device sleeps. So a queue has its own
//! **way**, the function by which requests are forwarded to it: while its device is awake that is the framework's, taken out
//! of the table, and forwarding costs what it costs in C, where the table is read instead. Before anything is acknowledged the
//! ways to all the device's queues are **shut**: they are then a function of wdf-safe's that looks first. When the device is
//! back they are **opened**. Where a driver may hold what is in somebody's hands there is always something to look for, and the
//! ways are shut for ever.
//!
//! A device's door has its queues, in a list to which is added and from which nothing is taken, and as its own way whether
//! they are shut: null or not.
//!
//! # Invariants
//!
//! 1. The way of a queue that a driver can reach is one of the two functions.
//! 2. The doors in a device's list are those of its queues, which live as long as it does.
//! 3. Ways are shut in `EvtIoStop` and opened in `EvtIoResume`. The framework has resumed all queues of a device before it
//!    stops any of them again (`fxpkgio.cpp`: one power thread does both), so the two do not meet.
//!
//! # Proof that a way that is shut stays so until a resume
//!
//! Who shuts says so in the device's way and then reads the list, with a read-modify-write; who adds a door puts it into
//! the list, with a read-modify-write, and then asks the device's way. If the door was added first, it is found in the list; if
//! after, the one who adds it acquires what was said, and shuts it.
#![expect(unsafe_code, reason = "a list of doors in contexts of queues")]

use crate::sync::{AtomicPtr, Ordering};
use core::ptr::{self, NonNull};

/// A queue's way, or a device's list of them. Valid when zeroed, and then the default.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Door {
    way: AtomicPtr<()>,
    /// Of a queue: the next in its device's list. Of a device: the first.
    next: AtomicPtr<Self>,
}

impl Door {
    /// Of a queue: the function by which requests get there.
    #[inline]
    pub(crate) fn way(&self) -> *mut () {
        self.way.load(Ordering::Acquire)
    }

    /// Of a device: adds a queue's door.
    ///
    /// # Safety
    /// The door of a queue of this device (invariant 2), in no list. The ways are as of [`shut`](Self::shut) and
    /// [`open`](Self::open).
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn add(&self, door: NonNull<Self>, open: *mut (), shut: *mut ()) {
        // SAFETY: the caller's promise.
        let added = unsafe { door.as_ref() };
        added.way.store(open, Ordering::Release);
        let mut first = self.next.load(Ordering::Acquire);
        loop {
            added.next.store(first, Ordering::Release);
            match self.next.compare_exchange(first, door.as_ptr(), Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => break,
                Err(found) => first = found,
            }
        }
        if self.is_shut() {
            added.way.swap(shut, Ordering::AcqRel);
            if !self.is_shut() {
                // Opened meanwhile, perhaps before the swap.
                added.way.swap(open, Ordering::AcqRel);
            }
        }
    }

    /// Of a device: shuts the ways to all its queues. Before a request is acknowledged.
    ///
    /// # Safety
    /// A device's door, whose queues are alive; `shut` is the function that looks first, not null.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn shut(&self, shut: *mut ()) {
        if self.way.compare_exchange(ptr::null_mut(), shut, Ordering::AcqRel, Ordering::Acquire) != Err(FOR_EVER) {
            // SAFETY: the caller's promise.
            unsafe { self.set_all(shut) };
        }
    }

    /// Of a device: shuts the ways to all its queues, and to those that are added, for ever. Before the first request is
    /// presented that may be held.
    ///
    /// # Safety
    /// As of [`shut`](Self::shut).
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn shut_for_ever(&self, shut: *mut ()) {
        if self.way.swap(FOR_EVER, Ordering::AcqRel) != FOR_EVER {
            // SAFETY: the caller's promise.
            unsafe { self.set_all(shut) };
        }
    }

    /// Of a device: opens the ways to all its queues. When no acknowledgement of its requests is left in the framework.
    ///
    /// # Safety
    /// A device's door, whose queues are alive; `open` is the framework's function.
    #[cold]
    #[inline(never)]
    pub(crate) unsafe fn open(&self, open: *mut ()) {
        let found = self.way.load(Ordering::Acquire);
        let is_shut = !found.is_null() && found != FOR_EVER;
        if is_shut && self.way.compare_exchange(found, ptr::null_mut(), Ordering::AcqRel, Ordering::Acquire).is_ok() {
            // SAFETY: the caller's promise.
            unsafe { self.set_all(open) };
        }
    }

    fn is_shut(&self) -> bool {
        !self.way.load(Ordering::Acquire).is_null()
    }

    /// # Safety
    /// A device's door, whose queues are alive.
    #[cold]
    #[inline(never)]
    unsafe fn set_all(&self, way: *mut ()) {
        let mut first = self.next.load(Ordering::Acquire);
        // A read-modify-write: see above.
        while let Err(found) = self.next.compare_exchange(first, first, Ordering::AcqRel, Ordering::Acquire) {
            first = found;
        }
        // SAFETY: null, or the door of a queue that lives (the caller's promise).
        let mut next = unsafe { first.as_ref() };
        while let Some(door) = next {
            door.way.swap(way, Ordering::AcqRel);
            // SAFETY: as above.
            next = unsafe { door.next.load(Ordering::Acquire).as_ref() };
        }
    }
}

/// Of a device: the ways to its queues are shut, and stay so. No function has this address.
const FOR_EVER: *mut () = ptr::without_provenance_mut(1);
