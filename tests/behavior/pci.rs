//! The sample `pci`: a device with registers and an interrupt, played by `wdf_tests::card`.

use pci::card::{ENABLE, PART};
use wdf_sim::{Device, Driver, Explorer, Fault, File, Hardware, Machine, Resources, Verifier};
use wdf_tests::card::{data, play};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// `STATUS_DEVICE_CONFIGURATION_ERROR`.
const CONFIGURATION_ERROR: i32 = 0xC000_0182_u32.cast_signed();

fn opened(machine: &Machine) -> (Driver, Device, File, Hardware) {
    let (card, resources) = play(machine);
    let driver = machine.load(&pci::DRIVER).expect("the driver loads");
    let device = driver.add_device_with(&resources).expect("the device starts");
    let file = device.open().expect("the device opens");
    (driver, device, file, card)
}

#[test]
fn a_write_goes_to_the_device_in_parts() {
    in_both_worlds(|machine| {
        let (_driver, _device, file, _card) = opened(machine);
        for length in [1, PART - 1, PART, PART + 1, 5 * PART] {
            let written = file.write(&data(length));
            assert_eq!((written.status, written.information), (0, length));
        }
    });
}

#[test]
fn a_write_that_waits_when_the_device_falls_asleep_goes_on_when_it_wakes() {
    in_both_worlds(|machine| {
        let (_driver, device, file, card) = opened(machine);
        // The device does not say that it is done.
        card.write32(ENABLE, 0);
        let ticket = file.begin_write(&data(3 * PART));
        device.suspend();
        assert!(!ticket.is_completed());
        device.resume().expect("the device wakes");
        assert_eq!(ticket.wait().information, 3 * PART);
    });
}

#[test]
fn without_its_resources_the_device_does_not_start() {
    in_both_worlds(|machine| {
        let driver = machine.load(&pci::DRIVER).expect("the driver loads");
        for resources in [
            Resources::new(),
            Resources::new().line(10, 5),
            Resources::new().memory(0xF000_0000, 0x1000),
            Resources::new().memory(0xF000_0000, 4).line(10, 5),
        ] {
            let refused = driver.add_device_with(&resources).expect_err("the device is refused");
            assert_eq!(refused.0, CONFIGURATION_ERROR);
        }
    });
}

#[test]
fn a_cancel_and_the_dpc_complete_a_write_once() {
    under_every_schedule(2, |machine| {
        let (_driver, _device, file, _card) = opened(machine);
        let ticket = file.begin_write(&data(PART));
        ticket.cancel();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

/// A write whose part was taken back leaves nothing that the next one could take for its own.
#[test]
fn the_write_after_a_cancelled_one_comes_whole() {
    under_every_schedule(1, |machine| {
        let (_driver, _device, file, _card) = opened(machine);
        let first = file.begin_write(&data(2 * PART));
        let second = file.begin_write(&data(PART + 1));
        first.cancel();
        let _ = first.wait();
        let written = second.wait();
        assert_eq!((written.status, written.information), (0, PART + 1));
    });
}

/// The device has a part of a write, which another thread cancels, when this is done to it; then its driver is unloaded.
fn while_it_writes(does: fn(Device)) {
    under_every_schedule(1, move |machine| {
        let (driver, device, file, _card) = opened(machine);
        let ticket = file.begin_write(&data(2 * PART));
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let status = ticket.wait().status;
            assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        });
        does(device);
        canceller.join();
        driver.unload();
    });
}

#[test]
fn sleep_wake_removal_and_unload_at_every_point() {
    while_it_writes(|device| {
        device.suspend();
        device.resume().expect("the device wakes");
        device.remove();
    });
}

#[test]
fn removal_and_unload_at_every_point() {
    while_it_writes(|device| device.remove());
}

#[test]
fn surprise_removal_and_unload_at_every_point() {
    while_it_writes(|device| device.surprise_remove());
}

#[test]
fn faults_at_every_point_leave_nothing() {
    for fault in [Fault::Cancel, Fault::Remove, Fault::SurpriseRemove, Fault::PowerDown, Fault::FailedCall] {
        for verifier in [Verifier::Off, Verifier::On] {
            let explored = Explorer::calm().verifier(verifier).faults([fault]).run(|machine| {
                let (_card, resources) = play(machine);
                let Ok(driver) = machine.load(&pci::DRIVER) else { return };
                let Ok(device) = driver.add_device_with(&resources) else { return };
                let Ok(file) = device.open() else { return };
                let _ = file.write(&data(2 * PART));
                file.close();
                device.remove();
            });
            assert!(explored.faults >= 1, "{fault:?}: {}", explored.faults);
        }
    }
}

/// Loads of chance: each write comes back once.
#[test]
fn under_load_every_write_comes_back_once() {
    for verifier in [Verifier::Off, Verifier::On] {
        let explored = Explorer::random(1, 500).verifier(verifier).trace(0).run(|machine| {
            let (_driver, _device, file, _card) = opened(machine);
            let threads: Vec<_> = (0..3_usize)
                .map(|thread| {
                    machine.spawn(move |machine| {
                        for number in 0..4 {
                            let ticket = file.begin_write(&data(1 + (thread * 97 + number * 41) % 200));
                            if (thread + number) % 2 == 0 {
                                machine.yield_now();
                                ticket.cancel();
                            }
                            let _ = ticket.wait();
                        }
                    })
                })
                .collect();
            threads.into_iter().for_each(wdf_sim::Thread::join);
        });
        assert_eq!(explored.counts.completed, explored.counts.sent);
    }
}
