//! `latch.rs`, by which a driver keeps its device awake: however often it says so, the framework has one reference for it.

#[path = "../../src/latch.rs"]
mod latch;

use crate::beside;
use latch::Latch;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::thread;

struct Model {
    held: Latch,
    /// The framework's power references on the device.
    references: AtomicU32,
}

impl Model {
    fn new() -> Arc<Self> {
        Arc::new(Self { held: Latch::default(), references: AtomicU32::new(0) })
    }

    fn stop_idle(&self) {
        self.references.fetch_add(1, Ordering::SeqCst);
    }

    fn resume_idle(&self) {
        assert_ne!(self.references.fetch_sub(1, Ordering::SeqCst), 0, "a reference too many was given back");
    }

    /// `PowerPolicy::stay_awake`.
    fn stay_awake(&self) {
        self.stop_idle();
        if !self.held.close() {
            self.resume_idle();
        }
    }

    /// `PowerPolicy::may_idle`.
    fn may_idle(&self) -> bool {
        let held = self.held.open();
        if held {
            self.resume_idle();
        }
        held
    }

    fn has_references(&self) -> u32 {
        self.references.load(Ordering::SeqCst)
    }
}

#[test]
fn two_who_keep_the_device_awake_keep_it_once() {
    loom::model(|| {
        let model = Model::new();
        let other = beside(&model, |model| {
            model.stay_awake();
            assert_ne!(model.has_references(), 0, "said to stay awake, and it idles");
        });
        model.stay_awake();
        assert_ne!(model.has_references(), 0, "said to stay awake, and it idles");
        other.join().unwrap();
        assert_eq!(model.has_references(), 1);
        assert!(model.may_idle() && !model.may_idle());
        assert_eq!(model.has_references(), 0);
    });
}

#[test]
fn who_lets_it_idle_gives_one_reference_back() {
    loom::model(|| {
        let model = Model::new();
        let others = [
            beside(&model, Model::stay_awake),
            beside(&model, |model| {
                model.may_idle();
            }),
        ];
        model.stay_awake();
        for other in others {
            other.join().unwrap();
        }
        let held = model.has_references();
        assert!(held <= 1);
        assert_eq!(model.may_idle(), held == 1, "what is held and what is noted differ");
        assert_eq!(model.has_references(), 0);
    });
}

#[test]
fn of_two_who_let_it_idle_one_does() {
    loom::model(|| {
        let model = Model::new();
        model.stay_awake();
        let other = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.may_idle())
        };
        let mine = model.may_idle();
        assert_ne!(mine, other.join().unwrap());
        assert_eq!(model.has_references(), 0);
    });
}
