//! Spin locks.
//!
//! *Where it stands.* Under [`lock`](super).
//!
//! *Key types.* [`SpinLock`], which owns what it protects.
//!
//! *Wraps.* `WdfSpinLockCreate`, `WdfSpinLockAcquire`, `WdfSpinLockRelease`.
#![expect(unsafe_code, reason = "a lock's data is reached through a shared reference")]

use crate::context::{Init, Zeroable};
use crate::irql::{Cx, Held, Unlocked};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFOBJECT, WDFSPINLOCK, ddi};
use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// A framework spin lock and what it protects: a field of an object's context.
///
/// # Invariants
/// `lock` is a spin lock whose parent is the object in whose context this field lies. Only this field names it. The
/// framework deletes it with that object: it runs every cleanup of an object tree before it frees the first object of
/// it, so the lock lives whenever a callback can reach the field.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Totals {
///     bytes: SpinLock<u64>,
/// }
///
/// fn add(cx: &mut Cx<'_, Dispatch>, totals: &Totals, bytes: u64) -> u64 {
///     totals.bytes.with(cx, |total, _held| {
///         *total += bytes;
///         *total
///     })
/// }
/// ```
pub struct SpinLock<T> {
    lock: WDFSPINLOCK,
    value: UnsafeCell<T>,
}

// SAFETY: the handle may be used from any thread; the value goes from thread to thread under the lock, hence `T: Send`.
unsafe impl<T: Send> Send for SpinLock<T> {}
// SAFETY: as above: `with` gives `&mut T` to one thread at a time.
unsafe impl<T: Send> Sync for SpinLock<T> {}

impl<T> SpinLock<T> {
    /// The initialiser of a lock that protects `value`.
    pub const fn init(value: T) -> SpinLockInit<T> {
        SpinLockInit { value }
    }

    /// The initialiser of a lock whose value begins with all bytes zero. It is made in place: a large value does not
    /// travel over the kernel's small stack.
    pub const fn zeroed() -> ZeroedSpinLock<T>
    where
        T: Zeroable,
    {
        ZeroedSpinLock { value: PhantomData }
    }

    /// Runs `f` with the lock held.
    ///
    /// `WdfSpinLockAcquire`, `WdfSpinLockRelease`; IRQL <= DISPATCH_LEVEL, and `f` runs at DISPATCH_LEVEL. `f` should
    /// be short.
    pub fn with<L: Unlocked, R>(&self, cx: &mut Cx<'_, L>, f: impl FnOnce(&mut T, &mut Cx<'_, Held>) -> R) -> R {
        // The proof of the level outside is borrowed while another is in force inside.
        let _outside = cx;
        // SAFETY: the lock lives (invariant); the level is at most DISPATCH_LEVEL (`L`); this thread does not hold the
        // lock, since inside `f` there is no `Cx` with which to call `with`.
        unsafe { ddi!(WdfSpinLockAcquire, self.lock) };
        let _release = Release(self.lock);
        // SAFETY: the lock is held, so no other thread has this reference, and it ends with `f`.
        let value = unsafe { &mut *self.value.get() };
        // SAFETY: at DISPATCH_LEVEL, with the lock held, until `_release` is dropped, after `f`.
        let mut held = unsafe { Cx::<Held>::assume() };
        f(value, &mut held)
    }
}

impl<T> SpinLock<T> {
    /// As [`with`](Self::with), where no proof of the level is in reach.
    ///
    /// # Safety
    /// At IRQL <= DISPATCH_LEVEL; this thread does not hold the lock, and `f` takes no other one, nor calls what may.
    pub(crate) unsafe fn with_leaf<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: the caller's promise.
        let mut cx = unsafe { Cx::<crate::irql::Dispatch>::assume() };
        self.with(&mut cx, |value, _held| f(value))
    }
}

/// Releases on the way out, also if a test's panic unwinds.
struct Release(WDFSPINLOCK);

impl Drop for Release {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `with` acquired it, and drops this once.
        unsafe { ddi!(WdfSpinLockRelease, self.0) };
    }
}

impl<T> AsRaw for SpinLock<T> {
    type Raw = WDFSPINLOCK;

    fn as_raw(&self) -> WDFSPINLOCK {
        self.lock
    }
}

impl<T> fmt::Debug for SpinLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpinLock").finish_non_exhaustive()
    }
}

/// The initialiser of a [`SpinLock`]: see [`SpinLock::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct SpinLockInit<T> {
    value: T,
}

// SAFETY: writes lock and value, or fails before.
unsafe impl<T> Init<SpinLock<T>> for SpinLockInit<T> {
    unsafe fn init(self, place: *mut SpinLock<T>, owner: WDFOBJECT) -> Result<()> {
        let lock = create(owner)?;
        // INVARIANT: a new lock, child of the owner of this field.
        let made = SpinLock { lock, value: UnsafeCell::new(self.value) };
        // SAFETY: the caller's promise.
        unsafe { place.write(made) };
        Ok(())
    }
}

/// The initialiser of a [`SpinLock`]: see [`SpinLock::zeroed`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct ZeroedSpinLock<T> {
    value: PhantomData<fn() -> T>,
}

// SAFETY: writes the lock, or fails before; the value lies there.
unsafe impl<T: Zeroable> Init<SpinLock<T>> for ZeroedSpinLock<T> {
    unsafe fn init(self, place: *mut SpinLock<T>, owner: WDFOBJECT) -> Result<()> {
        let made = create(owner)?;
        // SAFETY: a field of the place.
        let lock = unsafe { &raw mut (*place).lock };
        // INVARIANT: a new lock, child of the owner of this field. The value is there: all its bytes are zero (`Init`), which is
        // a valid one (`Zeroable`).
        // SAFETY: the caller's promise.
        unsafe { lock.write(made) };
        Ok(())
    }
}

/// A new lock, child of this object.
fn create(owner: WDFOBJECT) -> Result<WDFSPINLOCK> {
    let mut attributes = sys::WDF_OBJECT_ATTRIBUTES { ParentObject: owner, ..sys::config::object_attributes() };
    let mut lock = ptr::null_mut();
    // SAFETY: attributes with a live parent; a place for the handle. `WdfSpinLockCreate`, IRQL <= DISPATCH_LEVEL.
    let status = unsafe { ddi!(WdfSpinLockCreate, &raw mut attributes, &raw mut lock) };
    NtStatus::check("WdfSpinLockCreate", status)?;
    Ok(lock)
}
