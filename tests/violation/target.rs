//! Rules about targets, requests that are sent to them, and requests of the driver's own.

use wdf_sim::{Arrival, Rule};
use wdf_tests::raw::below::action::WAIT;
use wdf_tests::raw::below::{
    DISK, IGNORE_STATE, SECOND, SYNCHRONOUS, TIMEOUT, empty_write, letting_go, obliging, opened,
};
use wdf_tests::raw::{Device, Log, Opening, SUCCESS, Slot, SpinLock, Target, World, at_dispatch, attributes, plan};

use crate::send::owned;
use crate::support::{Shows, fires};

/// A thread stops the target, and waits for a request that the next driver keeps; the other one starts it, as it is told.
fn stopping(m: &World<'_>, starts: fn(Target)) {
    let here = Slot::<Arrival>::empty();
    let lower = m.lower(here.putter());
    let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
    let target = rig.made;
    let request = target.request(&attributes()).unwrap();
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    assert!(request.send(target));
    let arrival = here.take();
    let stopper = m.spawn(move |_| target.stop(2));
    let completer = m.spawn(move |m| {
        m.sleep(std::time::Duration::from_secs(2));
        arrival.complete(SUCCESS);
    });
    m.sleep(std::time::Duration::from_secs(1));
    starts(target);
    completer.join();
    stopper.join();
    request.delete();
}

#[test]
fn started_while_stopping() {
    fires(
        Rule::StartedWhileStopping,
        Shows::Not,
        Shows::Break,
        |m| {
            // Off, the thread waits at DISPATCH_LEVEL, which is found as such.
            if m.v1 {
                stopping(m, |target| assert_eq!(at_dispatch(|| target.start()), SUCCESS));
            }
        },
        |m| stopping(m, |target| assert_eq!(target.start(), SUCCESS)),
    );
    let rule = wdf_tests::raw::breaks(wdf_sim::Verifier::Off, |m| {
        stopping(m, |target| assert_eq!(at_dispatch(|| target.start()), SUCCESS));
    });
    assert_eq!(rule, Rule::IrqlTooHigh);
}

#[test]
fn purged_while_stopping() {
    const AND_WAIT: i32 = 1;
    // A target is closed, and stopped meanwhile; what the stop waits for comes back, and what the close waits for does not yet.
    fn purge(m: &World<'_>, is_over: bool) {
        let here = Slot::<Arrival>::empty();
        let target = opened(m, &here);
        let [request, ignoring] = [0, IGNORE_STATE].map(|options| {
            let request = empty_write(target, &Log::new());
            assert!(request.send_with(target, options, 0));
            (request, here.take())
        });
        let others = [m.spawn(move |_| target.close()), m.spawn(move |_| target.stop(WAIT))];
        m.sleep(std::time::Duration::from_secs(1));
        request.1.complete(SUCCESS);
        let last = ignoring.1;
        let completer = m.spawn(move |m| {
            m.sleep(std::time::Duration::from_secs(1));
            last.complete(SUCCESS);
        });
        if is_over {
            others.into_iter().for_each(|other| other.join());
            target.purge(AND_WAIT);
        } else {
            target.purge(AND_WAIT);
        }
        completer.join();
        request.0.delete();
        ignoring.0.delete();
    }
    fires(Rule::PurgedWhileStopping, Shows::Printed, Shows::Break, |m| purge(m, false), |m| purge(m, true));
}

/// A thread closes a target, and waits for a request that the next driver keeps; the other one opens it, before that or after.
fn closing(m: &World<'_>, too_early: bool) {
    let here = Slot::<Arrival>::empty();
    let target = opened(m, &here);
    let request = target.request(&attributes()).unwrap();
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    assert!(request.send(target));
    let closer = m.spawn(move |_| target.close());
    m.sleep(std::time::Duration::from_secs(1));
    if too_early {
        target.open(Opening::Name(DISK));
    }
    here.take().complete(SUCCESS);
    closer.join();
    assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
    request.delete();
}

#[test]
fn opened_while_closing() {
    fires(Rule::OpenedWhileClosing, Shows::Undefined, Shows::Undefined, |m| closing(m, true), |m| closing(m, false));
}

#[test]
fn waiting_for_a_request_above_passive_level_is_found() {
    for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
        let rule = wdf_tests::raw::breaks(verifier, |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            let lock = SpinLock::create(&attributes()).unwrap();
            request.format_current();
            lock.acquire();
            request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND);
        });
        assert_eq!(rule, Rule::IrqlTooHigh);
    }
}

#[test]
fn a_synchronous_send_without_a_timeout_to_a_driver_that_never_answers_is_found() {
    for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
        let rule = wdf_tests::raw::breaks(verifier, |m| {
            let lower = letting_go(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            request.send_with(rig.made, SYNCHRONOUS, 0);
        });
        assert_eq!(rule, Rule::Deadlock);
    }
}
