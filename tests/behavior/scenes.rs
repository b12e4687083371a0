//! Small scenes, of which all schedules can be counted, and larger ones: for the test of the reductions and for their bench.

use std::sync::{Arc, Mutex};

use wdf_sim::{File, Machine};

/// What an application does; it tells what it saw.
pub(crate) type Scene = fn(&Machine) -> String;

fn opened(machine: &Machine, image: &wdf_sim::DriverImage) -> File {
    let device = machine.load(image).expect("the driver loads").add_device().expect("the device starts");
    device.open().expect("the device opens")
}

/// Two threads that have nothing to do with each other.
fn strangers(machine: &Machine) -> String {
    let other = machine.spawn(|machine| (0..5).for_each(|_| machine.yield_now()));
    (0..5).for_each(|_| machine.yield_now());
    other.join();
    String::new()
}

/// Two threads that wait for different times.
fn sleepers(machine: &Machine) -> String {
    let order = Arc::new(Mutex::new(String::new()));
    let threads = [30, 10, 20].map(|time| {
        let order = Arc::clone(&order);
        machine.spawn(move |machine| {
            machine.sleep(std::time::Duration::from_millis(time));
            order.lock().expect("nobody panics with it").push_str(&format!("{time} "));
        })
    });
    threads.into_iter().for_each(wdf_sim::Thread::join);
    let order = order.lock().expect("nobody panics with it");
    order.clone()
}

/// A request that waits in the queue is cancelled while another thread looks whether it is completed.
fn watched_cancel(machine: &Machine) -> String {
    let file = opened(machine, &manual_queue::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let watcher = machine.spawn(move |_| {
        let _ = mine.is_completed();
    });
    let seen = ticket.cancel();
    watcher.join();
    seen.to_string()
}

/// Two threads cancel the same request.
fn two_cancels(machine: &Machine) -> String {
    let file = opened(machine, &manual_queue::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let other = machine.spawn(move |_| {
        mine.cancel();
    });
    let seen = ticket.cancel();
    other.join();
    format!("{seen} {:#x}", ticket.outcome().status)
}

/// Two threads ask, and are answered at once.
fn two_reads(machine: &Machine) -> String {
    let file = opened(machine, &hello::DRIVER);
    let other = machine.spawn(move |_| {
        let _ = file.read(1);
    });
    let read = file.read(1);
    other.join();
    format!("{:#x}", read.status)
}

/// A request is cancelled while its timer runs.
fn cancel_and_timer(machine: &Machine) -> String {
    let file = opened(machine, &echo::DRIVER);
    let ticket = file.begin_read(1);
    ticket.cancel();
    format!("{:#x}", ticket.wait().status)
}

/// The same from another thread.
fn cancel_elsewhere_and_timer(machine: &Machine) -> String {
    let file = opened(machine, &echo::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let other = machine.spawn(move |_| {
        mine.cancel();
    });
    let status = ticket.outcome().status;
    other.join();
    format!("{status:#x}")
}

pub(crate) const SMALL: [(&str, Scene); 5] = [
    ("two threads that share nothing", strangers),
    ("three threads that sleep", sleepers),
    ("a cancel, watched", watched_cancel),
    ("two cancels of a request", two_cancels),
    ("two reads of hello", two_reads),
];
pub(crate) const LARGER: [(&str, Scene); 2] =
    [("cancel and timer", cancel_and_timer), ("cancel elsewhere and timer", cancel_elsewhere_and_timer)];
