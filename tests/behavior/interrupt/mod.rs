//! Interrupts: from the service routine by way of the DPC to the request; what is in the interrupt's lock; when there is
//! no lock.

mod card;
mod drops;
mod race;
mod slow;

use std::sync::atomic::{AtomicUsize, Ordering};

use wdf_sim::{Device, DriverImage, File, Machine, Resources};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// The device's interrupt.
const VECTOR: u32 = 10;
/// `STATUS_DEVICE_NOT_READY`.
const NOT_READY: i32 = 0xC000_00A3_u32.cast_signed();

/// A device with one interrupt, and an application that has opened it.
fn opened(machine: &Machine, driver: &'static DriverImage) -> (Device, File) {
    let driver = machine.load(driver).expect("the driver loads");
    let device = driver.add_device_with(&Resources::new().line(VECTOR, 5)).expect("the device starts");
    (device, device.open().expect("the device opens"))
}

#[test]
fn the_dpc_answers_the_read_with_what_the_service_routine_saw() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &card::DRIVER);
        let ticket = file.begin_read(16);
        assert!(!ticket.is_completed());
        assert!(device.interrupt(VECTOR), "the driver says that it was its device");
        let read = ticket.wait();
        assert_eq!((read.status, read.output.as_slice()), (0, &1_u32.to_le_bytes()[..]));
    });
}

#[test]
fn what_the_enable_handler_wrote_is_there_when_the_device_interrupts() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &card::DRIVER);
        device.interrupt(VECTOR);
        device.suspend();
        device.resume().expect("the device wakes");
        let ticket = file.begin_read(16);
        device.interrupt(VECTOR);
        assert_eq!(ticket.wait().output, 1_u32.to_le_bytes(), "counted from the wake on");
    });
}

#[test]
fn the_lock_is_not_there_while_the_device_sleeps() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &card::DRIVER);
        assert_eq!(file.write(b"?").status, 0, "connected");
        device.suspend();
        assert_eq!(file.write(b"?").status, NOT_READY, "asleep");
        device.resume().expect("the device wakes");
        assert_eq!(file.write(b"?").status, 0, "connected again");
    });
}

/// The simulator breaks where an object is deleted, or a spin lock taken, at DIRQL.
#[test]
fn a_request_of_the_drivers_own_that_is_dropped_in_the_interrupts_lock_stays_until_the_device_goes() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &drops::DRIVER);
        let before = machine.objects();
        assert_eq!(file.read(1).status, 0);
        assert_eq!(file.write(b"?").status, 0);
        assert!(machine.objects() >= before + 2, "they cannot have been deleted there");
        file.close();
        device.remove();
        assert!(machine.objects() < before, "they went with the device");
    });
}

#[test]
fn a_device_without_the_resource_works_without_its_interrupt() {
    in_both_worlds(|machine| {
        let driver = machine.load(&card::DRIVER).expect("the driver loads");
        let device = driver.add_device().expect("the device starts");
        assert_eq!(device.connected_interrupts(), 0);
        assert!(!device.interrupt(VECTOR));
    });
}

/// Rule: WdfInterruptLock.
#[test]
fn the_power_down_waits_for_who_is_inside_the_lock() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &card::DRIVER);
        let asker = machine.spawn(move |_| {
            let status = file.write(b"?").status;
            assert!(status == 0 || status == NOT_READY, "{status:#010x}");
        });
        device.suspend();
        asker.join();
    });
}

/// Rule: WdfInterruptLockRelease.
#[test]
fn the_service_routine_and_the_lock_exclude_each_other() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &card::DRIVER);
        device.begin_interrupt(VECTOR);
        assert_eq!(file.write(b"?").status, 0);
        device.begin_interrupt(VECTOR);
    });
}

/// Not got: somebody else has it, or there is none.
#[test]
fn the_lock_of_an_interrupt_of_passive_level_can_be_tried() {
    static SEEN: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &slow::DRIVER);
        assert_eq!(file.write(b"??").status, 0);
        device.suspend();
        assert_eq!(file.write(b"??").status, NOT_READY, "the lock of a sleeping device");
        device.resume().expect("the device wakes");
    });
    under_every_schedule(2, |machine| {
        let (_device, file) = opened(machine, &slow::DRIVER);
        let other = machine.spawn(move |_| assert_eq!(file.write(b"?").status, 0));
        let status = file.write(b"??").status;
        assert!(status == 0 || status == NOT_READY, "{status:#010x}");
        SEEN[usize::from(status == 0)].fetch_add(1, Ordering::Relaxed);
        other.join();
    });
    assert!(SEEN.iter().all(|seen| seen.load(Ordering::Relaxed) > 0), "both were seen: {SEEN:?}");
}

#[test]
fn an_interrupt_of_passive_level_is_handled_by_its_work_item() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &slow::DRIVER);
        let ticket = file.begin_read(16);
        assert!(device.interrupt(VECTOR));
        assert_eq!(ticket.wait().output, 1_u32.to_le_bytes());
        device.suspend();
        assert_eq!(file.write(b"?").status, NOT_READY, "the lock of a sleeping device");
        device.resume().expect("the device wakes");
        assert_eq!(file.write(b"?").status, 0);
    });
}

#[test]
fn an_interrupt_of_passive_level_and_its_removal_leave_nothing() {
    under_every_schedule(1, |machine| {
        let (device, file) = opened(machine, &slow::DRIVER);
        let ticket = file.begin_read(16);
        device.begin_interrupt(VECTOR);
        device.surprise_remove();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn an_interrupt_needs_a_device_that_tells_when_it_is_connected() {
    mod bare {
        use wdf_safe::prelude::*;

        #[object_context]
        struct Bare {
            line: Child<Interrupt<Device<Bare>, ()>>,
        }

        #[driver_entry]
        fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
            DriverConfig::new(device_add).create(cx, driver, ())
        }

        #[evt_driver_device_add]
        fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
            let device = init.create(cx, BareInit { line: Child::init() })?;
            let made = InterruptConfig::new(service, |_, _| {}).create(cx, &*device, (), |bare| &bare.line);
            assert_eq!(made.err(), Some(Error::NoDeviceConfig));
            Ok(device.added())
        }

        #[evt_interrupt_isr]
        fn service(_: &mut Cx<'_, Dirql>, _: &Interrupt<Device<Bare>, ()>, _nothing: &mut (), _message: u32) -> bool {
            false
        }
    }
    in_both_worlds(|machine| {
        machine.load(&bare::DRIVER).expect("the driver loads").add_device().expect("the device starts");
    });
}

/// The case of the documentation: "an interrupt DPC and the cancel callback both want to complete the request".
#[test]
fn an_interrupts_dpc_and_the_cancel_callback_complete_a_request_once() {
    for driver in [&race::unsynchronised::DRIVER, &race::by_queue::DRIVER, &race::by_device::DRIVER] {
        under_every_schedule(2, move |machine| {
            let (device, file) = opened(machine, driver);
            let ticket = file.begin_read(4);
            device.begin_interrupt(VECTOR);
            ticket.cancel();
            let status = ticket.wait().status;
            assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        });
    }
}

#[test]
fn an_interrupts_dpc_a_cancel_and_a_removal_complete_a_request_once() {
    for driver in [&race::unsynchronised::DRIVER, &race::by_queue::DRIVER, &race::by_device::DRIVER] {
        under_every_schedule(1, move |machine| {
            let (device, file) = opened(machine, driver);
            let ticket = file.begin_read(4);
            let canceller = machine.spawn(move |_| {
                ticket.cancel();
                let status = ticket.wait().status;
                assert!(status == 0 || status == CANCELLED, "{status:#010x}");
            });
            device.begin_interrupt(VECTOR);
            device.remove();
            canceller.join();
        });
    }
}
