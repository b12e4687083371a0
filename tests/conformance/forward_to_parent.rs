//! Forwarding a child's request to a queue of its parent: whose it is from then on, and what is refused.

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, Log, Queue, Request, SUCCESS, WDF_BUSY,
    World, all, calm, manual, parallel, plan, report, sequential,
};
use wdf_tests::with;

use crate::pdo::{Bus, bus, child_of};

#[test]
fn what_an_application_reads_from_a_child_comes_to_the_childs_queue() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request = held.take();
        assert_eq!(request.queue(), Some(rig.made.child_queue));
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_request_forwarded_to_the_parent_belongs_to_the_parents_queue() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        assert_eq!((rig.made.child_queue.owned(), rig.made.queue.waiting()), (0, 1));
        let again = rig.made.queue.retrieve().unwrap();
        assert_eq!(again.queue(), Some(rig.made.queue));
        again.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_request_that_waits_in_the_parents_queue_is_cancelled_there() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        assert_eq!(rig.made.queue.waiting(), 0);
    });
}

#[test]
fn forwarding_a_cancelled_request_to_the_parent_succeeds_and_completes_it() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        ticket.cancel();
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_request_of_the_child_may_be_marked_after_the_parents_queue_gave_it() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        let request = rig.made.queue.retrieve().unwrap();
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_parents_queue_that_does_not_accept_leaves_the_request_with_the_driver() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        rig.made.queue.drain();
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward_to_parent(rig.made.queue), WDF_BUSY);
        assert_eq!((request.queue(), rig.made.child_queue.owned()), (Some(rig.made.child_queue), 1));
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn forwarding_to_the_parent_frees_the_childs_sequential_queue() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan(),
            with!(held, log => move |device: Device| {
                let queue = device.queue(manual().default_queue());
                let _ = device.child("one", &plan()).queue(sequential().default_queue().read(with!(held, log => move |r| {
                    log.add("read");
                    held.put(r);
                })));
                queue
            }),
        );
        let file = child_of(&rig).open().unwrap();
        let (_first, _second) = (file.begin_read(1), file.begin_read(1));
        log.expect(["read"]);
        assert_eq!(held.take().forward_to_parent(rig.made), SUCCESS);
        log.expect(["read"]);
        assert_eq!(held.take().forward_to_parent(rig.made), SUCCESS);
        assert_eq!(rig.made.waiting(), 2);
    });
}

/// Forwards a read of a child to a queue that a test chooses; with the verifier on the driver keeps it.
fn refused(choose: fn(&Bus) -> Queue, allow: bool) {
    let body = move |m: &World<'_>| {
        let held = Held::empty();
        let rig = m.build(
            plan(),
            with!(held => move |device: Device| {
                let queue = device.queue(manual().default_queue());
                let child = device.plain_child(allow);
                let child_queue = child.queue(parallel().default_queue().read(held.putter()));
                Bus { queue, child, child_queue }
            }),
        );
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward_to_parent(choose(&rig.made)), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::ForwardedToParentWrongly]);
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    };
    let continued =
        wdf_tests::raw::check(wdf_sim::Explorer::calm().on_break(wdf_sim::OnBreak::Continue), Verifier::On, body);
    if let Err(report) = continued {
        panic!("{report}");
    }
    let off = report(Verifier::Off, body).violation;
    assert_eq!((off.rule, off.outcome), (Rule::ForwardedToParentWrongly, Outcome::Undefined));
}

#[test]
fn without_the_inits_permission_the_parent_is_not_forwarded_to() {
    refused(|bus| bus.queue, false);
}

#[test]
fn the_childs_own_queue_is_not_the_parents() {
    refused(|bus| bus.child_queue, true);
}

#[test]
fn a_device_that_is_no_child_has_no_parent_to_forward_to() {
    let body = |m: &World<'_>| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward_to_parent(rig.made), INVALID_DEVICE_REQUEST);
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    };
    let off = report(Verifier::Off, body).violation;
    assert_eq!((off.rule, off.outcome), (Rule::ForwardedToParentWrongly, Outcome::Undefined));
    let on = report(Verifier::On, body).violation;
    assert_eq!((on.rule, on.outcome), (Rule::ForwardedToParentWrongly, Outcome::Break));
}

#[test]
fn the_removal_of_a_child_does_not_wait_for_what_it_forwarded() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let child = child_of(&rig);
        let ticket = child.open().unwrap().begin_read(1);
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        let request = rig.made.queue.retrieve().unwrap();
        child.remove();
        assert!(!ticket.is_completed());
        request.complete(INVALID_DEVICE_STATE);
        assert_eq!(ticket.wait().status, INVALID_DEVICE_STATE);
    });
}

#[test]
fn what_a_child_forwarded_is_completed_when_the_child_is_no_more() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let child = child_of(&rig);
        let ticket = child.open().unwrap().begin_read(1);
        assert_eq!(held.take().forward_to_parent(rig.made.queue), SUCCESS);
        let request = rig.made.queue.retrieve().unwrap();
        assert_eq!(rig.made.child.mark_missing(), SUCCESS);
        assert_eq!(rig.device.children().len(), 0);
        assert!(!child.is_present());
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_forward_to_the_parent_races_with_cancellation_and_nothing_is_lost() {
    all(2, |m| {
        let held = Held::empty();
        let rig = m.build(
            plan(),
            with!(held => move |device: Device| {
                let queue = device.queue(parallel().default_queue().read(|request: Request| {
                    if request.mark_ex(|request| request.complete(CANCELLED)) != SUCCESS {
                        request.complete(CANCELLED);
                    }
                }));
                let _ = device.child("one", &plan()).queue(parallel().default_queue().read(held.putter()));
                queue
            }),
        );
        let ticket = std::sync::Arc::new(child_of(&rig).open().unwrap().begin_read(1));
        let request = held.take();
        let canceller = m.spawn(with!(ticket => move |_| {
            let _ = ticket.cancel();
        }));
        assert_eq!(request.forward_to_parent(rig.made), SUCCESS);
        canceller.join();
        assert_eq!(ticket.outcome().status, CANCELLED);
    });
}
