//! M124: Call the kernel itself in a driver that forbids unsafe code. Rules: Spinlock, SpinlockDpc, SpinlockRelease.
//! CodeQL: C28158, C28166, C28141, C28150, C28124.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_sim_sys::ntddk::{KeAcquireSpinLockRaiseToDpc, KeReleaseSpinLock};

fn count(_cx: &mut Cx<'_, Dispatch>, lock: &mut usize, bytes: &mut u64) {
    let before = unsafe { KeAcquireSpinLockRaiseToDpc(lock) };
    *bytes += 1;
    unsafe { KeReleaseSpinLock(lock, before) };
}

fn main() {}
