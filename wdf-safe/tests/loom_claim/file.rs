//! Requests of one file: who looks for another one's does not touch them.

use crate::framework::{FILE, Model, OTHER_FILE, bounded, drain, explore};
use loom::sync::Arc;
use loom::sync::atomic::Ordering;
use loom::thread;

#[test]
fn unmark_by_file_against_unmark_and_cancel() {
    bounded(|| {
        let model = Model::new();
        assert!(model.park_cancelable());
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        model.unmark_of(FILE);
        for thread in threads {
            thread.join().unwrap();
        }
        model.settled();
    });
}

#[test]
fn unmark_by_file_against_parking_and_cancel() {
    bounded(|| {
        let model = Model::new();
        let threads = [Model::cancel as fn(&Model), |model: &Model| model.unmark_of(FILE)].map(|run| {
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

/// Whoever looks for another file's requests does not hide this one, not for a moment.
#[test]
fn unmark_against_a_search_for_another_file() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
            assert_eq!(model.completed.load(Ordering::SeqCst), 1, "a request that waits was not found");
        },
        |model| model.unmark_of(OTHER_FILE),
        |_| {},
    );
}

/// A request of this file is taken and its memory is used for one of another file, which is put into the same place, while
/// somebody looks for the first: it does not get the second.
#[test]
fn a_search_by_file_is_not_deceived_by_memory_that_is_used_again() {
    loom::model(|| {
        let model = Model::new();
        let park = |model: &Model, file| {
            let stamp = model.reserve(file).expect("the place is free");
            assert!(model.seat.publish(stamp));
        };
        park(&model, FILE);
        let searching = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.take_of(FILE))
        };
        let taken_here = model.seat.take().is_some();
        park(&model, OTHER_FILE);
        let taken_there = searching.join().unwrap();
        assert_ne!(taken_here, taken_there, "one of them has it");
        assert!(model.seat.take().is_some(), "a request of another file has left its place");
    });
}
