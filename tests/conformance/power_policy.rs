//! A device that has nothing to do leaves D0 while the system works, and what brings it back.

use std::time::Duration;

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{
    Device, Held, INFO_LENGTH_MISMATCH, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Init, Log,
    PENDING, POWER_STATE_INVALID, Rig, SUCCESS, UNSUCCESSFUL, World, all, breaks, calm, idle, lenient, load, manual,
    parallel, plan, sequential,
};
use wdf_tests::with;

pub(crate) const CANNOT_WAKE: i32 = 1;
pub(crate) const CAN_WAKE: i32 = 2;
const USB: i32 = 3;
/// So long a device must have nothing to do, in these tests.
pub(crate) const TIMEOUT: u32 = 10;

pub(crate) fn time(milliseconds: u32) -> Duration {
    Duration::from_millis(milliseconds.into())
}

/// A device that idles, with its power callbacks written down, and a queue that keeps its reads.
pub(crate) fn idling(m: &World<'_>, held: &Held, log: &Log) -> Rig<()> {
    let plan = plan()
        .pnp("d0_entry", with!(log => move |_| { log.add("D0 entry"); SUCCESS }))
        .pnp("d0_exit", with!(log => move |_| { log.add("D0 exit"); SUCCESS }));
    let held = held.clone();
    let rig = m.build(plan, move |device: Device| {
        let _ = device.queue(parallel().read(held.putter()).default_queue());
        assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
    });
    log.expect(["D0 entry"]);
    rig
}

#[test]
fn a_device_with_nothing_to_do_leaves_d0_when_its_time_is_over() {
    calm(|m| {
        let log = Log::new();
        let _rig = idling(m, &Held::empty(), &log);
        m.sleep(time(TIMEOUT - 1));
        log.expect([]);
        m.sleep(time(2));
        log.expect(["D0 exit"]);
    });
}

#[test]
fn the_default_is_five_seconds() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| assert_eq!(device.idle(idle(CANNOT_WAKE, 0)), SUCCESS));
        m.sleep(time(4_999));
        assert_eq!(rig.raw.states().1, 0x307, "D0");
        m.sleep(time(2));
        assert_eq!(rig.raw.states().1, 0x31F, "Dx");
    });
}

#[test]
fn a_request_brings_an_idle_device_back_and_is_presented_in_d0() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = idling(m, &held, &log);
        let file = rig.open();
        m.sleep(time(TIMEOUT + 1));
        log.expect(["D0 exit"]);
        let ticket = file.begin_read(1);
        m.sleep(time(1));
        log.expect(["D0 entry"]);
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_device_does_not_idle_while_its_driver_owns_a_request() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = idling(m, &held, &log);
        let ticket = rig.open().begin_read(1);
        m.sleep(time(5 * TIMEOUT));
        log.expect([]);
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["D0 exit"]);
    });
}

#[test]
fn what_waits_in_a_queue_that_does_not_follow_power_is_no_reason_to_stay() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let _ = device.queue(manual().unmanaged().default_queue());
            assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
        });
        let ticket = rig.open().begin_read(1);
        m.sleep(time(TIMEOUT + 1));
        assert_eq!(rig.raw.states().1, 0x31F, "Dx");
        assert!(ticket.cancel());
    });
}

#[test]
fn stop_idle_keeps_the_device_in_d0_until_resume_idle() {
    calm(|m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        assert_eq!(rig.raw.stop_idle(false), SUCCESS);
        m.sleep(time(5 * TIMEOUT));
        log.expect([]);
        rig.raw.resume_idle();
        m.sleep(time(TIMEOUT - 1));
        log.expect([]);
        m.sleep(time(2));
        log.expect(["D0 exit"]);
    });
}

#[test]
fn stop_idle_of_an_idle_device_is_pending_or_waits_for_d0() {
    calm(|m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["D0 exit"]);
        assert_eq!(rig.raw.stop_idle(false), PENDING);
        m.sleep(time(1));
        log.expect(["D0 entry"]);
        rig.raw.resume_idle();
        m.sleep(time(TIMEOUT + 1));
        log.expect(["D0 exit"]);
        assert_eq!(rig.raw.stop_idle(true), SUCCESS);
        log.expect(["D0 entry"]);
        rig.raw.resume_idle();
    });
}

#[test]
fn stop_idle_fails_before_the_start_and_when_the_power_up_fails() {
    calm(|m| {
        let failing = std::rc::Rc::new(std::cell::Cell::new(false));
        let plan = plan().pnp("d0_entry", {
            let failing = std::rc::Rc::clone(&failing);
            move |_| if failing.get() { UNSUCCESSFUL } else { SUCCESS }
        });
        let rig = m.build(plan, |device: Device| {
            assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
            assert_eq!(device.stop_idle(false), POWER_STATE_INVALID);
        });
        m.sleep(time(TIMEOUT + 1));
        failing.set(true);
        assert_eq!(rig.raw.stop_idle(true), POWER_STATE_INVALID);
    });
}

/// Whatever the order of the time-out and a request: it is presented in D0 and completed.
#[test]
fn a_request_and_the_time_out_race() {
    all(2, |m| {
        let rig = m.build(plan(), |device: Device| {
            let _ = device.queue(
                sequential()
                    .read(move |request| {
                        assert_eq!(device.states().1, 0x307, "presented in D0");
                        request.complete(SUCCESS);
                    })
                    .default_queue(),
            );
            assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS);
        });
        let ticket = rig.open().begin_read(1);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

/// Rules: NonFDONotPowerPolicyOwnerAPI, FDOPowerPolicyOwnerAPI.
/// Misuse M71, M72, at the raw layer.
#[test]
fn only_the_owner_of_the_power_policy_may_ask() {
    calm(|m| {
        let rig = m.build(plan().filter(), |device: Device| {
            assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), INVALID_DEVICE_REQUEST);
            assert_eq!(device.wake(20, 5, false), INVALID_DEVICE_REQUEST);
        });
        assert_eq!(rig.raw.stop_idle(false), INVALID_DEVICE_STATE);
        rig.raw.resume_idle();
    });
    calm(|m| {
        let log = Log::new();
        let driver = load(
            m,
            with!(log => move |init: Init| {
                init.power_policy_owner(false);
                let device = plan().create(init).unwrap();
                assert_eq!(device.stop_idle(false), INVALID_DEVICE_STATE);
                log.add("asked");
                SUCCESS
            }),
        )
        .unwrap();
        driver.add_device().unwrap();
        log.expect(["asked"]);
    });
}

#[test]
fn settings_are_checked() {
    calm(|m| {
        let _ = m.build(plan(), |device: Device| {
            let assign = |change: fn(&mut wdk_sys::WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS)| {
                device.idle(idle(CANNOT_WAKE, TIMEOUT).with(change))
            };
            for wrong in [0, 20, 32, 40] {
                assert_eq!(
                    device.idle(idle(CANNOT_WAKE, 1).with(|it| it.Size = wrong)),
                    INFO_LENGTH_MISMATCH,
                    "{wrong}"
                );
                assert_eq!(device.wake(wrong + 1, 5, false), INFO_LENGTH_MISMATCH);
            }
            assert_eq!(assign(|it| it.DxState = 1), INVALID_PARAMETER);
            assert_eq!(assign(|it| it.DxState = 6), INVALID_PARAMETER);
            assert_eq!(assign(|it| it.IdleCaps = 0), INVALID_PARAMETER);
            assert_eq!(assign(|it| it.UserControlOfIdleSettings = 0), INVALID_PARAMETER);
            assert_eq!(assign(|it| it.Enabled = 3), INVALID_PARAMETER);
            assert_eq!(assign(|it| it.IdleTimeoutType = 3), INVALID_PARAMETER);
            let woken = idle(CAN_WAKE, 1).with(|it| it.PowerUpIdleDeviceOnSystemWake = 1);
            assert_eq!(device.idle(woken), INVALID_PARAMETER, "for what cannot wake itself");
            assert_eq!(device.idle(idle(USB, 1).with(|it| it.DxState = 4)), POWER_STATE_INVALID, "D3");
            assert_eq!(device.wake(20, 1, false), INVALID_PARAMETER);
            assert_eq!(device.wake(16, 5, false), SUCCESS);
            assert_eq!(device.wake(20, 5, false), SUCCESS);
        });
    });
}

/// A driver that was built for an older version passes less: what it does not have is not read.
#[test]
fn settings_of_older_versions_are_read_as_far_as_they_go() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            for size in [24, 28] {
                let settings = idle(CANNOT_WAKE, TIMEOUT).with(|it| {
                    it.Size = size;
                    it.IdleTimeoutType = 99;
                    it.ExcludeD3Cold = 99;
                    if size == 24 {
                        it.PowerUpIdleDeviceOnSystemWake = 99;
                    }
                });
                assert_eq!(device.idle(settings), SUCCESS);
            }
        });
        m.sleep(time(TIMEOUT + 1));
        assert_eq!(rig.raw.states().1, 0x31F, "Dx");
    });
}

#[test]
fn who_decides_on_the_time_out_is_said_once() {
    lenient(|m| {
        let rig = m.build(plan(), |device: Device| assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS));
        let managed = idle(CANNOT_WAKE, TIMEOUT).with(|it| it.IdleTimeoutType = 1);
        assert_eq!(rig.raw.idle(managed), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::DeviceMisused]);
    });
}

#[test]
fn a_reference_too_many_is_dropped_and_v1_breaks() {
    lenient(|m| {
        let rig = m.build(plan(), |device: Device| assert_eq!(device.idle(idle(CANNOT_WAKE, TIMEOUT)), SUCCESS));
        rig.raw.resume_idle();
        assert_eq!(m.broken(), [Rule::PowerReferenceMisused]);
        m.sleep(time(5 * TIMEOUT));
        assert_eq!(rig.raw.states().1, 0x307, "the count is endless now, and the device never idles");
    });
    let rule = breaks(Verifier::On, |m| m.build(plan(), |_: Device| {}).raw.resume_idle());
    assert_eq!(rule, Rule::PowerReferenceMisused);
}

#[test]
fn an_idle_device_is_removed_from_d0() {
    calm(|m| {
        let log = Log::new();
        let rig = idling(m, &Held::empty(), &log);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["D0 exit"]);
        rig.device.remove();
        log.expect(["D0 entry", "D0 exit"]);
    });
}

#[test]
fn a_request_that_comes_while_the_system_sleeps_is_presented_when_it_wakes() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = idling(m, &held, &log);
        let file = rig.open();
        m.sleep(time(TIMEOUT + 1));
        rig.device.suspend();
        let ticket = file.begin_read(1);
        m.sleep(time(TIMEOUT));
        log.expect(["D0 exit"]);
        rig.device.resume().unwrap();
        log.expect(["D0 entry"]);
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}
