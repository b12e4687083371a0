//! Requests of the I/O manager's that a driver sends to its local target: down, back, cancelled, timed out, forgotten.

use std::time::Duration;

use wdf_sim::{Arrival, Lower, Major, Rule};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, IO_TIMEOUT, Log, Params,
    Plan, REQUEST_NOT_ACCEPTED, Request, Rig, SUCCESS, Slot, Target, UNSUCCESSFUL, WDF_REQUEST_INVALID_STATE, World,
    all, attributes, calm, lenient, only, parallel, plan, sequential,
};
use wdf_tests::with;

pub(crate) const TIMEOUT: i32 = 1;
pub(crate) const SYNCHRONOUS: i32 = 2;
pub(crate) const FORGET: i32 = 8;
/// A second, from now on.
pub(crate) const SECOND: i64 = -10_000_000;

/// A driver that the test plays, which keeps what comes.
pub(crate) fn keeper(m: &World<'_>, here: &Slot<Arrival>) -> Lower {
    m.lower(here.putter())
}

/// A driver that the test plays, which completes everything.
pub(crate) fn obliging(m: &World<'_>) -> Lower {
    m.lower(|arrival| {
        arrival.complete_fully();
    })
}

/// A device above a driver that the test plays, whose reads are held, and its local target.
pub(crate) fn reader(m: &World<'_>, lower: &Lower, held: &Held) -> Rig<Target> {
    m.above(
        lower,
        plan(),
        with!(held => move |device: Device| {
            let _ = device.queue(parallel().default_queue().read(held.putter()).default(held.putter()));
            device.target().unwrap()
        }),
    )
}

/// A completion routine that completes the request as the target did.
pub(crate) fn pass_on(request: Request, _: Target, params: Params) {
    request.complete_with(params.status, params.information);
}

/// Formats and sends, with a completion routine that passes the outcome on.
fn send_on(request: Request, target: Target) -> bool {
    request.format_current();
    request.on_complete(pass_on);
    request.send(target)
}

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

#[test]
fn a_timeout_cancels_and_the_cancellation_becomes_a_timeout() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.allocate_timer(), SUCCESS);
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        here.get().allow_cancel();
        assert_eq!(ticket.wait().status, IO_TIMEOUT);
        assert!(m.now() >= Duration::from_secs(1));
    });
}

#[test]
fn a_result_other_than_cancelled_survives_the_timeout() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        m.sleep(Duration::from_secs(2));
        let arrival: Arrival = here.take();
        assert!(arrival.is_canceled());
        arrival.complete(UNSUCCESSFUL);
        assert_eq!(ticket.wait().status, UNSUCCESSFUL);
    });
}

#[test]
fn a_request_that_comes_back_in_time_stops_its_timer() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send_with(rig.made, TIMEOUT, SECOND));
        here.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
        m.sleep(Duration::from_secs(2));
    });
}

#[test]
fn a_synchronous_send_returns_when_the_request_is_back_and_runs_the_routine_before() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let here = Slot::empty();
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |_, _, _| log.add("completion")));
        let other = m.spawn(with!(here => move |m: &wdf_sim::Machine| {
            while here.try_get().is_none() {
                m.yield_now();
            }
            let arrival: Arrival = here.get();
            arrival.complete(UNSUCCESSFUL);
        }));
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        log.add("sent");
        log.expect(["completion", "sent"]);
        assert_eq!(request.status(), UNSUCCESSFUL);
        request.complete(request.status());
        other.join();
        assert_eq!(ticket.wait().status, UNSUCCESSFUL);
    });
}

#[test]
fn a_synchronous_send_times_out() {
    calm(|m| {
        let held = Held::empty();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
        assert_eq!(request.status(), IO_TIMEOUT);
        request.complete(IO_TIMEOUT);
    });
}

#[test]
fn a_request_sent_and_forgotten_is_the_next_drivers() {
    calm(|m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let plan: Plan = plan().requests(attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroy")));
        let rig = m.above(
            &lower,
            plan,
            with!(held => move |device: Device| {
                let _ = device.queue(sequential().default_queue().read(held.putter()));
                device.target().unwrap()
            }),
        );
        let file = rig.open();
        let (first, _second) = (file.begin_read(2), file.begin_read(1));
        assert!(held.take().send_with(rig.made, FORGET, 0));
        log.expect(["cleanup", "destroy"]);
        assert!(!first.is_completed());
        // The sequential queue has gone on.
        held.take().complete(SUCCESS);
        here.take().complete_with(SUCCESS, b"ok");
        assert_eq!(first.wait().output, b"ok");
    });
}

#[test]
fn a_request_is_forgotten_whatever_the_targets_state() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        rig.made.stop(3);
        let ticket = rig.open().begin_read(1);
        assert!(held.take().send_with(rig.made, FORGET, 0));
        here.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_forgotten_request_is_cancelled_at_the_next_driver() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        assert!(held.take().send_with(rig.made, FORGET, 0));
        here.get().allow_cancel();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_request_of_the_drivers_own_is_not_forgotten() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let request = rig.made.request(&attributes()).unwrap();
        assert!(!request.send_with(rig.made, FORGET, 0));
        assert_eq!(request.status(), INVALID_DEVICE_STATE);
        request.delete();
    });
}

#[test]
fn a_request_formatted_for_a_target_is_not_forgotten() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(rig.made.format_read(request, None, None, 0), SUCCESS);
        assert!(!request.send_with(rig.made, FORGET, 0));
        assert_eq!((request.status(), m.broken()), (INVALID_DEVICE_REQUEST, vec![Rule::FormattedAndForgotten]));
        request.complete(UNSUCCESSFUL);
    });
}

#[test]
fn of_completion_cancellation_and_timeout_exactly_one_runs_the_routine() {
    all(2, |m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, params: Params| {
            log.add("completion");
            request.complete(params.status);
        }));
        assert!(request.send(rig.made));
        request.reference();
        let arrival: Arrival = here.take();
        arrival.allow_cancel();
        let completer = m.spawn(move |_| {
            arrival.complete(SUCCESS);
        });
        let canceller = m.spawn(move |_| {
            request.cancel_sent();
        });
        completer.join();
        canceller.join();
        request.dereference();
        log.expect(["completion"]);
        assert!([SUCCESS, CANCELLED].contains(&ticket.wait().status));
    });
}
