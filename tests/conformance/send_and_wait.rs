//! Sends that time out and sends that wait: whose outcome it is, and when the timer is stopped.

use std::time::Duration;

use wdf_sim::{Arrival, Major, Rule, Verifier};
use wdf_tests::raw::below::{SECOND, SYNCHRONOUS, TIMEOUT, above, keeper, obliging, pass_on, reader};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, IO_TIMEOUT, Log, Params, Request, SUCCESS, Slot, UNSUCCESSFUL, World, all,
    attributes, calm, only, report,
};
use wdf_tests::with;

use crate::own_request::{DIRECT, IOCTL, memory};

#[test]
fn a_timeout_cancels_and_the_cancellation_becomes_a_timeout() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.allocate_timer(), SUCCESS);
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        here.get().allow_cancel();
        assert_eq!(ticket.wait().status, IO_TIMEOUT);
        assert!(m.now() >= Duration::from_secs(1));
    });
}

#[test]
fn a_result_other_than_cancelled_survives_the_timeout() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        m.sleep(Duration::from_secs(2));
        let arrival: Arrival = here.take();
        assert!(arrival.is_canceled());
        arrival.complete(UNSUCCESSFUL);
        assert_eq!(ticket.wait().status, UNSUCCESSFUL);
    });
}

#[test]
fn a_request_that_comes_back_in_time_stops_its_timer() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        here.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
        m.sleep(Duration::from_secs(2));
    });
}

#[test]
fn a_synchronous_send_returns_when_the_request_is_back_and_runs_the_routine_before() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let here = Slot::empty();
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |_, _, _| log.add("completion")));
        let other = m.spawn(with!(here => move |m: &wdf_sim::Machine| {
            while here.try_get().is_none() {
                m.yield_now();
            }
            let arrival: Arrival = here.get();
            arrival.complete(UNSUCCESSFUL);
        }));
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        log.add("sent");
        log.expect(["completion", "sent"]);
        assert_eq!(request.status(), UNSUCCESSFUL);
        request.complete(request.status());
        other.join();
        assert_eq!(ticket.wait().status, UNSUCCESSFUL);
    });
}

#[test]
fn a_synchronous_send_times_out() {
    calm(|m| {
        let held = Held::empty();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        assert_eq!(request.status(), IO_TIMEOUT);
        request.complete(IO_TIMEOUT);
    });
}

#[test]
fn of_completion_cancellation_and_timeout_exactly_one_runs_the_routine() {
    all(2, |m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, params: Params| {
            log.add("completion");
            request.complete(params.status);
        }));
        assert!(request.send(rig.made));
        request.reference();
        let arrival: Arrival = here.take();
        arrival.allow_cancel();
        let completer = m.spawn(move |_| {
            arrival.complete(SUCCESS);
        });
        let canceller = m.spawn(move |_| {
            request.cancel_sent();
        });
        completer.join();
        canceller.join();
        request.dereference();
        log.expect(["completion"]);
        assert!([SUCCESS, CANCELLED].contains(&ticket.wait().status));
    });
}

#[test]
fn the_functions_that_send_and_wait_read_write_and_control() {
    calm(|m| {
        let lower = m.lower(|arrival: Arrival| match arrival.major() {
            Major::Read => drop(arrival.complete_with(SUCCESS, b"read")),
            Major::Write => drop(arrival.complete_information(SUCCESS, arrival.input().len())),
            _ => {
                let reversed: Vec<u8> = arrival.input().into_iter().rev().collect();
                arrival.complete_with(SUCCESS, &reversed);
            }
        });
        let rig = above(m, &lower);
        assert_eq!(rig.made.read_now(None, 8, SECOND), (SUCCESS, b"read".to_vec()));
        assert_eq!(rig.made.write_now(b"12345"), (SUCCESS, 5));
        assert_eq!(rig.made.ioctl_now(IOCTL, b"abc", 3), (SUCCESS, b"cba".to_vec()));
        assert_eq!(rig.made.ioctl_now(DIRECT, b"abc", 3), (SUCCESS, b"cba".to_vec()));
    });
}

#[test]
fn the_functions_that_send_and_wait_use_a_request_that_they_are_given() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.read_now(Some(request), 2, SECOND), (SUCCESS, vec![0, 0]));
        assert_eq!(request.information(), 2);
        request.delete();
    });
}

#[test]
fn the_functions_that_send_and_wait_time_out() {
    calm(|m| {
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        assert_eq!(rig.made.read_now(None, 2, SECOND).0, IO_TIMEOUT);
    });
}

#[test]
fn above_passive_level_the_verifier_refuses_to_wait() {
    only(Verifier::On, |m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let lock = wdf_tests::raw::SpinLock::create(&attributes()).unwrap();
        let _ = (rig, lock);
    });
    let body = |m: &World<'_>| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let lock = wdf_tests::raw::SpinLock::create(&attributes()).unwrap();
        lock.acquire();
        assert_eq!(rig.made.read_now(None, 2, SECOND).0, INVALID_DEVICE_REQUEST);
        lock.release();
    };
    assert_eq!(report(Verifier::On, body).violation.rule, Rule::IrqlTooHigh);
    assert_eq!(report(Verifier::Off, body).violation.rule, Rule::IrqlTooHigh);
}

#[test]
fn an_own_request_that_is_sent_synchronously_is_back_when_the_send_returns() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory(&[1; 3])), None, 0), SUCCESS);
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        assert_eq!((request.status(), request.information()), (SUCCESS, 3));
        request.delete();
    });
}
