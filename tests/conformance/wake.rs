//! Devices that can wake: armed before they sleep, disarmed in D0, and woken.

use wdf_tests::raw::{Device, Init, Log, SUCCESS, UNSUCCESSFUL, World, calm, idle, load, plan};
use wdf_tests::with;

use crate::power_policy::{CAN_WAKE, CANNOT_WAKE, TIMEOUT, time};

/// A device that can wake itself, whose callbacks are written down.
fn waking(m: &World<'_>, log: &Log, arms: i32) -> (wdf_sim::Device, Device) {
    let made = std::rc::Rc::new(std::cell::Cell::new(None));
    let driver = load(m, {
        let (log, made) = (log.clone(), std::rc::Rc::clone(&made));
        move |init: Init| {
            init.wake_callbacks(true, with!(log => move |name: &'static str| { log.add(name); arms }));
            let plan = plan()
                .pnp("d0_entry", with!(log => move |_| { log.add("D0 entry"); SUCCESS }))
                .pnp("self_managed_suspend", with!(log => move |_| { log.add("suspend"); SUCCESS }))
                .pnp("self_managed_restart", with!(log => move |_| { log.add("restart"); SUCCESS }))
                .pnp("d0_exit", with!(log => move |_| { log.add("D0 exit"); SUCCESS }));
            let device = plan.create(init).unwrap();
            made.set(Some(device));
            SUCCESS
        }
    })
    .unwrap();
    let device = driver.add_device().unwrap();
    log.expect(["D0 entry"]);
    (device, made.get().unwrap())
}

#[test]
fn a_device_that_can_wake_is_armed_before_it_idles_and_disarmed_in_d0() {
    calm(|m| {
        let log = Log::new();
        let (device, raw) = waking(m, &log, SUCCESS);
        assert_eq!(raw.policy_state(), (0x565, 0), "started");
        assert_eq!(raw.idle(idle(CAN_WAKE, TIMEOUT)), SUCCESS);
        assert_eq!(raw.policy_state(), (0x531, 0), "started, and can wake");
        assert!(!device.wake_signal(), "not armed yet");
        m.sleep(time(TIMEOUT + 1));
        log.expect(["suspend", "arm S0", "D0 exit"]);
        assert_eq!(raw.policy_state(), (0x53E, 0), "waiting, armed");
        assert!(device.wake_signal());
        log.expect(["D0 entry", "triggered S0", "disarm S0", "restart"]);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["suspend", "arm S0", "D0 exit"]);
        assert_eq!(raw.stop_idle(true), SUCCESS);
        log.expect(["D0 entry", "disarm S0", "restart"]);
        raw.resume_idle();
    });
}

#[test]
fn a_device_that_cannot_be_armed_stays_in_d0() {
    calm(|m| {
        let log = Log::new();
        let (_device, raw) = waking(m, &log, UNSUCCESSFUL);
        assert_eq!(raw.idle(idle(CAN_WAKE, TIMEOUT)), SUCCESS);
        m.sleep(time(TIMEOUT + 1));
        log.expect(["suspend", "arm S0", "restart"]);
        assert_eq!(raw.states().1, 0x307, "D0");
        assert_eq!(raw.stop_idle(false), SUCCESS, "it is in D0");
        raw.resume_idle();
    });
}

#[test]
fn a_device_that_is_to_wake_the_system_is_armed_when_it_goes_to_sleep() {
    calm(|m| {
        let log = Log::new();
        let (device, raw) = waking(m, &log, SUCCESS);
        assert_eq!(raw.wake(20, 5, true), SUCCESS);
        device.suspend();
        log.expect(["suspend", "arm Sx for itself and children", "D0 exit"]);
        assert_eq!(raw.policy_state(), (0x513, 2), "asleep, armed; the system sleeps");
        assert!(device.wake_signal());
        device.resume().unwrap();
        log.expect(["D0 entry", "triggered Sx", "disarm Sx", "restart"]);
        assert_eq!(raw.policy_state(), (0x565, 0));
        device.suspend();
        device.resume().unwrap();
        log.expect(["suspend", "arm Sx for itself and children", "D0 exit", "D0 entry", "disarm Sx", "restart"]);
    });
}

#[test]
fn an_idle_device_sleeps_on_when_the_system_wakes_unless_it_is_to_be_powered_up() {
    for up in [false, true] {
        calm(move |m| {
            let rig = m.build(plan(), move |device: Device| {
                let settings = idle(CANNOT_WAKE, TIMEOUT).with(|it| it.PowerUpIdleDeviceOnSystemWake = i32::from(up));
                assert_eq!(device.idle(settings), SUCCESS);
            });
            m.sleep(time(TIMEOUT + 1));
            rig.device.suspend();
            assert_eq!(rig.raw.policy_state(), (0x52C, 2), "asleep, not armed");
            rig.device.resume().unwrap();
            assert_eq!(rig.raw.states().1, if up { 0x307 } else { 0x31F });
        });
    }
}
