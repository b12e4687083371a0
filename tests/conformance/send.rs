//! Requests of the I/O manager's that a driver sends to its local target: down, back, cancelled, timed out, forgotten.

use wdf_sim::{Arrival, Major, Rule};
use wdf_tests::raw::below::{FORGET, SYNCHRONOUS, TIMEOUT, keeper, obliging, pass_on, reader, send_on};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_REQUEST, INVALID_PARAMETER, Log, Params, REQUEST_NOT_ACCEPTED, Request,
    SUCCESS, Slot, Target, UNSUCCESSFUL, attributes, calm, lenient, only, plan, sequential,
};
use wdf_tests::with;

#[test]
fn a_sent_request_comes_to_the_next_driver_as_it_came_to_this_one() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(3);
        assert!(send_on(held.take(), rig.made));
        let arrival: Arrival = here.take();
        assert_eq!((arrival.major(), arrival.output_length(), arrival.is_from_user()), (Major::Read, 3, true));
        assert!(arrival.complete_with(SUCCESS, b"abc"));
        let completion = ticket.wait();
        assert_eq!((completion.status, completion.output.as_slice()), (SUCCESS, &b"abc"[..]));
    });
}

/// Misuse M33, at the raw layer: it is cancelled, and so is not sent.
#[test]
fn a_request_is_not_sent_in_its_cancel_callback() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(3);
        let target = rig.made;
        let canceled = move |request: Request| {
            assert!(!send_on(request, target));
            request.complete(request.status());
        };
        assert_eq!(held.take().mark_ex(canceled), SUCCESS);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

/// Misuse M52, M53, at the raw layer: the framework does not ask what the request was.
#[test]
fn a_request_goes_down_as_what_it_was_formatted() {
    fn sent_as(major: Major, format: fn(Target, Request) -> i32) {
        calm(move |m| {
            let (held, here) = (Held::empty(), Slot::empty());
            let lower = keeper(m, &here);
            let rig = reader(m, &lower, &held);
            let ticket = rig.open().begin_read(3);
            let request = held.take();
            assert_eq!(format(rig.made, request), SUCCESS);
            request.on_complete(pass_on);
            assert!(request.send(rig.made));
            let arrival: Arrival = here.take();
            assert_eq!(arrival.major(), major);
            assert!(arrival.complete(SUCCESS));
            assert_eq!(ticket.wait().status, SUCCESS);
        });
    }
    sent_as(Major::Write, |target, request| target.format_write(request, None, None, 0));
    sent_as(Major::DeviceControl, |target, request| target.format_ioctl(request, 0x22_2000, None, None));
}

#[test]
fn a_target_that_completes_at_once_runs_the_completion_routine_inside_the_send() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(3);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, params: Params| {
            log.add("completion");
            request.complete_with(params.status, params.information);
        }));
        assert!(request.send(rig.made));
        log.add("sent");
        log.expect(["completion", "sent"]);
        assert_eq!(ticket.wait().information, 3);
    });
}

#[test]
fn the_completion_routine_is_told_the_outcome_and_no_format() {
    calm(|m| {
        let (held, here, told) = (Held::empty(), Slot::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(3);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(told => move |request: Request, target, params: Params| {
            told.put((target, params.kind, params.status, params.information));
            request.complete(UNSUCCESSFUL);
        }));
        assert!(request.send(rig.made));
        here.take().complete_information(SUCCESS, 2);
        assert_eq!(told.take(), (rig.made, 0xFF, SUCCESS, 2));
    });
}

#[test]
fn a_completion_routine_is_under_no_presentation_lock() {
    calm(|m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = m.above(
            &lower,
            plan(),
            with!(held => move |device: Device| {
                let _ = device.queue(
                    sequential().attributes(attributes().scope_queue()).default_queue().read(held.putter()),
                );
                device.target().unwrap()
            }),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let queue = request.queue().unwrap();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, params: Params| {
            log.add("completion");
            request.complete(params.status);
        }));
        assert!(request.send(rig.made));
        wdf_tests::raw::Object::from(queue).lock();
        here.take().complete(SUCCESS);
        log.expect(["completion"]);
        wdf_tests::raw::Object::from(queue).unlock();
    });
}

#[test]
fn an_asynchronous_send_of_a_presented_request_needs_a_completion_routine() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::SentWithoutCompletionRoutine]);
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn the_completion_routine_is_set_anew_for_each_send() {
    lenient(|m| {
        let (held, again) = (Held::empty(), Held::empty());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(again => move |request, _, _| again.put(request)));
        assert!(request.send(rig.made));
        let request = again.take();
        request.format_current();
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), INVALID_DEVICE_REQUEST);
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn with_the_verifier_on_a_request_is_formatted_anew_for_each_send() {
    only(wdf_sim::Verifier::On, |m| {
        let (held, again) = (Held::empty(), Held::empty());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.on_complete(pass_on);
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), REQUEST_NOT_ACCEPTED);
        request.format_current();
        request.on_complete(with!(again => move |request, _, _| again.put(request)));
        assert!(request.send(rig.made));
        let request = again.take();
        request.on_complete(pass_on);
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), REQUEST_NOT_ACCEPTED);
        request.complete(SUCCESS);
    });
}

#[test]
fn a_request_may_be_sent_again_from_its_completion_routine() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(2);
        let request = held.take();
        request.format_current();
        request.on_complete(|request, target, _| {
            assert!(send_on(request, target));
        });
        assert!(request.send(rig.made));
        assert_eq!(ticket.wait().information, 2);
        assert_eq!(m.events("→ EvtRequestCompletionRoutine").len(), 2);
    });
}

#[test]
fn options_of_a_wrong_size_are_an_invalid_parameter() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert!(!request.send_with_size(rig.made, 8));
        assert_eq!((request.status(), m.broken()), (INVALID_PARAMETER, vec![Rule::SendOptionsWrong]));
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn unknown_flags_and_flags_beside_send_and_forget_are_an_invalid_parameter() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        for flags in [0x40, FORGET | TIMEOUT, FORGET | SYNCHRONOUS] {
            assert!(!request.send_with(rig.made, flags, 0));
            assert_eq!(request.status(), INVALID_PARAMETER);
        }
        request.complete(UNSUCCESSFUL);
    });
}
