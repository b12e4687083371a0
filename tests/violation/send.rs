//! Rules about requests that are sent: how they are formatted, sent, used meanwhile, and cancelled.

use wdf_sim::{Lower, Rule};
use wdf_tests::raw::below::{FORGET, SECOND, SYNCHRONOUS, TIMEOUT, letting_go, obliging, pass_on, send_on};
use wdf_tests::raw::{
    Device, Held, Request, Rig, SUCCESS, Slot, Target, UNSUCCESSFUL, World, attributes, own_request, parallel, plan,
};
use wdf_tests::with;

use crate::support::{Shows, fires};

/// A device above a driver that the test plays, with one read that its driver has.
pub(crate) fn owned(m: &World<'_>, lower: &Lower) -> (Rig<Target>, Request, wdf_sim::Ticket) {
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

/// Rules: InvalidReqAccessLocal.
#[test]
fn sent_twice() {
    let bug_check = Shows::Wdf(6, Some(3));
    fires(
        Rule::SentTwice,
        bug_check,
        bug_check,
        |m| {
            let lower = letting_go(m, &Slot::empty());
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
fn used_while_sent() {
    fires(
        Rule::UsedWhileSent,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let lower = letting_go(m, &Slot::empty());
            let (rig, request, _ticket) = owned(m, &lower);
            assert!(send_on(request, rig.made));
            request.complete(UNSUCCESSFUL);
        },
        |m| {
            let lower = letting_go(m, &Slot::empty());
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
                let lower = letting_go(m, &Slot::empty());
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
            let lower = letting_go(m, &Slot::empty());
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
    let lower = letting_go(m, &Slot::empty());
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
