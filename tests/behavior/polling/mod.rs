//! The polling patterns of the documentation ("Canceling I/O Requests", `WdfRequestIsCanceled`): a driver that does not
//! mark a request cancelable but looks, again and again, whether it was cancelled. Each is a small safe driver, cancelled
//! at every point, in both of the framework's worlds: the request is completed once, as cancelled or with success.

mod interrupt_dpc;
mod parts;
mod smaller;
mod thread;

use core::sync::atomic::{AtomicUsize, Ordering};

use wdf_safe::image::DriverImage;
use wdf_sim::{Completion, Device, Explorer, Machine, Memory, Resources, Verifier};

use crate::{CANCELLED, in_both_worlds};

/// How often a request ended in which way, over all schedules.
struct Outcomes {
    cancelled: AtomicUsize,
    succeeded: AtomicUsize,
}

impl Outcomes {
    const fn new() -> Self {
        Self { cancelled: AtomicUsize::new(0), succeeded: AtomicUsize::new(0) }
    }

    fn count(&self, completion: &Completion) {
        let outcome = match completion.status {
            CANCELLED => &self.cancelled,
            status => {
                assert_eq!(status, 0, "{status:#010x}");
                &self.succeeded
            }
        };
        outcome.fetch_add(1, Ordering::Relaxed);
    }

    /// Both happened: the cancellation comes at every point, also too late.
    fn were_both(&self) {
        assert_ne!(self.cancelled.load(Ordering::Relaxed), 0, "never cancelled");
        assert_ne!(self.succeeded.load(Ordering::Relaxed), 0, "never successful");
    }
}

/// The interrupt that the devices are assigned.
const VECTOR: u32 = 0x41;

fn started(machine: &Machine, image: &DriverImage) -> Device {
    let driver = machine.load(image).expect("the driver loads");
    driver.add_device_with(&Resources::new().line(VECTOR, 5)).expect("the device starts")
}

/// Has the device interrupts?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hardware {
    Interrupts,
    Silent,
}

/// The hardware goes on with what the driver has begun: where it interrupts, it does so until it is done.
fn goes_on(machine: &Machine, hardware: Hardware, device: Device) {
    if hardware == Hardware::Interrupts {
        machine.spawn(move |_| {
            for _ in 0..interrupt_dpc::ENOUGH {
                device.interrupt(VECTOR);
            }
        });
    }
}

/// Cancels a write to the driver at every point, with at most three preemptions, and two where the hardware is a thread, too.
/// Orders that cannot differ from others are left out.
fn cancelled_at_every_point(image: &'static DriverImage, hardware: Hardware, outcomes: &'static Outcomes) {
    for verifier in [Verifier::Off, Verifier::On] {
        let preemptions = if hardware == Hardware::Interrupts { 2 } else { 3 };
        let explorer = Explorer::exhaustive(preemptions).reduced(Memory::Marked);
        let explored = explorer.verifier(verifier).run(move |machine| {
            let device = started(machine, image);
            let ticket = device.open().expect("the device opens").begin_write(b"four");
            goes_on(machine, hardware, device);
            assert!(!ticket.cancel(), "a request that is polled for is not cancelable");
            outcomes.count(&ticket.wait());
        });
        assert!(explored.exhausted);
    }
    outcomes.were_both();
}

fn written_at_leisure(machine: &Machine, image: &DriverImage, hardware: Hardware) -> Completion {
    let device = started(machine, image);
    let ticket = device.open().expect("the device opens").begin_write(b"four");
    goes_on(machine, hardware, device);
    ticket.wait()
}

/// Hole 4.
#[test]
fn an_interrupt_dpc_that_polls_ends_the_request_once() {
    static OUTCOMES: Outcomes = Outcomes::new();
    cancelled_at_every_point(&interrupt_dpc::DRIVER, Hardware::Interrupts, &OUTCOMES);
}

#[test]
fn a_thread_that_polls_ends_the_request_once() {
    static OUTCOMES: Outcomes = Outcomes::new();
    cancelled_at_every_point(&thread::DRIVER, Hardware::Silent, &OUTCOMES);
}

#[test]
fn a_transfer_in_parts_ends_once() {
    static OUTCOMES: Outcomes = Outcomes::new();
    cancelled_at_every_point(&parts::DRIVER, Hardware::Silent, &OUTCOMES);
}

/// The next driver does the smaller ones on threads of its own.
#[test]
fn a_large_request_as_several_smaller_ones_ends_once() {
    static OUTCOMES: Outcomes = Outcomes::new();
    for verifier in [Verifier::Off, Verifier::On] {
        let explored = Explorer::exhaustive(2).verifier(verifier).run(|machine| {
            let below = machine.lower(|arrival| {
                Machine::current().expect("in a machine").spawn(move |_| {
                    assert!(arrival.complete(0));
                });
            });
            let driver = machine.load(&smaller::DRIVER).expect("the driver loads");
            let device = driver.add_device_above(&below).expect("the device starts");
            let ticket = device.open().expect("the device opens").begin_write(b"four");
            assert!(!ticket.cancel(), "a request that is polled for is not cancelable");
            OUTCOMES.count(&ticket.wait());
        });
        assert!(explored.exhausted);
    }
    OUTCOMES.were_both();
}

#[test]
fn a_request_that_nobody_cancels_is_done() {
    in_both_worlds(|machine| {
        assert!(written_at_leisure(machine, &interrupt_dpc::DRIVER, Hardware::Interrupts).is_success());
        assert!(written_at_leisure(machine, &thread::DRIVER, Hardware::Silent).is_success());
        let parts = written_at_leisure(machine, &parts::DRIVER, Hardware::Silent);
        assert!(parts.is_success());
        assert_eq!(parts.information, b"four".len());
    });
}

#[test]
fn a_cancelled_transfer_says_how_far_it_came() {
    for verifier in [Verifier::Off, Verifier::On] {
        Explorer::exhaustive(1).verifier(verifier).run(|machine| {
            let device = machine.load(&parts::DRIVER).expect("the driver loads").add_device().expect("it starts");
            let ticket = device.open().expect("the device opens").begin_write(b"four");
            ticket.cancel();
            let completion = ticket.wait();
            assert_eq!(completion.information % parts::PART, 0);
            assert!(completion.information <= b"four".len());
        });
    }
}

/// Rules: DrvAckIoStop.
#[test]
fn polled_requests_survive_sleep_and_end_with_removal() {
    let drivers: [(&DriverImage, _); 3] = [
        (&interrupt_dpc::DRIVER, Hardware::Interrupts),
        (&thread::DRIVER, Hardware::Silent),
        (&parts::DRIVER, Hardware::Silent),
    ];
    for (image, hardware) in drivers {
        for verifier in [Verifier::Off, Verifier::On] {
            let preemptions = if hardware == Hardware::Interrupts { 0 } else { 1 };
            let explorer = Explorer::exhaustive(preemptions).reduced(Memory::Marked);
            explorer.verifier(verifier).run(move |machine| {
                let device = started(machine, image);
                let file = device.open().expect("the device opens");
                let ticket = file.begin_write(b"four");
                device.suspend();
                device.resume().expect("the device wakes up");
                goes_on(machine, hardware, device);
                assert!(ticket.wait().is_success());
                let ticket = file.begin_write(b"four");
                goes_on(machine, hardware, device);
                device.remove();
                let status = ticket.wait().status;
                assert!(status == 0 || status == CANCELLED, "{status:#010x}");
            });
        }
    }
}
