//! The word that says which change of a target is under way.
//!
//! *Where it stands.* Under [`state`](super::state), which makes the framework's calls and waits. No DDI is called here, so that a
//! model checker can run it.
//!
//! *Key types.* [`Met`], how a notice about a target's device meets what is under way.
//!
//! *Wraps.* Nothing.
//!
//! ```text
//!          begin                                end
//!   IDLE ────────► STATE, OPENING or CLOSING ─────────► IDLE
//!                    │           │                           ▲
//!     a notice waits │           │ the device is gone         │
//!                    ▼           ▼                           │
//!                an address     GONE ── the opener closes it ┘
//! ```
//!
//! # Invariants
//!
//! The word is one of those values. While it is not `IDLE` one thread is responsible for it, who ends the change. An address is that
//! of who waits, whose the change is from when it ends.
//!
//! Checked under loom by `tests/loom_target.rs`.

use crate::sync::{AtomicUsize, Ordering};

const IDLE: usize = 0;
/// It is started, stopped or purged.
pub(crate) const STATE: usize = 1;
/// It is opened.
pub(crate) const OPENING: usize = 2;
/// It is closed, or the driver is told of its device.
pub(crate) const CLOSING: usize = 3;
/// It is opened, and the device is gone meanwhile.
const GONE: usize = 4;

/// An address is aligned to more than that, and so is no other value.
pub(crate) const LARGEST: usize = GONE;

/// How a notice about a remote target's device meets the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// Nothing else is under way: the notice is the change.
    Alone,
    /// It is started, stopped or purged: when that ends, who waits at the address is the change.
    Waits,
    /// It is being closed, on another thread.
    Closing,
    /// It is being opened, on another thread.
    Opening,
}

/// A change of this kind begins; false: one is under way.
pub(crate) fn begin(word: &AtomicUsize, kind: usize) -> bool {
    word.compare_exchange(IDLE, kind, Ordering::Acquire, Ordering::Relaxed).is_ok()
}

/// It ends. The address of who waited, whose the word is from here on: it is told as the last thing.
pub(crate) fn end(word: &AtomicUsize, kind: usize) -> Option<usize> {
    let found = word.compare_exchange(kind, IDLE, Ordering::Release, Ordering::Acquire).err()?;
    if found <= LARGEST {
        // Opening that came to nothing, of a device that is gone.
        word.store(IDLE, Ordering::Release);
        return None;
    }
    word.store(CLOSING, Ordering::Release);
    Some(found)
}

/// Opening ends. True: its device is gone, and what was begun is to be ended as a closing.
pub(crate) fn opened(word: &AtomicUsize) -> bool {
    let is_gone = word.compare_exchange(OPENING, IDLE, Ordering::Release, Ordering::Acquire).is_err();
    if is_gone {
        // It was `GONE`, which nobody else ends.
        word.store(CLOSING, Ordering::Relaxed);
    }
    is_gone
}

/// A notice comes. It does not wait for who closes the target: closing it waits for a notice that is being served.
pub(crate) fn notice(word: &AtomicUsize, is_gone: bool, mut address: impl FnMut() -> usize) -> Met {
    let mut value = word.load(Ordering::Relaxed);
    loop {
        let (next, met) = match value {
            IDLE => (CLOSING, Met::Alone),
            STATE => (address(), Met::Waits),
            OPENING if is_gone => (GONE, Met::Opening),
            OPENING | GONE => return Met::Opening,
            // Closed, or another notice is served: the framework has one at a time.
            _ => return Met::Closing,
        };
        match word.compare_exchange(value, next, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => return met,
            Err(found) => value = found,
        }
    }
}
