//! Which callbacks of queues exclude each other, and at which level they run.

use wdf_tests::raw::{Dpc, Held, Log, Request, SUCCESS, Slot, all, attributes, calm, irql, parallel, plan, sequential};
use wdf_tests::with;
use wdk_sys::_WDF_REQUEST_TYPE as kind;

#[test]
fn handlers_of_a_synchronized_queue_run_at_dispatch_level() {
    for (scope, level) in
        [(wdf_tests::raw::Attributes::scope_none as fn(_) -> _, 0), (wdf_tests::raw::Attributes::scope_queue, 2)]
    {
        calm(move |m| {
            let seen = Slot::empty();
            let rig = m.rig(parallel().attributes(scope(attributes())).read(with!(seen => move |request: Request| {
                seen.put(irql());
                request.complete(SUCCESS);
            })));
            let _ = rig.open().read(1);
            assert_eq!(seen.take(), level);
        });
    }
}

#[test]
fn handlers_of_a_passive_queue_run_at_passive_level() {
    calm(|m| {
        let seen = Slot::empty();
        let queue = parallel().attributes(attributes().passive().scope_queue());
        let rig = m.rig(queue.read(with!(seen => move |request: Request| {
            seen.put(irql());
            request.complete(SUCCESS);
        })));
        let _ = rig.open().read(1);
        assert_eq!(seen.take(), 0);
    });
}

#[test]
fn by_default_a_queue_is_not_synchronized() {
    calm(|m| {
        let seen = Slot::empty();
        let rig = m.rig(parallel().read(with!(seen => move |request: Request| {
            seen.put(irql());
            request.complete(SUCCESS);
        })));
        let _ = rig.open().read(1);
        assert_eq!(seen.take(), 0);
    });
}

#[test]
fn a_queue_inherits_scope_and_level_from_its_device() {
    calm(|m| {
        let seen = Slot::empty();
        let rig = m.build(
            plan().attributes(attributes().scope_device()),
            with!(seen => move |device| device.queue(parallel().default_queue().read(with!(seen => move |request: Request| {
                seen.put(irql());
                request.complete(SUCCESS);
            })))),
        );
        let _ = rig.open().read(1);
        assert_eq!(seen.take(), 2);
    });
}

/// Two callbacks write `in` and `out`; whether they ever interleave.
fn interleaves(scope: fn(wdf_tests::raw::Attributes) -> wdf_tests::raw::Attributes, two_queues: bool) -> bool {
    let mixed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::sync::Arc::clone(&mixed);
    all(2, move |m| {
        let log = Log::new();
        let rig = m.build(
            plan().attributes(scope(attributes())),
            with!(log => move |device| {
                let handler = || {
                    let log = log.clone();
                    move |request: Request| {
                        log.add("in");
                        let _ = request.parameters();
                        log.add("out");
                        request.complete(SUCCESS);
                    }
                };
                let first = device.queue(parallel().default_queue().read(handler()).write(handler()));
                if two_queues {
                    let second = device.queue(parallel().write(handler()));
                    assert_eq!(device.dispatch_to(second, kind::WdfRequestTypeWrite), SUCCESS);
                }
                first
            }),
        );
        let file = rig.open();
        let reader = m.spawn(move |_| assert_eq!(file.read(1).status, SUCCESS));
        let _ = file.write(b"x");
        reader.join();
        if log.lines().chunks(2).any(|pair| pair != ["in", "out"]) {
            seen.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    mixed.load(std::sync::atomic::Ordering::Relaxed)
}

#[test]
fn callbacks_of_a_queue_exclude_each_other_in_scope_queue() {
    assert!(!interleaves(wdf_tests::raw::Attributes::scope_queue, false));
}

#[test]
fn callbacks_of_two_queues_do_not_exclude_each_other_in_scope_queue() {
    assert!(interleaves(wdf_tests::raw::Attributes::scope_queue, true));
}

#[test]
fn callbacks_of_two_queues_exclude_each_other_in_scope_device() {
    assert!(!interleaves(wdf_tests::raw::Attributes::scope_device, true));
}

#[test]
fn callbacks_of_an_unsynchronized_queue_run_side_by_side() {
    assert!(interleaves(wdf_tests::raw::Attributes::scope_none, false));
}

#[test]
fn a_request_from_dispatch_level_reaches_a_passive_queue_in_a_worker() {
    calm(|m| {
        let (seen, held) = (Slot::empty(), Held::empty());
        let rig = m.build(
            plan(),
            with!(seen, held => move |device| {
                let passive = device.queue(parallel().attributes(attributes().passive().scope_none()).read(
                    with!(seen => move |request: Request| {
                        seen.put(irql());
                        request.complete(SUCCESS);
                    }),
                ));
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                Dpc::create(false, &attributes().parent(device), with!(held => move |_| {
                    assert_eq!(held.take().forward(passive), SUCCESS);
                }))
                .unwrap()
            }),
        );
        let ticket = rig.open().begin_read(1);
        rig.made.enqueue();
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(seen.take(), 0);
    });
}

#[test]
fn a_thread_that_holds_the_presentation_lock_leaves_dispatching_to_a_dpc() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let queue = sequential().attributes(attributes().scope_queue());
        let rig = m.rig(queue.read(with!(log, held => move |request: Request| { log.add("read"); held.put(request) })));
        let file = rig.open();
        let _first = file.begin_read(1);
        let second = file.begin_read(1);
        let lock = wdf_tests::raw::Object::from(rig.made);
        lock.lock();
        log.expect(["read"]);
        held.take().complete(SUCCESS);
        log.expect([]);
        lock.unlock();
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["read"]);
        held.take().complete(SUCCESS);
        assert_eq!(second.wait().status, SUCCESS);
    });
}
