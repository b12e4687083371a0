//! The samples that show how requests wait: `auto_sync`, `own_lock`, `manual_queue`.

use wdf_sim::{DriverImage, Explorer, File, Machine, Verifier};

use crate::{CANCELLED, DEVICE_BUSY, in_both_worlds, opened, under_every_schedule};

#[test]
fn everybody_who_waits_for_the_clock_is_told_at_the_same_tick() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &auto_sync::DRIVER);
        let tickets = [file.begin_read(8), file.begin_read(8)];
        for ticket in tickets {
            assert_eq!(ticket.wait().output, 1_u64.to_le_bytes());
        }
        assert_eq!(machine.now(), auto_sync::TICK);
        assert_eq!(file.read(8).output, 2_u64.to_le_bytes());
    });
}

#[test]
fn a_read_too_many_is_told_so() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &auto_sync::DRIVER);
        let tickets: Vec<_> = (0..auto_sync::READERS).map(|_| file.begin_read(8)).collect();
        assert_eq!(file.read(8).status, DEVICE_BUSY);
        for ticket in tickets {
            assert!(ticket.wait().is_success());
        }
    });
}

#[test]
fn tick_cancel_and_removal_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &auto_sync::DRIVER);
        let ticket = file.begin_read(8);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let read = ticket.wait();
            assert!(read.is_success() || read.status == CANCELLED);
        });
        device.remove();
        canceller.join();
    });
}

#[test]
fn what_goes_into_the_pipe_comes_out_in_order() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &own_lock::DRIVER);
        let waiting = file.begin_read(3);
        let long: Vec<u8> = (0..own_lock::CAPACITY).map(|at| (at % 251) as u8).collect();
        assert_eq!(file.write(&long).information, long.len());
        assert_eq!(waiting.wait().output, long[..3]);
        assert_eq!(file.write(b"end").information, 3);
        let mut read = Vec::new();
        while read.len() < long.len() {
            read.extend(file.read(1000).output);
        }
        assert_eq!(read, [&long[3..], b"end"].concat());
    });
}

#[test]
fn no_byte_of_the_pipe_waits_beside_a_reader() {
    under_every_schedule(2, |machine| {
        let (_, file) = opened(machine, &own_lock::DRIVER);
        let writer = machine.spawn(move |_| assert_eq!(file.write(b"x").information, 1));
        assert_eq!(file.read(1).output, b"x");
        writer.join();
    });
}

#[test]
fn a_cancelled_reader_takes_nothing_out_of_the_pipe() {
    under_every_schedule(2, |machine| {
        let (_, file) = opened(machine, &own_lock::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let read = ticket.wait();
            assert!(read.status == CANCELLED || read.output == b"x");
        });
        assert_eq!(file.write(b"x").information, 1);
        canceller.join();
    });
}

#[test]
fn a_message_goes_to_the_reader_that_has_waited_longest() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &manual_queue::DRIVER);
        let [first, second] = [file.begin_read(16), file.begin_read(16)];
        assert_eq!(occupied(&file), 2);
        assert!(file.write(b"for the first").is_success());
        assert_eq!(first.wait().output, b"for the first");
        assert_eq!(occupied(&file), 1);
        second.cancel();
        assert_eq!(second.wait().status, CANCELLED);
        assert_eq!(occupied(&file), 0);
    });
}

#[test]
fn all_boxes_can_be_occupied_and_no_more() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &manual_queue::DRIVER);
        let tickets: Vec<_> = (0..manual_queue::BOXES).map(|_| file.begin_read(1)).collect();
        assert_eq!(file.read(1).status, DEVICE_BUSY);
        file.close();
        for ticket in tickets {
            assert_eq!(ticket.wait().status, CANCELLED);
        }
    });
}

#[test]
fn a_box_is_given_back_once() {
    under_every_schedule(3, |machine| {
        let (_, file) = opened(machine, &manual_queue::DRIVER);
        let ticket = file.begin_read(16);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let _ = ticket.wait();
        });
        let _ = file.write(b"raced");
        canceller.join();
        assert_eq!(occupied(&file), 0);
    });
}

/// Schedules of one kind, for one sample in one world: over 100,000 in all.
const SCHEDULES: usize = 6_300;

/// Larger loads, under schedules of chance: some threads, each with some requests, half of them cancelled.
#[test]
fn under_load_every_request_comes_back_once() {
    let mut schedules = 0;
    for verifier in [Verifier::Off, Verifier::On] {
        for image in [&auto_sync::DRIVER, &own_lock::DRIVER, &manual_queue::DRIVER, &echo::DRIVER] {
            for explorer in [Explorer::random(1, SCHEDULES), Explorer::pct(1, 3, SCHEDULES)] {
                let explored = explorer.verifier(verifier).trace(0).run(move |machine| load(machine, image));
                let counts = explored.counts;
                assert_eq!(counts.completed, counts.sent, "{counts:?}");
                schedules += explored.schedules;
            }
        }
    }
    println!("{schedules} random and PCT schedules");
    assert!(schedules >= 100_000);
}

fn load(machine: &Machine, image: &DriverImage) {
    let (_, file) = opened(machine, image);
    let threads: Vec<_> = (0..3_usize)
        .map(|thread| {
            machine.spawn(move |machine| {
                for number in 0..4 {
                    let read = file.begin_read(8);
                    let _ = file.write(b"load").status;
                    if (thread + number) % 2 == 0 {
                        machine.yield_now();
                    }
                    read.cancel();
                    let _ = read.wait();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join();
    }
}

fn occupied(file: &File) -> u32 {
    u32::from_le_bytes(file.ioctl(0, &[], 4).output.try_into().expect("four bytes"))
}
