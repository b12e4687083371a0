//! Cancelling what was sent: by the application, by the driver, too early, too late.

use wdf_sim::Arrival;
use wdf_tests::raw::below::{above, keeper, obliging, reader, send_on};
use wdf_tests::raw::{CANCELLED, Held, Log, Params, Request, SUCCESS, Slot, attributes, calm};
use wdf_tests::with;

use crate::own_request::memory;

#[test]
fn cancelling_the_application_cancels_what_the_next_driver_has() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        assert!(send_on(held.take(), rig.made));
        assert!(here.get().allow_cancel());
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancelling_a_sent_request_asks_the_next_driver() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert!(send_on(request, rig.made));
        here.get().allow_cancel();
        request.reference();
        assert!(request.cancel_sent());
        request.dereference();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn the_completion_routine_runs_inside_the_cancel_call() {
    calm(|m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, params: Params| {
            log.add("completion");
            request.complete(params.status);
        }));
        assert!(request.send(rig.made));
        here.get().allow_cancel();
        request.reference();
        assert!(request.cancel_sent());
        log.add("cancelled");
        request.dereference();
        log.expect(["completion", "cancelled"]);
    });
}

#[test]
fn a_next_driver_that_ignores_cancellation_is_asked_in_vain_and_sees_it() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert!(send_on(request, rig.made));
        assert!(!request.cancel_sent());
        let arrival: Arrival = here.take();
        assert!(arrival.is_canceled() && arrival.is_here());
        arrival.complete_with(SUCCESS, b"x");
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_request_cancelled_before_it_is_sent_is_not_sent_until_it_is_reused() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert!(!request.cancel_sent());
        assert!(!send_on(request, rig.made));
        assert_eq!(request.status(), CANCELLED);
        assert_eq!(request.reuse(SUCCESS), SUCCESS);
        assert!(send_on(request, rig.made));
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn cancelling_a_request_that_came_back_is_harmless() {
    calm(|m| {
        let (held, back) = (Held::empty(), Held::empty());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(back => move |request, _, _| back.put(request)));
        assert!(request.send(rig.made));
        assert!(!request.cancel_sent());
        request.reference();
        back.take().complete(SUCCESS);
        assert!(!request.cancel_sent());
        request.dereference();
    });
}

#[test]
fn an_own_request_is_cancelled_as_any_that_is_sent() {
    calm(|m| {
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, Some(memory(b"x")), None, 0), SUCCESS);
        assert!(request.send(rig.made));
        assert!(request.cancel_sent());
        assert_eq!(request.status(), CANCELLED);
        request.delete();
    });
}

#[test]
fn a_ticket_of_an_earlier_send_cancels_the_present_one_of_a_reused_request() {
    // What the framework does, and why a driver must know which send its ticket is of.
    calm(|m| {
        let here = Slot::empty();
        let lower = keeper(m, &here);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        let send = |request: Request| {
            assert_eq!(rig.made.format_write(request, Some(memory(b"x")), None, 0), SUCCESS);
            assert!(request.send(rig.made));
        };
        send(request);
        let first: Arrival = here.take();
        first.complete(SUCCESS);
        assert_eq!(request.reuse(SUCCESS), SUCCESS);
        send(request);
        let second: Arrival = here.get();
        second.allow_cancel();
        assert!(request.cancel_sent());
        assert!(!second.is_here());
        request.delete();
    });
}
