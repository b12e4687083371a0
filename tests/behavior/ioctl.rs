//! The ioctl sample: device controls of all four transfer methods, on a control device.

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

/// Length, and number of changes.
fn state(output: &[u8]) -> [u32; 2] {
    [0, 4].map(|at| u32::from_le_bytes(output[at..at + 4].try_into().expect("four bytes")))
}

#[test]
fn what_is_copied_is_pasted() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        assert!(file.ioctl_with(ioctl::COPY, &[], b"some text").is_success());
        assert_eq!(file.ioctl(ioctl::PASTE, &0_u32.to_le_bytes(), 100).output, b"some text");
        assert_eq!(file.ioctl(ioctl::PASTE, &5_u32.to_le_bytes(), 2).output, b"te");
        assert_eq!(file.ioctl(ioctl::PASTE, &9_u32.to_le_bytes(), 2).output, b"");
        assert_eq!(state(&file.ioctl(ioctl::LENGTH, &[], 8).output), [9, 1]);
    });
}

#[test]
fn as_much_as_fits_is_copied_and_no_more() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let all: Vec<u8> = (0..ioctl::CAPACITY).map(|at| at as u8).collect();
        assert!(file.ioctl_with(ioctl::COPY, &[], &all).is_success());
        assert_eq!(file.ioctl_with(ioctl::COPY, &[], &[0; ioctl::CAPACITY + 1]).status, BUFFER_OVERFLOW);
        assert_eq!(file.ioctl(ioctl::PASTE, &0_u32.to_le_bytes(), ioctl::CAPACITY).output, all);
    });
}

#[test]
fn an_exchange_brings_the_old_contents_and_leaves_the_new() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let long: Vec<u8> = (0..300).map(|at| (at % 251) as u8).collect();
        assert!(file.ioctl_with(ioctl::COPY, &[], &long).is_success());
        assert_eq!(file.ioctl(ioctl::EXCHANGE, b"new", 299).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::EXCHANGE, b"new", 300).output, long);
        assert_eq!(file.ioctl(ioctl::EXCHANGE, &long, 300).output, b"new");
        assert_eq!(file.ioctl(ioctl::PASTE, &0_u32.to_le_bytes(), 300).output, long);
        assert_eq!(state(&file.ioctl(ioctl::LENGTH, &[], 8).output), [300, 3]);
    });
}

#[test]
fn questions_that_make_no_sense_are_answered() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        assert_eq!(file.ioctl(ioctl::PASTE, b"12", 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::AWAIT_CHANGE, &[], 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::EXCHANGE, &[], 8).status, BUFFER_TOO_SMALL);
        assert_eq!(file.ioctl(ioctl::LENGTH | 0x100, &[], 8).status, INVALID_DEVICE_REQUEST);
        assert_eq!(file.read(1).status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn who_waits_for_a_change_is_told() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        let waiting = file.begin_ioctl(ioctl::AWAIT_CHANGE, &0_u32.to_le_bytes(), 8);
        assert!(!waiting.is_completed());
        assert!(file.ioctl_with(ioctl::COPY, &[], b"x").is_success());
        assert_eq!(state(&waiting.wait().output), [1, 1]);
        // Who has not seen the last one does not wait.
        assert_eq!(state(&file.ioctl(ioctl::AWAIT_CHANGE, &0_u32.to_le_bytes(), 8).output), [1, 1]);
        let waiting: Vec<_> =
            (0..ioctl::READERS).map(|_| file.begin_ioctl(ioctl::AWAIT_CHANGE, &1_u32.to_le_bytes(), 8)).collect();
        assert_eq!(file.ioctl(ioctl::AWAIT_CHANGE, &1_u32.to_le_bytes(), 8).status, DEVICE_BUSY);
        waiting[0].cancel();
        assert!(!file.ioctl(ioctl::EXCHANGE, b"y", 1).output.is_empty());
        let statuses: Vec<i32> = waiting.into_iter().map(|ticket| ticket.wait().status).collect();
        assert_eq!(statuses[0], CANCELLED);
        assert!(statuses[1..].iter().all(|status| *status == 0));
    });
}

#[test]
fn no_change_is_missed() {
    under_every_schedule(2, |machine| {
        let (_, _, file) = opened(machine);
        let writer = machine.spawn(move |_| assert!(file.ioctl_with(ioctl::COPY, &[], b"x").is_success()));
        assert_eq!(state(&file.ioctl(ioctl::AWAIT_CHANGE, &0_u32.to_le_bytes(), 8).output), [1, 1]);
        writer.join();
    });
}
