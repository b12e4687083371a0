//! Spin locks, wait locks and presentation locks.

use std::time::Duration;

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Dpc, INVALID_DEVICE_REQUEST, Log, Object, SUCCESS, Slot, SpinLock, TIMEOUT, WaitLock, all, attributes, calm, irql,
    lenient, manual, plan, report,
};
use wdf_tests::with;

#[test]
fn a_spin_lock_raises_to_dispatch_level_and_gives_the_old_level_back() {
    calm(|m| {
        let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(irql(), 0);
        lock.acquire();
        assert_eq!(irql(), 2);
        lock.release();
        assert_eq!(irql(), 0);
    });
}

#[test]
fn spin_locks_nest() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let create = || SpinLock::create(&attributes().parent(device)).unwrap();
        let (outer, inner) = (create(), create());
        outer.acquire();
        inner.acquire();
        inner.release();
        assert_eq!(irql(), 2);
        outer.release();
        assert_eq!(irql(), 0);
    });
}

#[test]
fn a_spin_lock_excludes() {
    all(3, |m| {
        let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        let inside = Slot::with(false);
        let work = with!(inside => move || {
            lock.acquire();
            assert!(!inside.get(), "two threads at once");
            inside.put(true);
            wdk_sys::sim::scheduling_point();
            inside.put(false);
            lock.release();
        });
        let other = m.spawn(with!(work => move |_| work()));
        work();
        other.join();
    });
}

#[test]
fn a_wait_lock_excludes_and_stays_at_passive_level() {
    all(3, |m| {
        let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        let inside = Slot::with(false);
        let work = with!(inside => move || {
            assert_eq!(lock.acquire(), SUCCESS);
            assert_eq!(irql(), 0);
            assert!(!inside.get(), "two threads at once");
            inside.put(true);
            wdk_sys::sim::scheduling_point();
            inside.put(false);
            lock.release();
        });
        let other = m.spawn(with!(work => move |_| work()));
        work();
        other.join();
    });
}

#[test]
fn a_timeout_is_a_success_and_not_the_lock() {
    calm(|m| {
        let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(lock.acquire(), SUCCESS);
        let other = m.spawn(move |m| {
            assert_eq!(lock.acquire_within(0), TIMEOUT);
            assert_eq!(lock.acquire_within(5), TIMEOUT);
            assert_eq!(m.now(), Duration::from_millis(5));
            assert!(wdk_sys::NT_SUCCESS(TIMEOUT));
        });
        other.join();
        lock.release();
    });
}

#[test]
fn a_lock_that_becomes_free_in_time_is_acquired() {
    calm(|m| {
        let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(lock.acquire(), SUCCESS);
        let other = m.spawn(move |_| {
            assert_eq!(lock.acquire_within(5), SUCCESS);
            lock.release();
        });
        m.sleep(Duration::from_millis(1));
        lock.release();
        other.join();
    });
}

#[test]
fn waiting_at_dispatch_level_breaks_and_does_not_acquire_in_v1() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let log = Log::new();
        let device = m.rig(manual()).raw;
        let lock = WaitLock::create(&attributes().parent(device)).unwrap();
        let dpc = Dpc::create(
            false,
            &attributes().parent(device),
            with!(log => move |_| {
                assert_eq!(lock.acquire(), INVALID_DEVICE_REQUEST);
                log.add("refused");
            }),
        )
        .unwrap();
        dpc.enqueue();
        m.sleep(Duration::from_millis(1));
        log.expect(["refused"]);
        assert_eq!(lock.acquire_within(0), SUCCESS, "nobody has it");
        lock.release();
        assert_eq!(m.broken(), [Rule::IrqlTooHigh]);
    });
}

#[test]
fn trying_a_wait_lock_at_dispatch_level_is_allowed() {
    calm(|m| {
        let log = Log::new();
        let device = m.rig(manual()).raw;
        let lock = WaitLock::create(&attributes().parent(device)).unwrap();
        let dpc = Dpc::create(
            false,
            &attributes().parent(device),
            with!(log => move |_| {
                assert_eq!(lock.acquire_within(0), SUCCESS);
                lock.release();
                log.add("tried");
            }),
        )
        .unwrap();
        dpc.enqueue();
        m.sleep(Duration::from_millis(1));
        log.expect(["tried"]);
    });
}

#[test]
fn the_presentation_lock_of_a_passive_device_is_a_mutex() {
    calm(|m| {
        let rig = m.build(plan().attributes(attributes().passive()), |_| {});
        let lock = Object::from(rig.raw);
        lock.lock();
        assert_eq!(irql(), 0);
        lock.unlock();
    });
}

#[test]
fn the_presentation_lock_of_a_dispatch_device_is_a_spin_lock() {
    calm(|m| {
        let lock = Object::from(m.rig(manual()).raw);
        lock.lock();
        assert_eq!(irql(), 2);
        lock.unlock();
        assert_eq!(irql(), 0);
    });
}

#[test]
fn a_queue_in_scope_device_shares_the_devices_lock() {
    all(2, |m| {
        let rig = m.build(plan().attributes(attributes().scope_device()), |device| device.queue(manual()));
        let inside = Slot::with(false);
        let work = with!(inside => move |lock: Object| {
            lock.lock();
            assert!(!inside.get(), "two threads at once");
            inside.put(true);
            wdk_sys::sim::scheduling_point();
            inside.put(false);
            lock.unlock();
        });
        let (queue, device) = (Object::from(rig.made), Object::from(rig.raw));
        let other = m.spawn(with!(work => move |_| work(queue)));
        work(device);
        other.join();
    });
}

#[test]
fn waiting_for_some_time_at_dispatch_level_does_not_acquire_in_v1_either() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(wdf_tests::raw::at_dispatch(|| lock.acquire_within(5)), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::IrqlTooHigh]);
        assert_eq!(lock.acquire_within(0), SUCCESS, "nobody has it");
        lock.release();
    });
}

#[test]
fn acquiring_a_wait_lock_again_hangs_and_releasing_anothers_is_undefined() {
    for verifier in [Verifier::Off, Verifier::On] {
        let again = report(verifier, |m| {
            let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
            assert_eq!(lock.acquire(), SUCCESS);
            let _ = lock.acquire();
        });
        assert_eq!(again.violation.outcome, Outcome::Hang);
        let anothers = report(verifier, |m| {
            let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
            assert_eq!(lock.acquire(), SUCCESS);
            m.spawn(move |_| lock.release()).join();
        });
        assert_eq!(
            (anothers.violation.rule, anothers.violation.outcome),
            (Rule::InvalidLockOperation, Outcome::Undefined)
        );
    }
}

#[test]
fn a_presentation_lock_of_a_spin_lock_kind_is_released_to_the_level_of_before() {
    calm(|m| {
        let rig = m.rig(manual().attributes(attributes().scope_queue()));
        let lock = Object::from(rig.made);
        wdf_tests::raw::at_dispatch(|| {
            lock.lock();
            lock.unlock();
            assert_eq!(irql(), 2);
        });
        assert_eq!(irql(), 0);
    });
}

#[test]
fn a_lock_that_somebody_refers_to_is_deleted_while_it_is_held() {
    calm(|m| {
        let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        lock.reference();
        lock.acquire();
        lock.delete();
        lock.release();
        assert_eq!(irql(), 0);
        lock.dereference();
    });
}
