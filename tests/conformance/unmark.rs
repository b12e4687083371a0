//! The arbitration between unmarking, cancelling and purging: every row of the table, and every order of two and three.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Log, Queue, Request, Rig, SUCCESS, Sent, Slot, World, all, calm, check,
    lenient, manual, parallel, report,
};
use wdf_tests::with;

/// A device that has one read, which is marked; its callback does what `canceled` says.
fn marked(m: &World<'_>, canceled: impl Fn(Request) + 'static) -> (Rig<Queue>, Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let ticket = rig.open().begin_read(1);
    let request: Request = held.take();
    assert_eq!(request.mark_ex(canceled), SUCCESS);
    (rig, request, ticket)
}

#[test]
fn unmark_before_cancel_wins_and_the_callback_never_runs() {
    calm(|m| {
        let log = Log::new();
        let (_, request, ticket) = marked(m, log.writer("canceled"));
        assert_eq!(request.unmark(), SUCCESS);
        assert!(!ticket.cancel(), "no cancel routine is left");
        assert!(request.is_canceled(), "the IRP's flag is set");
        request.complete_with(SUCCESS, 0);
        assert_eq!(ticket.wait().status, SUCCESS);
        log.expect([]);
    });
}

#[test]
fn unmark_after_the_callback_returned_uncompleted_returns_cancelled_and_the_driver_completes() {
    calm(|m| {
        let log = Log::new();
        let (_, request, ticket) = marked(m, log.writer("canceled"));
        ticket.cancel();
        assert_eq!(request.unmark(), CANCELLED);
        log.expect(["canceled"]);
        request.complete_with(SUCCESS, 0);
        assert_eq!(ticket.wait().status, SUCCESS, "any status will do");
    });
}

#[test]
fn unmark_of_a_completed_request_that_is_referenced_is_refused() {
    lenient(|m| {
        let (_, request, ticket) = marked(m, |request| request.complete(CANCELLED));
        request.reference();
        ticket.cancel();
        assert_eq!(request.unmark(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
        request.dereference();
    });
}

#[test]
fn unmark_of_a_completed_request_without_a_reference_is_a_use_after_free() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let (_, request, ticket) = marked(m, |request| request.complete(CANCELLED));
            ticket.cancel();
            request.unmark();
        });
        assert_eq!((report.violation.rule, report.violation.outcome), (Rule::UseAfterDestroy, Outcome::Undefined));
    }
}

#[test]
fn a_second_unmark_returns_cancelled_in_v0_and_is_refused_in_v1() {
    lenient(|m| {
        let (_, request, _ticket) = marked(m, |_| {});
        assert_eq!(request.unmark(), SUCCESS);
        assert_eq!(request.unmark(), m.either(CANCELLED, INVALID_DEVICE_REQUEST));
        assert_eq!(m.broken(), m.either(vec![], vec![Rule::UnmarkedUnmarked]));
        request.complete(CANCELLED);
    });
}

#[test]
fn unmarking_what_was_dispatched_directly_and_never_marked_is_undefined_in_v0_and_refused_in_v1() {
    let body = |m: &World<'_>| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.unmark(), INVALID_DEVICE_REQUEST);
        request.complete(CANCELLED);
    };
    let report = report(Verifier::Off, body);
    assert_eq!((report.violation.rule, report.violation.outcome), (Rule::UnmarkedUnmarked, Outcome::Undefined));
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
}

#[test]
fn unmarking_what_came_out_of_a_queue_and_was_never_marked_returns_cancelled_in_v0() {
    lenient(|m| {
        let rig = m.rig(manual());
        let _ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        assert_eq!(request.unmark(), m.either(CANCELLED, INVALID_DEVICE_REQUEST));
        request.complete(CANCELLED);
    });
}

#[test]
fn completing_without_unmarking_breaks_and_completes_in_v1() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let (_, request, ticket) = marked(m, |_| {});
        request.complete_with(SUCCESS, 0);
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(m.broken(), [Rule::CompletedWhileCancelable]);
    })
    .unwrap();
}

#[test]
fn completing_without_unmarking_is_undefined_in_v0() {
    let report = report(Verifier::Off, |m| {
        let (_, request, _ticket) = marked(m, |_| {});
        request.complete_with(SUCCESS, 0);
    });
    let violation = &report.violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::CompletedWhileCancelable, Outcome::Undefined));
}

/// A read is cancelled while a handler of its queue runs, so that its callback is pending; the handler goes on with it.
fn with_a_pending_callback(m: &World<'_>, log: &Log, then: impl Fn(Request) + 'static) -> wdf_sim::Completion {
    let (held, ticket) = (Slot::empty(), Sent::empty());
    let queue = parallel()
        .read(with!(held, log => move |request: Request| {
            held.put(request);
            let canceled = with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) });
            assert_eq!(request.mark_ex(canceled), SUCCESS);
        }))
        .write(with!(held, ticket => move |write: Request| {
            let pending = ticket.take();
            pending.cancel();
            ticket.put(pending);
            then(held.take());
            write.complete_with(SUCCESS, 1);
        }));
    let rig = m.rig(queue);
    let file = rig.open();
    ticket.put(file.begin_read(1));
    let _ = file.write(b"w");
    ticket.take().wait()
}

#[test]
fn unmark_while_the_callback_is_pending_returns_cancelled_and_the_callback_completes() {
    calm(|m| {
        let log = Log::new();
        let then = with!(log => move |request: Request| {
            assert_eq!(request.unmark(), CANCELLED);
            log.add("unmarked");
        });
        assert_eq!(with_a_pending_callback(m, &log, then).status, CANCELLED);
        log.expect(["unmarked", "canceled"]);
    });
}

/// Hole 1.
#[test]
fn completing_while_the_callback_is_pending_is_a_double_completion_in_both_worlds() {
    for verifier in [Verifier::Off, Verifier::On] {
        let on_break = Explorer::calm().on_break(OnBreak::Continue);
        let result = check(on_break, verifier, |m| {
            let _ = with_a_pending_callback(m, &Log::new(), |request| request.complete_with(SUCCESS, 0));
            assert_eq!(m.broken(), [Rule::CompletedWhileCancelable, Rule::DoubleCompletion]);
        });
        match verifier {
            Verifier::On => assert!(result.is_ok(), "{}", result.unwrap_err()),
            Verifier::Off => assert_eq!(result.unwrap_err().violation.rule, Rule::DoubleCompletion),
        }
    }
}

#[test]
fn marking_again_after_the_callback_returned_uncompleted() {
    lenient(|m| {
        let log = Log::new();
        let (_, request, ticket) = marked(m, log.writer("canceled"));
        ticket.cancel();
        assert_eq!(request.mark_ex(log.writer("again")), m.either(CANCELLED, INVALID_DEVICE_REQUEST));
        request.mark(log.writer("canceled"));
        log.expect_lines(&m.either(vec!["canceled", "canceled"], vec!["canceled"]));
        request.complete(CANCELLED);
        let _ = ticket.wait();
    });
}

#[test]
fn in_v1_a_cancelled_request_cannot_be_forwarded_and_in_v0_its_destination_cancels_it() {
    lenient(|m| {
        let log = Log::new();
        let held = Held::empty();
        let rig = m.build(
            wdf_tests::raw::plan(),
            with!(held => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                device.queue(manual())
            }),
        );
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.mark_ex(log.writer("canceled")), SUCCESS);
        ticket.cancel();
        log.expect(["canceled"]);
        assert_eq!(request.forward(rig.made), m.either(SUCCESS, INVALID_DEVICE_REQUEST));
        if m.v1 {
            assert_eq!(m.broken(), [Rule::ForwardedWhileCancelable]);
            request.complete(CANCELLED);
        }
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn is_canceled_of_a_cancelable_request_is_false_in_v1_even_in_its_callback() {
    lenient(|m| {
        let answers = Slot::empty();
        let v1 = m.v1;
        let (_, request, ticket) = marked(
            m,
            with!(answers => move |request: Request| {
                answers.put(request.is_canceled());
                request.complete(CANCELLED);
            }),
        );
        assert!(!request.is_canceled());
        ticket.cancel();
        assert_eq!(answers.take(), !v1);
        assert_eq!(m.broken().len(), m.either(0, 2));
    });
}

#[test]
fn a_purge_takes_a_marked_request_and_unmark_returns_cancelled() {
    calm(|m| {
        let log = Log::new();
        let (rig, request, ticket) = marked(m, log.writer("canceled"));
        rig.made.purge();
        log.expect(["canceled"]);
        assert_eq!(request.unmark(), CANCELLED);
        request.complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn after_a_purge_the_request_is_canceled_and_its_irp_is_not() {
    wdf_tests::raw::only(Verifier::Off, |m| {
        let (rig, request, ticket) = marked(m, |_| {});
        rig.made.purge();
        assert!(request.is_canceled());
        assert!(!ticket.cancel());
        request.complete(CANCELLED);
    });
}

/// What a driver's own arbiter does with an unmarked, a cancelled and a completed request: it knows from its own state.
#[derive(Clone, Default)]
struct Arbiter {
    canceled: Log,
    unmarked: Log,
}

impl Arbiter {
    /// Unmarks on another thread; the reference makes it safe, the completion happens afterwards by who owns the request.
    fn unmark(&self, request: Request) {
        match request.unmark() {
            SUCCESS => {
                self.unmarked.add("mine");
                request.complete_with(SUCCESS, 0);
            }
            CANCELLED => self.unmarked.add("lost"),
            status => panic!("unmark returned {status:#010x}"),
        }
    }

    fn check(&self, ticket: wdf_sim::Ticket, request: Request) {
        let lost = self.unmarked.count("lost") == 1;
        assert_eq!(self.canceled.lines().len(), usize::from(lost), "the callback runs exactly if unmark lost");
        if lost {
            // The callback does not complete here, so that unmark never meets a completed request.
            request.complete(CANCELLED);
        }
        assert_eq!(ticket.wait().status, if lost { CANCELLED } else { SUCCESS });
    }
}

#[test]
fn unmark_against_cancel_in_every_order() {
    all(3, |m| {
        let arbiter = Arbiter::default();
        let (_, request, ticket) = marked(m, arbiter.canceled.writer("canceled"));
        let unmarker = m.spawn(with!(arbiter => move |_| arbiter.unmark(request)));
        ticket.cancel();
        unmarker.join();
        arbiter.check(ticket, request);
    });
}

#[test]
fn unmark_against_purge_in_every_order() {
    all(3, |m| {
        let arbiter = Arbiter::default();
        let (rig, request, ticket) = marked(m, arbiter.canceled.writer("canceled"));
        let unmarker = m.spawn(with!(arbiter => move |_| arbiter.unmark(request)));
        rig.made.purge();
        unmarker.join();
        arbiter.check(ticket, request);
    });
}

#[test]
fn unmark_against_stop_and_purge_in_every_order() {
    all(3, |m| {
        let arbiter = Arbiter::default();
        let (rig, request, ticket) = marked(m, arbiter.canceled.writer("canceled"));
        let unmarker = m.spawn(with!(arbiter => move |_| arbiter.unmark(request)));
        rig.made.stop_and_purge();
        unmarker.join();
        arbiter.check(ticket, request);
    });
}

#[test]
fn cancel_against_purge_in_every_order_calls_back_once() {
    all(3, |m| {
        let log = Log::new();
        let callback = with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) });
        let (rig, _, ticket) = marked(m, callback);
        let purger = m.spawn(move |_| rig.made.purge());
        ticket.cancel();
        purger.join();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled"]);
    });
}

#[test]
fn unmark_against_cancel_and_purge_in_every_order() {
    all(2, |m| {
        let arbiter = Arbiter::default();
        let (rig, request, ticket) = marked(m, arbiter.canceled.writer("canceled"));
        let unmarker = m.spawn(with!(arbiter => move |_| arbiter.unmark(request)));
        let purger = m.spawn(move |_| rig.made.purge());
        ticket.cancel();
        unmarker.join();
        purger.join();
        arbiter.check(ticket, request);
    });
}

/// Rules: CompleteCanceledReq.
#[test]
fn the_documented_pattern_completes_twice_in_some_order() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = check(Explorer::exhaustive(2), verifier, |m| {
            let (_, request, ticket) = marked(m, |request| request.complete(CANCELLED));
            request.reference();
            let finisher = m.spawn(move |_| {
                if request.unmark() != CANCELLED {
                    request.complete_with(SUCCESS, 0);
                }
                request.dereference();
            });
            ticket.cancel();
            finisher.join();
        })
        .unwrap_err();
        let expected = match verifier {
            Verifier::Off => Rule::DoubleCompletion,
            // The verifier breaks a step earlier: at the unmark of a request that is in no queue any more.
            Verifier::On => Rule::NotInAQueue,
        };
        assert_eq!(report.violation.rule, expected);
    }
}

#[test]
fn in_v1_a_cancelled_request_cannot_be_requeued_and_in_v0_it_is_cancelled_again() {
    lenient(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        assert!(ticket.cancel());
        assert_eq!(request.requeue(), m.either(SUCCESS, INVALID_DEVICE_REQUEST));
        if m.v1 {
            assert_eq!(m.broken(), [Rule::ForwardedWhileCancelable]);
            request.complete(CANCELLED);
        }
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}
