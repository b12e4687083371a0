//! `rundown.rs`, by which the lock of an interrupt is used while the interrupt is connected: who takes it away waits for who is
//! inside, and nobody gets in afterwards.

use crate::irql::Cx;
use crate::{beside, rundown};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::AtomicUsize;

struct Model {
    word: AtomicUsize,
    /// Is it there?
    thing: UnsafeCell<bool>,
}

// SAFETY: loom complains of who uses the thing while another takes it away, which is what is checked.
unsafe impl Send for Model {}
// SAFETY: as above.
unsafe impl Sync for Model {}

impl Model {
    fn new() -> Arc<Self> {
        Arc::new(Self { word: AtomicUsize::new(0), thing: UnsafeCell::new(false) })
    }

    /// `EvtDeviceD0EntryPostInterruptsEnabled`.
    fn comes(&self) {
        // SAFETY: loom complains of another's reading or writing.
        self.thing.with_mut(|thing| unsafe { *thing = true });
        rundown::open(&self.word);
    }

    /// `EvtDeviceD0ExitPreInterruptsDisabled`.
    fn goes(&self) {
        rundown::close(&self.word, &Cx::passive());
        // SAFETY: as above.
        self.thing.with_mut(|thing| unsafe { *thing = false });
    }

    fn uses(&self) -> bool {
        let inside = rundown::enter(&self.word);
        if inside.is_some() {
            // SAFETY: loom complains of another's writing.
            assert!(self.thing.with(|thing| unsafe { *thing }), "inside, and it is gone");
        }
        inside.is_some()
    }
}

#[test]
fn who_closes_waits_for_who_is_inside() {
    loom::model(|| {
        let model = Model::new();
        model.comes();
        let user = beside(&model, Model::uses);
        model.goes();
        user.join().unwrap();
        assert!(!model.uses(), "it is gone");
    });
}

#[test]
fn of_two_who_are_inside_the_last_wakes_who_closes() {
    let mut builder = loom::model::Builder::new();
    // Three threads: as many preemptions as decide a race of three.
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let model = Model::new();
        model.comes();
        let users = [(); 2].map(|()| beside(&model, Model::uses));
        model.goes();
        for user in users {
            user.join().unwrap();
        }
        assert!(!model.uses(), "it is gone");
    });
}

#[test]
fn what_comes_is_seen_by_who_gets_in() {
    loom::model(|| {
        let model = Model::new();
        let user = beside(&model, Model::uses);
        model.comes();
        user.join().unwrap();
        assert!(model.uses(), "it is there");
    });
}

#[test]
fn what_goes_and_comes_again_is_used_on_either_side() {
    loom::model(|| {
        let model = Model::new();
        model.comes();
        let user = beside(&model, Model::uses);
        model.goes();
        model.comes();
        user.join().unwrap();
        model.goes();
        // Closed already: nobody is waited for.
        model.goes();
    });
}
