//! The allocator that counts.
//!
//! It stands in for the system's in this binary and counts what is asked of it on this thread while the driver's side
//! runs: [`driver_side`] switches counting on, [`framework_side`] off for as long as its value lives.
#![expect(unsafe_code, reason = "an allocator")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counted.
pub(crate) struct Counting;

thread_local! {
    static DRIVER_RUNS: Cell<bool> = const { Cell::new(false) };
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// Runs a callback of the driver; returns how often it has allocated.
pub(crate) fn driver_side(callback: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    let outer = DRIVER_RUNS.replace(true);
    callback();
    DRIVER_RUNS.set(outer);
    ALLOCATIONS.get() - before
}

/// The framework has been called and runs, until this is dropped.
pub(crate) struct FrameworkSide(bool);

pub(crate) fn framework_side() -> FrameworkSide {
    FrameworkSide(DRIVER_RUNS.replace(false))
}

impl Drop for FrameworkSide {
    fn drop(&mut self) {
        DRIVER_RUNS.set(self.0);
    }
}

fn count() {
    if DRIVER_RUNS.get() {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
    }
}

// SAFETY: every call is the system allocator's; the counters are thread-locals that need no allocation and no drop.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}
