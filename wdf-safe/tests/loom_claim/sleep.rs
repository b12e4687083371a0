//! The device sleeps and wakes: `EvtIoStop` with the suspend action, `EvtIoResume`, and forwarding meanwhile.

use crate::framework::{Model, OPEN, SHUT, SOURCE, explore};
use loom::sync::Arc;
use loom::sync::atomic::Ordering;
use loom::thread;

/// A driver that takes back what waited, and forwards it.
fn forward_what_was_cancelable(model: &Model) {
    assert!(model.park_cancelable());
    model.unmark_with(|| model.forward());
}

/// A device that sleeps and wakes.
fn sleep(model: &Model) {
    model.suspend();
    model.resume();
}

/// A request that another thread has just claimed is not ours to acknowledge: that thread disposes of it, and the
/// framework waits for that.
#[test]
fn suspend_against_unmark() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::suspend,
        |_| {},
    );
}

#[test]
fn suspend_against_taking_what_is_not_cancelable() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| model.complete());
        },
        Model::suspend,
        |_| {},
    );
}

#[test]
fn suspend_against_forward() {
    explore(forward_what_was_cancelable, Model::suspend, |_| {});
}

#[test]
fn suspend_and_resume_against_forward() {
    explore(forward_what_was_cancelable, sleep, |_| {});
}

#[test]
fn suspend_against_taking_and_forwarding_what_is_not_cancelable() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| model.forward());
        },
        Model::suspend,
        |_| {},
    );
}

/// What was put back into its place while it was held, and taken out of it again, is as little forwarded.
#[test]
fn suspend_against_parking_again_and_forwarding() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| {
                model.in_hand.store(false, Ordering::SeqCst);
                assert!(model.park());
            });
            model.take_with(|| model.forward());
        },
        Model::suspend,
        |_| {},
    );
}

/// A handler forwards what it was just presented.
#[test]
fn suspend_and_resume_against_forwarding_what_never_waited() {
    explore(
        |model| {
            model.in_hand.store(true, Ordering::SeqCst);
            model.forward();
        },
        sleep,
        |_| {},
    );
}

/// A driver that holds what a handler has in its hands.
#[test]
fn holding_and_resuming_against_forwarding_what_never_waited() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        let power = {
            let model = Arc::clone(&model);
            thread::spawn(move || {
                model.suspend_all();
                model.resume();
            })
        };
        model.forward();
        power.join().unwrap();
        assert_eq!(model.other_queue.way().addr(), SHUT, "a resume opens what is shut for ever");
        model.settled();
    });
}

/// The same of a request that is taken out of its place at this moment: who looks whether it still waits does not hide that it leaves.
#[test]
fn holding_against_taking_out_and_forwarding() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        assert!(model.park());
        let power = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.suspend_all())
        };
        model.take_with(|| model.forward());
        power.join().unwrap();
        model.settled();
    });
}

/// The queue to which it is forwarded is made at that moment.
#[test]
fn suspend_against_forwarding_to_a_new_queue() {
    loom::model(|| {
        let model = Model::without_queue();
        assert!(model.park());
        let suspending = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.suspend())
        };
        model.add_queue();
        model.take_with(|| model.forward());
        suspending.join().unwrap();
        model.settled();
    });
}

/// A device that has slept lets requests go again, also to a queue that was made meanwhile.
#[test]
fn a_resume_opens_the_ways_to_all_queues() {
    loom::model(|| {
        let model = Model::without_queue();
        assert!(model.park());
        model.suspend();
        let making = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.add_queue())
        };
        model.resume();
        making.join().unwrap();
        assert_eq!(model.other_queue.way().addr(), OPEN, "shut for ever");
        model.take_with(|| model.complete());
        model.settled();
    });
}

/// A queue that takes no requests: what did not leave is held again, and leaves no other way with that.
#[test]
fn holding_and_resuming_against_forwarding_in_vain_and_again() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        let power = {
            let model = Arc::clone(&model);
            thread::spawn(move || {
                model.suspend_all();
                model.resume();
            })
        };
        model.forward_in_vain();
        model.forward();
        power.join().unwrap();
        model.settled();
    });
}

/// What did not leave its queue can be held there.
#[test]
fn what_did_not_leave_is_held() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        model.forward_in_vain();
        model.suspend_all();
        assert!(!model.wait.leave(SOURCE), "not held: the device sleeps over a request that nobody was asked for");
        model.resume();
        model.forward();
        model.settled();
    });
}
