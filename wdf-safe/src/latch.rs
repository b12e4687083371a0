//! Whether something is held, of which there may be one only.
//!
//! *Where it stands.* Row 1, under [`power_policy`](crate::power_policy). No DDI is called here: atomics only, so that a model
//! checker can run it.
//!
//! *Key types.* [`Latch`].
//!
//! *Wraps.* Nothing; it says whether the framework has a power reference for a device's [`PowerPolicy`](crate::power_policy::PowerPolicy).
//!
//! Who would hold it takes one first and asks then: of those that were taken the one that [`close`](Latch::close) found the latch
//! open for stays, and the others are given back. Who lets go asks first, and gives back what the latch stood for.
//!
//! Checked under loom by `tests/loom_object/power.rs`.

use crate::sync::{AtomicBool, Ordering};

/// One is held, or none. At first none.
#[derive(Debug, Default)]
#[repr(transparent)]
pub(crate) struct Latch(AtomicBool);

impl Latch {
    /// One was taken. Returns whether it is the one that is held from here on; if not, one was held already, and the one that
    /// was taken is to be given back.
    pub(crate) fn close(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }

    /// Returns whether one was held, which is now the caller's to give back.
    pub(crate) fn open(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }
}
