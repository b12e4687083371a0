//! KMDF in user mode: the framework's function table, its layouts and its behaviour, for testing drivers on any machine.
//!
//! A driver that is linked with this crate finds the symbols that the framework's import library defines, and behind them
//! functions that behave as the framework does, with its own verifier off or on. A test loads the driver into a
//! [`Machine`], adds a device, sends it I/O, cancels it, suspends and removes the device; an [`Explorer`] runs that test
//! under one schedule, many, or all, and every rule that the driver breaks on the way ends the run with a [`Report`].
//!
//! ```no_run
//! use wdf_sim::Explorer;
//! # static DRIVER: wdf_sim::DriverImage = wdf_sim::DriverImage::new("none", entry);
//! # unsafe extern "C" fn entry(_: *mut wdf_sim_sys::DRIVER_OBJECT, _: wdf_sim_sys::PCUNICODE_STRING) -> i32 { -1 }
//!
//! Explorer::random(1, 1_000).run(|machine| {
//!     let driver = machine.load(&DRIVER).unwrap();
//!     let device = driver.add_device().unwrap();
//!     let file = device.open().unwrap();
//!     assert!(file.write(b"hello").is_success());
//! });
//! ```
//!
//! When the body returns, devices that it left are removed and drivers unloaded, and nothing may be left: no request, no
//! object, no reference, no pool memory.
//!
//! # Layers
//!
//! A module imports only from the rows below its own, and within its row from those named after it.
//!
//! | Row | Modules |
//! |---|---|
//! | 5 | `run`: a test's body under one schedule, many, or all |
//! | 4 | `report`, `story`, `watchdog`, `driver_panic`: how a run that broke a rule ends, and what is shown of it |
//! | 3 | `machine`: the test's side; `ddi`: the functions of the framework; `ntos`: those of the kernel; `sched`: who goes on |
//! | 2 | `exec`: the kernel's steps put on threads, with the driver's callbacks between them |
//! | 1 | `kernel`: the framework and the I/O manager as a state machine, without threads, clock or `unsafe` |
//! | 0 | `fault`, `violation`, `touch`, `trace`, `site`: what is planned, broken, touched and told |
//!
//! One noun has one file name in each of them: what a queue is, is in `kernel/queue/`, what it does in `exec/queue.rs`, its
//! functions in `ddi/queue.rs`.
//!
//! # The way of a read
//!
//! 1. `machine/file.rs`: [`File::read`] sends it, on the test's thread.
//! 2. `exec/io.rs` makes the IRP and gives the queue its request.
//! 3. `exec/queue.rs`, the dispatch loop, asks the kernel what comes next; `kernel/queue/dispatch.rs` says: present this one.
//! 4. The driver's `EvtIoRead`.
//! 5. `ddi/request.rs`: the driver calls `WdfRequestComplete`, through `ddi/symbols.rs` and `ddi/table.rs`.
//! 6. `exec/request.rs` takes the steps of `kernel/request/complete.rs`, the driver's cleanup callbacks between them.
//! 7. `exec/io.rs` completes the IRP (`kernel/irp/mod.rs`): the [`Ticket`] that the test waits for has its outcome.
#![deny(unsafe_code)]

mod ddi;
mod driver_panic;
mod exec;
mod fault;
mod kernel;
mod machine;
mod ntos;
mod report;
mod run;
mod sched;
mod site;
mod story;
mod touch;
mod trace;
mod violation;
mod watchdog;

pub use fault::Fault;
pub use kernel::{Counts, OnBreak, Verifier};
pub use machine::{
    Access, Arrival, Completion, Device, DeviceInterface, Driver, File, Hardware, Lower, Machine, Major, RegistryValue,
    Resources, Status, Thread, Ticket,
};
pub use report::{Played, Report};
pub use run::{EnvironmentError, Explored, Explorer, Seen, Stopped};
pub use sched::{ParseScheduleError, Schedule};
pub use site::{Line, Site};
pub use touch::Memory;
pub use trace::{Event, Step, Subject, ThreadId, Trace};
pub use violation::{BugCheck, Outcome, Rule, Violation, WDF_VIOLATION};
pub use wdf_sim_sys::sim::DriverImage;
