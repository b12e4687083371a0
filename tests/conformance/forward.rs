//! Forwarding to another queue of the device.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Log, Queue, Queues, Request, Rig, SUCCESS, Slot, WDF_BUSY, World, all,
    attributes, calm, check, lenient, manual, parallel, plan, report, sequential,
};
use wdf_tests::with;

/// A device whose reads are held, and a second queue to forward them to.
fn two(m: &World<'_>, held: &Held, second: Queues) -> Rig<Queue> {
    m.build(
        plan(),
        with!(held => move |device| {
            let _ = device.queue(parallel().default_queue().read(held.putter()));
            device.queue(second.clone())
        }),
    )
}

#[test]
fn a_forwarded_request_belongs_to_the_destination() {
    calm(|m| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        let from = request.queue().unwrap();
        assert_eq!(request.forward(rig.made), SUCCESS);
        assert_eq!((from.owned(), rig.made.waiting()), (0, 1));
        let again = rig.made.retrieve().unwrap();
        assert_eq!(again.queue(), Some(rig.made));
        again.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn forwarding_may_run_the_destinations_handler_before_it_returns() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = two(
            m,
            &held,
            parallel().read(with!(log => move |request: Request| {
                log.add("second");
                request.complete(SUCCESS);
            })),
        );
        let _ticket = rig.open().begin_read(1);
        assert_eq!(held.take().forward(rig.made), SUCCESS);
        log.add("returned");
        log.expect(["second", "returned"]);
    });
}

#[test]
fn forwarding_may_run_the_sources_next_handler_before_it_returns() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan(),
            with!(held, log => move |device| {
                let _ = device.queue(sequential().default_queue().read(with!(held, log => move |request: Request| {
                    log.add("read");
                    held.put(request);
                })));
                device.queue(manual())
            }),
        );
        let file = rig.open();
        let (_first, second) = (file.begin_read(1), file.begin_read(1));
        assert_eq!(held.take().forward(rig.made), SUCCESS);
        log.add("returned");
        log.expect(["read", "read", "returned"]);
        held.take().complete(SUCCESS);
        assert_eq!(second.wait().status, SUCCESS);
    });
}

#[test]
fn a_destination_that_does_not_accept_leaves_the_request_with_the_driver() {
    calm(|m| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        rig.made.drain();
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward(rig.made), WDF_BUSY);
        assert_eq!(request.queue().unwrap().owned(), 1);
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_refused_forward_may_be_followed_by_a_mark() {
    calm(|m| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        rig.made.drain();
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward(rig.made), WDF_BUSY);
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert!(ticket.cancel());
    });
}

#[test]
fn forwarding_a_cancelled_request_succeeds_and_completes_it() {
    calm(|m| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        assert_eq!(held.take().forward(rig.made), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
        assert_eq!(rig.made.waiting(), 0);
    });
}

#[test]
fn a_redelivered_request_starts_unmarked_and_may_be_marked() {
    calm(|m| {
        let held = Held::empty();
        let second = parallel().read(|request| assert_eq!(request.mark_ex(|r| r.complete(CANCELLED)), SUCCESS));
        let rig = two(m, &held, second);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.mark_ex(|_| panic!("the first callback")), SUCCESS);
        assert_eq!(request.unmark(), SUCCESS);
        assert_eq!(request.forward(rig.made), SUCCESS);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn forwarding_to_its_own_queue_requeues_at_the_tail_in_v0_and_is_refused_in_v1() {
    lenient(|m| {
        let log = Log::new();
        let held = Held::empty();
        let rig = m.rig(sequential().write(with!(log, held => move |request: Request| {
            log.add(String::from_utf8(request.input_bytes()).unwrap());
            held.put(request);
        })));
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2")];
        let first = held.take();
        assert_eq!(first.forward(rig.made), m.either(SUCCESS, INVALID_DEVICE_REQUEST));
        if m.v1 {
            assert_eq!(m.broken(), [Rule::ForwardedToSameQueue]);
            first.complete(SUCCESS);
        } else {
            held.take().complete(SUCCESS);
        }
        held.take().complete(SUCCESS);
        log.expect_lines(&m.either(vec!["1", "2", "1"], vec!["1", "2"]));
    });
}

#[test]
fn forwarding_a_marked_request_is_refused_in_v1_and_undefined_in_v0() {
    let body = |m: &World<'_>| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        assert_eq!(request.forward(rig.made), INVALID_DEVICE_REQUEST);
        assert_eq!(request.unmark(), SUCCESS, "it is the driver's as before");
        request.complete(CANCELLED);
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::ForwardedWhileCancelable, Outcome::Undefined));
}

#[test]
fn a_request_of_no_queue_cannot_be_forwarded() {
    let body = |m: &World<'_>| {
        let target = Slot::empty();
        let in_context = with!(target => move |_, request: Request| {
            assert_eq!(request.forward(target.get()), INVALID_DEVICE_REQUEST);
            request.complete(CANCELLED);
        });
        let rig = m.build(plan().caller_context(in_context), |device| device.queue(manual().default_queue()));
        target.put(rig.made);
        assert_eq!(rig.open().read(1).status, CANCELLED);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::NotInAQueue, Outcome::Undefined));
}

#[test]
fn a_destination_in_scope_device_is_served_by_a_dpc_if_the_lock_is_held() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().attributes(attributes().scope_device()),
            with!(log => move |device| {
                let second = device.queue(parallel().read(with!(log => move |request: Request| {
                    log.add("second");
                    request.complete(SUCCESS);
                })));
                device.queue(parallel().default_queue().read(with!(log => move |request: Request| {
                    assert_eq!(request.forward(second), SUCCESS);
                    log.add("first returns");
                })))
            }),
        );
        assert_eq!(rig.open().read(1).status, SUCCESS);
        log.expect(["first returns", "second"]);
        let events = m.events("→ EvtIoRead");
        assert_ne!(events[0].thread, events[1].thread);
        assert_eq!(events[1].irql, 2);
    });
}

#[test]
fn a_forward_races_with_a_cancel_and_the_request_is_completed_once() {
    all(3, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = two(
            m,
            &held,
            parallel().read(with!(log => move |request: Request| {
                log.add("second");
                request.complete_with(SUCCESS, 0);
            })),
        );
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        let forwarder = m.spawn(move |_| assert_eq!(request.forward(rig.made), SUCCESS));
        ticket.cancel();
        forwarder.join();
        assert_eq!(ticket.wait().status, if log.lines().is_empty() { CANCELLED } else { SUCCESS });
    });
}

#[test]
fn a_forward_races_with_a_purge_of_the_destination() {
    all(3, |m| {
        let held = Held::empty();
        let rig = two(m, &held, manual());
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        let forwarder = m.spawn(move |_| match request.forward(rig.made) {
            SUCCESS => {}
            WDF_BUSY => request.complete(CANCELLED),
            status => panic!("{status:#010x}"),
        });
        rig.made.purge();
        forwarder.join();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}
