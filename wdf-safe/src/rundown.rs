//! Run-down protection: what may be used only for a while, and by whom it is being used.
//!
//! *Where it stands.* Row 1, under [`interrupt`](crate::interrupt) and the device's hardware.
//!
//! *Key types.* [`Inside`], who uses it.
//!
//! *Wraps.* Nothing: `EX_RUNDOWN_REF` works this way, but cannot be made zeroed and closed.
//!
//! A word says whether the thing is there, and counts its users. Whoever takes it away closes the word first, and waits
//! until nobody is inside; from then on nobody gets in. Entering costs one atomic step, leaving another.
//!
//! # Invariants
//!
//! The word is 0 (closed), or `OPEN` and twice the number of users, or the address of the [`Closing`] of who closes it. That
//! stays until each of its users has left, and the last one sets its event, as the last thing that any of them does with it.
//!
//! Checked under loom by `tests/loom_object/interrupt.rs`.
#![expect(unsafe_code, reason = "who leaves reaches what is on the stack of who waits for it")]

use crate::event::Event;
use crate::irql::{Cx, Passive};
use crate::sync::{AtomicUsize, Ordering};
use core::ptr;

/// The thing is there.
const OPEN: usize = 1;
/// One user.
const USER: usize = 2;

/// Who closes a word, and waits.
struct Closing {
    /// How many are still inside.
    left: AtomicUsize,
    /// None is.
    empty: Event,
}

static_assertions::const_assert!(align_of::<Closing>() > OPEN);

/// A use of the thing, until this is dropped. Not given to drivers: who forgot it would be waited for for ever.
#[derive(Debug)]
pub(crate) struct Inside<'w>(&'w AtomicUsize);

/// Enters; `None` if the thing is not there. To be left at IRQL <= DISPATCH_LEVEL.
#[inline]
pub(crate) fn enter(word: &AtomicUsize) -> Option<Inside<'_>> {
    let mut value = word.load(Ordering::Relaxed);
    while value & OPEN != 0 {
        match word.compare_exchange(value, value + USER, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => return Some(Inside(word)),
            Err(found) => value = found,
        }
    }
    None
}

impl Drop for Inside<'_> {
    #[inline]
    fn drop(&mut self) {
        let mut value = self.0.load(Ordering::Acquire);
        while value & OPEN != 0 {
            match self.0.compare_exchange(value, value - USER, Ordering::Release, Ordering::Acquire) {
                Ok(_) => return,
                Err(found) => value = found,
            }
        }
        leave_closing(value);
    }
}

/// Leaves what is being closed.
#[cold]
fn leave_closing(value: usize) {
    let closing: *const Closing = ptr::with_exposed_provenance(value);
    // SAFETY: the word is closed, and was open when we entered: so it is the address of a `Closing`, which waits for us.
    let left = unsafe { &(*closing).left };
    if left.fetch_sub(1, Ordering::AcqRel) == 1 {
        // SAFETY: as above: it waits for the event that is set here.
        let empty = unsafe { &(*closing).empty };
        // SAFETY: at IRQL <= DISPATCH_LEVEL (`enter`).
        unsafe { empty.set() };
    }
}

/// The thing is there.
pub(crate) fn open(word: &AtomicUsize) {
    // INVARIANT: closed before, and only the framework's power callbacks, one at a time, open and close.
    word.store(OPEN, Ordering::Release);
}

/// The thing will go away: nobody gets in any more, and those inside are waited for.
///
/// Nobody inside may wait for who calls this.
pub(crate) fn close(word: &AtomicUsize, cx: &Cx<'_, Passive>) {
    let mut value = word.load(Ordering::Relaxed);
    if value & OPEN == 0 {
        return;
    }
    let closing = Closing { left: AtomicUsize::new(0), empty: Event::new() };
    closing.empty.reset();
    let address = ptr::from_ref(&closing).expose_provenance();
    loop {
        closing.left.store(value / USER, Ordering::Relaxed);
        // INVARIANT: the `Closing` stays until `wait` has returned.
        match word.compare_exchange(value, address, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => break,
            Err(found) => value = found,
        }
    }
    if value >= USER {
        closing.empty.wait(cx);
    }
    word.store(0, Ordering::Release);
}
