//! Rules about formatting a request for its target.

use wdf_sim::Rule;
use wdf_tests::raw::below::{FORGET, obliging, pass_on, send_on};
use wdf_tests::raw::{Device, Held, SUCCESS, UNSUCCESSFUL, attributes, own_request, parallel, plan};
use wdf_tests::with;

use crate::send::owned;
use crate::support::{Shows, fires};

/// Misuse M42, at the raw layer.
#[test]
fn sent_unformatted() {
    fires(
        Rule::SentUnformatted,
        Shows::Undefined,
        Shows::Not,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.on_complete(pass_on);
            // With the verifier on the framework refuses it, and the driver finds out.
            if !request.send(rig.made) {
                request.complete(request.status());
            }
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
        },
    );
}

#[test]
fn formatted_without_room() {
    let bug_check = Shows::Wdf(6, Some(2));
    fires(
        Rule::FormattedWithoutRoom,
        bug_check,
        bug_check,
        |m| {
            let _rig = m.build(plan(), |_| ());
            own_request(&attributes()).unwrap().format_current();
        },
        |m| {
            let lower = obliging(m);
            let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
            let request = own_request(&attributes()).unwrap();
            assert_eq!(request.change_target(rig.made), SUCCESS);
            request.format_current();
            request.delete();
        },
    );
}

#[test]
fn a_child_of_a_bus_has_no_stack_location_to_format() {
    let bug_check = Shows::Wdf(6, Some(1));
    fires(
        Rule::FormattedWithoutRoom,
        bug_check,
        bug_check,
        |m| {
            let held = Held::empty();
            let rig = m.build(
                plan(),
                with!(held => move |device: Device| {
                    let init = device.child_init().unwrap();
                    assert_eq!(init.device_id("one"), SUCCESS);
                    let child = plan().create(init).unwrap();
                    assert_eq!(device.add_child(child), SUCCESS);
                    let _ = child.queue(parallel().default_queue().read(held.putter()));
                }),
            );
            let _ticket = rig.device.children()[0].open().unwrap().begin_read(1);
            held.take().format_current();
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
        },
    );
}

/// Misuse M45, at the raw layer.
#[test]
fn formatted_and_forgotten() {
    fires(
        Rule::FormattedAndForgotten,
        Shows::Printed,
        Shows::Break,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert_eq!(rig.made.format_read(request, None, None, 0), SUCCESS);
            assert!(!request.send_with(rig.made, FORGET, 0));
            request.complete(UNSUCCESSFUL);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            assert!(request.send_with(rig.made, FORGET, 0));
        },
    );
}

#[test]
fn completion_params_unformatted() {
    fires(
        Rule::CompletionParamsUnformatted,
        Shows::Printed,
        Shows::Break,
        |m| {
            let _rig = m.build(plan(), |_| ());
            let request = own_request(&attributes()).unwrap();
            let _ = request.completion_params();
            request.delete();
        },
        |m| {
            let lower = obliging(m);
            let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
            let request = rig.made.request(&attributes()).unwrap();
            assert_eq!(rig.made.format_read(request, None, None, 0), SUCCESS);
            let _ = request.completion_params();
            request.delete();
        },
    );
}
