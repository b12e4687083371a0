//! Make a handle of wdf-safe out of a raw one, in a driver that forbids unsafe code.

#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_safe::raw::AsRaw;
use wdf_sim as _;

fn again<'a>(device: &'a Device) -> Option<&'a Device> {
    unsafe { Device::from_raw(device.as_raw()) }
}

fn main() {}
