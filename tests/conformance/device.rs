//! What a driver says of its device, and asks about it.

use wdf_sim::{Resources, Rule};
use wdf_tests::raw::{
    Device, INVALID_DEVICE_REQUEST, INVALID_PARAMETER, Log, SUCCESS, Slot, calm, isr, lenient, load, manual, plan,
};
use wdf_tests::with;

const PNP_INIT: i32 = 0x105;
const PNP_STARTED: i32 = 0x119;
const POWER_CREATED: i32 = 0x300;
const POWER_D0: i32 = 0x307;
const POWER_DX: i32 = 0x31F;

#[test]
fn its_states_follow_start_and_sleep() {
    calm(|m| {
        let before = Slot::empty();
        let rig = m.build(plan(), with!(before => move |device: Device| before.put(device.states())));
        assert_eq!(before.get(), (PNP_INIT, POWER_CREATED));
        assert_eq!(rig.raw.states(), (PNP_STARTED, POWER_D0));
        rig.device.suspend();
        assert_eq!(rig.raw.states(), (PNP_STARTED, POWER_DX));
        rig.device.resume().unwrap();
    });
}

#[test]
fn a_device_that_failed_is_taken_away() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().pnp("surprise_removal", with!(log => move |_| { log.add("surprise removal"); SUCCESS })),
            |_| {},
        );
        rig.raw.set_failed(2);
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["surprise removal"]);
        assert!(!rig.device.is_present());
    });
}

#[test]
fn an_unknown_failed_action_breaks_and_does_nothing() {
    lenient(|m| {
        let rig = m.rig(manual());
        rig.raw.set_failed(3);
        m.sleep(std::time::Duration::from_millis(1));
        assert!(rig.device.is_present());
        assert_eq!(m.broken(), [Rule::DeviceMisused]);
    });
}

#[test]
fn the_state_that_it_was_told_is_read_back() {
    lenient(|m| {
        let device = m.rig(manual()).raw;
        assert_eq!(device.not_disableable(), 2, "the default");
        device.set_not_disableable(1);
        assert_eq!(device.not_disableable(), 1);
        device.set_not_disableable(3);
        assert_eq!(device.not_disableable(), 1);
        assert_eq!(m.broken(), [Rule::DeviceMisused]);
    });
}

#[test]
fn sizes_of_capabilities_and_callbacks_are_checked() {
    lenient(|m| {
        let _ = m.build(plan(), |device: Device| device.pnp_capabilities(4));
        assert_eq!(m.broken(), [Rule::ParametersSizeWrong]);
    });
}

#[test]
fn characteristics_and_alignment_are_kept() {
    calm(|m| assert_eq!(m.rig(manual()).raw.characteristics_and_alignment(0x100, 3), (0x100, 3)));
}

#[test]
fn a_device_without_a_name_has_none() {
    calm(|m| assert_eq!(m.rig(manual()).raw.name(), Err(INVALID_DEVICE_REQUEST)));
}

#[test]
fn names_and_security_descriptors_are_strings() {
    calm(|m| {
        let log = Log::new();
        let driver = load(
            m,
            with!(log => move |init: wdf_tests::raw::Init| {
                let mut odd = wdf_tests::raw::unicode(&[0x61]);
                odd.Length = 1;
                assert_eq!(init.name_of(&odd), INVALID_PARAMETER);
                assert_eq!(init.sddl(&odd), INVALID_PARAMETER);
                assert_eq!(init.name(r"\Device\Named"), SUCCESS);
                init.power_policy(64);
                init.power_policy(56);
                let device = plan().create(init).unwrap();
                assert_eq!(device.name(), Ok(r"\Device\Named".to_owned()));
                log.add("named");
                SUCCESS
            }),
        )
        .unwrap();
        driver.add_device().unwrap();
        log.expect(["named"]);
    });
}

#[test]
fn the_interrupts_of_a_device_in_the_paging_path_stay_connected() {
    calm(|m| {
        let log = Log::new();
        let driver = load(
            m,
            with!(log => move |init: wdf_tests::raw::Init| {
                init.not_pageable();
                let device = plan().create(init).unwrap();
                let (enabled, disabled) = (log.clone(), log.clone());
                let _ = device.interrupt(
                    &isr(|_, _| true)
                        .enable(move |_| { enabled.add("enable"); SUCCESS })
                        .disable(move |_| { disabled.add("disable"); SUCCESS }),
                );
                SUCCESS
            }),
        )
        .unwrap();
        let device = driver.add_device_with(&Resources::new().line(10, 5)).unwrap();
        device.suspend();
        log.expect(["enable", "disable"]);
        assert_eq!(device.connected_interrupts(), 1);
        device.resume().unwrap();
        log.expect(["enable"]);
    });
}

#[test]
fn a_file_knows_its_device_and_its_name() {
    calm(|m| {
        let log = Log::new();
        let plan = plan().file_create(
            with!(log => move |request: wdf_tests::raw::Request, file: wdf_tests::raw::FileObject| {
                assert_eq!(file.name(), "", "the device itself was opened");
                assert_ne!(file.device().0, 0);
                log.add("created");
                request.complete(SUCCESS);
            }),
        );
        let rig = m.build(plan, |_| {});
        let _ = rig.open();
        log.expect(["created"]);
    });
}
