//! Stopping and starting a target: what waits in it, what was sent through it, and who waits for what.

use wdf_sim::{Arrival, Rule, Verifier};
use wdf_tests::raw::below::action::{CANCEL, LEAVE, WAIT};
use wdf_tests::raw::below::state::{PURGED, STARTED, STOPPED};
use wdf_tests::raw::below::{
    IGNORE_STATE, SECOND, SYNCHRONOUS, TIMEOUT, above, empty_write, keeper, obliging, reader, sent_write,
};
use wdf_tests::raw::{
    CANCELLED, Held, IO_TIMEOUT, Log, SUCCESS, Slot, Target, World, all, attributes, calm, lenient, report,
};
use wdf_tests::with;

use crate::target::AND_WAIT;

#[test]
fn what_is_sent_to_a_stopped_target_waits_until_it_is_started() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        assert_eq!(rig.made.state(), STOPPED);
        let (first, second) = (empty_write(rig.made, &log), empty_write(rig.made, &log));
        assert!(first.send(rig.made) && second.send(rig.made));
        log.expect([]);
        assert_eq!(rig.made.start(), SUCCESS);
        assert_eq!(rig.made.state(), STARTED);
        log.expect(["0x0", "0x0"]);
        first.delete();
        second.delete();
    });
}

#[test]
fn what_waits_in_a_stopped_target_can_be_cancelled() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        assert!(request.cancel_sent());
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn what_waits_in_a_stopped_target_times_out() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, None, None, 0), SUCCESS);
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        assert_eq!(request.status(), IO_TIMEOUT);
        request.delete();
    });
}

#[test]
fn a_cancelled_application_cancels_what_waits_in_a_stopped_target() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        rig.made.stop(LEAVE);
        let request = held.take();
        request.format_current();
        request.on_complete(wdf_tests::raw::below::pass_on);
        assert!(request.send(rig.made));
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn an_already_cancelled_request_does_not_wait_in_a_stopped_target() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        rig.made.stop(LEAVE);
        ticket.cancel();
        let request = held.take();
        request.format_current();
        request.on_complete(wdf_tests::raw::below::pass_on);
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), CANCELLED);
        request.complete(CANCELLED);
    });
}

#[test]
fn ignoring_the_targets_state_a_request_goes_down_though_it_is_stopped() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        let request = empty_write(rig.made, &log);
        assert!(request.send_with(rig.made, IGNORE_STATE, 0));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn stopping_with_cancellation_returns_when_what_was_sent_is_back() {
    calm(|m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.made.stop(CANCEL);
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn stopping_with_a_wait_returns_when_what_was_sent_is_back() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let (rig, request) = sent_write(m, &keeper(m, &here), &log);
        let arrival: Arrival = here.take();
        let completer = m.spawn(move |m| {
            m.sleep(std::time::Duration::from_secs(1));
            assert!(!arrival.is_canceled());
            arrival.complete(SUCCESS);
        });
        rig.made.stop(WAIT);
        log.expect(["0x0"]);
        completer.join();
        request.delete();
    });
}

#[test]
fn stopping_leaves_what_was_sent() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let (rig, request) = sent_write(m, &keeper(m, &here), &log);
        rig.made.stop(LEAVE);
        log.expect([]);
        here.take().complete(SUCCESS);
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn stopping_does_not_wait_for_what_ignores_the_state() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = above(m, &lower);
        let request = empty_write(rig.made, &log);
        assert!(request.send_with(rig.made, IGNORE_STATE, 0));
        rig.made.stop(CANCEL);
        log.expect([]);
        here.take().complete(SUCCESS);
        request.delete();
    });
}

#[test]
fn an_unknown_action_does_nothing() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(0);
        rig.made.stop(4);
        rig.made.purge(0);
        rig.made.purge(3);
        assert_eq!(rig.made.state(), STARTED);
    });
}

#[test]
fn above_passive_level_the_verifier_refuses_to_stop_and_wait() {
    let body = |m: &World<'_>| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let lock = wdf_tests::raw::SpinLock::create(&attributes()).unwrap();
        lock.acquire();
        rig.made.stop(CANCEL);
        rig.made.purge(AND_WAIT);
        assert_eq!(rig.made.state(), if m.v1 { STARTED } else { PURGED });
        lock.release();
    };
    lenient(body);
    assert_eq!(report(Verifier::On, body).violation.rule, Rule::IrqlTooHigh);
}

#[test]
fn a_synchronous_send_to_a_stopped_target_returns_when_that_is_started() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, None, None, 0), SUCCESS);
        let (target, log) = (rig.made, Log::new());
        let starter = m.spawn(with!(log => move |m: &wdf_sim::Machine| {
            m.sleep(std::time::Duration::from_secs(1));
            log.add("start");
            assert_eq!(target.start(), SUCCESS);
        }));
        assert!(request.send_with(rig.made, SYNCHRONOUS, 0));
        log.expect(["start"]);
        assert_eq!(request.status(), SUCCESS);
        starter.join();
        request.delete();
    });
}

/// A request that the next driver keeps, and a thread that stops the target and waits for it, and then says so.
fn waiting(m: &World<'_>, log: &Log, then: impl Fn(Target)) {
    let here = Slot::<Arrival>::empty();
    let lower = keeper(m, &here);
    let rig = above(m, &lower);
    let target = rig.made;
    let request = empty_write(target, log);
    assert!(request.send(target));
    let arrival = here.take();
    let stopper = m.spawn(with!(log => move |_: &wdf_sim::Machine| {
        target.stop(WAIT);
        log.add("stopped");
    }));
    let completer = m.spawn(move |m| {
        m.sleep(std::time::Duration::from_secs(2));
        arrival.complete(SUCCESS);
    });
    m.sleep(std::time::Duration::from_secs(1));
    then(target);
    stopper.join();
    completer.join();
    request.delete();
}

#[test]
fn a_start_waits_for_a_stop_that_waits() {
    calm(|m| {
        let log = Log::new();
        waiting(
            m,
            &log,
            with!(log => move |target: Target| {
                assert_eq!(target.start(), SUCCESS);
                log.add("started");
            }),
        );
        assert_eq!(log.lines()[0], "0x0", "both wait for the request");
        assert_eq!((log.count("started"), log.count("stopped")), (1, 1));
    });
}

#[test]
fn a_stop_that_does_not_wait_lets_one_that_waits_return_too_early() {
    calm(|m| {
        let log = Log::new();
        waiting(m, &log, |target| target.stop(LEAVE));
        log.expect(["stopped", "0x0"]);
    });
}

#[test]
fn a_stop_races_with_a_send_and_nothing_is_lost() {
    all(2, |m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        let request = empty_write(rig.made, &log);
        let target = rig.made;
        let sender = m.spawn(move |_| {
            assert!(request.send(target));
        });
        target.stop(CANCEL);
        sender.join();
        // It waits in the target, or was cancelled.
        target.purge(AND_WAIT);
        assert_eq!(log.lines().len(), 1);
        request.delete();
    });
}

#[test]
fn a_start_races_with_a_cancellation_of_what_waits_and_it_is_completed_once() {
    all(2, |m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.stop(LEAVE);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        request.reference();
        let canceller = m.spawn(move |_| {
            request.cancel_sent();
        });
        assert_eq!(rig.made.start(), SUCCESS);
        canceller.join();
        request.dereference();
        assert_eq!(log.lines().len(), 1);
        request.delete();
    });
}
