//! `queue/change.rs`: of two changes of a queue that end in the same way one is refused until the other has ended.
//!
//! The framework has one callback for each kind of change, stops the system when there is one already, and forgets it, under
//! the queue's lock, before it calls it (`fxioqueue.cpp`).

#[path = "../../src/queue/change.rs"]
mod change;

use crate::beside;
use crate::sync::AtomicUsize;
use change::{ChangeKind, Emptying, Stopping};
use core::marker::PhantomData;
use loom::cell::UnsafeCell;
use loom::sync::{Arc, Mutex};

pub(crate) trait DispatchType {}

impl DispatchType for () {}

/// A queue's words.
pub(crate) struct Queue<T, M> {
    block: Block,
    types: PhantomData<fn() -> (T, M)>,
}

struct Block([AtomicUsize; 3]);

impl Block {
    fn word(&self, index: usize) -> &AtomicUsize {
        &self.0[index]
    }
}

struct Model {
    queue: Queue<(), ()>,
    /// Whether the framework has a callback, of each kind.
    callbacks: [Mutex<bool>; 2],
    /// What the driver notes of a change of each kind: written by who begins one, and when it ends.
    notes: [UnsafeCell<u32>; 2],
}

// SAFETY: loom complains of two who write a note at once, which is what is checked.
unsafe impl Send for Model {}
// SAFETY: as above.
unsafe impl Sync for Model {}

impl Model {
    fn new() -> Arc<Self> {
        let block = Block([(); 3].map(|()| AtomicUsize::new(0)));
        Arc::new(Self {
            queue: Queue { block, types: PhantomData },
            callbacks: [(); 2].map(|()| Mutex::new(false)),
            notes: [(); 2].map(|()| UnsafeCell::new(0)),
        })
    }

    fn note(&self, kind: usize) {
        // SAFETY: loom complains of another's writing.
        self.notes[kind].with_mut(|note| unsafe { *note += 1 });
    }

    /// `Queue::stop`, `Queue::purge` and their kin; false: refused.
    fn begins<S: ChangeKind>(&self, kind: usize) -> bool {
        if self.queue.begin_change::<S>().is_err() {
            return false;
        }
        self.note(kind);
        let had_one = core::mem::replace(&mut *self.callbacks[kind].lock().unwrap(), true);
        assert!(!had_one, "WDF_VIOLATION: a second change of the kind");
        true
    }

    /// The last request is disposed of, if a change waits for that: `trampoline/queue.rs`.
    fn ends<S: ChangeKind>(&self, kind: usize) -> bool {
        let had_one = core::mem::take(&mut *self.callbacks[kind].lock().unwrap());
        if had_one {
            self.note(kind);
            self.queue.end_change::<S>();
        }
        had_one
    }

    fn stops(&self) -> bool {
        self.begins::<Stopping>(0) && self.ends::<Stopping>(0)
    }
}

/// Rule: ChangeQueueState.
#[test]
fn of_two_changes_one_is_refused_or_they_are_made_one_after_another() {
    loom::model(|| {
        let model = Model::new();
        let other = beside(&model, Model::stops);
        let mine = model.stops();
        let theirs = other.join().unwrap();
        assert!(mine || theirs);
        assert!(model.stops(), "nothing is under way any more");
    });
}

/// Rule: ChangeQueueState.
#[test]
fn a_change_begins_again_when_another_thread_has_ended_the_last() {
    loom::model(|| {
        let model = Model::new();
        assert!(model.begins::<Emptying>(1));
        let completing = beside(&model, |model| model.ends::<Emptying>(1));
        let again = model.begins::<Emptying>(1);
        assert!(completing.join().unwrap());
        assert_eq!(model.ends::<Emptying>(1), again, "what was refused has not begun");
        assert!(model.begins::<Emptying>(1), "nothing is under way any more");
    });
}

#[test]
fn changes_that_end_differently_do_not_hinder_each_other() {
    loom::model(|| {
        let model = Model::new();
        let other = beside(&model, |model| model.begins::<Emptying>(1));
        assert!(model.begins::<Stopping>(0));
        assert!(other.join().unwrap());
    });
}
