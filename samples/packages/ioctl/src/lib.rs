//! The image of the driver [`ioctl`](../../ioctl/src/lib.rs): its `DriverEntry`, with everything that hangs on it.
#![no_std]
#![forbid(unsafe_code)]

extern crate ioctl;
