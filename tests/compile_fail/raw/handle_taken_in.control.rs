//! Control: make a handle of wdf-safe out of a raw one, in a driver that forbids unsafe code, without the mistake.

#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_safe::raw::AsRaw;
use wdf_sim as _;

fn again<'a>(device: &'a Device) -> Option<&'a Device> {
    (!device.as_raw().is_null()).then_some(device)
}

fn main() {}
