//! Cancellation of requests that the driver marked: where and when `EvtRequestCancel` runs.

use wdf_sim::{Outcome, Verifier};
use wdf_tests::raw::{
    Attributes, CANCELLED, Dpc, Held, INVALID_DEVICE_REQUEST, Log, Queues, Request, SUCCESS, Sent, Slot, SpinLock,
    Timer, WaitLock, WorkItem, all, attributes, calm, irql, lenient, parallel, plan, report, sequential,
};
use wdf_tests::with;

/// A queue whose reads are marked cancelable and kept; cancelling completes them.
fn marking(held: &Held) -> Queues {
    parallel().read(with!(held => move |request| {
        held.put(request);
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
    }))
}

#[test]
fn an_idle_queue_runs_the_cancel_callback_on_the_cancellers_thread() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(m.event("→ EvtRequestCancel").thread, m.event("cancel").thread);
        assert!(ticket.is_completed(), "the callback ran inside the cancel");
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn an_idle_queue_runs_the_cancel_callback_at_the_cancellers_irql() {
    calm(|m| {
        let level = Slot::empty();
        let rig = m.rig(parallel().attributes(attributes().scope_none()).read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn the_cancel_callback_holds_the_spin_presentation_lock() {
    calm(|m| {
        let level = Slot::empty();
        let rig = m.rig(parallel().attributes(attributes().scope_queue()).read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 2);
    });
}

#[test]
fn the_cancel_callback_of_a_passive_queue_runs_at_passive_level_under_its_lock() {
    calm(|m| {
        let level = Slot::empty();
        let queue = parallel().attributes(attributes().passive().scope_queue());
        let rig = m.rig(queue.read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn a_cancel_from_dispatch_level_reaches_a_passive_queue_through_a_work_item() {
    calm(|m| {
        let (level, ticket) = (Slot::empty(), Slot::empty());
        let queue = parallel().attributes(attributes().passive().scope_none());
        let queue = queue.read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        }));
        let rig = m.build(
            plan(),
            with!(ticket => move |device| {
                let _ = device.queue(queue.clone().default_queue());
                Dpc::create(false, &attributes().parent(device), with!(ticket => move |_| {
                    let pending: wdf_sim::Ticket = ticket.take();
                    assert!(pending.cancel());
                    assert!(!pending.is_completed(), "the callback is deferred");
                    ticket.put(pending);
                }))
                .unwrap()
            }),
        );
        ticket.put(rig.open().begin_read(1));
        rig.made.enqueue();
        m.sleep(std::time::Duration::from_millis(1));
        assert_eq!(ticket.take().wait().status, CANCELLED);
        assert_eq!(level.take(), 0);
        assert_ne!(m.event("→ EvtRequestCancel").thread, m.event("cancel").thread);
    });
}

#[test]
fn a_cancel_while_a_handler_of_the_queue_runs_is_only_recorded() {
    for scope in [Attributes::scope_none, Attributes::scope_queue, Attributes::scope_device] {
        calm(move |m| {
            let attributes = scope(attributes());
            let (ticket, log) = (Sent::empty(), Log::new());
            let queue = parallel()
                .read(with!(log => move |request| {
                    let log = log.clone();
                    assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
                }))
                .write(with!(ticket, log => move |request| {
                    // Another driver in the stack cancels the read, on this very thread.
                    let read = ticket.take();
                    assert!(read.cancel());
                    assert!(!read.is_completed());
                    ticket.put(read);
                    log.add("write returns");
                    request.complete_with(SUCCESS, 1);
                }));
            let rig = m.rig(queue.attributes(attributes));
            let file = rig.open();
            ticket.put(file.begin_read(1));
            assert_eq!(file.write(b"w").status, SUCCESS);
            assert_eq!(ticket.take().wait().status, CANCELLED);
            log.expect(["write returns", "canceled"]);
            m.in_order(["→ EvtIoWrite", "cancel", "← EvtIoWrite", "→ EvtRequestCancel"]);
        });
    }
}

#[test]
fn a_handler_that_waits_for_its_queues_cancel_callback_never_returns() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let ticket = Sent::empty();
            let queue = parallel()
                .read(|request| assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS))
                .write(with!(ticket => move |request| {
                    let read = ticket.take();
                    assert!(read.cancel());
                    // Its callback comes when this handler has returned.
                    let _ = read.wait();
                    request.complete_with(SUCCESS, 1);
                }));
            let file = m.rig(queue).open();
            ticket.put(file.begin_read(1));
            let _ = file.write(b"w");
        })
        .violation;
        assert_eq!(violation.outcome, Outcome::Hang, "{violation:?}");
    }
}

#[test]
fn a_recorded_cancel_is_delivered_by_a_thread_that_brings_a_new_request() {
    calm(|m| {
        let (gate, log) = (Slot::empty(), Log::new());
        let queue = parallel()
            .attributes(attributes().scope_none())
            .read(with!(log => move |request| {
                let log = log.clone();
                assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
            }))
            .write(with!(gate, log => move |request| {
                log.add("write");
                let gate: WaitLock = gate.get();
                assert_eq!(gate.acquire(), SUCCESS);
                gate.release();
                request.complete_with(SUCCESS, 1);
            }))
            .ioctl(with!(log => move |request| { log.add("ioctl"); request.complete(SUCCESS) }));
        let rig = m.rig(queue);
        gate.put(WaitLock::create(&attributes()).unwrap());
        let file = rig.open();
        let read = file.begin_read(1);
        let _ = gate.get().acquire();
        let writer = m.spawn(move |_| assert_eq!(file.write(b"w").status, SUCCESS));
        while log.count("write") == 0 {
            m.sleep(std::time::Duration::from_millis(1));
        }
        assert!(read.cancel());
        assert_eq!(log.count("canceled"), 0, "a handler of the queue is running");
        assert_eq!(file.ioctl(0, &[], 0).status, SUCCESS);
        log.expect(["write", "canceled", "ioctl"]);
        gate.get().release();
        writer.join();
        assert_eq!(read.wait().status, CANCELLED);
    });
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
fn cancel_callbacks_are_delivered_while_the_queue_is_stopped() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()));
        let ticket = rig.open().begin_read(1);
        rig.made.stop();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancel_callbacks_are_delivered_while_the_queue_is_powered_off() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()).stop(|request, _| request.acknowledge_stop(false)));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        rig.device.resume().unwrap();
    });
}

#[test]
fn cancel_callbacks_are_not_delivered_while_stop_notifications_are_issued() {
    calm(|m| {
        let (tickets, log) = (Sent::empty(), Log::new());
        let queue = parallel()
            .read(with!(log => move |request| {
                let log = log.clone();
                assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
            }))
            .stop(with!(tickets, log => move |request, _| {
                if let Some(ticket) = tickets.try_take() {
                    assert!(ticket.cancel());
                    tickets.put(ticket);
                }
                log.add("stop");
                request.acknowledge_stop(false);
            }));
        let rig = m.rig(queue);
        let file = rig.open();
        let kept = file.begin_read(1);
        tickets.put(file.begin_read(1));
        rig.device.suspend();
        // The second request is cancelled during the first one's notification: it is not notified any more.
        log.expect(["stop", "canceled"]);
        rig.device.resume().unwrap();
        assert!(kept.cancel());
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
