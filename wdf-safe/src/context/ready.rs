//! Whether a context can be seen.
//!
//! *Where it stands.* Row 1, a word of every [`Block`](super::Block). No DDI is called here: atomics only, so that a model
//! checker can run it.
//!
//! *Key types.* [`Ready`].
//!
//! *Wraps.* Nothing.
//!
//! Checked under loom by `tests/loom_object/context.rs`.

use crate::sync::{AtomicU32, Ordering};

/// Set when the context's value is written, and never reset. Valid when zeroed: not set.
#[derive(Debug, Default)]
#[repr(transparent)]
pub(crate) struct Ready(AtomicU32);

impl Ready {
    /// The value was written: who finds this set sees it.
    pub(crate) fn set(&self) {
        self.0.store(READY, Ordering::Release);
    }

    /// Was the value written?
    #[inline]
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire) == READY
    }
}

const READY: u32 = 1;
