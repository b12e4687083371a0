//! Two changes of a target's state that overlap, and those that meet what is being sent again.
//!
//! The documentation forbids it; the framework goes on nevertheless (`fxiotarget.cpp:GotoRemoveState`, `Stop`,
//! `HandleFailedResubmit`, `fxiotargetremote.cpp:Close`).

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wdf_sim::{Arrival, Explorer, Major, Rule, Verifier};
use wdf_tests::raw::below::action::{LEAVE, WAIT};
use wdf_tests::raw::below::state::STARTED;
use wdf_tests::raw::below::{
    DISK, IGNORE_STATE, SECOND, SYNCHRONOUS, TIMEOUT, above, empty_write, obliging, opened, opener, sent_write,
};
use wdf_tests::raw::{
    IO_TIMEOUT, Log, Opening, Request, Rig, SUCCESS, Slot, Target, World, all, attributes, calm, check,
};
use wdf_tests::with;

use crate::target::{AND_WAIT, AT_ONCE};

fn second() -> Duration {
    Duration::from_secs(1)
}

/// A write that the driver behind the target keeps.
fn kept(target: Target, here: &Slot<Arrival>, log: &Log, options: i32) -> (Request, Arrival) {
    let request = empty_write(target, log);
    assert!(request.send_with(target, options, 0));
    (request, here.take())
}

#[test]
fn a_close_returns_when_all_that_was_sent_is_back_also_what_ignores_the_state() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let target = opened(m, &here);
        let (first, arrival) = kept(target, &here, &log, 0);
        let (last, ignoring) = kept(target, &here, &log, IGNORE_STATE);
        let completer = m.spawn(move |m| {
            for arrival in [arrival, ignoring] {
                m.sleep(second());
                arrival.complete(SUCCESS);
            }
        });
        target.close();
        log.expect(["0x0", "0x0"]);
        completer.join();
        first.delete();
        last.delete();
    });
}

/// A thread closes a target, or stops it, and then another one stops it, while a write is away; then that comes back.
fn stopping_too(m: &World<'_>, changes: fn(Target)) -> Target {
    let (here, log) = (Slot::empty(), Log::new());
    let target = opened(m, &here);
    let (request, arrival) = kept(target, &here, &log, 0);
    let first = m.spawn(move |_| changes(target));
    let stopper = m.spawn(move |m| {
        m.sleep(second());
        target.stop(WAIT);
    });
    m.sleep(2 * second());
    arrival.complete(SUCCESS);
    first.join();
    stopper.join();
    request.delete();
    target
}

#[test]
fn a_target_that_was_stopped_while_it_was_closed_can_be_opened_again() {
    calm(|m| {
        let target = stopping_too(m, Target::close);
        assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
        assert_eq!(target.state(), STARTED);
        target.close();
    });
}

const WORLDS: [Verifier; 2] = [Verifier::Off, Verifier::On];

/// Whether some schedule ends with a thread that waits for ever.
fn can_hang(preemptions: usize, body: fn(&World<'_>)) -> bool {
    let ends = WORLDS.map(|verifier| check(Explorer::exhaustive(preemptions), verifier, body));
    ends.iter().any(|end| end.as_ref().is_err_and(|report| report.violation.rule == Rule::Deadlock))
        && ends.iter().all(Result::is_err)
}

/// A plain close takes the event back that says so; what was stopped for a query keeps it.
#[test]
fn a_stop_that_begins_to_wait_when_a_close_has_ended_waits_for_ever() {
    fn race(m: &World<'_>, close: fn(Target)) {
        let (here, log) = (Slot::empty(), Log::new());
        let target = opened(m, &here);
        let (request, arrival) = kept(target, &here, &log, 0);
        let closer = m.spawn(move |_| close(target));
        let stopper = m.spawn(move |m| {
            m.sleep(second());
            target.stop(WAIT);
        });
        m.sleep(second());
        arrival.complete(SUCCESS);
        closer.join();
        stopper.join();
        request.delete();
    }
    assert!(can_hang(1, |m| race(m, Target::close)));
    all(1, |m| race(m, Target::close_for_query));
}

/// One thread stops a target and waits; when what it waits for is back, another one starts the target, sends and stops it again. What
/// was sent the second time comes back by itself, or when it is cancelled.
fn stopped_twice(m: &World<'_>, between: fn(Target), by_itself: bool) {
    let (here, log) = (Slot::<Arrival>::empty(), Log::new());
    let serve = with!(here, log => move |arrival: Arrival| {
        if arrival.major() != Major::Write {
            arrival.complete(SUCCESS);
        } else if by_itself || log.count("first") == 0 {
            log.add("first");
            here.put(arrival);
        } else {
            arrival.allow_cancel();
        }
    });
    let _ = m.lower(serve).named(DISK);
    let target = opener(m).made;
    assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
    let (first, arrival) = kept(target, &here, &log, 0);
    let next = empty_write(target, &log);
    let other = m.spawn(move |m| {
        m.sleep(second());
        between(target);
    });
    let stopper = m.spawn(move |_| target.stop(WAIT));
    m.sleep(2 * second());
    arrival.complete(SUCCESS);
    let completer = m.spawn(with!(here => move |m: &wdf_sim::Machine| {
        m.sleep(second());
        if let Some(arrival) = here.try_take() {
            arrival.complete(SUCCESS);
        }
    }));
    assert_eq!(target.start(), SUCCESS);
    next.send(target);
    target.stop(WAIT);
    for thread in [stopper, other, completer] {
        thread.join();
    }
    first.delete();
    next.delete();
}

#[test]
fn a_stop_whose_wait_ends_forgets_one_that_began_meanwhile_which_then_waits_for_ever() {
    assert!(can_hang(1, |m| stopped_twice(m, |_| {}, true)));
}

#[test]
fn a_close_that_has_waited_for_a_stop_does_not_wait_for_the_next_one() {
    calm(|m| stopped_twice(m, Target::close_for_query, false));
}

#[test]
fn a_purge_comes_before_a_start_after_it_or_between_what_that_takes_out_and_sends_again() {
    let ends = Arc::new(Mutex::new(BTreeSet::new()));
    all(
        2,
        with!(ends => move |m: &World<'_>| {
            let log = Log::new();
            let lower = obliging(m);
            let target = above(m, &lower).made;
            target.stop(LEAVE);
            let request = empty_write(target, &log);
            assert!(request.send(target));
            let starter = m.spawn(move |_| assert_eq!(target.start(), SUCCESS));
            target.purge(AT_ONCE);
            starter.join();
            ends.lock().unwrap().extend(log.lines());
            request.delete();
        }),
    );
    let ends: Vec<_> = ends.lock().unwrap().iter().cloned().collect();
    assert_eq!(ends, ["0x0", "0xc0000184", "0xc0200206"]);
}

/// A device's own target, stopped, in which a write waits whose completion routine takes so long: what waits behind it is not sent
/// again before.
fn slowly_started(rig: &Rig<Target>, log: &Log, delay: i64) -> Request {
    let target = rig.made;
    target.stop(LEAVE);
    let slow = empty_write(target, log);
    slow.on_complete(move |_, _, _| {
        let mut interval = wdk_sys::LARGE_INTEGER { QuadPart: delay };
        // SAFETY: the interval lives for the call.
        let status = unsafe { wdk_sys::ntddk::KeDelayExecutionThread(0, 0, &raw mut interval) };
        assert_eq!(status, SUCCESS);
    });
    assert!(slow.send(target));
    slow
}

#[test]
fn a_purge_waits_for_what_was_sent_though_another_request_is_not_sent_again() {
    calm(|m| {
        let (here, log) = (Slot::<Arrival>::empty(), Log::new());
        let lower = m.lower(with!(here, log => move |arrival: Arrival| {
            if log.count("first") == 0 {
                log.add("first");
                here.put(arrival);
            } else {
                arrival.complete(SUCCESS);
            }
        }));
        let (rig, first) = sent_write(m, &lower, &log);
        let (target, arrival) = (rig.made, here.take());
        let slow = slowly_started(&rig, &log, 2 * SECOND);
        let waits = empty_write(target, &log);
        assert!(waits.send(target));
        let starter = m.spawn(move |_| assert_eq!(target.start(), SUCCESS));
        let purger = m.spawn(with!(log => move |m: &wdf_sim::Machine| {
            m.sleep(second());
            target.purge(AND_WAIT);
            log.add("purged");
        }));
        m.sleep(3 * second());
        arrival.complete(SUCCESS);
        purger.join();
        starter.join();
        log.expect(["first", "0xc0000184", "0x0", "purged"]);
        for request in [first, slow, waits] {
            request.delete();
        }
    });
}

#[test]
fn what_times_out_before_it_is_sent_again_has_timed_out() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let target = rig.made;
        let slow = slowly_started(&rig, &Log::new(), 2 * SECOND);
        let request = target.request(&attributes()).unwrap();
        assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
        let starter = m.spawn(move |_| assert_eq!(target.start(), SUCCESS));
        assert!(request.send_with(target, SYNCHRONOUS | TIMEOUT, SECOND));
        assert_eq!(request.status(), IO_TIMEOUT);
        starter.join();
        slow.delete();
        request.delete();
    });
}
