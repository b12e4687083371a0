//! The image of the driver [`echo_driver_sync`](../../echo_driver_sync/src/lib.rs): its `DriverEntry`, with everything that hangs on it.
#![no_std]
#![forbid(unsafe_code)]

extern crate echo_driver_sync;
