//! The states of a target: started, stopped, purged, closed, and what becomes of requests in each.

use wdf_sim::{Arrival, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_STATE, IO_TIMEOUT, Log, Params, Request, Rig, SUCCESS, Slot, Target,
    WDF_DEVICE_REMOVED_NOT_SENT, World, all, attributes, calm, lenient, plan, report,
};
use wdf_tests::with;

use crate::send::{SECOND, SYNCHRONOUS, TIMEOUT, keeper, obliging, reader};

const IGNORE_STATE: i32 = 4;
const CANCEL: i32 = 1;
const WAIT: i32 = 2;
const LEAVE: i32 = 3;
const AND_WAIT: i32 = 1;
const AT_ONCE: i32 = 2;
const STARTED: i32 = 1;
const STOPPED: i32 = 2;
const PURGED: i32 = 6;

fn device(m: &World<'_>, lower: &wdf_sim::Lower) -> Rig<Target> {
    m.above(lower, plan(), |device: Device| device.target().unwrap())
}

/// A request of the driver's own that writes nothing, and whose end is written down.
fn write(target: Target, log: &Log) -> Request {
    let request = target.request(&attributes()).unwrap();
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    request.on_complete(with!(log => move |_, _, params: Params| log.add(format!("{:#x}", params.status))));
    request
}

#[test]
fn a_local_target_is_started_and_belongs_to_its_device() {
    calm(|m| {
        let lower = obliging(m);
        let rig = device(m, &lower);
        assert_eq!((rig.made.state(), rig.made.device()), (STARTED, rig.raw));
        assert_eq!(rig.raw.target(), Some(rig.made));
        assert_ne!(rig.made.device_object(), 0);
    });
}

#[test]
fn a_child_of_a_bus_has_no_local_target() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| device.child("one", &plan()));
        assert_eq!(rig.made.target(), None);
    });
}

#[test]
fn a_local_target_is_not_stopped_when_power_goes_down() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = device(m, &lower);
        rig.device.suspend();
        assert_eq!(rig.made.state(), STARTED);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn what_is_sent_to_a_stopped_target_waits_until_it_is_started() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = device(m, &lower);
        rig.made.stop(LEAVE);
        assert_eq!(rig.made.state(), STOPPED);
        let (first, second) = (write(rig.made, &log), write(rig.made, &log));
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
        let rig = device(m, &lower);
        rig.made.stop(LEAVE);
        let request = write(rig.made, &log);
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
        let rig = device(m, &lower);
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
        request.on_complete(crate::send::pass_on);
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
        request.on_complete(crate::send::pass_on);
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
        let rig = device(m, &lower);
        rig.made.stop(LEAVE);
        let request = write(rig.made, &log);
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
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
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
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
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
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
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
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
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
        let rig = device(m, &lower);
        rig.made.stop(0);
        rig.made.stop(4);
        rig.made.purge(0);
        rig.made.purge(3);
        assert_eq!(rig.made.state(), STARTED);
    });
}

#[test]
fn a_purge_fails_what_waits_cancels_what_was_sent_and_refuses_what_comes() {
    calm(|m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = device(m, &lower);
        let sent = write(rig.made, &log);
        assert!(sent.send(rig.made));
        rig.made.stop(LEAVE);
        let pended = write(rig.made, &log);
        assert!(pended.send(rig.made));
        rig.made.purge(AND_WAIT);
        assert_eq!(rig.made.state(), PURGED);
        log.expect(["0xc0200206", "0xc0000120"]);
        assert_eq!(pended.status(), WDF_DEVICE_REMOVED_NOT_SENT);
        let late = write(rig.made, &log);
        assert!(!late.send(rig.made));
        assert_eq!(late.status(), INVALID_DEVICE_STATE);
        for request in [sent, pended, late] {
            request.delete();
        }
    });
}

#[test]
fn a_purge_need_not_wait() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.made.purge(AT_ONCE);
        log.expect([]);
        let arrival: Arrival = here.take();
        assert!(arrival.is_canceled());
        arrival.complete(CANCELLED);
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn a_purged_target_can_be_started_again() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = device(m, &lower);
        rig.made.purge(AT_ONCE);
        assert_eq!(rig.made.start(), SUCCESS);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn above_passive_level_the_verifier_refuses_to_stop_and_wait() {
    let body = |m: &World<'_>| {
        let lower = obliging(m);
        let rig = device(m, &lower);
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
fn a_device_is_deleted_when_what_its_target_has_is_back() {
    calm(|m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.device.remove();
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn removal_waits_for_a_next_driver_that_ignores_cancellation() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        let completer = m.spawn(move |m| {
            m.sleep(std::time::Duration::from_secs(1));
            arrival.complete(SUCCESS);
        });
        rig.device.remove();
        log.expect(["0x0"]);
        completer.join();
        request.delete();
    });
}

#[test]
fn ignoring_the_targets_state_a_request_goes_down_though_it_is_purged() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = device(m, &lower);
        rig.made.purge(AT_ONCE);
        let request = write(rig.made, &log);
        assert!(request.send_with(rig.made, IGNORE_STATE, 0));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn a_synchronous_send_to_a_stopped_target_returns_when_that_is_started() {
    calm(|m| {
        let lower = obliging(m);
        let rig = device(m, &lower);
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
    let rig = device(m, &lower);
    let target = rig.made;
    let request = write(target, log);
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
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
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
fn a_purge_races_with_a_completion_and_may_return_before_its_routine_ran() {
    all(2, |m| {
        let (here, log) = (Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = write(rig.made, &log);
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        arrival.allow_cancel();
        let completer = m.spawn(move |_| {
            arrival.complete(SUCCESS);
        });
        // The framework waits for what is in its list, and a request leaves that before its routine runs.
        rig.made.purge(AND_WAIT);
        completer.join();
        assert_eq!(log.lines().len(), 1);
        request.delete();
    });
}

#[test]
fn a_start_races_with_a_cancellation_of_what_waits_and_it_is_completed_once() {
    all(2, |m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = device(m, &lower);
        rig.made.stop(LEAVE);
        let request = write(rig.made, &log);
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
