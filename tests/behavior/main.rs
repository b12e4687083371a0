//! Safe drivers on the simulator: what they do, in both of the framework's worlds, under every order that matters.

mod change;
mod control;
mod control_device;
mod cost;
mod dispatching;
mod dpc;
mod early;
mod echo;
mod faults;
mod file;
mod filter;
mod first_driver;
mod foreign;
mod forward;
mod hello;
mod hold;
mod information;
mod interrupt;
mod ioctl;
mod lifetime;
mod lock;
mod log;
mod manual;
mod mark;
mod memory;
mod names;
mod neither;
mod notices;
mod offset;
mod opening;
mod own_memory;
mod panic;
mod pci;
mod pdo;
mod polling;
mod pool;
mod power_policy;
mod property;
mod race;
mod raw;
mod reduction;
mod registers;
mod registry;
mod remote;
mod samples;
mod scenes;
mod send;
mod sent;
mod split;
mod stop;
mod surprise;
mod synchronous;
mod target;
mod views;

use wdf_sim::{Device, DriverImage, Explored, Explorer, File, Machine, Memory, Verifier};

/// `STATUS_CANCELLED`.
const CANCELLED: i32 = 0xC000_0120_u32.cast_signed();
/// `STATUS_INVALID_DEVICE_REQUEST`.
const INVALID_DEVICE_REQUEST: i32 = 0xC000_0010_u32.cast_signed();
/// `STATUS_DEVICE_BUSY`.
const DEVICE_BUSY: i32 = 0x8000_0011_u32.cast_signed();
/// `STATUS_BUFFER_OVERFLOW`.
const BUFFER_OVERFLOW: i32 = 0x8000_0005_u32.cast_signed();

/// A driver's first device, and a handle of it.
fn opened(machine: &Machine, image: &DriverImage) -> (Device, File) {
    let device = machine.load(image).expect("the driver loads").add_device().expect("the device starts");
    (device, device.open().expect("the device opens"))
}

/// A handle of a driver's first device.
fn opened_file(machine: &Machine, image: &DriverImage) -> File {
    opened(machine, image).1
}

/// Runs the body once, with the verifier off and on.
fn in_both_worlds(body: impl Fn(&Machine) + Copy + Send + Sync + 'static) {
    for verifier in [Verifier::Off, Verifier::On] {
        Explorer::calm().verifier(verifier).run(body);
    }
}

/// Runs the body under every schedule with at most so many preemptions, but for those that cannot differ from others, with
/// the verifier off and on.
fn under_every_schedule(preemptions: usize, body: impl Fn(&Machine) + Copy + Send + Sync + 'static) {
    for verifier in [Verifier::Off, Verifier::On] {
        let explorer = Explorer::exhaustive(preemptions).reduced(Memory::Marked);
        let Explored { schedules, exhausted, .. } = explorer.verifier(verifier).run(body);
        assert!(exhausted);
        println!("{schedules} schedules with at most {preemptions} preemptions, verifier {verifier:?}");
    }
}
