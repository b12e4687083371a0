//! Device memory: mapping it, and touching it.
//!
//! *Where it stands.* Row 0, under [`hardware`](crate::hardware).
//!
//! *Key types.* None.
//!
//! *Wraps.* `MmMapIoSpaceEx`, `MmUnmapIoSpace`; `READ_REGISTER_ULONG` and its kin, which are inline functions of the WDK's
//! headers and so not part of `wdk-sys`: a volatile access, and after a write a fence. In simulation each first lets others
//! run, and the device that the test plays sees what was written.
#![expect(unsafe_code, reason = "routines of the kernel, and accesses to device memory")]

use core::sync::atomic::{Ordering, fence};
use wdk_sys::ntddk::{MmMapIoSpaceEx, MmUnmapIoSpace};
use wdk_sys::{LARGE_INTEGER, PAGE_NOCACHE, PAGE_READWRITE};

/// Maps device memory, not cached; null if there is no room. IRQL <= DISPATCH_LEVEL.
pub(crate) fn map(start: u64, length: usize) -> *mut u8 {
    let start = LARGE_INTEGER { QuadPart: start.cast_signed() };
    // SAFETY: the callers map a resource of their device.
    unsafe { MmMapIoSpaceEx(start, length as u64, PAGE_READWRITE | PAGE_NOCACHE) }.cast()
}

/// # Safety
/// Mapped by [`map`] with this length, and not used any more. IRQL <= DISPATCH_LEVEL.
pub(crate) unsafe fn unmap(base: *mut u8, length: usize) {
    // SAFETY: the caller's promise.
    unsafe { MmUnmapIoSpace(base.cast(), length as u64) };
}

/// Tells a simulation what is touched.
#[inline(always)]
fn touch(_at: *mut u8, _write: bool) {
    #[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
    wdk_sys::sim::register(_at, _write);
}

/// # Safety
/// `at` is aligned and lies in a mapping.
#[inline]
pub(crate) unsafe fn read32(at: *mut u32) -> u32 {
    touch(at.cast(), false);
    // SAFETY: the caller's promise.
    unsafe { at.read_volatile() }
}

/// # Safety
/// As of [`read32`].
#[inline]
pub(crate) unsafe fn write32(at: *mut u32, value: u32) {
    // SAFETY: the caller's promise.
    unsafe { at.write_volatile(value) };
    fence(Ordering::SeqCst);
    touch(at.cast(), true);
}

/// # Safety
/// `at` lies in a mapping.
#[inline]
pub(crate) unsafe fn read8(at: *mut u8) -> u8 {
    // SAFETY: the caller's promise.
    unsafe { at.read_volatile() }
}

/// # Safety
/// As of [`read8`].
#[inline]
pub(crate) unsafe fn write8(at: *mut u8, value: u8) {
    // SAFETY: the caller's promise.
    unsafe { at.write_volatile(value) };
}
