//! Drivers written straight against `wdk-sys` names, as C would be: what the simulator must serve, and what it must catch.
//!
//! A raw driver is a handful of `extern "C"` callbacks. [`Setup`] says which of them its device's queue has; the rest of a
//! driver (entry, device, queue) is the same for all and stands here. Callbacks read what a test wants of them from
//! [`knob`], which is fresh in each test because each test runs on a thread of its own.
#![expect(unsafe_code, reason = "raw drivers call the framework's functions")]

use std::cell::{Cell, RefCell};
use std::ptr::null_mut;

use wdk_sys::*;

pub use wdk_sys;
