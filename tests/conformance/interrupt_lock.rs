//! An interrupt's lock: what runs under it, at which level, and what shares it.

use wdf_sim::Resources;
use wdf_tests::raw::{Device, Log, Slot, all, attributes, calm, irql, isr, lenient, plan};
use wdf_tests::with;

use crate::interrupt::{claiming, one_line, rig};

#[test]
fn the_lock_raises_to_dirql_and_keeps_the_service_routine_out() {
    all(2, |m| {
        let inside = Slot::with(false);
        let rig = rig(
            m,
            with!(inside => move |device| {
                let inside = inside.clone();
                device.interrupt(&isr(move |_, _| {
                    assert!(!inside.get(), "the service routine in spite of the lock");
                    true
                }))
            }),
        );
        rig.device.begin_interrupt(10);
        rig.made.acquire();
        assert_eq!(irql(), 5);
        inside.put(true);
        wdk_sys::sim::scheduling_point();
        inside.put(false);
        rig.made.release();
        assert_eq!(irql(), 0);
    });
}

#[test]
fn synchronizing_runs_at_dirql_under_the_lock_and_returns_what_the_callback_returns() {
    calm(|m| {
        let rig = rig(m, |device| device.interrupt(&isr(|_, _| true)));
        assert!(rig.made.synchronize(|_| irql() == 5));
        assert!(!rig.made.synchronize(|_| irql() == 2));
        assert_eq!(irql(), 0);
    });
}

#[test]
fn interrupts_that_share_a_spin_lock_run_at_the_highest_level_of_them() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build_with(
            plan(),
            &Resources::new().line(10, 5).line(11, 8),
            with!(log => move |device: Device| {
                let lock = wdf_tests::raw::SpinLock::create(&attributes().parent(device)).unwrap();
                for _ in 0..2 {
                    let _ = device.interrupt(&claiming(&log).config(|config| config.SpinLock = lock.raw()));
                }
            }),
        );
        assert!(rig.device.interrupt(10));
        assert!(rig.device.interrupt(11));
        log.expect(["isr at 8", "isr at 8"]);
    });
}

#[test]
fn a_spin_lock_that_an_interrupt_has_is_not_acquired() {
    lenient(|m| {
        let rig = m.build_with(plan(), &one_line(), |device: Device| {
            let lock = wdf_tests::raw::SpinLock::create(&attributes().parent(device)).unwrap();
            let _ = device.interrupt(&isr(|_, _| true).config(|config| config.SpinLock = lock.raw()));
            lock
        });
        rig.made.acquire();
        assert_eq!(irql(), 0);
        rig.made.release();
        assert_eq!(m.broken(), [wdf_sim::Rule::InvalidLockOperation; 2]);
    });
}

#[test]
fn a_passive_interrupt_runs_at_passive_level_under_a_wait_lock() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(m, with!(log => move |device| device.interrupt(&claiming(&log).passive())));
        assert!(rig.device.interrupt(10));
        log.expect(["isr at 0"]);
        assert_eq!(rig.made.info().Irql, 0);
        assert!(rig.made.try_acquire());
        assert_eq!(irql(), 0);
        let other = m.spawn(with!(rig => move |_| assert!(!rig.made.try_acquire())));
        other.join();
        rig.made.release();
    });
}
