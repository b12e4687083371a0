//! Rules about locks.

use wdf_sim::{BugCheck, Explored, Explorer, OnBreak, Outcome, Report, Rule, Verifier, WDF_VIOLATION};
use wdf_tests::raw::{
    Attributes, Object, Request, SUCCESS, SpinLock, WaitLock, World, attributes, calm, check, manual, object, parallel,
    plan,
};

use crate::support::{Shows, fires, only_with};

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
            let rig = m.build(plan().attributes(attributes().scope_none()), |device| {
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

/// Misuse M59, at the raw layer.
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
fn a_handler_returns_at_the_level_at_which_it_was_called() {
    fn raising(m: &World<'_>, lower: bool) {
        let rig = m.rig(parallel().read(move |request| {
            request.complete(SUCCESS);
            // SAFETY: raising the level has no precondition.
            let before = unsafe { wdk_sys::ntddk::KfRaiseIrql(2) };
            if lower {
                // SAFETY: the level that it had.
                unsafe { wdk_sys::ntddk::KeLowerIrql(before) };
            }
        }));
        let _ = rig.open().read(1);
    }
    fires(Rule::LockHeldAtReturn, Shows::Undefined, Shows::Undefined, |m| raising(m, false), |m| raising(m, true));
}

#[test]
fn the_presentation_lock_is_not_released_by_a_handler() {
    fn unlocks(m: &World<'_>) {
        let rig = m.rig(parallel().attributes(attributes().scope_queue()).read(|request| {
            Object::from(request.queue().unwrap()).unlock();
            request.complete(SUCCESS);
        }));
        let _ = rig.open().read(1);
    }
    // The verifier breaks when the framework wants to release the lock; without it, the lock is released once more.
    let reported = |verifier| check(Explorer::calm(), verifier, unlocks).unwrap_err().violation;
    let (off, on) = (reported(Verifier::Off), reported(Verifier::On));
    assert_eq!((off.rule, off.outcome), (Rule::LockHeldAtReturn, Outcome::Undefined));
    assert_eq!((on.rule, on.outcome), (Rule::InvalidLockOperation, Outcome::Break));
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

/// A handler in its queue's lock, which locks its device or another queue.
fn locks_another(m: &World<'_>, device_too: bool) {
    let rig = m.build(plan().attributes(attributes().scope_queue()), move |device| {
        let other = device.queue(manual());
        device.queue(parallel().default_queue().read(move |request| {
            let lock = if device_too { Object::from(device) } else { Object::from(other) };
            lock.lock();
            lock.unlock();
            request.complete(SUCCESS);
        }))
    });
    assert_eq!(rig.open().read(1).status, SUCCESS);
}

#[test]
fn lock_order() {
    fires(Rule::LockOrder, Shows::Not, Shows::Break, |m| locks_another(m, true), |m| locks_another(m, false));
}

#[test]
fn a_callback_under_a_devices_lock_inside_one_under_a_queues() {
    fn forwards(m: &World<'_>, scope: fn(Attributes) -> Attributes) {
        let rig = m.build(plan().attributes(attributes().scope_none()), move |device| {
            let under_it = parallel().attributes(scope(attributes())).read(|request| request.complete(SUCCESS));
            let to = device.queue(under_it);
            let from = parallel().default_queue().attributes(attributes().scope_queue());
            device.queue(from.read(move |request| assert_eq!(request.forward(to), SUCCESS)))
        });
        assert_eq!(rig.open().read(1).status, SUCCESS);
    }
    fires(
        Rule::LockOrder,
        Shows::Not,
        Shows::Break,
        |m| forwards(m, Attributes::scope_device),
        |m| forwards(m, Attributes::scope_queue),
    );
}

#[test]
fn a_lock_of_the_drivers_own_in_between_hides_no_order() {
    fn locks(m: &World<'_>, device_too: bool) {
        let rig = m.build(plan().attributes(attributes().scope_queue()), move |device| {
            let own = SpinLock::create(&attributes().parent(device)).unwrap();
            device.queue(parallel().default_queue().read(move |request| {
                own.acquire();
                if device_too {
                    Object::from(device).lock();
                    Object::from(device).unlock();
                }
                own.release();
                request.complete(SUCCESS);
            }))
        });
        assert_eq!(rig.open().read(1).status, SUCCESS);
    }
    fires(Rule::LockOrder, Shows::Not, Shows::Break, |m| locks(m, true), |m| locks(m, false));
}

#[test]
fn after_the_break_about_the_order_the_lock_is_held() {
    only_with(Verifier::On, OnBreak::Continue, |m| {
        locks_another(m, true);
        assert_eq!(m.broken(), [Rule::LockOrder]);
    });
}

#[test]
fn the_order_of_locks_is_that_of_those_still_held() {
    // A queue's lock that was released does not count, and locks may be released in any order.
    calm(|m| {
        let rig = m.build(plan(), |device| [device.queue(manual()), device.queue(manual())]);
        let [a, b] = rig.made.map(Object::from);
        let device = Object::from(rig.raw);
        a.lock();
        a.unlock();
        device.lock();
        a.lock();
        b.lock();
        device.unlock();
        a.unlock();
        b.unlock();
    });
}

#[test]
fn a_presentation_lock_is_released_by_who_holds_it() {
    // With the verifier on the lock stays with its owner, and the releaser goes on.
    fn release(m: &World<'_>, own: bool) {
        let queue = Object::from(m.rig(manual()).made);
        queue.lock();
        m.spawn(move |_| {
            if !own {
                queue.unlock();
            }
        })
        .join();
        queue.unlock();
    }
    fires(Rule::InvalidLockOperation, Shows::Undefined, Shows::Break, |m| release(m, false), |m| release(m, true));
    only_with(Verifier::On, OnBreak::Continue, |m| {
        release(m, false);
        assert_eq!(m.broken(), [Rule::InvalidLockOperation]);
    });
}

/// A handler that returns with this done; `enhanced` or not.
fn returns(handler: fn(Lock), enhanced: bool, passive: bool) -> Result<Explored, Box<Report>> {
    let explorer = if enhanced { Explorer::calm().enhanced() } else { Explorer::calm() };
    check(explorer, Verifier::Off, move |m| {
        let level = if passive { attributes().passive() } else { attributes() };
        let rig = m.build(plan().attributes(level), move |device| {
            let lock = WaitLock::create(&attributes().parent(device)).unwrap();
            device.queue(parallel().default_queue().read(move |request| {
                request.complete(SUCCESS);
                handler(lock);
            }))
        });
        let _ = rig.open().read(1);
    })
}

type Lock = WaitLock;

#[test]
fn the_enhanced_verifier_bugchecks_a_callback_that_changed_the_level() {
    let raises = |_| {
        // SAFETY: raising the level has no precondition.
        let before = unsafe { wdk_sys::ntddk::KfRaiseIrql(2) };
        assert_eq!(before, 0);
    };
    let report = returns(raises, true, true).unwrap_err();
    assert_eq!(report.violation.rule, Rule::LockHeldAtReturn);
    let Outcome::BugCheck(BugCheck { code, parameters: [p1, p2, p3, p4] }) = report.violation.outcome else {
        panic!("{report}");
    };
    assert_eq!((code, p1, p2, p3), (WDF_VIOLATION, 0xE, 0, 2), "IRQL at entry and at return");
    assert_ne!(p4, 0);
    assert_eq!(returns(raises, false, true).unwrap_err().violation.outcome, Outcome::Undefined);
    returns(|_| {}, true, true).unwrap();
}

#[test]
fn the_enhanced_verifier_bugchecks_a_callback_that_stays_in_a_critical_region() {
    let acquires = |lock: Lock| assert_eq!(lock.acquire(), SUCCESS);
    let report = returns(acquires, true, true).unwrap_err();
    let Outcome::BugCheck(BugCheck { code, parameters: [p1, p2, p3, _] }) = report.violation.outcome else {
        panic!("{report}");
    };
    assert_eq!((report.violation.rule, code, p1, p3), (Rule::LockHeldAtReturn, WDF_VIOLATION, 0xF, 0));
    assert_ne!(p2, 0, "the callback's address");
    assert!(report.violation.text.ends_with("returned in a critical region"), "{report}");
    assert_eq!(returns(acquires, false, true).unwrap_err().violation.outcome, Outcome::Undefined);
    returns(
        |lock| {
            acquires_and_releases(lock);
        },
        true,
        true,
    )
    .unwrap();
}

/// A callback of the driver's, called inside another one that is in a critical region, leaves it as it found it.
#[test]
fn the_enhanced_verifier_looks_at_the_critical_region_in_which_a_callback_was_entered() {
    let inside = |leaves: bool| {
        check(Explorer::calm().enhanced(), Verifier::Off, move |m| {
            let rig = m.build(plan().attributes(attributes().passive()), move |device| {
                let lock = WaitLock::create(&attributes().parent(device)).unwrap();
                let second = device.queue(parallel().read(move |request| {
                    if leaves {
                        lock.release();
                    }
                    request.complete(SUCCESS);
                }));
                device.queue(parallel().default_queue().read(move |request| {
                    assert_eq!(lock.acquire(), SUCCESS);
                    assert_eq!(request.forward(second), SUCCESS);
                    if !leaves {
                        lock.release();
                    }
                }))
            });
            let _ = rig.open().read(1);
        })
    };
    inside(false).unwrap();
    let report = inside(true).unwrap_err();
    assert_eq!(report.violation.rule, Rule::LockHeldAtReturn);
    assert!(report.violation.text.ends_with("returned outside the critical region"), "{report}");
}

fn acquires_and_releases(lock: Lock) {
    assert_eq!(lock.acquire(), SUCCESS);
    lock.release();
}
