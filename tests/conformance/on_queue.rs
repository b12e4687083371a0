//! Cancellation of requests that wait in a queue: silently, or through `EvtIoCanceledOnQueue`.

use wdf_sim::{Explorer, Fault, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, Log, Queue, Queues, Request, Rig, SUCCESS, World, all, calm, check, manual, parallel, plan,
    sequential,
};
use wdf_tests::with;

/// A manual queue whose `EvtIoCanceledOnQueue` completes and writes it down.
fn telling(log: &Log) -> Queues {
    manual().canceled_on_queue(with!(log => move |request: Request| {
        log.add("canceled on queue");
        request.complete(CANCELLED);
    }))
}

/// A device whose reads are presented and then forwarded to a manual queue that tells.
fn forwarding(m: &World<'_>, log: &Log) -> Rig<Queue> {
    m.build(
        plan(),
        with!(log => move |device| {
            let waiting = device.queue(telling(&log));
            let _ = device.queue(parallel().default_queue().read(move |request| {
                assert_eq!(request.forward(waiting), SUCCESS);
            }));
            waiting
        }),
    )
}

#[test]
fn a_waiting_request_that_was_never_presented_is_cancelled_silently() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(telling(&log));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        let completion = ticket.wait();
        assert_eq!((completion.status, completion.information), (CANCELLED, 0));
        log.expect([]);
    });
}

#[test]
fn a_waiting_request_that_was_presented_is_the_drivers_when_it_is_cancelled() {
    calm(|m| {
        let log = Log::new();
        let rig = forwarding(m, &log);
        let ticket = rig.open().begin_read(1);
        assert_eq!(rig.made.waiting(), 1);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn without_the_callback_a_presented_request_is_cancelled_silently() {
    calm(|m| {
        let rig = m.build(plan(), |device| {
            let waiting = device.queue(manual());
            let _ = device.queue(parallel().default_queue().read(move |request| {
                assert_eq!(request.forward(waiting), SUCCESS);
            }));
        });
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        assert!(!m.callbacks().contains(&"EvtIoCanceledOnQueue"));
    });
}

#[test]
fn the_driver_must_complete_what_was_cancelled_on_the_queue() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.build(
            plan(),
            with!(held => move |device| {
                let waiting = device.queue(manual().canceled_on_queue(held.putter()));
                let _ = device.queue(parallel().default_queue().read(move |request| {
                    assert_eq!(request.forward(waiting), SUCCESS);
                }));
                waiting
            }),
        );
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert!(!ticket.is_completed());
        assert_eq!((rig.made.waiting(), rig.made.owned()), (0, 1));
        held.take().complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_retrieved_and_requeued_request_was_presented() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(telling(&log));
        let ticket = rig.open().begin_read(1);
        assert_eq!(rig.made.retrieve().unwrap().requeue(), SUCCESS);
        assert!(ticket.cancel());
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn a_request_that_was_seen_in_the_callers_context_was_presented() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().caller_context(|device, request| assert_eq!(device.enqueue(request), SUCCESS)),
            with!(log => move |device| device.queue(telling(&log).default_queue())),
        );
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn a_purge_goes_the_same_way() {
    calm(|m| {
        let log = Log::new();
        let rig = forwarding(m, &log);
        let ticket = rig.open().begin_read(1);
        rig.made.purge();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn closing_the_file_goes_the_same_way() {
    calm(|m| {
        let log = Log::new();
        let rig = forwarding(m, &log);
        let file = rig.open();
        let ticket = file.begin_read(1);
        file.close();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn forwarding_a_cancelled_request_goes_the_same_way() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan(),
            with!(log, held => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                device.queue(telling(&log))
            }),
        );
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        assert_eq!(held.take().forward(rig.made), SUCCESS, "success does not mean that it still exists");
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn requeueing_a_cancelled_request_goes_the_same_way() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(telling(&log));
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        ticket.cancel();
        assert_eq!(request.requeue(), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn a_request_that_waits_in_a_sequential_queue_is_cancelled_silently() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _first = file.begin_read(1);
        let second = file.begin_read(1);
        assert!(second.cancel());
        assert_eq!(second.wait().status, CANCELLED);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn cancelling_a_waiting_request_races_with_retrieving_it() {
    all(3, |m| {
        let log = Log::new();
        let rig = m.rig(telling(&log));
        let ticket = rig.open().begin_read(1);
        let retriever = m.spawn(with!(log => move |_| {
            if let Ok(request) = rig.made.retrieve() {
                log.add("retrieved");
                request.complete_with(SUCCESS, 0);
            }
        }));
        ticket.cancel();
        retriever.join();
        let status = ticket.wait().status;
        assert_eq!(status, if log.lines().is_empty() { CANCELLED } else { SUCCESS });
    });
}

#[test]
fn cancelling_a_waiting_request_races_with_a_purge() {
    all(3, |m| {
        let log = Log::new();
        let rig = forwarding(m, &log);
        let ticket = rig.open().begin_read(1);
        let purger = m.spawn(move |_| rig.made.purge());
        ticket.cancel();
        purger.join();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

#[test]
fn enqueuing_a_cancelled_request_goes_the_same_way() {
    calm(|m| {
        let (log, sent) = (Log::new(), wdf_tests::raw::Sent::empty());
        let held = wdf_tests::raw::Slot::empty();
        let rig = m.build(
            plan().caller_context(with!(held => move |device, request| held.put((device, request)))),
            with!(log => move |device| device.queue(telling(&log).default_queue())),
        );
        sent.put(rig.open().begin_read(1));
        let ticket = sent.take();
        assert!(!ticket.cancel(), "the driver has it, unmarked");
        let (device, request): (wdf_tests::raw::Device, Request) = held.take();
        assert_eq!(device.enqueue(request), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled on queue"]);
    });
}

/// Misuse M32, at the raw layer.
#[test]
fn what_was_cancelled_on_the_queue_is_canceled_and_may_be_completed_with_any_status() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan(),
            with!(log => move |device| {
                let waiting = device.queue(manual().canceled_on_queue(with!(log => move |request: Request| {
                    log.add(format!("canceled: {}", request.is_canceled()));
                    request.complete(SUCCESS);
                })));
                let _ = device.queue(parallel().default_queue().read(move |request| {
                    assert_eq!(request.forward(waiting), SUCCESS);
                }));
                waiting
            }),
        );
        let file = rig.open();
        let (cancelled, purged) = (file.begin_read(1), file.begin_read(1));
        assert!(cancelled.cancel());
        rig.made.purge();
        assert_eq!((cancelled.wait().status, purged.wait().status), (SUCCESS, SUCCESS));
        log.expect(["canceled: true", "canceled: true"]);
    });
}

#[test]
fn a_new_request_that_is_cancelled_before_it_is_queued_is_completed_at_once() {
    for verifier in [Verifier::Off, Verifier::On] {
        let silent = Explorer::calm().faults([Fault::Cancel]);
        check(silent, verifier, |m| {
            let log = Log::new();
            let requests = wdf_tests::raw::attributes().cleanup(log.writer("cleanup"));
            let rig = m.build(
                plan().requests(requests),
                with!(log => move |device| device.queue(telling(&log).default_queue())),
            );
            let ticket = rig.open().begin_read(1);
            ticket.cancel();
            let completion = ticket.wait();
            assert_eq!((completion.status, completion.information), (CANCELLED, 0));
            log.expect([]);
        })
        .unwrap();
    }
}
