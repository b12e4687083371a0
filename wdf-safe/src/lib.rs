//! KMDF drivers in Rust without `unsafe`.
//!
//! A driver crate that says `#![forbid(unsafe_code)]` and uses this one cannot break memory safety, and the mistakes
//! that crash Windows machines do not compile: a request completed twice or never, touched after it went away, marked
//! cancelable and then completed behind the framework's back; a lock held across a wait; a call above its IRQL.
//!
//! # Where to start
//!
//! * [`request`]: who owns a request, its states and transitions, with the picture. The heart of the crate.
//! * [`register`]: the configurations with which a driver, a device, a queue and a timer are made.
//! * [`irql`]: the proof of the IRQL that every callback is given.
//! * [`context`]: typed contexts, made in place, in which everything lives that outlasts a callback.
//! * [`prelude`]: what a driver imports.
//!
//! # Layers
//!
//! A module imports only from the rows below its own, and within its row from those named after it; `unsafe` stands only in
//! those marked †.
//!
//! | Row | Modules |
//! |---|---|
//! | 6 | [`prelude`], `__private`, [`image`], `panic`†, `allocator`†, `freestanding`†: what a driver, its tests and generated code name |
//! | 5 | [`register`]†: configurations, in which trampolines are put |
//! | 4 | `trampoline`†: the only `extern "C" fn`s |
//! | 3 | [`handler`]†: the signatures of a driver's callbacks |
//! | 2 | [`registry`]†, [`power_policy`]†, [`hardware`]†, [`interrupt`]†, [`pdo`]†, [`target`]†, [`device`]†, [`driver`]†, [`queue`]†, [`collection`]†, [`memory`]†, [`timer`]†, [`dpc`]†, [`work_item`]†, `deferred`†, [`request`]†: handles, and the calls on them |
//! | 1 | [`lock`]†, `owned`†, [`pool`]†, [`object`]†, [`context`]†, `door`†, `mapping`†, `rundown`†, `event`†, [`irql`]†, [`log`](mod@log), [`raw`], `text`, [`status`], `once`, `latch`, [`sync`]: what all of them are made of |
//! | 0 | `sys`†: the names of `wdk-sys`, real or simulated; `brand` |
//!
//! # The way of a read
//!
//! 1. `register/queue.rs`: where the driver makes its queue, the trampolines are given to the framework.
//! 2. `trampoline/queue.rs`: the framework calls `EvtIoRead`; the raw handle becomes a [`Request`](request::Request) that is
//!    [`Owned`](request::Owned).
//! 3. The driver's handler, of the signature in `handler.rs`. What it can do with the request is in `request/mod.rs`.
//! 4. It completes it (`request/complete.rs`), forwards it (`queue/forward.rs`), sends it (`register/send/`), or marks it
//!    cancelable (`register/cancel.rs`) and parks it (`request/slot.rs`); each gives a [`Handled`](request::Handled).
//! 5. Who takes a parked request out, and who comes with its cancellation (`trampoline/cancel.rs`), agree in
//!    `request/claim.rs` which of them ends it.
//!
//! # What lies under it
//!
//! In the kernel the real `wdk-sys` and the framework; off Windows, and under `--cfg wdf_sim`, the stand-in
//! `wdf-sim-sys` and the simulator `wdf-sim`, on which the same driver runs under `cargo test`.
//!
//! # Which framework
//!
//! A driver is compiled for KMDF 1.33 (`target-kmdf-version-minor = 33`), which `wdk-sys` 0.5 supports. To have it loaded by older
//! ones too, down to that of Windows 10 version 1803, its package also says `minimum-kmdf-version-minor = 25`, in
//! `[package.metadata.wdk.driver-model]`. Then structures have the sizes that the framework below knows, and a function that it
//! does not have is [`Error::Missing`](status::Error::Missing), whose status is STATUS_NOT_SUPPORTED; nothing else changes.
#![no_std]
#![deny(unsafe_code)]

// The name that generated code uses, so that the macros also work in this crate.
extern crate self as wdf_safe;

// The macro with which `wdk-sys` calls the framework expands to paths beginning with `wdk_sys`.
#[cfg(any(not(windows), wdf_sim))]
extern crate wdf_sim_sys as wdk_sys;

#[cfg(test)]
extern crate std;
// What the unit tests' binary is linked with.
#[cfg(test)]
use wdf_sim as _;

#[cfg(any(test, all(windows, not(wdf_sim), feature = "wdk-alloc")))]
mod allocator;
mod brand;
mod deferred;
mod door;
mod event;
#[cfg(all(wdf_sim, wdf_kernel, panic = "abort"))]
mod freestanding;
mod latch;
mod mapping;
mod once;
mod owned;
mod rundown;
mod sys;
mod text;

pub mod collection;
pub mod context;
pub mod device;
pub mod dpc;
pub mod driver;
pub mod handler;
pub mod hardware;
pub mod image;
pub mod interrupt;
pub mod irql;
pub mod lock;
pub mod log;
pub mod memory;
pub mod object;
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
mod panic;
pub mod pdo;
pub mod pool;
pub mod power_policy;
pub mod prelude;
pub mod queue;
pub mod raw;
pub mod register;
pub mod registry;
pub mod request;
pub mod status;
pub mod sync;
pub mod target;
pub mod timer;
mod trampoline;
pub mod work_item;

#[doc(hidden)]
pub mod __private;

/// Device controls, declared once for a driver and its applications: the crate `wdf-ioctl`.
pub use wdf_ioctl as ioctl;
pub use wdf_safe_macros::{
    Zeroable, driver_entry, evt_device_d0_entry, evt_device_d0_exit, evt_device_event, evt_device_file_create,
    evt_device_notice, evt_device_prepare_hardware, evt_device_relations_query, evt_device_release_hardware,
    evt_device_surprise_removal, evt_device_usage_notification, evt_dpc, evt_driver_device_add, evt_driver_unload,
    evt_file_cleanup, evt_file_close, evt_interrupt_change, evt_interrupt_dpc, evt_interrupt_isr,
    evt_interrupt_work_item, evt_io_canceled_on_queue, evt_io_default, evt_io_device_control, evt_io_in_caller_context,
    evt_io_internal_device_control, evt_io_queue_state, evt_io_read, evt_io_resume, evt_io_stop, evt_io_write,
    evt_request_cancel, evt_timer, evt_work_item, object_context, request_context,
};
