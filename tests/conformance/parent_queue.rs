//! Forwarding a child's request to a queue of its parent: what the options and the init must say, what is refused, and what it
//! costs the IRP.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Held, INFO_LENGTH_MISMATCH, INVALID_DEVICE_REQUEST, INVALID_PARAMETER, Request, SUCCESS, WDF_BUSY, World,
    attributes, calm, check, lenient, own_request, plan, report, reserve,
};

use crate::pdo::{bus, child_of};

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
        assert_eq!(own.forward_to_parent(rig.made.queue), INVALID_DEVICE_REQUEST);
        own.delete();
    });
}

#[test]
fn a_reserved_request_is_not_forwarded_to_the_parent() {
    refused(Rule::ForwardedToParentWrongly, |m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        assert_eq!(rig.made.child_queue.forward_progress(&reserve(1, 1)), SUCCESS);
        let file = child_of(&rig).open().unwrap();
        m.set_low_memory(true);
        let _ticket = file.begin_read(1);
        let request: Request = held.take();
        assert!(request.is_reserved());
        assert_eq!(request.forward_to_parent(rig.made.queue), INVALID_DEVICE_REQUEST);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_marked_request_is_not_forwarded_to_the_parent() {
    refused(Rule::ForwardedWhileCancelable, |m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let _ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        assert_eq!(request.forward_to_parent(rig.made.queue), INVALID_DEVICE_REQUEST);
        assert_eq!(request.unmark(), SUCCESS);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_refused_forward_gives_the_stack_location_back() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        rig.made.queue.drain();
        let ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request: Request = held.take();
        for _ in 0..3 {
            assert_eq!(request.forward_to_parent(rig.made.queue), WDF_BUSY);
        }
        rig.made.queue.start();
        assert_eq!(request.forward_to_parent(rig.made.queue), SUCCESS);
        rig.made.queue.retrieve().unwrap().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn the_options_size_is_checked() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let _ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward_to_parent_with(rig.made.queue, 4, 1), INFO_LENGTH_MISMATCH);
        request.complete(SUCCESS);
    });
}

#[test]
fn the_options_flags_are_checked() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        let _ticket = child_of(&rig).open().unwrap().begin_read(1);
        let request = held.take();
        assert_eq!(request.forward_to_parent_with(rig.made.queue, 8, 2), INVALID_PARAMETER);
        assert_eq!(request.forward_to_parent_with(rig.made.queue, 8, 0), SUCCESS);
    });
}

/// Misuse M73, at the raw layer.
#[test]
fn permission_to_forward_is_for_a_childs_init() {
    lenient(|m| {
        let _ = wdf_tests::raw::load(m, |init| {
            init.allow_forwarding();
            assert!(plan().create(init).is_ok());
            SUCCESS
        })
        .unwrap()
        .add_device()
        .unwrap();
        assert_eq!(m.broken(), [Rule::NotAChild]);
    });
}
