//! The callbacks that tell when a queue's change of state is done: what they wait for, and how many may be under way.

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, Log, Request, SUCCESS, Slot, attributes, calm, irql, manual, parallel, report, sequential,
};
use wdf_tests::with;

#[test]
fn the_stop_callback_waits_for_what_the_driver_owns() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        rig.made.stop_then(log.writer("stopped"));
        log.expect([]);
        held.take().complete(SUCCESS);
        log.expect(["stopped"]);
        let _ = ticket.wait();
    });
}

#[test]
fn an_idle_queue_calls_the_stop_callback_before_the_call_returns() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        rig.made.stop_then(log.writer("stopped"));
        log.expect(["stopped"]);
    });
}

#[test]
fn the_stop_callback_does_not_wait_for_what_waits() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        rig.made.stop_then(log.writer("stopped"));
        log.expect(["stopped"]);
        assert!(ticket.cancel());
    });
}

#[test]
fn the_drain_callback_waits_until_the_queue_is_empty_too() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.drain_then(log.writer("drained"));
        held.take().complete(SUCCESS);
        log.expect([]);
        held.take().complete(SUCCESS);
        log.expect(["drained"]);
    });
}

#[test]
fn the_purge_callback_waits_for_what_the_driver_owns() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.purge_then(log.writer("purged"));
        log.expect([]);
        held.take().complete(SUCCESS);
        log.expect(["purged"]);
    });
}

#[test]
fn the_stop_callback_is_never_locked_and_the_purge_callback_is() {
    calm(|m| {
        let level = Slot::empty();
        let rig = m.rig(manual().attributes(attributes().scope_queue()));
        rig.made.stop_then(with!(level => move |_| level.put(irql())));
        assert_eq!(level.take(), 0);
        rig.made.purge_then(with!(level => move |_| level.put(irql())));
        assert_eq!(level.take(), 2);
    });
}

#[test]
fn one_stop_and_one_purge_may_be_under_way_together() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        rig.made.stop_then(log.writer("stopped"));
        rig.made.drain_then(log.writer("drained"));
        held.take().complete(SUCCESS);
        log.expect(["stopped", "drained"]);
    });
}

/// Rules: ChangeQueueState.
#[test]
fn a_second_change_of_a_kind_is_a_bug_check_in_both_worlds() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(1);
            rig.made.drain_then(|_| {});
            rig.made.purge_then(|_| {});
        })
        .violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        assert_eq!((violation.rule, bug_check.code, bug_check.parameters[0]), (Rule::QueueFatalError, 0x10D, 0xA));
    }
}

#[test]
fn without_a_callback_a_second_change_is_fine() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        rig.made.stop_then(|_| {});
        rig.made.stop();
        held.take().complete(SUCCESS);
    });
}

#[test]
fn what_a_cancel_callback_left_uncompleted_is_waited_for() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(parallel().read(with!(held => move |request: Request| {
            assert_eq!(request.mark_ex(held.putter()), SUCCESS);
        })));
        let _ticket = rig.open().begin_read(1);
        rig.made.purge_then(log.writer("purged"));
        log.expect([]);
        held.take().complete(CANCELLED);
        log.expect(["purged"]);
    });
}
