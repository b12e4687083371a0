//! The changes of a target, model-checked: `RUSTFLAGS="--cfg loom" cargo test --release -p wdf-safe --test loom_target`.
//!
//! The module is compiled here a second time, with loom's atomics in the place of the driver's. Who has the word has the target,
//! which is a cell that loom lets nobody else touch meanwhile; the kernel's event is a flag.
#![cfg(loom)]

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicUsize, Ordering};
}
#[path = "../src/target/change.rs"]
mod change;

use change::{CLOSING, Met, OPENING, STATE};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;

/// An address, which no other value is.
const WAITER: usize = 0x1000;

struct Model {
    word: AtomicUsize,
    /// Is it open?
    target: UnsafeCell<bool>,
    /// The event of who waits.
    over: AtomicBool,
    is_gone: AtomicBool,
}

// SAFETY: the cell is touched by who has the word alone, which is what is checked.
unsafe impl Send for Model {}
// SAFETY: as above.
unsafe impl Sync for Model {}

impl Model {
    fn new(open: bool) -> Arc<Self> {
        Arc::new(Self {
            word: AtomicUsize::new(0),
            target: UnsafeCell::new(open),
            over: AtomicBool::new(false),
            is_gone: AtomicBool::new(false),
        })
    }

    fn set(&self, open: bool) {
        // SAFETY: who has the word is the only one; loom complains otherwise.
        self.target.with_mut(|target| unsafe { *target = open });
    }

    fn is_open(&self) -> bool {
        // SAFETY: as in `set`.
        self.target.with(|target| unsafe { *target })
    }

    fn end(&self, kind: usize) {
        if let Some(waiter) = change::end(&self.word, kind) {
            assert_eq!((kind, waiter), (STATE, WAITER), "only who starts, stops or purges is waited for");
            self.over.store(true, Ordering::Release);
        }
    }

    /// Starts, stops or purges it; false: refused.
    fn changes(&self) -> bool {
        let begun = change::begin(&self.word, STATE);
        if begun {
            self.set(self.is_open());
            self.end(STATE);
        }
        begun
    }

    fn closes(&self) -> bool {
        let begun = change::begin(&self.word, CLOSING);
        if begun {
            self.set(false);
            self.end(CLOSING);
        }
        begun
    }

    fn opens(&self) -> bool {
        let begun = change::begin(&self.word, OPENING);
        if begun {
            self.set(true);
            if change::opened(&self.word) {
                self.set(false);
                self.end(CLOSING);
            }
        }
        begun
    }

    /// The device is gone.
    fn goes(&self) -> Met {
        self.is_gone.store(true, Ordering::SeqCst);
        let met = change::notice(&self.word, true, || WAITER);
        if met == Met::Waits {
            while !self.over.load(Ordering::Acquire) {
                thread::yield_now();
            }
        }
        if matches!(met, Met::Alone | Met::Waits) {
            self.set(false);
            self.end(CLOSING);
        }
        met
    }
}

#[test]
fn of_two_changes_one_is_refused_or_they_are_made_one_after_another() {
    loom::model(|| {
        let model = Model::new(true);
        let other = Arc::clone(&model);
        let thread = thread::spawn(move || other.changes());
        let mine = model.closes();
        let theirs = thread.join().unwrap();
        assert!(mine || theirs);
        assert!(model.changes(), "nothing is under way any more");
        assert_eq!(model.is_open(), !mine);
    });
}

#[test]
fn a_notice_waits_for_a_change_of_state_and_closes_the_target() {
    loom::model(|| {
        let model = Model::new(true);
        let other = Arc::clone(&model);
        let thread = thread::spawn(move || other.changes());
        assert!(matches!(model.goes(), Met::Alone | Met::Waits));
        thread.join().unwrap();
        assert!(!model.is_open());
        assert!(model.changes(), "nothing is under way any more");
    });
}

#[test]
fn a_target_whose_device_goes_while_it_is_opened_is_closed_by_the_one_or_the_other() {
    loom::model(|| {
        let model = Model::new(false);
        let other = Arc::clone(&model);
        let thread = thread::spawn(move || other.opens());
        let met = model.goes();
        let opened = thread.join().unwrap();
        assert!(model.changes(), "nothing is under way any more");
        // Opened afterwards it is open: the system says once that the device is gone, and opening it fails there.
        assert!(!model.is_open() || (opened && met == Met::Alone));
    });
}

#[test]
fn a_notice_does_not_wait_for_who_closes_the_target() {
    loom::model(|| {
        let model = Model::new(true);
        let other = Arc::clone(&model);
        let thread = thread::spawn(move || other.closes());
        let met = model.goes();
        thread.join().unwrap();
        assert!(matches!(met, Met::Alone | Met::Closing));
        assert!(!model.is_open());
        assert!(model.changes(), "nothing is under way any more");
    });
}
