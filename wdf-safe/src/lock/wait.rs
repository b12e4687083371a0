//! Wait locks.
//!
//! *Where it stands.* Under [`lock`](super).
//!
//! *Key types.* [`WaitLock`], which owns what it protects.
//!
//! *Wraps.* `WdfWaitLockCreate`, `WdfWaitLockAcquire`, `WdfWaitLockRelease`.
#![expect(unsafe_code, reason = "a lock's data is reached through a shared reference")]

use crate::context::Init;
use crate::irql::{Cx, Held, Passive, PassiveHeld, Unlocked};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, STATUS_SUCCESS, WDFOBJECT, WDFWAITLOCK, ddi};
use core::cell::UnsafeCell;
use core::fmt;
use core::ptr;
use core::time::Duration;

/// A framework wait lock and what it protects: a field of an object's context. For code at PASSIVE_LEVEL, which stays
/// there while it holds the lock, and whose thread is not terminated or suspended meanwhile.
///
/// # Invariants
/// As of [`SpinLock`](super::SpinLock), with a wait lock.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Library {
///     lent: WaitLock<u32>,
/// }
///
/// fn lend(cx: &mut Cx<'_, Passive>, library: &Library) -> u32 {
///     library.lent.with(cx, |lent, _held| {
///         *lent += 1;
///         *lent
///     })
/// }
///
/// /// `None`: the time is up, and the lock is not held.
/// fn look(cx: &mut Cx<'_, Passive>, library: &Library) -> Option<u32> {
///     library.lent.with_timeout(cx, Duration::from_millis(10), |lent, _held| *lent)
/// }
///
/// /// At DISPATCH_LEVEL nobody waits.
/// fn glance(cx: &mut Cx<'_, Dispatch>, library: &Library) -> Option<u32> {
///     library.lent.try_with(cx, |lent, _held| *lent)
/// }
/// ```
pub struct WaitLock<T> {
    lock: WDFWAITLOCK,
    value: UnsafeCell<T>,
}

// SAFETY: the handle may be used from any thread; the value goes from thread to thread under the lock, hence `T: Send`.
unsafe impl<T: Send> Send for WaitLock<T> {}
// SAFETY: as above: `&mut T` is given to one thread at a time.
unsafe impl<T: Send> Sync for WaitLock<T> {}

impl<T> WaitLock<T> {
    /// The initialiser of a lock that protects `value`.
    pub const fn init(value: T) -> WaitLockInit<T> {
        WaitLockInit { value }
    }

    /// Waits for the lock, and runs `f` with it held.
    ///
    /// `WdfWaitLockAcquire` without a time-out, `WdfWaitLockRelease`; PASSIVE_LEVEL.
    pub fn with<R>(&self, cx: &mut Cx<'_, Passive>, f: impl FnOnce(&mut T, &mut Cx<'_, PassiveHeld>) -> R) -> R {
        // The proof of the level outside is borrowed while another is in force inside.
        let _outside = cx;
        // SAFETY: the lock lives (invariant); PASSIVE_LEVEL; this thread does not hold the lock, since inside `f` there is no
        // `Cx` with which to call this. Without a time-out it is acquired, whatever is returned.
        unsafe { ddi!(WdfWaitLockAcquire, self.lock, ptr::null_mut()) };
        let _release = Release(self.lock);
        // SAFETY: the lock is held until `_release` is dropped, after `f`; at PASSIVE_LEVEL.
        let mut held = unsafe { Cx::<PassiveHeld>::assume() };
        // SAFETY: the lock is held, so no other thread has this reference, and it ends with `f`.
        f(unsafe { &mut *self.value.get() }, &mut held)
    }

    /// Waits for the lock, but not for longer than this, and runs `f` with it held. `None`, and nothing is run, when the
    /// time is up: the lock is not held then, though the framework's status for it counts as a success.
    ///
    /// `WdfWaitLockAcquire`, `WdfWaitLockRelease`; PASSIVE_LEVEL.
    pub fn with_timeout<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        timeout: Duration,
        f: impl FnOnce(&mut T, &mut Cx<'_, PassiveHeld>) -> R,
    ) -> Option<R> {
        let _outside = cx;
        // SAFETY: as in `with`.
        let _release = unsafe { self.acquire(sys::relative(timeout)) }?;
        // SAFETY: as in `with`.
        let mut held = unsafe { Cx::<PassiveHeld>::assume() };
        // SAFETY: as in `with`.
        Some(f(unsafe { &mut *self.value.get() }, &mut held))
    }

    /// Runs `f` with the lock held, if nobody else holds it. `None`, and nothing is run, if somebody does.
    ///
    /// `WdfWaitLockAcquire` with a time-out of 0, `WdfWaitLockRelease`; IRQL <= DISPATCH_LEVEL. Inside may be done what may
    /// be done at DISPATCH_LEVEL with a lock held.
    pub fn try_with<L: Unlocked, R>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl FnOnce(&mut T, &mut Cx<'_, Held>) -> R,
    ) -> Option<R> {
        let _outside = cx;
        // SAFETY: as in `with`, but for the level: without waiting, DISPATCH_LEVEL is low enough.
        let _release = unsafe { self.acquire(0) }?;
        // SAFETY: the lock is held; what may be done with `Held` may be done at any level up to DISPATCH_LEVEL.
        let mut held = unsafe { Cx::<Held>::assume() };
        // SAFETY: as in `with`.
        Some(f(unsafe { &mut *self.value.get() }, &mut held))
    }

    /// Acquires the lock within this time, in units of the system's clock.
    ///
    /// # Safety
    /// This thread does not hold the lock; PASSIVE_LEVEL, or the time is 0 and IRQL <= DISPATCH_LEVEL.
    unsafe fn acquire(&self, mut timeout: i64) -> Option<Release> {
        // SAFETY: the lock lives (invariant); the rest is the caller's promise.
        let status = unsafe { ddi!(WdfWaitLockAcquire, self.lock, &raw mut timeout) };
        // STATUS_TIMEOUT is a success too. (Made only if it is acquired: dropping it releases.)
        (status == STATUS_SUCCESS).then(|| Release(self.lock))
    }
}

/// Releases on the way out, also if a test's panic unwinds.
struct Release(WDFWAITLOCK);

impl Drop for Release {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: acquired by who has made this, which is dropped once.
        unsafe { ddi!(WdfWaitLockRelease, self.0) };
    }
}

impl<T> AsRaw for WaitLock<T> {
    type Raw = WDFWAITLOCK;

    fn as_raw(&self) -> WDFWAITLOCK {
        self.lock
    }
}

impl<T> fmt::Debug for WaitLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitLock").finish_non_exhaustive()
    }
}

/// The initialiser of a [`WaitLock`]: see [`WaitLock::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct WaitLockInit<T> {
    value: T,
}

// SAFETY: writes lock and value, or fails before.
unsafe impl<T> Init<WaitLock<T>> for WaitLockInit<T> {
    unsafe fn init(self, place: *mut WaitLock<T>, owner: WDFOBJECT) -> Result<()> {
        let mut attributes = sys::WDF_OBJECT_ATTRIBUTES { ParentObject: owner, ..sys::config::object_attributes() };
        let mut lock = ptr::null_mut();
        // SAFETY: attributes with a live parent; a place for the handle. `WdfWaitLockCreate`, IRQL <= DISPATCH_LEVEL.
        let status = unsafe { ddi!(WdfWaitLockCreate, &raw mut attributes, &raw mut lock) };
        NtStatus::check("WdfWaitLockCreate", status)?;
        // INVARIANT: a new lock, child of the owner of this field.
        let made = WaitLock { lock, value: UnsafeCell::new(self.value) };
        // SAFETY: the caller's promise.
        unsafe { place.write(made) };
        Ok(())
    }
}
