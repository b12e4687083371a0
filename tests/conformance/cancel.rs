//! Cancellation of requests that the driver marked: where and when `EvtRequestCancel` runs.

use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Log, Queues, Request, SUCCESS, SpinLock, Timer, WorkItem, all, attributes,
    calm, lenient, parallel, plan, sequential,
};
use wdf_tests::with;

/// A queue whose reads are marked cancelable and kept; cancelling completes them.
pub(crate) fn marking(held: &Held) -> Queues {
    parallel().read(with!(held => move |request| {
        held.put(request);
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
    }))
}

#[test]
fn cancelling_twice_calls_back_once() {
    calm(|m| {
        let log = Log::new();
        let held = Held::empty();
        let rig = m.rig(parallel().read(with!(log, held => move |request| {
            held.put(request);
            assert_eq!(request.mark_ex(log.writer("canceled")), SUCCESS);
        })));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert!(!ticket.cancel(), "there is no cancel routine any more");
        log.expect(["canceled"]);
        held.take().complete(CANCELLED);
    });
}

#[test]
fn a_cancel_callback_that_does_not_complete_leaves_the_request_with_the_driver() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(with!(held => move |request| {
            assert_eq!(request.mark_ex(held.putter()), SUCCESS);
        })));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert!(!ticket.is_completed());
        assert_eq!(rig.made.owned(), 1);
        held.take().complete_with(SUCCESS, 0);
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(rig.made.owned(), 0);
    });
}

#[test]
fn the_handle_is_valid_for_the_whole_cancel_callback() {
    calm(|m| {
        let log = Log::new();
        let requests = attributes().destroy(log.writer("destroyed"));
        let log2 = log.clone();
        let rig = m.build(plan().requests(requests), move |device| {
            device.queue(parallel().default_queue().read(with!(log2 => move |request| {
                let log = log2.clone();
                let canceled = move |request: Request| {
                    request.complete(CANCELLED);
                    log.add("completed");
                    assert_eq!(request.queue(), None, "the handle still names the request");
                };
                assert_eq!(request.mark_ex(canceled), SUCCESS);
            })))
        });
        assert!(rig.open().begin_read(1).cancel());
        log.expect(["completed", "destroyed"]);
    });
}

#[test]
fn cancelling_an_unmarked_request_only_sets_the_irps_flag() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        assert!(!ticket.cancel());
        assert!(held.get().is_canceled());
        held.take().complete(CANCELLED);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn is_canceled_is_false_until_somebody_cancels() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        assert!(!held.get().is_canceled());
        ticket.cancel();
        assert!(held.get().is_canceled());
        held.take().complete(CANCELLED);
    });
}

#[test]
fn a_cancel_runs_in_every_order_with_a_completion_that_unmarks_under_a_lock() {
    all(2, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan(),
            with!(held, log => move |device| {
                let lock = SpinLock::create(&attributes().parent(device)).unwrap();
                let _ = device.queue(parallel().default_queue().read(with!(held, log => move |request| {
                    held.put(request);
                    let canceled = with!(held, log => move |request: Request| {
                        lock.acquire();
                        let _ = held.try_take();
                        lock.release();
                        log.add("canceled");
                        request.complete(CANCELLED);
                    });
                    assert_eq!(request.mark_ex(canceled), SUCCESS);
                })));
                lock
            }),
        );
        let lock = rig.made;
        let ticket = rig.open().begin_read(1);
        let finisher = m.spawn(with!(log => move |_| {
            lock.acquire();
            let mine = held.try_take().filter(|request| request.unmark() == SUCCESS);
            lock.release();
            if let Some(request) = mine {
                log.add("completed");
                request.complete_with(SUCCESS, 0);
            }
        }));
        ticket.cancel();
        finisher.join();
        let status = ticket.wait().status;
        assert_eq!(log.lines().len(), 1);
        assert_eq!(status, if log.count("canceled") == 1 { CANCELLED } else { SUCCESS });
    });
}

#[test]
fn a_timer_of_the_queue_and_its_cancel_callback_exclude_each_other() {
    all(2, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan(),
            with!(held, log => move |device| {
                let queue = sequential().default_queue().attributes(attributes().scope_queue());
                let queue = device.queue(queue.read(with!(held, log => move |request| {
                    held.put(request);
                    let log = log.clone();
                    let held = held.clone();
                    let canceled = move |request: Request| {
                        let _ = held.try_take();
                        log.add("in");
                        log.add("out");
                        request.complete(CANCELLED);
                    };
                    assert_eq!(request.mark_ex(canceled), SUCCESS);
                })));
                Timer::of(queue, with!(held, log => move |_| {
                    log.add("in");
                    if let Some(request) = held.try_take()
                        && request.unmark() == SUCCESS
                    {
                        request.complete_with(SUCCESS, 0);
                    }
                    log.add("out");
                }))
            }),
        );
        let ticket = rig.open().begin_read(1);
        rig.made.start(1);
        ticket.cancel();
        let _ = ticket.wait();
        rig.made.stop(true);
        for pair in log.lines().chunks(2) {
            assert_eq!(pair, ["in", "out"]);
        }
    });
}

#[test]
fn unmark_is_refused_on_a_request_that_its_callback_completed() {
    lenient(|m| {
        let held = Held::empty();
        let rig = m.rig(marking(&held));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        assert!(ticket.cancel());
        assert_eq!(request.unmark(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [wdf_sim::Rule::NotInAQueue]);
        request.dereference();
    });
}

#[test]
fn a_work_item_may_complete_what_the_cancel_callback_left() {
    all(1, |m| {
        let held = Held::empty();
        let rig = m.build(
            plan(),
            with!(held => move |device| {
                let item = WorkItem::of(device, with!(held => move |_| held.take().complete(CANCELLED)));
                device.queue(parallel().default_queue().read(with!(held => move |request| {
                    let held = held.clone();
                    assert_eq!(request.mark_ex(move |request| { held.put(request); item.enqueue() }), SUCCESS);
                })))
            }),
        );
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}
