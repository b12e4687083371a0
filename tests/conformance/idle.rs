//! From when the time counts for which a device had nothing to do, and what settings find that come while it works.

use wdf_tests::raw::{Device, Held, Log, PENDING, Rig, SUCCESS, World, all, calm, idle, parallel, plan};
use wdf_tests::with;

use crate::power_policy::{CANNOT_WAKE, TIMEOUT, idling, time};

#[test]
fn the_time_counts_from_when_the_last_reference_went() {
    calm(|m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        for references in [1, 2] {
            m.sleep(time(TIMEOUT / 2));
            for _ in 0..references {
                assert_eq!(rig.raw.stop_idle(false), SUCCESS);
            }
            for _ in 0..references {
                m.sleep(time(1));
                rig.raw.resume_idle();
            }
        }
        m.sleep(time(TIMEOUT - 1));
        log.expect([]);
        m.sleep(time(2));
        log.expect(["D0 exit"]);
    });
}

/// A device that gets its settings when it works already, with a queue that follows its power or does not.
fn late(m: &World<'_>, held: &Held, log: &Log, managed: bool) -> Rig<()> {
    let plan = plan().pnp("self_managed_suspend", with!(log => move |_| { log.add("suspend"); SUCCESS }));
    let held = held.clone();
    m.build(plan, move |device: Device| {
        let queue = parallel().read(held.putter()).default_queue();
        let _ = device.queue(if managed { queue } else { queue.unmanaged() });
    })
}

#[test]
fn settings_that_come_late_find_a_device_that_has_nothing_to_do() {
    calm(|m| {
        let log = Log::new();
        let rig = late(m, &Held::empty(), &log, true);
        assert_eq!(rig.raw.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["suspend"]);
    });
}

#[test]
fn settings_that_come_late_find_the_requests_of_queues_that_follow_power() {
    for managed in [true, false] {
        calm(move |m| {
            let (held, log) = (Held::empty(), Log::new());
            let rig = late(m, &held, &log, managed);
            let ticket = rig.open().begin_read(1);
            for _ in 0..2 {
                assert_eq!(rig.raw.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
            }
            m.sleep(time(TIMEOUT + 1));
            assert_eq!(log.count("suspend"), usize::from(!managed));
            held.take().complete(SUCCESS);
            assert_eq!(ticket.wait().status, SUCCESS);
            m.sleep(time(TIMEOUT + 1));
            log.expect(["suspend"]);
        });
    }
}

#[test]
fn who_was_told_that_the_device_stays_in_d0_meets_no_time_out_that_was_over() {
    all(2, |m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        m.sleep(time(TIMEOUT));
        if rig.raw.stop_idle(false) == SUCCESS {
            m.sleep(time(1));
            log.expect([]);
        }
        rig.raw.resume_idle();
    });
}

#[test]
fn a_reference_that_is_taken_while_the_system_sleeps_brings_the_device_back_when_it_wakes() {
    calm(|m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        m.sleep(time(TIMEOUT + 1));
        rig.device.suspend();
        assert_eq!(rig.raw.stop_idle(false), PENDING);
        m.sleep(time(TIMEOUT));
        log.expect(["D0 exit"]);
        rig.device.resume().unwrap();
        log.expect(["D0 entry"]);
        rig.raw.resume_idle();
    });
}
