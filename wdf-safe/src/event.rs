//! An event on which a thread waits.
//!
//! *Where it stands.* Row 1, under [`rundown`](crate::rundown) and the changes of a target ([`target`](crate::target)).
//!
//! *Key types.* [`Event`].
//!
//! *Wraps.* `KEVENT`, `KeInitializeEvent`, `KeSetEvent`, `KeWaitForSingleObject`.
#![expect(unsafe_code, reason = "routines of the kernel")]

use crate::irql::{Cx, Passive};
use crate::sys::{_EVENT_TYPE, _KWAIT_REASON, _MODE, KEVENT, KeInitializeEvent, KeSetEvent, KeWaitForSingleObject};
use core::cell::UnsafeCell;
use core::fmt;
use core::ptr;

/// An event that is set once. It does not move once it was [`reset`](Self::reset): the kernel knows it by its address.
pub(crate) struct Event(UnsafeCell<KEVENT>);

// SAFETY: the kernel's routines, through which alone it is used, may be called from any thread.
unsafe impl Sync for Event {}

impl Event {
    /// Room for one.
    pub(crate) fn new() -> Self {
        Self(UnsafeCell::new(KEVENT::default()))
    }

    /// Not set.
    pub(crate) fn reset(&self) {
        // SAFETY: room for an event, which nobody else knows yet. Any IRQL.
        unsafe { KeInitializeEvent(self.0.get(), _EVENT_TYPE::NotificationEvent, 0) };
    }

    /// Sets it.
    ///
    /// # Safety
    /// It was reset; IRQL <= DISPATCH_LEVEL.
    pub(crate) unsafe fn set(&self) {
        // SAFETY: an event; nothing is waited for, so up to DISPATCH_LEVEL.
        unsafe { KeSetEvent(self.0.get(), 0, 0) };
    }

    /// Waits until it is set. It was reset.
    pub(crate) fn wait(&self, _cx: &Cx<'_, Passive>) {
        let mode = _MODE::KernelMode as i8;
        // SAFETY: an event, at PASSIVE_LEVEL, for as long as it takes; the wait cannot fail.
        let _status =
            unsafe { KeWaitForSingleObject(self.0.get().cast(), _KWAIT_REASON::Executive, mode, 0, ptr::null_mut()) };
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").finish_non_exhaustive()
    }
}
