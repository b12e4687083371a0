//! M125: Call the kernel itself, without an unsafe block. CodeQL: C28126, D0008.

use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_sim_sys::ntddk::KeStallExecutionProcessor;

fn wait_for_the_device(_cx: &mut Cx<'_, Dispatch>) {
    KeStallExecutionProcessor(50);
}

fn main() {}
