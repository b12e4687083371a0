//! Forwarding a child's request to a queue of its parent: what is refused, and what it costs the IRP.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Device, Held, INVALID_DEVICE_REQUEST, Queue, Request, Rig, SUCCESS, WDF_BUSY, World, attributes, calm, check,
    manual, own_request, parallel, plan, report, reserve,
};
use wdf_tests::with;

/// A bus with one child whose reads are held, and a manual queue of the bus; and the child's queue.
fn bus(m: &World<'_>, held: &Held) -> Rig<(Queue, Queue)> {
    m.build(
        plan(),
        with!(held => move |device: Device| {
            let init = device.child_init().unwrap();
            assert_eq!(init.device_id("one"), SUCCESS);
            init.allow_forwarding();
            let child = plan().create(init).unwrap();
            assert_eq!(device.add_child(child), SUCCESS);
            let of_child = child.queue(parallel().default_queue().read(held.putter()));
            (device.queue(manual()), of_child)
        }),
    )
}

/// Refused on with a break of this rule, undefined off.
fn refused(rule: Rule, body: fn(&World<'_>)) {
    let explored = check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
    assert_eq!(explored.breaks.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [rule]);
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (rule, Outcome::Undefined));
}

#[test]
fn a_request_of_no_queue_is_not_forwarded_to_the_parent() {
    refused(Rule::NotInAQueue, |m| {
        let rig = bus(m, &Held::empty());
        let own = own_request(&attributes()).unwrap();
        assert_eq!(own.forward_to_parent(rig.made.0), INVALID_DEVICE_REQUEST);
        own.delete();
    });
}

#[test]
fn a_reserved_request_is_not_forwarded_to_the_parent() {
    refused(Rule::ForwardedToParentWrongly, |m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        assert_eq!(rig.made.1.forward_progress(&reserve(1, 1)), SUCCESS);
        let file = rig.device.children()[0].open().unwrap();
        m.set_low_memory(true);
        let _ticket = file.begin_read(1);
        let request: Request = held.take();
        assert!(request.is_reserved());
        assert_eq!(request.forward_to_parent(rig.made.0), INVALID_DEVICE_REQUEST);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_marked_request_is_not_forwarded_to_the_parent() {
    refused(Rule::ForwardedWhileCancelable, |m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let _ticket = rig.device.children()[0].open().unwrap().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        assert_eq!(request.forward_to_parent(rig.made.0), INVALID_DEVICE_REQUEST);
        assert_eq!(request.unmark(), SUCCESS);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_refused_forward_gives_the_stack_location_back() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        rig.made.0.drain();
        let ticket = rig.device.children()[0].open().unwrap().begin_read(1);
        let request: Request = held.take();
        for _ in 0..3 {
            assert_eq!(request.forward_to_parent(rig.made.0), WDF_BUSY);
        }
        rig.made.0.start();
        assert_eq!(request.forward_to_parent(rig.made.0), SUCCESS);
        rig.made.0.retrieve().unwrap().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}
