//! The image of the driver [`auto_sync`](../../auto_sync/src/lib.rs): its `DriverEntry`, with everything that hangs on it.
#![no_std]
#![forbid(unsafe_code)]

extern crate auto_sync;
