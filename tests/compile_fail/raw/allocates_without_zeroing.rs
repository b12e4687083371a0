//! M124: Allocate from the pool by a call that leaves the memory as it was. Rule: UnSafeAllocatePool. CodeQL: C28719,
//! C28147.
#![forbid(unsafe_code)]

use core::ffi::c_void;
use wdf_sim as _;

unsafe extern "C" {
    fn ExAllocatePoolWithTag(pool: i32, bytes: usize, tag: u32) -> *mut c_void;
}

fn main() {}
