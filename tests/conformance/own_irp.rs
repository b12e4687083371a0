//! The IRP of a request that a driver makes: whose it is, how long it is there, and what reusing the request does to it.

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Device, INVALID_DEVICE_REQUEST, Memory, REQUEST_NOT_ACCEPTED, Request, Rig, SUCCESS, Target, UNSUCCESSFUL, World,
    attributes, calm, lenient, manual, only, own_request, plan, report,
};
use wdk_sys::IRP;

use wdf_tests::raw::below::obliging;

/// To be completed once more (`WDF_REQUEST_REUSE_MUST_COMPLETE`).
const MUST_COMPLETE: u32 = 2;

fn device(m: &World<'_>) -> Rig<Target> {
    let lower = obliging(m);
    m.above(&lower, plan(), |device: Device| device.target().unwrap())
}

/// An IRP of the driver's own, with so many stack locations that nobody has used.
fn irp(locations: i8) -> IRP {
    IRP { StackCount: locations, CurrentLocation: locations + 1, ..Default::default() }
}

#[test]
fn a_request_of_the_drivers_own_that_is_left_is_no_request_that_was_not_completed() {
    calm(|m| {
        let rig = device(m);
        let _ = rig.made.request(&attributes().parent(rig.raw)).unwrap();
        let _ = own_request(&attributes().parent(rig.raw)).unwrap();
    });
}

#[test]
fn the_irp_of_the_frameworks_goes_with_its_request() {
    calm(|m| {
        let rig = device(m);
        let request = rig.made.request(&attributes()).unwrap();
        let irp = request.irp() as *const IRP;
        // SAFETY: the IRP of a live request.
        assert_eq!(unsafe { (*irp).Type }, 6);
        request.delete();
        // SAFETY: the simulator keeps the memory of the last IRPs that are gone, with nothing in them that is one.
        assert_eq!(unsafe { (*irp).Type }, 0);
    });
}

#[test]
fn an_irp_of_the_drivers_own_is_taken_where_it_has_the_stack_locations() {
    calm(|m| {
        let rig = device(m);
        let (mut none, mut one) = (irp(0), irp(1));
        for (irp, status) in [(&mut none, REQUEST_NOT_ACCEPTED), (&mut one, SUCCESS)] {
            let request = Request::around(irp, &attributes()).unwrap();
            assert_eq!(request.change_target(rig.made), status);
            request.delete();
        }
    });
}

/// The framework writes the status into IRPs of its own alone.
#[test]
fn reusing_a_request_around_the_drivers_irp_leaves_the_irps_status() {
    calm(|m| {
        let _rig = m.rig(manual());
        let mut irp = irp(1);
        let request = Request::around(&mut irp, &attributes()).unwrap();
        let before = request.status();
        assert_eq!(request.reuse(UNSUCCESSFUL), SUCCESS);
        assert_eq!(request.status(), before);
        request.delete();
    });
}

/// One with an IRP of the framework's is as if it were completed until it is pointed at a target.
#[test]
fn a_request_around_the_drivers_irp_can_be_asked_from_the_beginning() {
    only(Verifier::On, |m| {
        let _rig = m.rig(manual());
        let mut irp = irp(1);
        let request = Request::around(&mut irp, &attributes()).unwrap();
        assert_eq!(request.information(), 0);
        request.delete();
    });
    let report = report(Verifier::On, |m| {
        let _rig = m.rig(manual());
        let _ = own_request(&attributes()).unwrap().information();
    });
    assert_eq!(report.violation.rule, Rule::RequestNotOwned);
}

#[test]
fn a_request_that_was_to_be_completed_and_was_not_can_be_reused_to_be_completed_again() {
    calm(|m| {
        let _rig = m.rig(manual());
        let mut irp = irp(1);
        let request = Request::around(&mut irp, &attributes()).unwrap();
        assert_eq!(request.reuse_with(24, MUST_COMPLETE, SUCCESS), SUCCESS);
        assert_eq!(request.reuse_with(24, MUST_COMPLETE, SUCCESS), SUCCESS);
        request.complete_with(UNSUCCESSFUL, 3);
        assert_eq!(request.status(), UNSUCCESSFUL);
        if !m.v1 {
            assert_eq!(request.information(), 3, "which the verifier does not let the driver ask");
        }
        request.delete();
    });
}

#[test]
fn a_request_that_somebody_refers_to_is_not_reused_to_be_completed() {
    lenient(|m| {
        let _rig = m.rig(manual());
        let mut irp = irp(1);
        let request = Request::around(&mut irp, &attributes()).unwrap();
        request.reference();
        assert_eq!(request.reuse_with(24, MUST_COMPLETE, SUCCESS), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::OwnRequestCompleted]);
        request.dereference();
        request.delete();
    });
}

#[test]
fn a_request_of_the_drivers_own_is_completed_once() {
    let body = |m: &World<'_>| {
        let _rig = m.rig(manual());
        let mut irp = irp(1);
        let request = Request::around(&mut irp, &attributes()).unwrap();
        assert_eq!(request.reuse_with(24, MUST_COMPLETE, SUCCESS), SUCCESS);
        request.complete(SUCCESS);
        request.complete(SUCCESS);
    };
    for verifier in [Verifier::Off, Verifier::On] {
        let rule = report(verifier, body).violation.rule;
        assert!([Rule::OwnRequestCompleted, Rule::RequestNotOwned].contains(&rule), "{rule:?}");
    }
}

#[test]
fn a_request_without_an_irp_has_no_status() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let _rig = m.rig(manual());
            let _ = own_request(&attributes()).unwrap().status();
        });
        assert_eq!(report.violation.rule, Rule::RequestNotOwned);
    }
}

/// The third parameter of the bug check is how many references there are.
#[test]
fn the_references_of_a_format_to_the_memory_of_another_request_are_counted() {
    let held = wdf_tests::raw::Held::empty;
    let report = report(Verifier::Off, move |m| {
        let (held, lower) = (held(), obliging(m));
        let rig = wdf_tests::raw::below::reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(4);
        let presented = held.take();
        let part: Memory = presented.output_memory().unwrap();
        for _ in 0..2 {
            let own = rig.made.request(&attributes()).unwrap();
            assert_eq!(rig.made.format_read(own, Some(part), None, 0), SUCCESS);
        }
        presented.complete(SUCCESS);
    });
    assert_eq!(report.violation.rule, Rule::MemoryReferencedAtCompletion);
    let Outcome::BugCheck(bug_check) = report.violation.outcome else { panic!("a bug check") };
    assert_eq!((bug_check.parameters[0], bug_check.parameters[2]), (3, 2));
}
