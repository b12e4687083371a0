//! Rules about marking, unmarking and moving cancelable requests.

use wdf_sim::Rule;
use wdf_tests::raw::{CANCELLED, Held, Queue, Request, Rig, SUCCESS, World, manual, parallel, plan};
use wdf_tests::with;

use crate::support::{Shows, fires};

/// A device with one read, which the driver has and marked; and another queue.
fn marked(m: &World<'_>) -> (Rig<Queue>, Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.build(
        plan(),
        with!(held => move |device| {
            let _ = device.queue(parallel().default_queue().read(held.putter()));
            device.queue(manual())
        }),
    );
    let ticket = rig.open().begin_read(4);
    let request = held.take();
    assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
    (rig, request, ticket)
}

fn unmark_and_complete(request: Request) {
    assert_eq!(request.unmark(), SUCCESS);
    request.complete(SUCCESS);
}

/// Rules: ReqNotCanceledLocal.
/// Misuse M21, at the raw layer.
#[test]
fn completed_while_cancelable() {
    fires(
        Rule::CompletedWhileCancelable,
        Shows::Undefined,
        Shows::Break,
        |m| marked(m).1.complete(SUCCESS),
        |m| unmark_and_complete(marked(m).1),
    );
}

/// Rules: MarkCancOnCancReqLocal.
/// Misuse M22, at the raw layer.
#[test]
fn marked_twice() {
    fires(
        Rule::MarkedTwice,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let (_, request, _ticket) = marked(m);
            let _ = request.mark_ex(|_| {});
        },
        |m| {
            let (_, request, ticket) = marked(m);
            assert_eq!(request.unmark(), SUCCESS);
            assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
            assert!(ticket.cancel());
        },
    );
}

#[test]
fn marked_again_while_its_callback_is_pending() {
    fires(
        Rule::MarkedTwice,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let (held, sent) = (Held::empty(), wdf_tests::raw::Sent::empty());
            let queue = parallel()
                .read(with!(held => move |request: Request| {
                    assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
                    held.put(request);
                }))
                .write(with!(held, sent => move |write: Request| {
                    sent.take().cancel();
                    held.take().mark(|request| request.complete(CANCELLED));
                    write.complete_with(SUCCESS, 1);
                }));
            let rig = m.rig(queue);
            let file = rig.open();
            sent.put(file.begin_read(1));
            let _ = file.write(b"x");
        },
        |m| {
            let (_, _, ticket) = marked(m);
            assert!(ticket.cancel());
        },
    );
}

/// A read whose cancel callback does this with it, and a queue; what it returns is what is left to do.
fn canceled(m: &World<'_>, callback: fn(Request, Queue)) {
    let (rig, request, ticket) = marked(m);
    assert_eq!(request.unmark(), SUCCESS);
    let other = rig.made;
    assert_eq!(request.mark_ex(move |request| callback(request, other)), SUCCESS);
    assert!(ticket.cancel());
}

/// Without the verifier the other queue cancels it.
/// Misuse M33, at the raw layer.
#[test]
fn forwarded_in_its_cancel_callback() {
    fires(
        Rule::ForwardedWhileCancelable,
        Shows::Not,
        Shows::Break,
        |m| {
            canceled(m, |request, other| {
                if request.forward(other) != SUCCESS {
                    request.complete(CANCELLED);
                }
            });
        },
        |m| canceled(m, |request, _| request.complete(CANCELLED)),
    );
}

/// Misuse M34, at the raw layer.
#[test]
fn marked_again_in_its_cancel_callback() {
    fires(
        Rule::MarkedTwice,
        Shows::Not,
        Shows::Break,
        |m| {
            canceled(m, |request, _| {
                assert_ne!(request.mark_ex(|_| panic!("called back twice")), SUCCESS);
                request.complete(CANCELLED);
            });
        },
        |m| canceled(m, |request, _| request.complete(CANCELLED)),
    );
}

/// Misuse M35, at the raw layer.
#[test]
fn unmarked_unmarked() {
    fires(
        Rule::UnmarkedUnmarked,
        Shows::Not,
        Shows::Break,
        |m| {
            let (_, request, _ticket) = marked(m);
            assert_eq!(request.unmark(), SUCCESS);
            assert_eq!(request.unmark(), CANCELLED);
            request.complete(SUCCESS);
        },
        |m| unmark_and_complete(marked(m).1),
    );
}

#[test]
fn unmarked_what_was_dispatched_directly() {
    fires(
        Rule::UnmarkedUnmarked,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let rig = m.rig(parallel().read(|request| {
                request.unmark();
            }));
            let _ = rig.open().begin_read(1);
        },
        |m| unmark_and_complete(marked(m).1),
    );
}

/// Rules: ReqIsCancOnCancReq.
/// Misuse M27, at the raw layer.
#[test]
fn is_canceled_on_cancelable() {
    fires(
        Rule::IsCanceledOnCancelable,
        Shows::Not,
        Shows::Break,
        |m| {
            let (_, request, _ticket) = marked(m);
            assert!(!request.is_canceled());
            unmark_and_complete(request);
        },
        |m| {
            let (_, request, _ticket) = marked(m);
            assert_eq!(request.unmark(), SUCCESS);
            assert!(!request.is_canceled());
            request.complete(SUCCESS);
        },
    );
}

/// Misuse M23, at the raw layer.
#[test]
fn forwarded_while_cancelable() {
    fires(
        Rule::ForwardedWhileCancelable,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let (rig, request, _ticket) = marked(m);
            request.forward(rig.made);
        },
        |m| {
            let (rig, request, ticket) = marked(m);
            assert_eq!(request.unmark(), SUCCESS);
            assert_eq!(request.forward(rig.made), SUCCESS);
            assert!(ticket.cancel());
        },
    );
}

/// Misuse M79, at the raw layer.
#[test]
fn requeued_while_cancelable() {
    fires(
        Rule::ForwardedWhileCancelable,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let rig = m.rig(manual());
            let _ticket = rig.open().begin_read(1);
            let request = rig.made.retrieve().unwrap();
            assert_eq!(request.mark_ex(|_| {}), SUCCESS);
            request.requeue();
        },
        |m| {
            let rig = m.rig(manual());
            let ticket = rig.open().begin_read(1);
            assert_eq!(rig.made.retrieve().unwrap().requeue(), SUCCESS);
            assert!(ticket.cancel());
        },
    );
}

#[test]
fn acknowledged_with_requeue_while_cancelable() {
    fires(
        Rule::ForwardedWhileCancelable,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let queue = parallel().read(|request| assert_eq!(request.mark_ex(|_| {}), SUCCESS));
            let rig = m.rig(queue.stop(|request, _| request.acknowledge_stop(true)));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
        },
        |m| {
            let queue = parallel().read(|request| assert_eq!(request.mark_ex(|_| {}), SUCCESS));
            let rig = m.rig(queue.stop(|request, _| unmark_and_complete(request)));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
        },
    );
}

#[test]
fn marked_after_it_was_acknowledged_with_requeue() {
    // Not even the verifier looks at this.
    fires(
        Rule::ForwardedWhileCancelable,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let rig = m.rig(parallel().read(|_| {}).stop(|request, _| {
                request.acknowledge_stop(true);
                assert_eq!(request.mark_ex(|_| {}), SUCCESS);
            }));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
        },
        |m| {
            let rig = m.rig(parallel().read(|_| {}).stop(|request, flags| {
                if flags & 1 != 0 { request.acknowledge_stop(true) } else { request.complete(CANCELLED) }
            }));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
        },
    );
}

#[test]
fn not_in_a_queue() {
    fires(
        Rule::NotInAQueue,
        Shows::Printed,
        Shows::Break,
        |m| {
            let in_context = |_, request: Request| {
                let _ = request.mark_ex(|_| {});
                request.complete(CANCELLED);
            };
            let rig = m.build(plan().caller_context(in_context), |device| device.queue(manual().default_queue()));
            let _ = rig.open().read(1);
        },
        |m| unmark_and_complete(marked(m).1),
    );
}
