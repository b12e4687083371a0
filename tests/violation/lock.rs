//! Rules about locks.

use wdf_sim::Rule;
use wdf_tests::raw::{Object, Request, SUCCESS, SpinLock, WaitLock, World, attributes, manual, object, parallel, plan};

use crate::support::{Shows, fires};

#[test]
fn recursive_lock() {
    fires(
        Rule::RecursiveLock,
        Shows::Wdf(2, None),
        Shows::Wdf(2, None),
        |m| {
            let queue = parallel().attributes(attributes().scope_queue());
            let rig = m.rig(queue.read(|request| {
                Object::from(request.queue().unwrap()).lock();
                request.complete(SUCCESS);
            }));
            let _ = rig.open().read(1);
        },
        |m| {
            let queue = parallel().attributes(attributes().scope_none());
            let rig = m.rig(queue.read(|request: Request| {
                let lock = Object::from(request.queue().unwrap());
                lock.lock();
                lock.unlock();
                request.complete(SUCCESS);
            }));
            let _ = rig.open().read(1);
        },
    );
}

#[test]
fn the_devices_lock_is_that_of_its_queues_in_scope_device() {
    fires(
        Rule::RecursiveLock,
        Shows::Wdf(2, None),
        Shows::Wdf(2, None),
        |m| {
            let rig = m.build(plan().attributes(attributes().scope_device()), |device| {
                device.queue(parallel().default_queue().read(move |request| {
                    Object::from(device).lock();
                    request.complete(SUCCESS);
                }))
            });
            let _ = rig.open().read(1);
        },
        |m| {
            let rig = m.build(plan().attributes(attributes().scope_queue()), |device| {
                device.queue(parallel().default_queue().read(move |request| {
                    Object::from(device).lock();
                    Object::from(device).unlock();
                    request.complete(SUCCESS);
                }))
            });
            let _ = rig.open().read(1);
        },
    );
}

#[test]
fn invalid_lock_operation() {
    fires(
        Rule::InvalidLockOperation,
        Shows::Undefined,
        Shows::Wdf(0xB, None),
        |m| SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap().release(),
        |m| {
            let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
            lock.acquire();
            lock.release();
        },
    );
}

#[test]
fn locking_an_object_that_has_no_lock() {
    // The verifier breaks first; without it only the bug check is left.
    fires(
        Rule::InvalidLockOperation,
        Shows::Wdf(0xB, None),
        Shows::Break,
        |m| object(&attributes().parent(m.rig(manual()).raw)).unwrap().lock(),
        |m| {
            let queue = Object::from(m.rig(manual()).made);
            queue.lock();
            queue.unlock();
        },
    );
}

#[test]
fn spin_lock_recursion() {
    fires(
        Rule::SpinLockRecursion,
        Shows::Hang,
        Shows::Hang,
        |m| {
            let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
            lock.acquire();
            lock.acquire();
        },
        |m| {
            let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
            for _ in 0..2 {
                lock.acquire();
                lock.release();
            }
        },
    );
}

/// A handler that acquires a lock, and releases it or not.
fn locking(m: &World<'_>, release: bool) {
    let rig = m.build(plan(), move |device| {
        let lock = SpinLock::create(&attributes().parent(device)).unwrap();
        device.queue(parallel().default_queue().read(move |request| {
            lock.acquire();
            if release {
                lock.release();
            }
            request.complete(SUCCESS);
        }))
    });
    let _ = rig.open().read(1);
}

#[test]
fn lock_held_at_return() {
    fires(Rule::LockHeldAtReturn, Shows::Undefined, Shows::Undefined, |m| locking(m, false), |m| locking(m, true));
}

#[test]
fn the_presentation_lock_is_not_released_by_a_handler() {
    fires(
        Rule::LockHeldAtReturn,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let rig = m.rig(parallel().attributes(attributes().scope_queue()).read(|request| {
                Object::from(request.queue().unwrap()).unlock();
                request.complete(SUCCESS);
            }));
            let _ = rig.open().read(1);
        },
        |m| locking(m, true),
    );
}

#[test]
fn deadlock() {
    fn cross(m: &World<'_>, opposite: bool) {
        let device = m.rig(manual()).raw;
        let lock = || WaitLock::create(&attributes().parent(device)).unwrap();
        let (first, second) = (lock(), lock());
        let _ = first.acquire();
        let other = m.spawn(move |_| {
            let (a, b) = if opposite { (second, first) } else { (first, second) };
            let _ = (a.acquire(), b.acquire());
            b.release();
            a.release();
        });
        m.sleep(std::time::Duration::from_millis(1));
        let _ = second.acquire();
        second.release();
        first.release();
        other.join();
    }
    fires(Rule::Deadlock, Shows::Hang, Shows::Hang, |m| cross(m, true), |m| cross(m, false));
}
