//! Where and when a queue's callbacks run: which thread, which level, under which lock, in which order.

use std::time::Duration;

use wdf_sim::{Arrival, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Device, Dpc, Held, Log, Object, Queue, Request, SUCCESS, Sent, Slot, SpinLock, Timer, WaitLock,
    WorkItem, attributes, calm, irql, limited, manual, parallel, plan, report, sequential,
};
use wdf_tests::with;

use wdf_tests::raw::below::{keeper, pass_on};

/// A cancel callback that writes a line and completes.
fn canceled(log: &Log) -> impl Fn(Request) + 'static {
    let log = log.clone();
    move |request| {
        log.add("canceled");
        request.complete(CANCELLED);
    }
}

#[test]
fn mark_of_a_cancelled_request_in_a_timer_or_a_work_item_calls_back_inline() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let mark = with!(log, held => move || {
            let request: Request = held.take();
            request.mark(canceled(&log));
            log.add("mark returned");
        });
        let rig = m.build(
            plan(),
            with!(held, mark => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                let (in_timer, in_item) = (mark.clone(), mark.clone());
                (Timer::of(device, move |_| in_timer()), WorkItem::of(device, move |_| in_item()))
            }),
        );
        let (timer, item) = rig.made;
        let file = rig.open();
        for in_timer in [true, false] {
            let ticket = file.begin_read(1);
            ticket.cancel();
            if in_timer {
                timer.start(1);
            } else {
                item.enqueue();
            }
            assert_eq!(ticket.wait().status, CANCELLED);
            m.sleep(Duration::from_millis(1));
            log.expect(["canceled", "mark returned"]);
        }
    });
}

#[test]
fn mark_of_a_cancelled_request_in_a_completion_routine_calls_back_inline() {
    calm(|m| {
        let (log, held, here) = (Log::new(), Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = wdf_tests::raw::below::reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(log => move |request: Request, _, _| {
            request.mark(canceled(&log));
            log.add("mark returned");
        }));
        assert!(request.send(rig.made));
        ticket.cancel();
        let arrival: Arrival = here.take();
        arrival.complete(SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled", "mark returned"]);
    });
}

#[test]
fn mark_of_a_cancelled_request_in_the_ready_notification_calls_back_after_it() {
    calm(|m| {
        let (log, sent) = (Log::new(), Sent::empty());
        let rig = m.rig(manual());
        let file = rig.open();
        let mark = with!(log, sent => move |queue: Queue| {
            // The second of them is taken out and cancelled in here.
            if let Some(ticket) = sent.try_take() {
                let request = queue.retrieve().unwrap();
                ticket.cancel();
                sent.put(ticket);
                request.mark(canceled(&log));
                log.add("mark returned");
            }
        });
        rig.made.stop();
        sent.put(file.begin_read(1));
        assert_eq!(rig.made.ready_notify(mark), SUCCESS);
        rig.made.start();
        log.expect(["mark returned", "canceled"]);
        assert_eq!(sent.take().wait().status, CANCELLED);
    });
}

#[test]
fn the_older_mark_under_a_spin_lock_that_the_callback_takes_spins_for_ever() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let (held, locks) = (Held::empty(), Slot::empty());
            let rig = m.build(
                plan(),
                with!(held, locks => move |device| {
                    locks.put(SpinLock::create(&attributes().parent(device)).unwrap());
                    device.queue(parallel().default_queue().read(held.putter()))
                }),
            );
            let ticket = rig.open().begin_read(1);
            ticket.cancel();
            let lock: SpinLock = locks.get();
            lock.acquire();
            let request: Request = held.take();
            request.mark(move |request| {
                lock.acquire();
                lock.release();
                request.complete(CANCELLED);
            });
            lock.release();
        })
        .violation;
        assert_eq!(violation.rule, Rule::SpinLockRecursion);
    }
}

#[test]
fn a_recorded_cancel_is_delivered_by_a_thread_that_changes_the_queues_state() {
    calm(|m| {
        let (gate, log) = (Slot::empty(), Log::new());
        let queue = parallel()
            .attributes(attributes().scope_none())
            .read(with!(log => move |request| assert_eq!(request.mark_ex(canceled(&log)), SUCCESS)))
            .write(with!(gate, log => move |request| {
                log.add("write");
                let gate: WaitLock = gate.get();
                assert_eq!(gate.acquire(), SUCCESS);
                gate.release();
                request.complete_with(SUCCESS, 1);
            }));
        let rig = m.rig(queue);
        gate.put(WaitLock::create(&attributes()).unwrap());
        let file = rig.open();
        let read = file.begin_read(1);
        let _ = gate.get().acquire();
        let writer = m.spawn(move |_| assert_eq!(file.write(b"w").status, SUCCESS));
        while log.count("write") == 0 {
            m.sleep(Duration::from_millis(1));
        }
        assert!(read.cancel());
        log.expect(["write"]);
        rig.made.stop();
        log.expect(["canceled"]);
        gate.get().release();
        writer.join();
    });
}

#[test]
fn a_forwarded_request_is_presented_though_a_handler_of_the_destination_runs() {
    calm(|m| {
        let (log, to) = (Log::new(), Slot::empty());
        let rig = m.build(
            plan(),
            with!(log, to => move |device| {
                // The destination's write handler hands a read over to another queue, whose handler forwards it back here.
                let back = device.queue(parallel().ioctl(with!(log, to => move |request: Request| {
                    log.add("over");
                    assert_eq!(request.forward(to.get()), SUCCESS);
                })));
                let here = device.queue(parallel().attributes(attributes().scope_none()).default_queue()
                    .ioctl(with!(log => move |request: Request| {
                        if log.count("here") == 0 {
                            log.add("here");
                            assert_eq!(request.forward(back), SUCCESS);
                            log.add("returns");
                        } else {
                            log.add("again");
                            request.complete(SUCCESS);
                        }
                    })));
                to.put(here);
            }),
        );
        assert_eq!(rig.open().ioctl(0, b"", 0).status, SUCCESS);
        log.expect(["here", "over", "again", "returns"]);
    });
}

#[test]
fn a_handler_that_waits_for_a_cancel_callback_of_its_queue_hangs() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let (gate, log) = (Slot::empty(), Log::new());
            let queue = parallel()
                .read(with!(log => move |request| assert_eq!(request.mark_ex(canceled(&log)), SUCCESS)))
                .write(with!(gate, log => move |request: Request| {
                    log.add("write");
                    let gate: WaitLock = gate.get();
                    let _ = gate.acquire();
                    gate.release();
                    request.complete(SUCCESS);
                }));
            let rig = m.rig(queue);
            let lock = WaitLock::create(&attributes()).unwrap();
            gate.put(lock);
            let _ = lock.acquire();
            let file = rig.open();
            let read = file.begin_read(1);
            let writer = m.spawn(move |_| assert_eq!(file.write(b"w").status, SUCCESS));
            while log.count("write") == 0 {
                m.sleep(Duration::from_millis(1));
            }
            // Whoever has the gate opens it when the read is back, which the handler keeps from being cancelled.
            assert!(read.cancel());
            let _ = read.wait();
            lock.release();
            writer.join();
        })
        .violation;
        assert_eq!(violation.rule, Rule::Deadlock);
    }
}

#[test]
fn a_thread_that_holds_the_lock_of_a_passive_queue_leaves_dispatching_to_a_worker() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let queue = sequential().attributes(attributes().passive().scope_queue());
        let rig = m.rig(queue.read(with!(log, held => move |request| {
            log.add(format!("read at {}", irql()));
            held.put(request);
        })));
        let file = rig.open();
        let _first = file.begin_read(1);
        let second = file.begin_read(1);
        let lock = Object::from(rig.made);
        lock.lock();
        log.expect(["read at 0"]);
        held.take().complete(SUCCESS);
        log.expect([]);
        lock.unlock();
        m.sleep(Duration::from_millis(1));
        log.expect(["read at 0"]);
        let threads: Vec<_> = m.events("→ EvtIoRead").iter().map(|event| event.thread).collect();
        assert_ne!(threads[0], threads[1]);
        held.take().complete(SUCCESS);
        assert_eq!(second.wait().status, SUCCESS);
    });
}

#[test]
fn cancels_come_before_state_callbacks_and_those_before_the_next_request() {
    calm(|m| {
        let (log, tickets) = (Log::new(), Slot::<Vec<wdf_sim::Ticket>>::with(Vec::new()));
        let on_queue = with!(log => move |request: Request| {
            log.add("canceled on queue");
            request.complete(CANCELLED);
        });
        let rig = m.build(
            plan().caller_context(|device: Device, request| assert_eq!(device.enqueue(request), SUCCESS)),
            with!(log, tickets => move |device: Device| {
                let read = with!(log => move |request: Request| assert_eq!(request.mark_ex(canceled(&log)), SUCCESS));
                let write = with!(log, tickets => move |request: Request| {
                    log.add("write");
                    // A read that waits, and one that is marked; in later writes there is none left.
                    for ticket in tickets.take() {
                        assert!(ticket.cancel());
                    }
                    tickets.put(Vec::new());
                    request.complete(SUCCESS);
                });
                device.queue(limited(2).default_queue().canceled_on_queue(on_queue.clone()).read(read).write(write))
            }),
        );
        let file = rig.open();
        let marked = file.begin_read(1);
        rig.made.stop_then(log.writer("stopped"));
        let write = file.begin_write(b"w");
        let waiting = file.begin_read(1);
        let next = file.begin_write(b"x");
        tickets.put(vec![waiting, marked]);
        log.expect([]);
        rig.made.start();
        log.expect(["write", "canceled", "canceled on queue", "stopped", "write"]);
        assert_eq!((write.wait().status, next.wait().status), (SUCCESS, SUCCESS));
    });
}

#[test]
fn in_scope_none_the_lock_of_the_queue_holds_up_no_callback() {
    calm(|m| {
        let queue = parallel().attributes(attributes().scope_none().passive());
        let rig = m.rig(queue.read(|request| request.complete(SUCCESS)));
        let lock = Object::from(rig.made);
        let file = rig.open();
        lock.lock();
        m.spawn(move |_| assert_eq!(file.read(1).status, SUCCESS)).join();
        lock.unlock();
    });
}

#[test]
fn completion_routines_run_at_the_level_and_on_the_thread_of_the_lower_driver() {
    calm(|m| {
        let (held, here, seen) = (Held::empty(), Slot::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = m.above(
            &lower,
            plan(),
            with!(held, here => move |device: Device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                let complete = with!(here => move |_| {
                    let arrival: Arrival = here.take();
                    arrival.complete(SUCCESS);
                });
                (device.target().unwrap(), Dpc::create(false, &attributes().parent(device), complete).unwrap())
            }),
        );
        let (target, dpc) = rig.made;
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.format_current();
        request.on_complete(with!(seen => move |request, target, params| {
            seen.put(irql());
            pass_on(request, target, params);
        }));
        assert!(request.send(target));
        dpc.enqueue();
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(seen.take(), 2);
    });
}
