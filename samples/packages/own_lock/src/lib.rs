//! The image of the driver [`own_lock`](../../own_lock/src/lib.rs): its `DriverEntry`, with everything that hangs on it.
#![no_std]
#![forbid(unsafe_code)]

extern crate own_lock;
