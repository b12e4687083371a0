//! The guard, over an allocator that aligns to 16 bytes and never to more, as the system's pool may.
#![expect(unsafe_code, reason = "asks an allocator")]

use super::{ALIGNMENT, Guarded};
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;
use std::thread_local;

thread_local! {
    /// How much of the pool is given away.
    static GIVEN: Cell<usize> = const { Cell::new(0) };
    static REACHABLE: Cell<bool> = const { Cell::new(true) };
}

/// Gives memory that begins 16 bytes after a multiple of 8192.
struct Pool;

const PAGE: usize = 8192;

fn below(layout: Layout) -> Layout {
    assert!(layout.align() <= ALIGNMENT, "the pool heeds no such alignment");
    Layout::from_size_align(layout.size() + ALIGNMENT, PAGE).expect("a layout")
}

// SAFETY: the system's memory, a little after its begin.
unsafe impl GlobalAlloc for Pool {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        GIVEN.set(GIVEN.get() + layout.size());
        // SAFETY: the caller's promise.
        let begin = unsafe { System.alloc(below(layout)) };
        // SAFETY: the layout is larger by what is left free at the begin.
        unsafe { begin.add(ALIGNMENT) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        assert_eq!(memory.addr() % PAGE, ALIGNMENT, "what is given back is what was given");
        GIVEN.set(GIVEN.get() - layout.size());
        // SAFETY: what `alloc` gave is so far behind the begin.
        let begin = unsafe { memory.sub(ALIGNMENT) };
        // SAFETY: as it was allocated.
        unsafe { System.dealloc(begin, below(layout)) };
    }
}

fn guarded() -> Guarded<Pool> {
    REACHABLE.set(true);
    Guarded::new(Pool, || REACHABLE.get())
}

#[test]
fn memory_is_aligned_as_it_is_asked_for_and_given_back_whole() {
    let allocator = guarded();
    for align in [1, 8, 16, 32, 64, 4096] {
        for size in [1, 15, 16, 100, 5000] {
            let layout = Layout::from_size_align(size, align).expect("a layout");
            // SAFETY: more than 0 bytes.
            let memory = unsafe { allocator.alloc(layout) };
            assert!(!memory.is_null());
            assert_eq!(memory.addr() % align, 0);
            // SAFETY: so many bytes were given.
            unsafe { memory.write_bytes(0xAA, size) };
            // SAFETY: so many were written.
            let bytes = unsafe { core::slice::from_raw_parts(memory, size) };
            assert!(bytes.iter().all(|byte| *byte == 0xAA));
            // SAFETY: as it was allocated.
            unsafe { allocator.dealloc(memory, layout) };
            assert_eq!(GIVEN.get(), 0, "{size} bytes, aligned to {align}");
        }
    }
}

#[test]
fn memory_that_grows_keeps_its_alignment_and_what_is_in_it() {
    let allocator = guarded();
    let layout = Layout::from_size_align(64, 64).expect("a layout");
    // SAFETY: more than 0 bytes.
    let memory = unsafe { allocator.alloc(layout) };
    // SAFETY: so many bytes were given.
    unsafe { memory.write_bytes(0x55, 64) };
    // SAFETY: as it was allocated; more than 0 bytes.
    let grown = unsafe { allocator.realloc(memory, layout, 640) };
    assert_eq!(grown.addr() % 64, 0);
    // SAFETY: so many were written.
    let bytes = unsafe { core::slice::from_raw_parts(grown, 64) };
    assert!(bytes.iter().all(|byte| *byte == 0x55));
    // SAFETY: as it was reallocated.
    unsafe { allocator.dealloc(grown, Layout::from_size_align(640, 64).expect("a layout")) };
    assert_eq!(GIVEN.get(), 0);
}

#[test]
fn where_the_level_is_too_high_there_is_no_memory_and_none_is_given_back() {
    let allocator = guarded();
    for align in [8, 64] {
        let layout = Layout::from_size_align(64, align).expect("a layout");
        // SAFETY: more than 0 bytes.
        let memory = unsafe { allocator.alloc(layout) };
        let given = GIVEN.get();
        REACHABLE.set(false);
        // SAFETY: as above.
        assert!(unsafe { allocator.alloc(layout) }.is_null());
        // SAFETY: as it was allocated; nothing becomes of it.
        unsafe { allocator.dealloc(memory, layout) };
        assert_eq!(GIVEN.get(), given, "the pool was not asked");
        REACHABLE.set(true);
        // SAFETY: as it was allocated.
        unsafe { allocator.dealloc(memory, layout) };
        assert_eq!(GIVEN.get(), 0);
    }
}

#[test]
fn more_than_there_can_be_is_refused() {
    let layout = Layout::from_size_align(isize::MAX.unsigned_abs() - 4095, 4096).expect("a layout");
    // SAFETY: more than 0 bytes.
    assert!(unsafe { guarded().alloc(layout) }.is_null());
}
