//! How a request is formatted for its next send: what forgets it, and what keeps it.

use wdf_sim::{Arrival, Major, Rule, Verifier};
use wdf_tests::raw::{Held, Memory, SUCCESS, Slot, attributes, breaks, calm, only, report};
use wdk_sys::WDF_REQUEST_COMPLETION_PARAMS;

use wdf_tests::raw::below::{keeper, obliging, pass_on, reader};

#[test]
fn reusing_a_request_that_was_formatted_with_memory_leaves_it_unformatted() {
    let body = |m: &wdf_tests::raw::World<'_>| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let memory = Memory::create(&attributes(), 4).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory), None, 0), SUCCESS);
        assert_eq!(request.reuse(SUCCESS), SUCCESS);
        request.on_complete(pass_on);
        let _ = request.send(rig.made);
        request.complete(SUCCESS);
    };
    assert_eq!(breaks(Verifier::Off, body), Rule::SentUnformatted);
}

#[test]
fn a_presented_request_that_is_formatted_as_it_came_stays_so_when_it_is_reused() {
    only(Verifier::Off, |m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(3);
        let request = held.take();
        request.format_current();
        assert_eq!(request.reuse(SUCCESS), SUCCESS);
        request.on_complete(pass_on);
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        assert_eq!((arrival.major(), arrival.output_length()), (Major::Read, 3));
        arrival.complete_with(SUCCESS, b"abc");
        assert_eq!(ticket.wait().output, b"abc");
    });
}

#[test]
fn naming_another_target_keeps_a_format_that_names_no_memory() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(3);
        let request = held.take();
        request.format_current();
        assert_eq!(request.change_target(rig.made), SUCCESS);
        request.on_complete(pass_on);
        assert!(request.send(rig.made));
        here.take().complete_with(SUCCESS, b"abc");
        assert_eq!(ticket.wait().output, b"abc");
    });
}

/// The target keeps a request in a list whose entry lies where the cancel-safe queue's note lay.
#[test]
fn a_request_that_was_sent_was_never_marked_as_far_as_unmarking_can_tell() {
    let report = report(Verifier::Off, |m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        assert_eq!(request.unmark(), SUCCESS);
        request.format_current();
        request.on_complete(|_, _, _| {});
        assert!(request.send(rig.made));
        let _ = request.unmark();
    });
    assert_eq!(report.violation.rule, Rule::UnmarkedUnmarked);
}

#[test]
fn completion_parameters_say_how_large_they_are() {
    calm(|m| {
        let lower = obliging(m);
        let rig = reader(m, &lower, &Held::empty());
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, None, None, 0), SUCCESS);
        request.on_complete(|_, _, _| {});
        assert!(request.send(rig.made));
        let size = u32::try_from(size_of::<WDF_REQUEST_COMPLETION_PARAMS>()).unwrap();
        let mut params = WDF_REQUEST_COMPLETION_PARAMS { Size: size, ..Default::default() };
        // SAFETY: a request of the driver's own, and a structure with its size.
        unsafe {
            wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestGetCompletionParams, request.raw(), &raw mut params);
        }
        assert_eq!(params.Size, size);
        request.delete();
    });
}
