//! Every sample while its device sleeps and wakes, is stopped and started, is pulled out, or goes with its driver: under
//! every schedule, what was sent comes back, once.
//!
//! One thread sends a request and, in half of the tests, cancels it; another one does what happens to the device.

use ::ioctl::Ioctl as _;
use wdf_sim::{Device, Driver, Explored, Explorer, File, Machine, Major, Memory, Ticket, Verifier};
use wdf_tests::card;

use crate::CANCELLED;

/// How a sample is used.
#[derive(Clone, Copy)]
struct Sample {
    /// Loads it, and adds its device.
    start: fn(&Machine) -> (Driver, Device),
    /// Sends a request that can wait.
    send: fn(&File) -> Ticket,
    /// Sees to it that the request ends, where nothing else does.
    end: fn(&File),
    /// At most so many preemptions.
    preemptions: usize,
    is_filter: bool,
}

/// What happens to the device.
#[derive(Clone, Copy, PartialEq)]
enum Event {
    Sleep,
    Stop,
    SurpriseRemoval,
    Unload,
}

fn plain(machine: &Machine, image: &wdf_sim::DriverImage) -> (Driver, Device) {
    let driver = machine.load(image).expect("the driver loads");
    (driver, driver.add_device().expect("the device starts"))
}

const HELLO: Sample = Sample {
    start: |machine| plain(machine, &::hello::DRIVER),
    send: |file| file.begin_read(64),
    end: |_| {},
    preemptions: 3,
    is_filter: false,
};

const ECHO: Sample = Sample {
    start: |machine| plain(machine, &::echo::DRIVER),
    send: |file| file.begin_write(b"raced"),
    end: |_| {},
    preemptions: 2,
    is_filter: false,
};

const ECHO_DRIVER_SYNC: Sample = Sample {
    start: |machine| plain(machine, &::echo_driver_sync::DRIVER),
    send: |file| file.begin_write(b"raced"),
    end: |_| {},
    preemptions: 1,
    is_filter: false,
};

const AUTO_SYNC: Sample = Sample {
    start: |machine| plain(machine, &::auto_sync::DRIVER),
    send: |file| file.begin_read(8),
    end: |_| {},
    preemptions: 1,
    is_filter: false,
};

const OWN_LOCK: Sample = Sample {
    start: |machine| plain(machine, &::own_lock::DRIVER),
    send: |file| file.begin_read(4),
    end: |file| {
        let _ = file.write(b"four");
    },
    preemptions: 2,
    is_filter: false,
};

const MANUAL_QUEUE: Sample = Sample {
    start: |machine| plain(machine, &::manual_queue::DRIVER),
    send: |file| file.begin_read(16),
    end: |file| {
        let _ = file.write(b"a message");
    },
    preemptions: 2,
    is_filter: false,
};

const PCI: Sample = Sample {
    start: |machine| {
        let (_card, resources) = card::play(machine);
        let driver = machine.load(&::pci::DRIVER).expect("the driver loads");
        (driver, driver.add_device_with(&resources).expect("the device starts"))
    },
    send: |file| file.begin_write(&card::data(2 * ::pci::card::PART)),
    end: |_| {},
    preemptions: 1,
    is_filter: false,
};

/// The driver below keeps reads until a write comes, or they are cancelled.
const FILTER: Sample = Sample {
    start: |machine| {
        let kept = std::cell::RefCell::new(Vec::new());
        let lower = machine.lower(move |arrival| {
            if arrival.major() == Major::Read {
                if arrival.allow_cancel() {
                    kept.borrow_mut().push(arrival);
                }
                return;
            }
            let waiting = std::mem::take(&mut *kept.borrow_mut());
            for read in waiting {
                let _ = read.complete_fully();
            }
            let _ = arrival.complete_fully();
        });
        let driver = machine.load(&::filter::DRIVER).expect("the driver loads");
        (driver, driver.add_device_above(&lower).expect("the device starts"))
    },
    send: |file| file.begin_read(4),
    end: |file| {
        let _ = file.write(b"on");
    },
    preemptions: 2,
    is_filter: true,
};

/// Applications use the control device.
const IOCTL: Sample = Sample {
    start: |machine| plain(machine, &::ioctl::DRIVER),
    send: |file| file.begin_ioctl(::ioctl::AwaitChange::CODE, &0_u32.to_le_bytes(), 8),
    end: |file| {
        let _ = file.ioctl_with(::ioctl::CopyIn::CODE, &[], b"changed");
    },
    preemptions: 2,
    is_filter: false,
};

/// One test: explores it in both worlds, and prints how many schedules that were.
fn explore(name: &str, sample: Sample, event: Event, cancels: bool) {
    for verifier in [Verifier::Off, Verifier::On] {
        let explorer = Explorer::exhaustive(sample.preemptions).reduced(Memory::Marked).verifier(verifier);
        let Explored { schedules, exhausted, counts, .. } =
            explorer.run(move |machine| scene(machine, sample, event, cancels));
        assert!(exhausted);
        // The opening and closing of a handle that a filter sends on are completed too.
        assert!(counts.completed == counts.sent || sample.is_filter, "{counts:?}");
        println!("{name}: {schedules} schedules, {} requests, verifier {verifier:?}", counts.sent);
    }
}

fn scene(machine: &Machine, sample: Sample, event: Event, cancels: bool) {
    let (driver, device) = (sample.start)(machine);
    let control = driver.control_devices().first().copied();
    let file = control.unwrap_or(device).open().expect("the device opens");
    let application = machine.spawn(move |_| {
        // Who comes too late finds the handle closed.
        if !file.is_open() {
            return;
        }
        let ticket = (sample.send)(&file);
        if cancels {
            ticket.cancel();
        } else if file.is_open() {
            (sample.end)(&file);
        }
        let status = ticket.wait().status;
        // A device that comes back loses nothing.
        let stays = matches!(event, Event::Sleep | Event::Stop);
        assert!(!stays || status == 0 || cancels && status == CANCELLED, "{status:#010x}");
    });
    machine.yield_now();
    match event {
        Event::Sleep => {
            device.suspend();
            machine.yield_now();
            device.resume().expect("the device wakes up");
        }
        Event::Stop => {
            device.stop().expect("the device is stopped");
            machine.yield_now();
            device.start().expect("the device starts again");
        }
        Event::SurpriseRemoval => device.surprise_remove(),
        Event::Unload => {
            device.remove();
            machine.yield_now();
            driver.unload();
        }
    }
    application.join();
}

macro_rules! lifetimes {
    ($($module:ident: $sample:ident;)*) => { $(
        mod $module {
            use super::{$sample, Event, explore};

            #[test]
            fn what_ends_while_the_device_sleeps_comes_back() {
                explore(concat!(stringify!($module), ", sleep"), $sample, Event::Sleep, false);
            }

            #[test]
            fn what_is_cancelled_while_the_device_sleeps_comes_back() {
                explore(concat!(stringify!($module), ", sleep and cancel"), $sample, Event::Sleep, true);
            }

            #[test]
            fn what_ends_while_the_device_is_stopped_comes_back() {
                explore(concat!(stringify!($module), ", stop"), $sample, Event::Stop, false);
            }

            #[test]
            fn what_is_cancelled_while_the_device_is_stopped_comes_back() {
                explore(concat!(stringify!($module), ", stop and cancel"), $sample, Event::Stop, true);
            }

            #[test]
            fn what_ends_while_the_device_is_pulled_out_comes_back() {
                explore(concat!(stringify!($module), ", surprise removal"), $sample, Event::SurpriseRemoval, false);
            }

            #[test]
            fn what_is_cancelled_while_the_device_is_pulled_out_comes_back() {
                explore(concat!(stringify!($module), ", surprise removal and cancel"), $sample, Event::SurpriseRemoval, true);
            }

            #[test]
            fn what_ends_while_the_driver_is_unloaded_comes_back() {
                explore(concat!(stringify!($module), ", unload"), $sample, Event::Unload, false);
            }

            #[test]
            fn what_is_cancelled_while_the_driver_is_unloaded_comes_back() {
                explore(concat!(stringify!($module), ", unload and cancel"), $sample, Event::Unload, true);
            }
        }
    )* };
}

lifetimes! {
    hello: HELLO;
    echo: ECHO;
    echo_driver_sync: ECHO_DRIVER_SYNC;
    auto_sync: AUTO_SYNC;
    own_lock: OWN_LOCK;
    manual_queue: MANUAL_QUEUE;
    pci: PCI;
    filter: FILTER;
    ioctl: IOCTL;
}
