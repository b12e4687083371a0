//! The filter sample: what goes through it comes back, or is called off, whatever happens to the device.

use std::sync::{Arc, Mutex};

use wdf_sim::{Arrival, Device, Driver, File, Machine, Major, Thread, Ticket};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();
/// `STATUS_NO_SUCH_DEVICE`.
const NO_SUCH_DEVICE: i32 = 0xC000_000E_u32.cast_signed();

/// The filter above a driver that serves requests like this.
fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> (Driver, Device) {
    let lower = machine.lower(serve);
    let driver = machine.load(&filter::DRIVER).expect("the driver loads");
    let device = driver.add_device_above(&lower).expect("the device starts");
    (driver, device)
}

fn at_once(arrival: Arrival) {
    let _ = match arrival.major() {
        Major::Read => arrival.complete_with(0, b"below"),
        _ => arrival.complete_fully(),
    };
}

/// Keeps reads until they are cancelled.
fn keeps_reads(arrival: Arrival) {
    if arrival.major() == Major::Read {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

/// Completes reads on threads of their own, unless they are cancelled before. The threads are to be joined.
fn later(threads: &Arc<Mutex<Vec<Thread>>>) -> impl Fn(Arrival) + 'static {
    let threads = Arc::clone(threads);
    move |arrival| {
        if arrival.major() != Major::Read {
            let _ = arrival.complete_fully();
        } else if arrival.allow_cancel() {
            let machine = Machine::current().expect("in a machine");
            let thread = machine.spawn(move |_| {
                let _ = arrival.complete_fully();
            });
            threads.lock().expect("nobody panics with it").push(thread);
        }
    }
}

fn join(threads: &Mutex<Vec<Thread>>) {
    let threads = std::mem::take(&mut *threads.lock().expect("nobody panics with it"));
    threads.into_iter().for_each(Thread::join);
}

/// How many came back, and how many of them cancelled.
fn counts(file: &File) -> [u32; 2] {
    let answer = file.ioctl(filter::COUNTS, &[], 8).output;
    [0, 4].map(|at| u32::from_le_bytes(answer[at..at + 4].try_into().expect("four bytes")))
}

#[test]
fn what_goes_through_the_filter_comes_back_as_it_was_answered() {
    in_both_worlds(|machine| {
        let (_, device) = above(machine, at_once);
        let file = device.open().expect("the device opens");
        assert_eq!(file.read(5).output, b"below");
        assert_eq!(file.write(b"four").information, 4);
        assert_eq!(file.ioctl(1, b"input", 3).information, 3);
        assert_eq!(counts(&file), [2, 0], "a read and a control; the write was forgotten");
    });
}

#[test]
fn what_is_out_is_called_off_when_it_is_asked_for_and_when_its_handle_is_closed() {
    in_both_worlds(|machine| {
        let (_, device) = above(machine, keeps_reads);
        let (file, other) = (device.open().expect("opens"), device.open().expect("opens"));
        let reads = [file.begin_read(1), other.begin_read(1)];
        assert!(other.ioctl(filter::CALL_OFF, &[], 0).is_success());
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        let (mine, yours) = (file.begin_read(1), other.begin_read(1));
        file.close();
        assert_eq!(mine.wait().status, CANCELLED);
        assert!(!yours.is_completed());
        assert!(other.ioctl(filter::CALL_OFF, &[], 0).is_success());
        assert_eq!(yours.wait().status, CANCELLED);
        assert_eq!(counts(&other), [4, 4]);
    });
}

/// A request is answered by the driver below, and cancelled, and meanwhile this happens to the device.
fn in_every_order_with(cancel: fn(&File, &Ticket), happens: fn(Driver, Device)) {
    under_every_schedule(1, move |machine| {
        let threads = Arc::default();
        let (driver, device) = above(machine, later(&threads));
        let file = device.open().expect("the device opens");
        let read = Arc::new(file.begin_read(1));
        let mine = Arc::clone(&read);
        let canceller = machine.spawn(move |_| cancel(&file, &mine));
        happens(driver, device);
        canceller.join();
        join(&threads);
        let status = read.outcome().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

fn call_off(file: &File, _: &Ticket) {
    assert!(file.ioctl(filter::CALL_OFF, &[], 0).is_success());
}

/// A device that is gone takes no controls, and says so.
fn call_off_while_it_is_there(file: &File, _: &Ticket) {
    if !file.is_open() {
        return;
    }
    let status = file.ioctl(filter::CALL_OFF, &[], 0).status;
    assert!([0, INVALID_DEVICE_STATE, NO_SUCH_DEVICE].contains(&status), "{status:#010x}");
}

/// Closing the handle calls off what came through it.
fn close(file: &File, _: &Ticket) {
    if file.is_open() {
        file.close();
    }
}

fn cancel(_: &File, read: &Ticket) {
    read.cancel();
}

#[test]
fn nothing_is_lost_when_the_device_sleeps_and_wakes() {
    in_every_order_with(call_off, |_, device| {
        device.suspend();
        device.resume().expect("the device wakes");
    });
}

#[test]
fn nothing_is_lost_when_the_device_is_removed_and_the_driver_unloaded() {
    in_every_order_with(cancel, |driver, device| {
        device.remove();
        driver.unload();
    });
}

#[test]
fn nothing_is_lost_when_the_device_is_pulled_out() {
    in_every_order_with(cancel, |driver, device| {
        device.surprise_remove();
        driver.unload();
    });
}

#[test]
fn nothing_is_lost_when_it_is_called_off_and_the_device_removed_and_the_driver_unloaded() {
    in_every_order_with(call_off_while_it_is_there, |driver, device| {
        device.remove();
        driver.unload();
    });
}

#[test]
fn nothing_is_lost_when_it_is_called_off_and_the_device_pulled_out() {
    in_every_order_with(call_off_while_it_is_there, |driver, device| {
        device.surprise_remove();
        driver.unload();
    });
}

#[test]
fn nothing_is_lost_when_its_handle_is_closed_and_the_device_removed() {
    in_every_order_with(close, |driver, device| {
        device.remove();
        driver.unload();
    });
}

#[test]
fn nothing_is_lost_when_its_handle_is_closed_and_the_device_pulled_out() {
    in_every_order_with(close, |driver, device| {
        device.surprise_remove();
        driver.unload();
    });
}

#[test]
fn calling_off_and_being_cancelled_and_being_answered_end_a_request_once() {
    under_every_schedule(2, |machine| {
        let threads = Arc::default();
        let (_, device) = above(machine, later(&threads));
        let file = device.open().expect("the device opens");
        let read = Arc::new(file.begin_read(1));
        let mine = Arc::clone(&read);
        let canceller = machine.spawn(move |_| {
            mine.cancel();
        });
        assert!(file.ioctl(filter::CALL_OFF, &[], 0).is_success());
        canceller.join();
        join(&threads);
        let status = read.outcome().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        assert_eq!(counts(&file), [1, u32::from(status == CANCELLED)]);
    });
}
