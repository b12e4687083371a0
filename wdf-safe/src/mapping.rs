//! Device memory that is mapped, while the device has its hardware.
//!
//! *Where it stands.* Row 1, under [`hardware`](crate::hardware), whose registers are such mappings.
//!
//! *Key types.* [`Mapping`], in a field of a device's context; a device's mappings are a list, which begins in one of the words
//! that wdf-safe keeps of it.
//!
//! *Wraps.* `MmMapIoSpaceEx`, `MmUnmapIoSpace`.
//!
//! Mapping and releasing are done by the PnP manager's callbacks, which come one at a time for a device. Everybody else enters
//! ([`rundown`]), and is waited for.
//!
//! Checked under loom by `tests/loom_object/hardware.rs`.
#![expect(unsafe_code, reason = "device memory is unmapped, and a list is walked")]

use crate::irql::{Cx, Passive};
use crate::rundown::{self, Inside};
use crate::status::{Error, NtStatus, Result};
use crate::sync::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use crate::sys::register;
use core::marker::PhantomPinned;
use core::ptr;

/// A mapping of device memory.
///
/// # Invariants
/// 1. A field of a device's context, made in place, and never moved.
/// 2. While `word` is open, `base` is the address of a mapping of `length` bytes; also before it is opened and until who closed it
///    unmaps it.
/// 3. `next` leads to the device's other mappings, once it `is_listed`.
pub(crate) struct Mapping {
    base: AtomicPtr<u8>,
    length: AtomicUsize,
    word: AtomicUsize,
    is_listed: AtomicBool,
    next: AtomicPtr<Self>,
    _pinned: PhantomPinned,
}

impl Mapping {
    /// Not mapped.
    pub(crate) fn new() -> Self {
        Self {
            base: AtomicPtr::new(ptr::null_mut()),
            length: AtomicUsize::new(0),
            word: AtomicUsize::new(0),
            is_listed: AtomicBool::new(false),
            next: AtomicPtr::new(ptr::null_mut()),
            _pinned: PhantomPinned,
        }
    }

    /// Maps the range, and adds the mapping to the device's list, which begins in `first`. In `EvtDevicePrepareHardware`.
    ///
    /// # Errors
    /// [`Error::Busy`] when it is mapped; STATUS_INSUFFICIENT_RESOURCES.
    pub(crate) fn map(&self, start: u64, length: usize, first: &AtomicUsize) -> Result<()> {
        if !self.base.load(Ordering::Acquire).is_null() {
            return Err(Error::Busy);
        }
        let base = register::map(start, length);
        if base.is_null() {
            return Err(NtStatus::INSUFFICIENT_RESOURCES.into());
        }
        self.length.store(length, Ordering::Relaxed);
        // INVARIANT: just mapped.
        self.base.store(base, Ordering::Release);
        rundown::open(&self.word);
        if !self.is_listed.swap(true, Ordering::Relaxed) {
            self.next.store(ptr::with_exposed_provenance_mut(first.load(Ordering::Relaxed)), Ordering::Relaxed);
            // INVARIANT: it stays in the device's context. (The PnP callbacks of a device come one at a time.)
            first.store(ptr::from_ref(self).expose_provenance(), Ordering::Release);
        }
        Ok(())
    }

    /// Where it is mapped, as long as the `Inside` is there; `None` when it is not mapped.
    pub(crate) fn enter(&self) -> Option<(Inside<'_>, *mut u8)> {
        let inside = rundown::enter(&self.word)?;
        Some((inside, self.base.load(Ordering::Acquire)))
    }

    /// Where it is mapped, or null: for who is certain that it is not released meanwhile.
    pub(crate) fn base(&self) -> *mut u8 {
        self.base.load(Ordering::Acquire)
    }

    /// Unmaps it, if it is mapped; nobody is inside.
    fn unmap(&self) {
        let base = self.base.swap(ptr::null_mut(), Ordering::AcqRel);
        if !base.is_null() {
            // SAFETY: mapped by `map` with this length, unmapped once (swapped out); nobody is inside.
            unsafe { register::unmap(base, self.length.load(Ordering::Relaxed)) };
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // When a context is dropped no callback of the device runs any more.
        self.unmap();
    }
}

/// The device loses its hardware: the mappings of the list that begins in `first` are unmapped, once nobody is inside.
pub(crate) fn release(first: &AtomicUsize, cx: &Cx<'_, Passive>) {
    let mut next: *const Mapping = ptr::with_exposed_provenance(first.load(Ordering::Acquire));
    // SAFETY: null, or a field of the device's context, which lives (`map`).
    while let Some(mapping) = unsafe { next.as_ref() } {
        rundown::close(&mapping.word, cx);
        mapping.unmap();
        next = mapping.next.load(Ordering::Relaxed);
    }
}
