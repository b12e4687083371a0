//! The image of the driver [`manual_queue`](../../manual_queue/src/lib.rs): its `DriverEntry`, with everything that hangs on it.
#![no_std]
#![forbid(unsafe_code)]

extern crate manual_queue;
