//! In which order the queues of one device leave power, come back and are purged.

use std::time::Duration;

use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_STATE, Log, Queue, Request, SUCCESS, Slot, WaitLock, attributes, calm, manual,
    parallel, plan, sequential,
};
use wdf_tests::with;
use wdk_sys::_WDF_REQUEST_TYPE as kind;

const SUSPEND: u32 = 1;

#[test]
fn no_queue_is_told_to_stop_before_every_queues_callbacks_returned() {
    calm(|m| {
        let (log, gate) = (Log::new(), Slot::empty());
        let rig = m.build(
            plan(),
            with!(log, gate => move |device| {
                let lock = WaitLock::create(&attributes()).unwrap();
                gate.put(lock);
                let stop = with!(log => move |request: Request, flags: u32| {
                    log.add("stop");
                    if flags & SUSPEND != 0 { request.acknowledge_stop(false) } else { request.complete(CANCELLED) }
                });
                // The first queue has a request; a handler of the second one is at work.
                let _ = device.queue(parallel().default_queue().read(|_| {}).stop(stop));
                let busy = device.queue(parallel().write(with!(log => move |request: Request| {
                    log.add("in");
                    let _ = lock.acquire();
                    lock.release();
                    log.add("out");
                    request.complete(SUCCESS);
                })));
                assert_eq!(device.dispatch_to(busy, kind::WdfRequestTypeWrite), SUCCESS);
            }),
        );
        let file = rig.open();
        let _read = file.begin_read(1);
        let lock: WaitLock = gate.get();
        let _ = lock.acquire();
        let writer = m.spawn(move |_| assert_eq!(file.write(b"w").status, SUCCESS));
        let device = rig.device;
        let sleeper = m.spawn(with!(log => move |m| {
            while log.count("in") == 0 {
                m.sleep(Duration::from_millis(1));
            }
            device.suspend();
        }));
        m.sleep(Duration::from_millis(5));
        log.expect(["in"]);
        lock.release();
        sleeper.join();
        writer.join();
        log.expect(["out", "stop"]);
    });
}

#[test]
fn every_queue_is_told_to_resume_before_any_presents_again() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan(),
            with!(log => move |device| {
                let keeping = |queue: wdf_tests::raw::Queues, name: &'static str| {
                    queue
                        .stop(|request, flags| {
                            if flags & SUSPEND != 0 { request.acknowledge_stop(false) } else { request.complete(CANCELLED) }
                        })
                        .resume(log.writer(name))
                };
                let read = with!(log => move |_: Request| log.add("read"));
                let _ = device.queue(keeping(parallel().default_queue().read(read), "first resumes"));
                let second = device.queue(keeping(parallel().write(|_| {}), "second resumes"));
                assert_eq!(device.dispatch_to(second, kind::WdfRequestTypeWrite), SUCCESS);
            }),
        );
        let file = rig.open();
        let (_read, _write) = (file.begin_read(1), file.begin_write(b"w"));
        log.expect(["read"]);
        rig.device.suspend();
        let _late = file.begin_read(1);
        log.expect([]);
        rig.device.resume().unwrap();
        log.expect(["first resumes", "second resumes", "read"]);
        rig.device.remove();
    });
}

#[test]
fn what_the_driver_asked_to_be_cancelled_is_not_told_to_stop() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let queue =
            parallel().read(held.putter()).stop(with!(log => move |_, _| log.add("stop"))).resume(log.writer("resume"));
        let rig = m.rig(queue);
        let _ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        assert!(!request.cancel_sent(), "it is not sent, and is marked as cancelled all the same");
        assert!(request.is_canceled());
        let completer = m.spawn(move |m| {
            m.sleep(Duration::from_millis(1));
            request.complete(CANCELLED);
        });
        rig.device.suspend();
        rig.device.resume().unwrap();
        completer.join();
        log.expect([]);
    });
}

#[test]
fn an_acknowledgement_satisfies_the_purge_and_the_queues_deletion_waits_for_the_completion() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan().pnp("self_managed_cleanup", with!(log => move |_| { log.add("cleanup"); SUCCESS })),
            with!(log, held => move |device| {
                let cleaned = attributes().cleanup(log.writer("queue goes"));
                let queue = parallel().default_queue().attributes(cleaned).read(held.putter());
                device.queue(queue.stop(|request, _| request.acknowledge_stop(false)))
            }),
        );
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(log, held => move |m| {
            while log.count("cleanup") == 0 {
                m.sleep(Duration::from_millis(1));
            }
            m.sleep(Duration::from_millis(1));
            log.add("completed");
            held.take().complete(SUCCESS);
        }));
        rig.device.remove();
        completer.join();
        assert_eq!(ticket.wait().status, SUCCESS);
        log.expect(["cleanup", "completed", "queue goes"]);
    });
}

#[test]
fn queues_that_follow_power_are_purged_before_the_others() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().pnp("self_managed_flush", with!(log => move |_| { log.add("flush"); SUCCESS })),
            with!(log => move |device| {
                let telling = |queue: wdf_tests::raw::Queues, name: &'static str| {
                    let log = log.clone();
                    queue.stop(move |request: Request, flags| {
                        if flags & SUSPEND != 0 {
                            return request.acknowledge_stop(false);
                        }
                        log.add(name);
                        request.complete(CANCELLED);
                    })
                };
                let _ = device.queue(telling(parallel().default_queue().unmanaged().read(|_| {}), "without power"));
                let second = device.queue(telling(parallel().write(|_| {}), "with power"));
                assert_eq!(device.dispatch_to(second, kind::WdfRequestTypeWrite), SUCCESS);
            }),
        );
        let file = rig.open();
        let _tickets = (file.begin_read(1), file.begin_write(b"w"));
        rig.device.remove();
        log.expect(["with power", "flush", "without power"]);
    });
}

#[test]
fn what_comes_while_the_device_goes_is_refused() {
    calm(|m| {
        let (log, file) = (Log::new(), Slot::<wdf_sim::File>::empty());
        let late = with!(log, file => move |_| {
            if let Some(file) = file.try_take() {
                log.add(format!("{:#x}", file.read(1).status));
            }
            SUCCESS
        });
        let rig = m.build(plan().pnp("self_managed_cleanup", late), |device| {
            device.queue(sequential().default_queue().read(|request| request.complete(SUCCESS)))
        });
        file.put(rig.open());
        rig.device.remove();
        log.expect_lines(&[&format!("{INVALID_DEVICE_STATE:#x}")]);
    });
}

#[test]
fn a_queue_that_is_made_while_the_device_works_is_not_held() {
    calm(|m| {
        let rig = m.build(plan(), |_| {});
        let queue: Queue = rig.raw.queue(manual());
        assert_eq!(queue.state().0 & 0x10, 0);
        rig.device.suspend();
        assert_eq!(queue.state().0 & 0x10, 0x10, "it follows power as the others do");
        rig.device.resume().unwrap();
    });
}
