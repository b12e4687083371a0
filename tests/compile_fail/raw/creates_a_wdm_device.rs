//! M124: Make a device behind the framework's back. Rule: MiniportOnlyWdmDevice. CodeQL: C28133.
#![forbid(unsafe_code)]

use core::ffi::c_void;
use wdf_sim as _;

unsafe extern "C" {
    fn IoCreateDevice(
        driver: *mut c_void,
        extension: u32,
        name: *mut c_void,
        kind: u32,
        characteristics: u32,
        exclusive: u8,
        device: *mut *mut c_void,
    ) -> i32;
}

fn main() {}
