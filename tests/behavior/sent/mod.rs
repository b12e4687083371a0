//! Cancelling what was sent: the list and its tickets, against completion, reuse, and changes of the target.

mod driver;

use std::sync::{Arc, Mutex};

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// A filter above a driver that serves requests like this.
fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// Keeps what asks for something until it is cancelled.
fn keeps(arrival: Arrival) {
    if asks(arrival) {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

fn asks(arrival: Arrival) -> bool {
    matches!(arrival.major(), Major::Read | Major::DeviceControl)
}

/// Completes it, on another thread, unless it is cancelled before.
fn later(arrival: Arrival) {
    if !asks(arrival) {
        let _ = arrival.complete_fully();
    } else if arrival.allow_cancel() {
        let machine = Machine::current().expect("in a machine");
        machine.spawn(move |_| {
            let _ = arrival.complete_fully();
        });
    }
}

fn control(file: &wdf_sim::File, code: u32) {
    assert!(file.ioctl(code, &[], 0).is_success(), "control {code}");
}

#[test]
fn what_is_out_is_cancelled_and_nothing_else() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        control(&file, driver::CANCEL_ALL);
        let reads = [(); 3].map(|()| file.begin_read(1));
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [0, 0, 0, 0], "nothing is out before");
        control(&file, driver::CANCEL_ALL);
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        control(&file, driver::CANCEL_ALL);
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [3, 3, 0, 0], "what came back is not in the list");
    });
}

#[test]
fn a_ticket_cancels_its_own_send() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        let first = file.begin_read(1);
        let second = file.begin_read(1);
        control(&file, driver::CANCEL_LAST);
        assert_eq!(second.wait().status, CANCELLED);
        assert!(!first.is_completed());
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [1, 1, 0, 0], "one was asked, and came back");
        control(&file, driver::CANCEL_LAST);
        assert!(!first.is_completed(), "a ticket that is over names nothing");
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [1, 1, 0, 0], "and says so");
        control(&file, driver::CANCEL_ALL);
        assert_eq!(first.wait().status, CANCELLED);
    });
}

#[test]
fn what_is_tracked_and_never_sent_leaves_the_list_and_is_deleted() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        control(&file, driver::CANCEL_ALL);
        let before = machine.objects();
        for _ in 0..5 {
            control(&file, driver::DROP);
        }
        assert!(machine.objects() < before + 5, "the requests are deleted");
        control(&file, driver::CANCEL_ALL);
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [0, 0, 0, 0], "nothing is out");
    });
}

#[test]
fn what_came_through_one_handle_is_cancelled_together() {
    in_both_worlds(|machine| {
        let device = above(machine, keeps);
        let (mine, yours) = (device.open().expect("opens"), device.open().expect("opens"));
        let reads = [mine.begin_read(1), mine.begin_read(1)];
        let other = yours.begin_read(1);
        control(&mine, driver::CANCEL_MINE);
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        assert!(!other.is_completed());
        control(&yours, driver::CANCEL_MINE);
        assert_eq!(other.wait().status, CANCELLED);
    });
}

#[test]
fn a_closed_list_lets_nothing_out_until_it_is_opened() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        let read = file.begin_read(1);
        control(&file, driver::CLOSE);
        assert_eq!(read.wait().status, CANCELLED);
        assert_eq!(file.read(1).status, CANCELLED);
        control(&file, driver::OPEN);
        let read = file.begin_read(1);
        assert!(!read.is_completed());
        control(&file, driver::CANCEL_ALL);
        assert_eq!(read.wait().status, CANCELLED);
    });
}

#[test]
fn what_is_cancelled_before_it_is_sent_is_not_sent() {
    in_both_worlds(|machine| {
        let arrived = Arc::new(Mutex::new(0));
        let count = Arc::clone(&arrived);
        let file = above(machine, move |arrival| {
            *count.lock().expect("nobody panics with it") += u32::from(asks(arrival));
            let _ = arrival.complete_fully();
        });
        let file = file.open().expect("the device opens");
        assert_eq!(file.ioctl(driver::CANCEL_BEFORE, &[], 0).status, CANCELLED);
        assert_eq!(*arrived.lock().expect("nobody panics with it"), 0);
    });
}

/// The documentation's six steps, with the completion anywhere between them.
#[test]
fn cancelling_what_was_sent_and_completing_it_leave_nothing() {
    under_every_schedule(3, |machine| {
        let file = above(machine, later).open().expect("the device opens");
        let ticket = file.begin_read(1);
        control(&file, driver::CANCEL_LAST);
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn the_driver_and_the_application_cancel_the_same_request() {
    under_every_schedule(2, |machine| {
        let device = above(machine, later);
        let file = device.open().expect("the device opens");
        let ticket = Arc::new(file.begin_read(1));
        let mine = Arc::clone(&ticket);
        let other = machine.spawn(move |_| {
            mine.cancel();
        });
        control(&file, driver::CANCEL_ALL);
        other.join();
        let status = ticket.outcome().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

/// Hole 4. The ticket is of the first send; the second one is answered whatever happens.
#[test]
fn a_ticket_of_an_earlier_send_never_cancels_a_later_one() {
    under_every_schedule(3, |machine| {
        let answering = Arc::new(Mutex::new(None));
        let thread = Arc::clone(&answering);
        let device = above(machine, move |arrival| {
            let machine = Machine::current().expect("in a machine");
            match arrival.code() {
                // The first, on another thread, unless it is cancelled.
                7 if arrival.allow_cancel() => {
                    let answer = machine.spawn(move |_| {
                        let _ = arrival.complete_fully();
                    });
                    *thread.lock().expect("nobody panics with it") = Some(answer);
                }
                // The second, a moment later, in which a cancellation would be seen.
                8 if arrival.allow_cancel() => {
                    machine.yield_now();
                    let _ = arrival.complete_fully();
                }
                7 | 8 => {}
                _ => {
                    let _ = arrival.complete_fully();
                }
            }
        });
        let file = device.open().expect("the device opens");
        control(&file, driver::ASK);
        control(&file, driver::CANCEL_FIRST);
        let answering = answering.lock().expect("nobody panics with it").take();
        answering.expect("the first send arrived").join();
        let counts = file.ioctl(driver::COUNT, &[], 4).output;
        assert_eq!(counts[2..], [1, 0], "the second send came back, and was not cancelled");
    });
}

#[test]
fn cancelling_and_purging_or_stopping_the_target_leave_nothing() {
    under_every_schedule(2, |machine| {
        let file = Arc::new(above(machine, later).open().expect("the device opens"));
        let ticket = file.begin_read(1);
        let mine = Arc::clone(&file);
        let other = machine.spawn(move |_| control(&mine, driver::PURGE));
        control(&file, driver::CANCEL_LAST);
        other.join();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn what_a_stopped_target_keeps_can_be_cancelled() {
    under_every_schedule(2, |machine| {
        let file = Arc::new(above(machine, keeps).open().expect("the device opens"));
        control(&file, driver::STOP);
        let ticket = file.begin_read(1);
        let mine = Arc::clone(&file);
        let other = machine.spawn(move |_| control(&mine, driver::START));
        control(&file, driver::CANCEL_LAST);
        other.join();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancelling_and_removing_the_device_leave_nothing() {
    under_every_schedule(1, |machine| {
        let device = above(machine, later);
        let file = device.open().expect("the device opens");
        let ticket = file.begin_read(1);
        let canceller = file.begin_ioctl(driver::CANCEL_ALL, &[], 0);
        device.remove();
        let _ = canceller.wait();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}
