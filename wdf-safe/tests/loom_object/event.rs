//! A kernel's event.

use crate::irql::{Cx, Passive};
use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;

/// A `KEVENT`, in the memory of who waits.
pub(crate) struct Event {
    is_set: AtomicBool,
    /// Read by who sets the event, written when the event goes.
    memory: UnsafeCell<()>,
}

impl Event {
    pub(crate) fn new() -> Self {
        Self { is_set: AtomicBool::new(true), memory: UnsafeCell::new(()) }
    }

    pub(crate) fn reset(&self) {
        self.is_set.store(false, Ordering::Release);
    }

    pub(crate) unsafe fn set(&self) {
        self.memory.with(|_| ());
        assert!(!self.is_set.swap(true, Ordering::AcqRel), "set twice");
    }

    pub(crate) fn wait(&self, _cx: &Cx<'_, Passive>) {
        while !self.is_set.load(Ordering::Acquire) {
            thread::yield_now();
        }
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        self.memory.with_mut(|_| ());
    }
}
