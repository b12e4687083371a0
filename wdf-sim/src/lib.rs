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
//! # The way of a read
//!
//! [`File::read`] (`io`) → `exec::io` makes the IRP → the queue's dispatch loop (`exec::queue`) asks the kernel what comes
//! next → the kernel (`kernel::queue`) says "present this request" → the driver's callback → it completes the request
//! through the table (`ddi::request`) → `exec::request` → the kernel → the [`Ticket`] that the test waits for is resolved.
#![deny(unsafe_code)]

// Row 5.
mod bugcheck;
mod ddi;
mod device;
mod environment;
mod exec;
mod fault;
mod hardware;
mod io;
mod kernel;
mod lower;
mod ntos;
mod registry;
mod report;
mod run;
mod sched;
mod site;
mod story;
mod touch;
mod trace;
mod violation;
mod watchdog;

pub use bugcheck::Access;
pub use device::DeviceInterface;
pub use environment::EnvironmentError;
pub use fault::Fault;
pub use hardware::{Hardware, Resources};
pub use io::{Completion, Device, Driver, File, Machine, Status, Thread, Ticket};
pub use kernel::{Counts, OnBreak, Verifier};
pub use lower::{Arrival, Lower, Major};
pub use registry::RegistryValue;
pub use report::Report;
pub use run::{Explored, Explorer, Played, Seen, Stopped};
pub use sched::{ParseScheduleError, Schedule};
pub use site::{Line, Site};
pub use touch::Memory;
pub use trace::{Event, Step, Subject, ThreadId, Trace};
pub use violation::{BugCheck, Outcome, Rule, Violation, WDF_VIOLATION};
pub use wdf_sim_sys::sim::DriverImage;
