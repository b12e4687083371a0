//! The device goes away: `EvtIoStop` with the purge action.

use crate::framework::{FILE, Model, drain, explore};
use loom::sync::atomic::Ordering;

#[test]
fn purge_against_unmark() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::purge,
        drain,
    );
}

/// Hole 2.
#[test]
fn purge_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.purge();
        },
        Model::cancel,
        |_| {},
    );
}

#[test]
fn purge_against_parking_what_is_not_cancelable() {
    explore(
        |model| assert!(model.park()),
        Model::purge,
        // What `EvtIoStop` has found in nobody's place is in hand, and the one who has it must not park it.
        |model| assert_eq!(model.completed.load(Ordering::SeqCst), 1, "parked, and nobody comes for it"),
    );
}

#[test]
fn purge_against_taking_and_parking_again() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| assert!(model.park()));
        },
        Model::purge,
        |model| assert_eq!(model.completed.load(Ordering::SeqCst), 1, "parked, and nobody comes for it"),
    );
}

#[test]
fn unmark_by_file_against_purge() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_of(FILE);
        },
        Model::purge,
        drain,
    );
}
