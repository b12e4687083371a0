//! The ioctl sample: device controls of all four transfer methods, on a control device.

use ioctl::{AwaitChange, Describe, Ioctl as _, PasteOut, State, input_bytes, output_of};
use wdf_sim::{Device, Driver, File, Machine};

use crate::{BUFFER_OVERFLOW, CANCELLED, DEVICE_BUSY, INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// `STATUS_BUFFER_TOO_SMALL`.
const BUFFER_TOO_SMALL: i32 = 0xC000_0023_u32.cast_signed();

fn opened(machine: &Machine) -> (Driver, Device, File) {
    let driver = machine.load(&ioctl::DRIVER).expect("the driver loads");
    let device = driver.add_device().expect("the device starts");
    let file = driver.control_devices()[0].open().expect("the control device opens");
    (driver, device, file)
}

/// The state that was answered: length, and number of changes.
fn state(output: &[u8]) -> [u32; 2] {
    let State { length, changes } = output_of::<Describe>(output).expect("the whole of it");
    [length, changes]
}

#[test]
fn what_is_copied_is_pasted() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        assert!(file.ioctl_with(ioctl::CopyIn::CODE, &[], b"some text").is_success());
        assert_eq!(file.ioctl(PasteOut::CODE, input_bytes::<PasteOut>(&0), 100).output, b"some text");
        assert_eq!(file.ioctl(PasteOut::CODE, input_bytes::<PasteOut>(&5), 2).output, b"te");
        assert_eq!(file.ioctl(PasteOut::CODE, input_bytes::<PasteOut>(&9), 2).output, b"");
        assert_eq!(state(&file.ioctl(Describe::CODE, &[], 8).output), [9, 1]);
    });
}

#[test]
fn as_much_as_fits_is_copied_and_no_more() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let all: Vec<u8> = (0..ioctl::CAPACITY).map(|at| at as u8).collect();
        assert!(file.ioctl_with(ioctl::CopyIn::CODE, &[], &all).is_success());
        assert_eq!(file.ioctl_with(ioctl::CopyIn::CODE, &[], &[0; ioctl::CAPACITY + 1]).status, BUFFER_OVERFLOW);
        assert_eq!(file.ioctl(PasteOut::CODE, input_bytes::<PasteOut>(&0), ioctl::CAPACITY).output, all);
    });
}

#[test]
fn an_exchange_brings_the_old_contents_and_leaves_the_new() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let long: Vec<u8> = (0..300).map(|at| (at % 251) as u8).collect();
        assert!(file.ioctl_with(ioctl::CopyIn::CODE, &[], &long).is_success());
        assert_eq!(file.ioctl(ioctl::Exchange::CODE, b"new", 299).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::Exchange::CODE, b"new", 300).output, long);
        assert_eq!(file.ioctl(ioctl::Exchange::CODE, &long, 300).output, b"new");
        assert_eq!(file.ioctl(PasteOut::CODE, input_bytes::<PasteOut>(&0), 300).output, long);
        assert_eq!(state(&file.ioctl(Describe::CODE, &[], 8).output), [300, 3]);
    });
}

#[test]
fn questions_that_make_no_sense_are_answered() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        assert_eq!(file.ioctl(PasteOut::CODE, b"12", 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(AwaitChange::CODE, &[], 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(Describe::CODE, &[], 7).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::Exchange::CODE, &[], 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(Describe::CODE | 0x100, &[], 8).status, INVALID_DEVICE_REQUEST);
        assert_eq!(file.read(1).status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn who_waits_for_a_change_is_told() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let waiting = file.begin_ioctl(AwaitChange::CODE, input_bytes::<AwaitChange>(&0), 8);
        assert!(!waiting.is_completed());
        assert!(file.ioctl_with(ioctl::CopyIn::CODE, &[], b"x").is_success());
        assert_eq!(state(&waiting.wait().output), [1, 1]);
        // Who has not seen the last one does not wait.
        assert_eq!(state(&file.ioctl(AwaitChange::CODE, input_bytes::<AwaitChange>(&0), 8).output), [1, 1]);
        let waiting: Vec<_> = (0..ioctl::READERS)
            .map(|_| file.begin_ioctl(AwaitChange::CODE, input_bytes::<AwaitChange>(&1), 8))
            .collect();
        assert_eq!(file.ioctl(AwaitChange::CODE, input_bytes::<AwaitChange>(&1), 8).status, DEVICE_BUSY);
        waiting[0].cancel();
        assert!(!file.ioctl(ioctl::Exchange::CODE, b"y", 1).output.is_empty());
        let statuses: Vec<i32> = waiting.into_iter().map(|ticket| ticket.wait().status).collect();
        assert_eq!(statuses[0], CANCELLED);
        assert!(statuses[1..].iter().all(|status| *status == 0));
    });
}

#[test]
fn no_change_is_missed() {
    under_every_schedule(2, |machine| {
        let (_, _, file) = opened(machine);
        let writer = machine.spawn(move |_| assert!(file.ioctl_with(ioctl::CopyIn::CODE, &[], b"x").is_success()));
        assert_eq!(state(&file.ioctl(AwaitChange::CODE, input_bytes::<AwaitChange>(&0), 8).output), [1, 1]);
        writer.join();
    });
}
