//! The names of `wdk-sys` 0.5 without a WDK: what a KMDF 1.33 driver sees below it when it runs on
//! `wdf-sim`.
//!
//! A driver's source names a crate `wdk_sys`. In the kernel that is the real one, which bindgen
//! writes from the WDK's headers; off Windows, and in a simulation, it is this one. Names, types,
//! field names, layouts, constants and the macro [`call_unsafe_wdf_function_binding!`] are those of
//! `wdk-sys` 0.5.2 for KMDF 1.33 on x86-64 Windows, so one source compiles against either. The link
//! symbols are those of the framework's own import library, so `wdf-sim` stands where `Wdf01000.sys`
//! stands.
//!
//! # Importing it as `wdk_sys`
//!
//! The macro of the real crate expands to paths that begin with `wdk_sys::`, so a crate that is to
//! compile against either has the name `wdk_sys` in its extern prelude. Cargo refuses one key with
//! two sources, hence two:
//!
//! ```toml
//! [target.'cfg(all(windows, not(wdf_sim)))'.dependencies]
//! wdk-sys = "0.5"
//!
//! [target.'cfg(any(not(windows), wdf_sim))'.dependencies]
//! wdf-sim-sys = "0.1"
//! ```
//!
//! and at the crate's root the stand-in gets the name that the real one has of itself:
//!
//! ```no_run
//! # #[cfg(any(not(windows), wdf_sim))]
//! extern crate wdf_sim_sys as wdk_sys;
//!
//! use wdk_sys::{NTSTATUS, WDFREQUEST, call_unsafe_wdf_function_binding};
//!
//! /// # Safety
//! ///
//! /// The caller owns the request and does not use it again.
//! unsafe fn complete(request: WDFREQUEST, status: NTSTATUS) {
//!     // SAFETY: the caller owns the request.
//!     unsafe { call_unsafe_wdf_function_binding!(WdfRequestComplete, request, status) }
//! }
//! # fn main() {}
//! ```
//!
//! with the `extern crate` under `#[cfg(any(not(windows), wdf_sim))]`.
//!
//! # Where things are
//!
//! Everything is at the root, as in `wdk-sys`, except the kernel's routines, in [`ntddk`]. The files
//! follow the C headers, one noun each. Inline functions of the headers (`WDF_.._INIT` and the like)
//! are in neither crate. [`sim`] is the one module that the real crate has nothing like.
#![no_std]
#![expect(
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    reason = "the names are those of the C headers, and so is their documentation"
)]
#![expect(clippy::too_many_arguments, reason = "the framework's functions take what they take")]

#[cfg(not(target_pointer_width = "64"))]
compile_error!("wdf-sim-sys holds the layouts of 64-bit Windows");

mod basic;
mod child_list;
mod collection;
mod common_buffer;
mod companion_target;
mod constants;
mod control;
mod declare;
mod device;
mod device_init;
mod device_property;
mod device_state;
mod dma_enabler;
mod dma_transaction;
mod dpc;
mod driver;
mod fdo;
mod file_object;
mod function_index;
mod handles;
mod interrupt;
mod io_target;
mod lock;
mod macros;
mod memory;
pub mod ntddk;
mod ntstatus;
mod object;
mod pdo;
mod pnp_power;
mod power_policy_state;
mod query_interface;
mod queue;
mod registry;
mod request;
mod request_parameters;
mod resource;
pub mod sim;
mod status;
mod string;
mod struct_index;
mod table;
mod timer;
mod verifier;
pub mod wdf;
mod wdm;
mod wmi;
mod work_item;

pub use basic::*;
pub use child_list::*;
pub use collection::*;
pub use common_buffer::*;
pub use companion_target::*;
pub use constants::*;
pub use control::*;
pub use device::*;
pub use device_init::*;
pub use device_property::*;
pub use device_state::*;
pub use dma_enabler::*;
pub use dma_transaction::*;
pub use dpc::*;
pub use driver::*;
pub use fdo::*;
pub use file_object::*;
pub use function_index::*;
pub use handles::*;
pub use interrupt::*;
pub use io_target::*;
pub use lock::*;
pub use memory::*;
pub use ntstatus::{NT_ERROR, NT_INFORMATION, NT_SUCCESS, NT_WARNING};
pub use object::*;
pub use pdo::*;
pub use pnp_power::*;
pub use power_policy_state::*;
pub use query_interface::*;
pub use queue::*;
pub use registry::*;
pub use request::*;
pub use request_parameters::*;
pub use resource::*;
pub use status::*;
pub use string::*;
pub use struct_index::*;
pub use table::*;
pub use timer::*;
pub use verifier::*;
pub use wdm::*;
pub use wmi::*;
pub use work_item::*;
