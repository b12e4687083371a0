//! The memory of `alloc`, in an image whose package asks for it: that of `wdk-alloc`, behind a guard.
//!
//! *Where it stands.* Row 6, in images for Windows with the feature `wdk-alloc` ([`image`](crate::image) has why). Elsewhere
//! only in the unit tests: a simulated driver has its test's allocator.
//!
//! *Key types.* [`Guarded`].
//!
//! *Wraps.* `WdkAllocator`, that is `ExAllocatePool2` and `ExFreePool`.
#![expect(unsafe_code, reason = "an allocator")]

#[cfg(test)]
mod tests;

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::null_mut;

/// The image's allocator.
#[cfg(all(windows, not(wdf_sim)))]
#[global_allocator]
static ALLOCATOR: Guarded<wdk_alloc::WdkAllocator> =
    Guarded::new(wdk_alloc::WdkAllocator, crate::pool::at_most_dispatch);

/// What pool memory is aligned to on 64-bit Windows: MEMORY_ALLOCATION_ALIGNMENT.
const ALIGNMENT: usize = 16;

/// An allocator that need not heed alignments above [`ALIGNMENT`], and that may be called at most levels only.
///
/// # Invariants
/// Where [`moved`](Guarded::moved) memory begins, there stands just before it where the memory below begins.
pub(crate) struct Guarded<A> {
    below: A,
    reachable: fn() -> bool,
}

impl<A: GlobalAlloc> Guarded<A> {
    /// `below`, where `reachable` says that it may be called.
    pub(crate) const fn new(below: A, reachable: fn() -> bool) -> Self {
        Self { below, reachable }
    }

    /// What is asked for in place of memory that must begin at a multiple of more than [`ALIGNMENT`]: as much more as it may
    /// have to be moved.
    fn wider(layout: Layout) -> Option<Layout> {
        let size = layout.size().checked_add(layout.align())?;
        Layout::from_size_align(size, ALIGNMENT).ok()
    }

    /// Memory that begins at a multiple of more than [`ALIGNMENT`], or NULL.
    fn moved(&self, layout: Layout) -> *mut u8 {
        let Some(wider) = Self::wider(layout) else { return null_mut() };
        // SAFETY: more than 0 bytes, at a level at which it may be called (`alloc`).
        let memory = unsafe { self.below.alloc(wider) };
        if memory.is_null() {
            return memory;
        }
        // The next multiple, and not where it begins: both are multiples of 16, so 16 bytes are between at least.
        let moved = memory.map_addr(|address| (address + layout.align()) & !(layout.align() - 1));
        // SAFETY: within the memory, of which at least 16 bytes are before `moved`.
        let before = unsafe { moved.cast::<*mut u8>().sub(1) };
        // SAFETY: as above, and aligned.
        // INVARIANT: of `Guarded`.
        unsafe { before.write(memory) };
        moved
    }
}

// SAFETY: the memory is `below`'s, moved within it where that alone would be aligned too little; nothing unwinds.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Guarded<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !(self.reachable)() {
            null_mut()
        } else if layout.align() > ALIGNMENT {
            self.moved(layout)
        } else {
            // SAFETY: the caller's promise; at a level at which it may be called.
            unsafe { self.below.alloc(layout) }
        }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        if !(self.reachable)() {
            return;
        }
        if layout.align() <= ALIGNMENT {
            // SAFETY: the caller's promise; at a level at which it may be called.
            unsafe { self.below.dealloc(memory, layout) };
            return;
        }
        let Some(wider) = Self::wider(layout) else { return };
        // SAFETY: `moved` made it, with these bytes before it.
        let before = unsafe { memory.cast::<*mut u8>().sub(1) };
        // SAFETY: the invariant of `Guarded`.
        let begin = unsafe { before.read() };
        // SAFETY: `below` gave it for this layout, and the caller gives it up.
        unsafe { self.below.dealloc(begin, wider) };
    }
}
