//! Raw drivers in a few lines: written against the framework's functions alone, as C drivers are.
//!
//! A test's body makes a device with callbacks that are closures, and plays application and driver at once: it sends I/O
//! through `wdf-sim`'s [`File`](wdf_sim::File), and it may call the framework's functions itself, as a driver's own thread
//! could.
//!
//! ```
//! use wdf_tests::raw::{SUCCESS, Slot, calm, parallel};
//!
//! calm(|m| {
//!     let held = Slot::empty();
//!     let rig = m.rig(parallel().read(held.putter()));
//!     let ticket = rig.open().begin_read(1);
//!     held.take().complete(SUCCESS);
//!     assert_eq!(ticket.wait().status, SUCCESS);
//! });
//! ```
//!
//! An exploration has one OS thread, so the closures are kept in a thread-local registry (`registry.rs`); the callbacks that the
//! framework sees are plain functions that look them up. Nothing of a run is in the next one.
//!
//! Key types: [`World`], [`Rig`], [`Queues`], [`Request`], [`Queue`], [`Device`], [`Log`], [`Slot`].

pub mod below;
mod bus;
mod clockwork;
mod container;
mod control;
mod device_interface;
mod driver;
mod forward_progress;
mod handle;
mod interrupt;
mod irp_dispatch;
mod key;
mod object;
mod power_policy;
mod property;
mod queue;
mod registry;
mod request;
mod send;
mod status;
mod story;
mod target;
mod wmi;
mod world;

pub use clockwork::{due_in, every};
pub use container::{text_of, unicode, utf16};
pub use control::control_init;
pub use device_interface::{CLASS, OTHER_CLASS, Table, exported_calls, table};
pub use driver::{Plan, Rig, load, plan};
pub use forward_progress::{Policy, reserve};
pub use handle::{
    Collection, Device, Dpc, FileObject, Init, Interrupt, Key, Lookaside, Memory, Object, Queue, Request, ResourceList,
    SpinLock, Target, Text, Timer, Timing, WaitLock, WorkItem,
};
pub use interrupt::{Plan as InterruptPlan, isr};
pub use irp_dispatch::Irp;
pub use object::{Attributes, COUNTER, Info, LEDGER, at_dispatch, attributes, irql, object};
pub use power_policy::{Idle, idle};
pub use queue::{Queues, limited, manual, parallel, sequential};
pub use request::Mdl;
pub use send::Params;
pub use status::*;
pub use story::{Held, Log, Sent, Slot};
pub use target::{Opening, own_request};
pub use world::{World, all, breaks, calm, check, lenient, on_machine, only, report, some};

/// Calls a function of the framework.
macro_rules! ddi {
    ($name:ident $(, $argument:expr)* $(,)?) => {
        // SAFETY: the simulator checks every handle it is given, and pointers are those of locals or NULL.
        unsafe { wdk_sys::call_unsafe_wdf_function_binding!($name $(, $argument)*) }
    };
}
use ddi;

/// A closure with its own clones of what it names: `with!(log, held => move |request| ...)`.
#[macro_export]
macro_rules! with {
    ($($name:ident),+ => $closure:expr) => {{
        $(let $name = $name.clone();)+
        $closure
    }};
}
