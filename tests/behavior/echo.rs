//! The echo driver in both synchronization styles, and in raw calls: each does what the others do.

use std::time::Duration;

use wdf_sim::{DriverImage, Machine};

use crate::{BUFFER_OVERFLOW, CANCELLED, opened};

/// Synchronised by the framework, and by the driver itself; and in raw calls.
static DRIVERS: [DriverImage; 3] = [echo::DRIVER, echo_driver_sync::DRIVER, echo_raw::DRIVER];

fn in_both_worlds(body: impl Fn(&Machine, &DriverImage) + Copy + Send + Sync + 'static) {
    for driver in &DRIVERS {
        crate::in_both_worlds(move |machine| body(machine, driver));
    }
}

fn under_every_schedule(preemptions: usize, body: impl Fn(&Machine, &DriverImage) + Copy + Send + Sync + 'static) {
    for driver in &DRIVERS {
        // A timer that ticks as long as the device works has a say in many more schedules.
        let preemptions = if driver.name == echo_driver_sync::DRIVER.name { preemptions - 1 } else { preemptions };
        crate::under_every_schedule(preemptions, move |machine| body(machine, driver));
    }
}

#[test]
fn a_read_returns_what_was_written() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let written = file.write(b"what was written");
        assert!(written.is_success());
        assert_eq!(written.information, 16);
        let read = file.read(64);
        assert!(read.is_success());
        assert_eq!(read.output, b"what was written");
    });
}

#[test]
fn a_short_read_returns_the_beginning() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        assert!(file.write(b"beginning and end").is_success());
        assert_eq!(file.read(9).output, b"beginning");
    });
}

#[test]
fn a_read_before_any_write_returns_nothing() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let read = file.read(8);
        assert!(read.is_success());
        assert_eq!(read.information, 0);
        assert_eq!(read.output, b"");
    });
}

#[test]
fn a_shorter_write_replaces_a_longer_one() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        assert!(file.write(b"a longer one").is_success());
        assert!(file.write(b"short").is_success());
        assert_eq!(file.read(64).output, b"short");
    });
}

#[test]
fn the_longest_write_comes_back() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let longest: Vec<u8> = (0..echo::MAX_WRITE).map(|at| (at % 251) as u8).collect();
        assert!(file.write(&longest).is_success());
        assert_eq!(file.read(longest.len()).output, longest);
    });
}

#[test]
fn a_write_that_is_too_long_is_refused() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let refused = file.write(&vec![0; echo::MAX_WRITE + 1]);
        assert_eq!(refused.status, BUFFER_OVERFLOW);
        assert_eq!(refused.information, 0);
    });
}

#[test]
fn a_request_takes_as_long_as_the_timer() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let before = machine.now();
        assert!(file.write(b"slow").is_success());
        assert_eq!(machine.now() - before, echo::DELAY);
    });
}

#[test]
fn a_waiting_read_can_be_cancelled() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let ticket = file.begin_read(4);
        assert!(!ticket.is_completed());
        assert!(ticket.cancel());
        let read = ticket.wait();
        assert_eq!(read.status, CANCELLED);
        assert_eq!(read.information, 0);
    });
}

#[test]
fn a_cancelled_request_does_not_hold_up_the_next() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let first = file.begin_write(b"first");
        let second = file.begin_write(b"second");
        assert!(first.cancel());
        assert_eq!(first.wait().status, CANCELLED);
        assert!(second.wait().is_success());
        assert_eq!(file.read(16).output, b"second");
    });
}

#[test]
fn a_request_that_waits_in_the_queue_can_be_cancelled() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let presented = file.begin_read(1);
        let queued = file.begin_read(1);
        assert!(queued.cancel());
        assert_eq!(queued.wait().status, CANCELLED);
        assert!(presented.wait().is_success());
    });
}

#[test]
fn a_waiting_request_outlives_a_sleep() {
    in_both_worlds(|machine, driver| {
        let (device, file) = opened(machine, driver);
        let ticket = file.begin_write(b"asleep");
        device.suspend();
        device.resume().expect("the device wakes up");
        assert!(ticket.wait().is_success());
        assert_eq!(file.read(8).output, b"asleep");
    });
}

#[test]
fn removing_the_device_cancels_what_waits() {
    in_both_worlds(|machine, driver| {
        let (device, file) = opened(machine, driver);
        let presented = file.begin_read(1);
        let queued = file.begin_read(1);
        device.remove();
        assert_eq!(presented.wait().status, CANCELLED);
        assert_eq!(queued.wait().status, CANCELLED);
    });
}

#[test]
fn pulling_the_device_out_cancels_what_waits() {
    in_both_worlds(|machine, driver| {
        let (device, file) = opened(machine, driver);
        let ticket = file.begin_write(b"gone");
        device.surprise_remove();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancelling_and_the_timer_never_both_complete_a_request() {
    under_every_schedule(3, |machine, driver| {
        let (_, file) = opened(machine, driver);
        let ticket = file.begin_write(b"raced");
        ticket.cancel();
        let written = ticket.wait();
        assert!(written.is_success() || written.status == CANCELLED);
    });
}

#[test]
fn cancelling_from_another_thread_is_as_safe() {
    under_every_schedule(2, |machine, driver| {
        let (_, file) = opened(machine, driver);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let read = ticket.wait();
            assert!(read.is_success() || read.status == CANCELLED);
        });
        assert!(file.write(b"meanwhile").is_success());
        canceller.join();
    });
}

#[test]
fn removal_cancel_and_timer_leave_nothing() {
    under_every_schedule(2, |machine, driver| {
        let (device, file) = opened(machine, driver);
        let ticket = file.begin_write(b"raced");
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let written = ticket.wait();
            assert!(written.is_success() || written.status == CANCELLED);
        });
        device.remove();
        canceller.join();
    });
}

#[test]
fn sleep_cancel_and_timer_leave_nothing() {
    under_every_schedule(2, |machine, driver| {
        let (device, file) = opened(machine, driver);
        let ticket = file.begin_write(b"raced");
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let written = ticket.wait();
            assert!(written.is_success() || written.status == CANCELLED);
        });
        device.suspend();
        device.resume().expect("the device wakes up");
        canceller.join();
    });
}

#[test]
fn closing_the_handle_cancels_what_waits_in_the_queue() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let presented = file.begin_read(1);
        let queued = file.begin_read(1);
        file.close();
        assert_eq!(queued.wait().status, CANCELLED);
        assert!(presented.wait().is_success());
    });
}

#[test]
fn two_devices_of_a_driver_do_not_share_data() {
    in_both_worlds(|machine, driver| {
        let driver = machine.load(driver).expect("the driver loads");
        let [one, other] = [(); 2].map(|()| driver.add_device().expect("the device starts").open().expect("it opens"));
        assert!(one.write(b"one").is_success());
        assert!(other.write(b"other").is_success());
        assert_eq!(one.read(8).output, b"one");
        assert_eq!(other.read(8).output, b"other");
    });
}

#[test]
fn time_passes_only_when_nobody_can_go_on() {
    in_both_worlds(|machine, driver| {
        let (_, file) = opened(machine, driver);
        let ticket = file.begin_read(1);
        assert_eq!(machine.now(), Duration::ZERO);
        machine.sleep(echo::DELAY * 2);
        assert!(ticket.is_completed());
        assert_eq!(machine.now(), echo::DELAY * 2);
        assert!(ticket.wait().is_success());
    });
}
