//! The states of a target: started, stopped, purged, closed, and what becomes of requests in each.

use wdf_sim::Arrival;
use wdf_tests::raw::below::action::{LEAVE, WAIT};
use wdf_tests::raw::below::state::{PURGED, STARTED};
use wdf_tests::raw::below::{IGNORE_STATE, above, empty_write, keeper, obliging, sent_write};
use wdf_tests::raw::{
    CANCELLED, Device, INVALID_DEVICE_STATE, Log, Rig, SUCCESS, Slot, Target, WDF_DEVICE_REMOVED_NOT_SENT, World, all,
    calm, plan,
};

pub(crate) const AND_WAIT: i32 = 1;
pub(crate) const AT_ONCE: i32 = 2;

#[test]
fn a_local_target_is_started_and_belongs_to_its_device() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        assert_eq!((rig.made.state(), rig.made.device()), (STARTED, rig.raw));
        assert_eq!(rig.raw.target(), Some(rig.made));
        assert_ne!(rig.made.device_object(), 0);
    });
}

#[test]
fn a_child_of_a_bus_has_no_local_target() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| device.child("one", &plan()));
        assert_eq!(rig.made.target(), None);
    });
}

#[test]
fn a_local_target_is_not_stopped_when_power_goes_down() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.device.suspend();
        assert_eq!(rig.made.state(), STARTED);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn a_purge_fails_what_waits_cancels_what_was_sent_and_refuses_what_comes() {
    calm(|m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        let sent = empty_write(rig.made, &log);
        assert!(sent.send(rig.made));
        rig.made.stop(LEAVE);
        let pended = empty_write(rig.made, &log);
        assert!(pended.send(rig.made));
        rig.made.purge(AND_WAIT);
        assert_eq!(rig.made.state(), PURGED);
        log.expect(["0xc0200206", "0xc0000120"]);
        assert_eq!(pended.status(), WDF_DEVICE_REMOVED_NOT_SENT);
        let late = empty_write(rig.made, &log);
        assert!(!late.send(rig.made));
        assert_eq!(late.status(), INVALID_DEVICE_STATE);
        for request in [sent, pended, late] {
            request.delete();
        }
    });
}

#[test]
fn a_purge_need_not_wait() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let (rig, request) = sent_write(m, &keeper(m, &here), &log);
        rig.made.purge(AT_ONCE);
        log.expect([]);
        let arrival: Arrival = here.take();
        assert!(arrival.is_canceled());
        arrival.complete(CANCELLED);
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn a_purged_target_can_be_started_again() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.purge(AT_ONCE);
        assert_eq!(rig.made.start(), SUCCESS);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn a_device_is_deleted_when_what_its_target_has_is_back() {
    calm(|m| {
        let log = Log::new();
        let lower = m.lower(|arrival| {
            arrival.allow_cancel();
        });
        let rig = above(m, &lower);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.device.remove();
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn removal_waits_for_a_next_driver_that_ignores_cancellation() {
    calm(|m| {
        let (here, log) = (Slot::empty(), Log::new());
        let (rig, request) = sent_write(m, &keeper(m, &here), &log);
        let arrival: Arrival = here.take();
        let completer = m.spawn(move |m| {
            m.sleep(std::time::Duration::from_secs(1));
            arrival.complete(SUCCESS);
        });
        rig.device.remove();
        log.expect(["0x0"]);
        completer.join();
        request.delete();
    });
}

#[test]
fn ignoring_the_targets_state_a_request_goes_down_though_it_is_purged() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        rig.made.purge(AT_ONCE);
        let request = empty_write(rig.made, &log);
        assert!(request.send_with(rig.made, IGNORE_STATE, 0));
        log.expect(["0x0"]);
        request.delete();
    });
}

#[test]
fn a_purge_races_with_a_completion_and_may_return_before_its_routine_ran() {
    all(2, |m| {
        let (here, log) = (Slot::empty(), Log::new());
        let (rig, request) = sent_write(m, &keeper(m, &here), &log);
        let arrival: Arrival = here.take();
        arrival.allow_cancel();
        let completer = m.spawn(move |_| {
            arrival.complete(SUCCESS);
        });
        // The framework waits for what is in its list, and a request leaves that before its routine runs.
        rig.made.purge(AND_WAIT);
        completer.join();
        assert_eq!(log.lines().len(), 1);
        request.delete();
    });
}

/// Two writes that the next driver keeps, whatever is asked of it, and completes one after the other; the second may ignore the
/// target's state.
fn two_kept(m: &World<'_>, log: &Log, options: i32, then: impl FnOnce(&Rig<Target>)) {
    let here = Slot::empty();
    let (rig, first) = sent_write(m, &keeper(m, &here), log);
    let kept: Arrival = here.take();
    let second = empty_write(rig.made, log);
    assert!(second.send_with(rig.made, options, 0));
    let last: Arrival = here.take();
    let completer = m.spawn(move |m| {
        for arrival in [kept, last] {
            m.sleep(std::time::Duration::from_secs(1));
            arrival.complete(SUCCESS);
        }
    });
    then(&rig);
    completer.join();
    first.delete();
    second.delete();
}

#[test]
fn purging_and_stopping_with_a_wait_return_when_all_that_was_sent_is_back() {
    for purges in [true, false] {
        calm(move |m| {
            let log = Log::new();
            two_kept(m, &log, 0, |rig| {
                if purges {
                    rig.made.purge(AND_WAIT);
                } else {
                    rig.made.stop(WAIT);
                }
                log.expect(["0x0", "0x0"]);
            });
        });
    }
}

#[test]
fn removal_waits_for_what_ignores_the_targets_state_too() {
    calm(|m| {
        let log = Log::new();
        two_kept(m, &log, IGNORE_STATE, |rig| {
            rig.device.remove();
            log.expect(["0x0", "0x0"]);
        });
    });
}
