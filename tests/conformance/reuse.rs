//! Requests that are formatted, reused and pointed at other targets: what is kept, and what is forgotten.

use wdf_sim::{Arrival, Rule, Verifier};
use wdf_tests::raw::{
    Device, Held, INFO_LENGTH_MISMATCH, INVALID_PARAMETER, Log, Params, Request, SUCCESS, Slot, UNSUCCESSFUL,
    WDF_REQUEST_INVALID_STATE, attributes, calm, lenient, manual, only, plan, report,
};
use wdf_tests::with;
use wdk_sys::IRP;

use wdf_tests::raw::below::{SYNCHRONOUS, keeper, obliging, pass_on, reader};

#[test]
fn a_later_completion_routine_replaces_the_earlier_one() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |_, _, _| log.add("the first")));
        request.on_complete(with!(log => move |request, target, params| {
            log.add("the second");
            pass_on(request, target, params);
        }));
        assert!(request.send(rig.made));
        assert_eq!(ticket.wait().status, SUCCESS);
        log.expect(["the second"]);
    });
}

#[test]
fn a_request_may_have_its_timer_allocated_again() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!((request.allocate_timer(), request.allocate_timer()), (SUCCESS, SUCCESS));
        request.complete(SUCCESS);
    });
}

#[test]
fn a_refused_reuse_has_forgotten_the_routine_all_the_same() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert_eq!(request.reuse_with(24, 1, SUCCESS), WDF_REQUEST_INVALID_STATE);
        assert!(!request.send(rig.made), "there is no routine any more");
        assert_eq!(m.broken(), [Rule::SentWithoutCompletionRoutine]);
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn a_wrong_size_or_flag_of_the_reuse_of_an_own_request_is_an_invalid_parameter() {
    calm(|m| {
        let lower = obliging(m);
        let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(request.reuse_with(16, 0, SUCCESS), INVALID_PARAMETER);
        assert_eq!(request.reuse_with(24, 4, SUCCESS), INVALID_PARAMETER);
        assert_ne!(request.reuse_with(16, 0, SUCCESS), INFO_LENGTH_MISMATCH);
        request.delete();
    });
}

#[test]
fn reusing_sets_the_status_that_the_next_one_who_asks_is_told() {
    calm(|m| {
        let lower = obliging(m);
        let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(request.reuse(UNSUCCESSFUL), SUCCESS);
        assert_eq!(request.status(), UNSUCCESSFUL);
        request.delete();
    });
}

#[test]
fn the_block_of_an_unformatted_request_has_its_outcome() {
    only(Verifier::Off, |m| {
        let (held, here, told) = (Held::empty(), Slot::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(3);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(told => move |request: Request, _, params: Params| {
            told.put((params.kind, params.status, params.information));
            request.complete(UNSUCCESSFUL);
        }));
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        arrival.complete_information(UNSUCCESSFUL, 1);
        assert_eq!(told.take(), (0xFF, UNSUCCESSFUL, 1));
    });
}

#[test]
fn the_routine_of_a_synchronous_send_is_forgotten_too() {
    lenient(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |_, _, _| log.add("routine")));
        assert!(request.send_with(rig.made, SYNCHRONOUS, 0));
        log.expect(["routine"]);
        request.format_current();
        assert!(!request.send(rig.made));
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn a_request_around_the_drivers_irp_is_completed_once_it_was_reused_for_that() {
    lenient(|m| {
        let _rig = m.rig(manual());
        let mut irp = IRP { StackCount: 2, CurrentLocation: 2, ..Default::default() };
        let request = Request::around(&mut irp, &attributes()).unwrap();
        if m.v1 {
            request.complete(SUCCESS);
            assert_eq!(m.broken(), [Rule::OwnRequestCompleted]);
        }
        assert_eq!(request.reuse_with(24, 2, SUCCESS), SUCCESS);
        let broken = m.broken();
        request.complete_with(SUCCESS, 3);
        assert_eq!(m.broken(), broken);
        request.delete();
    });
}

#[test]
fn putting_such_a_request_into_a_queue_is_said_to_be_missing() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let rig = m.rig(manual());
            let mut irp = IRP { StackCount: 2, CurrentLocation: 2, ..Default::default() };
            let request = Request::around(&mut irp, &attributes()).unwrap();
            assert_eq!(request.reuse_with(24, 2, SUCCESS), SUCCESS);
            request.forward(rig.made);
        });
        assert_eq!(report.violation.rule, Rule::NotSimulated);
    }
}

#[test]
fn reusing_a_presented_request_forgets_its_cancellation_and_its_routine() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        ticket.cancel();
        assert!(request.is_canceled());
        assert_eq!(request.reuse(UNSUCCESSFUL), SUCCESS);
        assert!(!request.is_canceled());
        assert_eq!(request.status(), UNSUCCESSFUL);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_presented_request_takes_no_new_irp() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.reuse_with(24, 1, SUCCESS), WDF_REQUEST_INVALID_STATE);
        assert_eq!(request.reuse_with(20, 0, SUCCESS), INVALID_PARAMETER);
        assert_eq!(request.reuse_with(24, 8, SUCCESS), INVALID_PARAMETER);
        request.complete(SUCCESS);
    });
}
