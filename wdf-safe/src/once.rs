//! A pointer that is set once.
//!
//! *Where it stands.* Row 1, under [`object`](crate::object), whose children are found through one. No DDI is called here:
//! atomics only, so that a model checker can run it.
//!
//! *Key types.* [`Once`].
//!
//! *Wraps.* Nothing.
//!
//! Checked under loom by `tests/loom_object/child.rs`.

use crate::sync::{AtomicPtr, Ordering};
use core::ptr;

/// Null, until it is set; from then on that pointer.
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Once<T>(AtomicPtr<T>);

impl<T> Once<T> {
    /// Not set.
    pub(crate) fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// What it was set to, or null. Who finds something sees all that was written to it before it was set.
    #[inline]
    pub(crate) fn get(&self) -> *const T {
        self.0.load(Ordering::Acquire)
    }

    /// Sets it; false: it was set before, and stays so.
    pub(crate) fn set(&self, value: *const T) -> bool {
        // Release: whoever finds it sees what it leads to.
        self.0.compare_exchange(ptr::null_mut(), value.cast_mut(), Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}
