//! Unmarking, parking and cancelling beside each other: who disposes of the request.

use crate::framework::{Model, drain, explore};
use loom::sync::Arc;
use loom::thread;

#[test]
fn park_against_cancel() {
    explore(|model| assert!(model.park_cancelable()), Model::cancel, |_| {});
}

#[test]
fn mark_then_park_against_cancel() {
    explore(Model::mark_then_park, Model::cancel, |_| {});
}

/// Rules: DoubleCompletion, CompleteCanceledReq. Hole 1.
#[test]
fn unmark_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::cancel,
        |_| {},
    );
}

#[test]
fn unmark_against_unmark_and_cancel() {
    loom::model(|| {
        let model = Model::new();
        assert!(model.park_cancelable());
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        model.unmark_with(|| model.complete());
        for thread in threads {
            thread.join().unwrap();
        }
        model.settled();
    });
}

#[test]
fn park_against_unmark_and_cancel() {
    loom::model(|| {
        let model = Model::new();
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        assert!(model.park_cancelable());
        for thread in threads {
            thread.join().unwrap();
        }
        drain(&model);
        model.settled();
    });
}

/// Hole 4.
#[test]
fn unmark_and_mark_again_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| assert!(model.park_cancelable()));
        },
        Model::cancel,
        |_| {},
    );
}
