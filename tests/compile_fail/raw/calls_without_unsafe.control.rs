//! A crate that does not forbid unsafe code can, and says so.

use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_sim_sys::ntddk::KeStallExecutionProcessor;

fn wait_for_the_device(_cx: &mut Cx<'_, Dispatch>) {
    // SAFETY: may be called at any level.
    unsafe { KeStallExecutionProcessor(50) };
}

fn main() {
    let _ = wait_for_the_device;
}
