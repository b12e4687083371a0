//! Marking a request cancelable: what the two calls do with a request that is cancelled already.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use wdf_sim::Rule;
use wdf_tests::raw::{
    CANCELLED, Dpc, Held, INVALID_DEVICE_REQUEST, Log, Request, SUCCESS, Sent, Slot, all, attributes, calm, lenient,
    limited, manual, parallel, plan,
};
use wdf_tests::with;

#[test]
fn mark_ex_of_an_uncancelled_request_succeeds() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        assert_eq!(held.get().mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert_eq!(held.get().unmark(), SUCCESS);
        held.take().complete_with(SUCCESS, 0);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn mark_ex_of_a_cancelled_request_returns_cancelled_and_never_calls_back() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        let request = held.take();
        assert_eq!(request.mark_ex(log.writer("canceled")), CANCELLED);
        assert!(!ticket.is_completed(), "the driver must complete it");
        request.complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect([]);
    });
}

#[test]
fn a_refused_mark_ex_leaves_the_request_owned_and_unmarked() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        let request = held.take();
        assert_eq!(request.mark_ex(|_| {}), CANCELLED);
        assert!(request.is_canceled(), "asked in V1 too, so it is not cancelable");
        assert_eq!(rig.made.owned(), 1);
        request.complete(CANCELLED);
    });
}

#[test]
fn mark_of_a_cancelled_request_from_outside_calls_back_before_it_returns() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        held.take().mark(with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) }));
        log.add("mark returned");
        log.expect(["canceled", "mark returned"]);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn mark_of_a_cancelled_request_in_its_own_handler_calls_back_after_the_handler() {
    calm(|m| {
        let (ticket, log) = (Sent::empty(), Log::new());
        let held = Held::empty();
        let queue = parallel().read(held.putter()).write(with!(log, held, ticket => move |write: Request| {
            let read: Request = held.take();
            let pending = ticket.take();
            pending.cancel();
            ticket.put(pending);
            let log2 = log.clone();
            read.mark(move |request| { log2.add("canceled"); request.complete(CANCELLED) });
            log.add("mark returned");
            write.complete_with(SUCCESS, 1);
        }));
        let rig = m.rig(queue);
        let file = rig.open();
        ticket.put(file.begin_read(1));
        assert_eq!(file.write(b"x").status, SUCCESS);
        log.expect(["mark returned", "canceled"]);
    });
}

#[test]
fn mark_of_a_cancelled_request_in_another_queues_handler_calls_back_inline() {
    calm(|m| {
        let (log, held, ticket) = (Log::new(), Slot::empty(), Sent::empty());
        let rig = m.build(
            plan(),
            with!(log, held, ticket => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                let other = device.queue(parallel().write(with!(log, held, ticket => move |write: Request| {
                    let pending = ticket.take();
                    pending.cancel();
                    ticket.put(pending);
                    let log2 = log.clone();
                    let read: Request = held.take();
                    read.mark(move |request| { log2.add("canceled"); request.complete(CANCELLED) });
                    log.add("mark returned");
                    write.complete_with(SUCCESS, 1);
                })));
                assert_eq!(device.dispatch_to(other, wdk_sys::_WDF_REQUEST_TYPE::WdfRequestTypeWrite), SUCCESS);
            }),
        );
        let file = rig.open();
        ticket.put(file.begin_read(1));
        assert_eq!(file.write(b"x").status, SUCCESS);
        log.expect(["canceled", "mark returned"]);
    });
}

#[test]
fn mark_of_a_cancelled_request_in_a_dpc_calls_back_inline() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan(),
            with!(held, log => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                Dpc::create(false, &attributes().parent(device), with!(held, log => move |_| {
                    let log2 = log.clone();
                    let request: Request = held.take();
                    request.mark(move |request| { log2.add("canceled"); request.complete(CANCELLED) });
                    log.add("mark returned");
                }))
                .unwrap()
            }),
        );
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        rig.made.enqueue();
        assert_eq!(ticket.wait().status, CANCELLED);
        m.yield_now();
        log.expect(["canceled", "mark returned"]);
    });
}

#[test]
fn mark_in_a_context_that_holds_the_queues_lock_defers_the_callback() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().attributes(attributes().scope_queue()).read(held.putter()));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        let queue = wdf_tests::raw::Object::from(rig.made);
        queue.lock();
        let request: Request = held.take();
        request.mark(with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) }));
        log.add("mark returned");
        assert!(!ticket.is_completed());
        queue.unlock();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["mark returned", "canceled"]);
    });
}

#[test]
fn mark_with_the_lock_of_an_unsynchronized_queue_held_defers_the_callback_too() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().attributes(attributes().scope_none()).read(held.putter()));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        let queue = wdf_tests::raw::Object::from(rig.made);
        queue.lock();
        let request: Request = held.take();
        request.mark(with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) }));
        log.add("mark returned");
        queue.unlock();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["mark returned", "canceled"]);
    });
}

#[test]
fn a_request_of_no_queue_cannot_be_marked() {
    lenient(|m| {
        let log = Log::new();
        let in_context = with!(log => move |_, request: Request| {
            assert_eq!(request.mark_ex(log.writer("canceled")), INVALID_DEVICE_REQUEST);
            request.complete(CANCELLED);
        });
        let rig = m.build(plan().caller_context(in_context), |device| device.queue(manual().default_queue()));
        assert_eq!(rig.open().read(1).status, CANCELLED);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
        log.expect([]);
    });
}

#[test]
fn marking_twice_with_the_verifier_on_is_refused_and_the_first_registration_survives() {
    wdf_tests::raw::check(wdf_sim::Explorer::calm().on_break(wdf_sim::OnBreak::Continue), wdf_sim::Verifier::On, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(
            request.mark_ex(with!(log => move |r: Request| { log.add("canceled"); r.complete(CANCELLED) })),
            SUCCESS
        );
        // The harness keeps one closure for a request, so the second registers the same again.
        let again = with!(log => move |r: Request| { log.add("canceled"); r.complete(CANCELLED) });
        assert_eq!(request.mark_ex(again), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::MarkedTwice]);
        assert!(ticket.cancel());
        log.expect(["canceled"]);
    })
    .unwrap();
}

#[test]
fn a_request_may_be_marked_and_unmarked_again_and_again() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        for _ in 0..3 {
            assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
            assert_eq!(request.unmark(), SUCCESS);
        }
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert!(ticket.cancel());
    });
}

#[test]
fn marking_while_the_queue_is_purged_acts_as_on_a_cancelled_request() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        rig.made.purge();
        let request: Request = held.take();
        assert_eq!(request.mark_ex(log.writer("canceled")), CANCELLED);
        assert!(!request.is_canceled(), "neither the IRP nor the request is marked as cancelled");
        request.complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect([]);
    });
}

#[test]
fn after_a_restart_marking_works_again() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        rig.made.purge();
        rig.made.start();
        let request: Request = held.take();
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert!(ticket.cancel());
    });
}

#[test]
fn a_mark_races_with_a_cancel_and_the_request_is_completed_once() {
    all(3, |m| {
        let log = Log::new();
        let rig = m.rig(limited(1).read(with!(log => move |request| {
            let canceled = with!(log => move |request: Request| { log.add("callback"); request.complete(CANCELLED) });
            if request.mark_ex(canceled) == CANCELLED {
                log.add("refused");
                request.complete(CANCELLED);
            }
        })));
        let file = rig.open();
        let other = file.begin_read(1);
        let ticket = file.begin_read(1);
        let canceller = m.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        other.cancel();
        assert_eq!(other.wait().status, CANCELLED);
        canceller.join();
        assert!((1..=2).contains(&log.lines().len()), "the second may have been cancelled in the queue");
    });
}

#[test]
fn after_a_successful_mark_the_request_may_be_gone_before_the_call_returns() {
    let gone = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&gone);
    all(2, move |m| {
        let (held, done) = (Held::empty(), Slot::with(false));
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        let seen = Arc::clone(&seen);
        let marker = m.spawn(move |_| {
            let canceled = with!(done => move |request: Request| { request.complete(CANCELLED); done.put(true) });
            if request.mark_ex(canceled) == SUCCESS {
                seen.fetch_or(done.get(), Ordering::Relaxed);
            } else {
                request.complete(CANCELLED);
            }
        });
        ticket.cancel();
        assert_eq!(ticket.wait().status, CANCELLED);
        marker.join();
    });
    assert!(gone.load(Ordering::Relaxed));
}

#[test]
fn an_older_mark_races_with_a_cancel_and_calls_back_once() {
    all(2, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        let marker = m.spawn(with!(log => move |_| {
            request.mark(move |request| { log.add("callback"); request.complete(CANCELLED) });
        }));
        ticket.cancel();
        assert_eq!(ticket.wait().status, CANCELLED);
        marker.join();
        log.expect(["callback"]);
    });
}

#[test]
fn the_older_mark_while_the_queue_is_purged_calls_back() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        rig.made.purge();
        let request: Request = held.take();
        request.mark(log.writer("canceled"));
        log.expect(["canceled"]);
        if !m.v1 {
            assert!(request.is_canceled(), "the request is marked as cancelled, its IRP is not");
        }
        request.complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn the_older_mark_twice_is_ignored_in_v1_with_a_break() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        let canceled = || with!(log => move |request: Request| { log.add("canceled"); request.complete(CANCELLED) });
        request.mark(canceled());
        request.mark(canceled());
        assert_eq!(m.broken(), [Rule::MarkedTwice]);
        assert!(ticket.cancel());
        log.expect(["canceled"]);
    });
}
