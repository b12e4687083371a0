//! Rules about targets, requests that are sent to them, and requests of the driver's own.

use wdf_sim::{Arrival, Lower, Rule};
use wdf_tests::raw::{
    Device, Held, Opening, Params, Request, Rig, SUCCESS, Slot, SpinLock, Target, UNSUCCESSFUL, World, at_dispatch,
    attributes, own_request, parallel, plan,
};
use wdf_tests::with;

use crate::support::{Shows, fires};

const TIMEOUT: i32 = 1;
const SYNCHRONOUS: i32 = 2;
const FORGET: i32 = 8;
const SECOND: i64 = -10_000_000;

/// A device above a driver that the test plays, with one read that its driver has.
fn owned(m: &World<'_>, lower: &Lower) -> (Rig<Target>, Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.above(
        lower,
        plan(),
        with!(held => move |device: Device| {
            let _ = device.queue(parallel().default_queue().read(held.putter()));
            device.target().unwrap()
        }),
    );
    let ticket = rig.open().begin_read(4);
    (rig, held.take(), ticket)
}

/// Completes everything at once.
fn obliging(m: &World<'_>) -> Lower {
    m.lower(|arrival| {
        arrival.complete_fully();
    })
}

/// Keeps everything, and lets it be cancelled.
fn keeper(m: &World<'_>, here: &Slot<Arrival>) -> Lower {
    let here = here.clone();
    m.lower(move |arrival| {
        arrival.allow_cancel();
        here.put(arrival);
    })
}

fn pass_on(request: Request, _: Target, params: Params) {
    request.complete_with(params.status, params.information);
}

/// Formats, sets a completion routine, and sends.
fn send_on(request: Request, target: Target) -> bool {
    request.format_current();
    request.on_complete(pass_on);
    request.send(target)
}

/// Rules: InvalidReqAccessLocal.
#[test]
fn sent_twice() {
    let bug_check = Shows::Wdf(6, Some(3));
    fires(
        Rule::SentTwice,
        bug_check,
        bug_check,
        |m| {
            let lower = keeper(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
            request.send(rig.made);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            request.on_complete(|request, target, _| assert!(send_on(request, target)));
            assert!(request.send(rig.made));
        },
    );
}

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

/// Rules: ReqMarkCancelableSend.
/// Misuse M24, at the raw layer.
#[test]
fn sent_while_cancelable() {
    fires(
        Rule::SentWhileCancelable,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert_eq!(request.mark_ex(|request| request.complete(UNSUCCESSFUL)), SUCCESS);
            send_on(request, rig.made);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert_eq!(request.mark_ex(|request| request.complete(UNSUCCESSFUL)), SUCCESS);
            assert_eq!(request.unmark(), SUCCESS);
            assert!(send_on(request, rig.made));
        },
    );
}

#[test]
fn sent_without_completion_routine() {
    fires(
        Rule::SentWithoutCompletionRoutine,
        Shows::Printed,
        Shows::Break,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            assert!(!request.send(rig.made));
            request.complete(UNSUCCESSFUL);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            assert!(request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND));
            request.complete(request.status());
        },
    );
}

#[test]
fn send_options_wrong() {
    fires(
        Rule::SendOptionsWrong,
        Shows::Printed,
        Shows::Break,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(!request.send_with(rig.made, FORGET | TIMEOUT, SECOND));
            request.complete(UNSUCCESSFUL);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(request.send_with(rig.made, FORGET, 0));
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
fn completion_routine_forgotten() {
    fires(
        Rule::CompletionRoutineForgotten,
        Shows::Not,
        Shows::Break,
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.on_complete(pass_on);
            assert!(request.send_with(rig.made, FORGET, 0));
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
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

#[test]
fn used_while_sent() {
    fires(
        Rule::UsedWhileSent,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let lower = keeper(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
            request.complete(UNSUCCESSFUL);
        },
        |m| {
            let lower = keeper(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
            request.reference();
            assert!(request.cancel_sent());
            request.dereference();
        },
    );
}

#[test]
fn what_is_sent_is_not_marked_formatted_or_forwarded_meanwhile() {
    let misuses: [fn(Request, Target); 3] = [
        |request, _| {
            request.mark_ex(|request| request.complete(UNSUCCESSFUL));
        },
        |request, _| request.format_current(),
        |request, target| {
            target.format_read(request, None, None, 0);
        },
    ];
    for misuse in misuses {
        for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
            let rule = wdf_tests::raw::breaks(verifier, move |m| {
                let lower = keeper(m, &Slot::empty());
                let (rig, request, _ticket) = owned(m, &lower);
                assert!(send_on(request, rig.made));
                misuse(request, rig.made);
            });
            assert_eq!(rule, Rule::UsedWhileSent);
        }
    }
}

#[test]
fn reused_while_sent() {
    fires(
        Rule::ReusedWhileSent,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let lower = keeper(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
            request.reuse(SUCCESS);
        },
        |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            request.on_complete(|request, _, _| {
                assert_eq!(request.reuse(SUCCESS), SUCCESS);
                request.complete(SUCCESS);
            });
            assert!(request.send(rig.made));
        },
    );
}

/// A request of the driver's own that is with a target.
fn sent(m: &World<'_>) -> (Rig<Target>, Request) {
    let lower = keeper(m, &Slot::empty());
    let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
    let request = rig.made.request(&attributes()).unwrap();
    assert_eq!(rig.made.format_read(request, None, None, 0), SUCCESS);
    assert!(request.send(rig.made));
    (rig, request)
}

#[test]
fn deleted_while_sent() {
    fires(
        Rule::DeletedWhileSent,
        Shows::Undefined,
        Shows::Break,
        |m| sent(m).1.delete(),
        |m| {
            let (_rig, request) = sent(m);
            assert!(request.cancel_sent());
            request.delete();
        },
    );
}

/// Rules: ReqDelete.
/// Misuse M41, at the raw layer.
#[test]
fn own_request_completed() {
    fires(
        Rule::OwnRequestCompleted,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let _rig = m.build(plan(), |_| ());
            own_request(&attributes()).unwrap().complete(SUCCESS);
        },
        |m| {
            let _rig = m.build(plan(), |_| ());
            own_request(&attributes()).unwrap().delete();
        },
    );
}

/// A thread stops the target, and waits for a request that the next driver keeps; the other one starts it, as it is told.
fn stopping(m: &World<'_>, starts: fn(Target)) {
    let here = Slot::<Arrival>::empty();
    let lower = m.lower(here.putter());
    let rig = m.above(&lower, plan(), |device: Device| device.target().unwrap());
    let target = rig.made;
    let request = target.request(&attributes()).unwrap();
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    assert!(request.send(target));
    let arrival = here.take();
    let stopper = m.spawn(move |_| target.stop(2));
    let completer = m.spawn(move |m| {
        m.sleep(std::time::Duration::from_secs(2));
        arrival.complete(SUCCESS);
    });
    m.sleep(std::time::Duration::from_secs(1));
    starts(target);
    completer.join();
    stopper.join();
    request.delete();
}

#[test]
fn started_while_stopping() {
    fires(
        Rule::StartedWhileStopping,
        Shows::Not,
        Shows::Break,
        |m| {
            // Off, the thread waits at DISPATCH_LEVEL, which is found as such.
            if m.v1 {
                stopping(m, |target| assert_eq!(at_dispatch(|| target.start()), SUCCESS));
            }
        },
        |m| stopping(m, |target| assert_eq!(target.start(), SUCCESS)),
    );
    let rule = wdf_tests::raw::breaks(wdf_sim::Verifier::Off, |m| {
        stopping(m, |target| assert_eq!(at_dispatch(|| target.start()), SUCCESS));
    });
    assert_eq!(rule, Rule::IrqlTooHigh);
}

/// A thread closes a target, and waits for a request that the next driver keeps; the other one opens it, before that or after.
fn closing(m: &World<'_>, too_early: bool) {
    const DISK: &str = r"\Device\Disk";
    let here = Slot::<Arrival>::empty();
    let serve = with!(here => move |arrival: Arrival| {
        if arrival.major() == wdf_sim::Major::Write {
            here.put(arrival);
        } else {
            arrival.complete(SUCCESS);
        }
    });
    let _ = m.lower(serve).named(DISK);
    let rig = m.build(plan(), |device: Device| device.new_target(&attributes()).unwrap());
    let target = rig.made;
    assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
    let request = target.request(&attributes()).unwrap();
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    assert!(request.send(target));
    let closer = m.spawn(move |_| target.close());
    m.sleep(std::time::Duration::from_secs(1));
    if too_early {
        target.open(Opening::Name(DISK));
    }
    here.take().complete(SUCCESS);
    closer.join();
    assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
    request.delete();
}

#[test]
fn opened_while_closing() {
    fires(Rule::OpenedWhileClosing, Shows::Undefined, Shows::Undefined, |m| closing(m, true), |m| closing(m, false));
}

#[test]
fn a_create_whose_file_object_the_driver_has_is_not_forgotten() {
    let rule = wdf_tests::raw::breaks(wdf_sim::Verifier::On, |m| {
        let lower = obliging(m);
        let target = Slot::<Target>::empty();
        let created = with!(target => move |request: Request, _| {
            assert!(request.send_with(target.get(), FORGET, 0));
        });
        let rig = m.above(&lower, plan().files().file_create(created), |device: Device| device.target().unwrap());
        target.put(rig.made);
        let _ = rig.device.open();
    });
    assert_eq!(rule, Rule::CompletionRoutineForgotten);
}

/// Misuse M48, at the raw layer.
#[test]
fn a_freed_request_is_not_cancelled() {
    for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
        let rule = wdf_tests::raw::breaks(verifier, |m| {
            let (_rig, request) = sent(m);
            request.cancel_sent();
            request.delete();
            request.cancel_sent();
        });
        assert_eq!(rule, Rule::UseAfterDestroy);
    }
}

#[test]
fn waiting_for_a_request_above_passive_level_is_found() {
    for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
        let rule = wdf_tests::raw::breaks(verifier, |m| {
            let lower = obliging(m);
            let (rig, request, _ticket) = owned(m, &lower);
            let lock = SpinLock::create(&attributes()).unwrap();
            request.format_current();
            lock.acquire();
            request.send_with(rig.made, SYNCHRONOUS | TIMEOUT, SECOND);
        });
        assert_eq!(rule, Rule::IrqlTooHigh);
    }
}

#[test]
fn a_synchronous_send_without_a_timeout_to_a_driver_that_never_answers_is_found() {
    for verifier in [wdf_sim::Verifier::Off, wdf_sim::Verifier::On] {
        let rule = wdf_tests::raw::breaks(verifier, |m| {
            let lower = keeper(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            request.format_current();
            request.send_with(rig.made, SYNCHRONOUS, 0);
        });
        assert_eq!(rule, Rule::Deadlock);
    }
}
