//! What framework objects have in common, and how a driver keeps the ones it made.
//!
//! *Where it stands.* Row 1, under the handles ([`device`](crate::device), [`queue`](crate::queue),
//! [`timer`](crate::timer)).
//!
//! *Key types.* [`Object`], a typed handle; [`Child`], the field of a context in which a driver keeps an object that it
//! created under that context's object.
//!
//! *Wraps.* "Framework Object Hierarchy", "Framework Object Life Cycle".
//!
//! # Handles do not outlive objects
//!
//! Inside a callback handles are borrowed: `&Queue<T>`. What outlasts the callback is a [`Child`] in a context: empty
//! until set, set once, and only with an object created under the owner of the context. The framework deletes children
//! with their parent, and runs every cleanup of an object tree (timers are stopped, callbacks waited for) before it
//! frees the first object of it. So whenever a callback can reach the context, the child's memory is there.
#![expect(unsafe_code, reason = "a stored handle is a pointer; calls of the framework")]

use crate::context::{Block, Init};
use crate::irql::{Cx, Held, Work};
use crate::once::Once;
use crate::status::{Error, Result};
use crate::sys::{WDFOBJECT, ddi};
use core::fmt;
use core::marker::PhantomData;

pub(crate) mod sealed {
    use crate::sys::WDFOBJECT;

    /// # Safety
    /// A reference to the type is a reference to the context block of a live object of its kind, and
    /// [`handle`](Self::handle) returns that object.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is no handle of wdf-safe's",
        label = "a type of the driver's own cannot be one",
        note = "handles are references to what wdf-safe has made: `&Device<T>`, `&Queue<T>`, `&Timer<P>` and their kin"
    )]
    #[expect(unsafe_code, reason = "the promise that a handle is one")]
    pub unsafe trait Sealed {
        fn handle(&self) -> WDFOBJECT;
    }
}

/// The typed handle of a framework object: behind a reference, which is one pointer.
pub trait Object: sealed::Sealed {}

/// An object under which a driver may create timers, DPCs, work items and interrupts: a [`Device`](crate::device::Device) or a
/// [`Queue`](crate::queue::Queue).
#[diagnostic::on_unimplemented(
    message = "timers, DPCs, work items and interrupts are not created under a `{Self}`",
    label = "neither a device nor a queue",
    note = "their parent is a `Device<T>` or a `Queue<T>`"
)]
pub trait CallbackParent: Object {
    /// The driver's context of the object.
    type Context;

    /// Runs `f` with the lock that the framework holds while it calls the object's synchronised callbacks: none of them
    /// runs meanwhile. Whether a callback is synchronised says the object's scope.
    ///
    /// `WdfObjectAcquireLock`, `WdfObjectReleaseLock`; in a work item, where the lock is certainly not held already. (In a
    /// callback that holds it, to take it again is a bug check.)
    fn exclude_callbacks<R>(&self, cx: &mut Cx<'_, Work>, f: impl FnOnce(&mut Cx<'_, Held>) -> R) -> R
    where
        Self: Sized,
    {
        let _outside = cx;
        // SAFETY: a live device or queue; PASSIVE_LEVEL; a work item holds no such lock, and `f` cannot take one.
        unsafe { ddi!(WdfObjectAcquireLock, self.handle()) };
        let _release = Unlock(self.handle());
        // SAFETY: the lock is held until `_release` is dropped, after `f`, at DISPATCH_LEVEL or below.
        let mut held = unsafe { Cx::<Held>::assume() };
        f(&mut held)
    }

    /// The driver's context of the object.
    #[doc(hidden)]
    fn context_of(&self) -> &Self::Context;

    /// The block of the device to which the object belongs, or which it is.
    #[doc(hidden)]
    fn device_block(&self) -> &Block<()>;
}

/// Releases on the way out, also if a test's panic unwinds.
struct Unlock(WDFOBJECT);

impl Drop for Unlock {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: acquired by who has made this, which is dropped once.
        unsafe { ddi!(WdfObjectReleaseLock, self.0) };
    }
}

/// A place, in an object's context, for an object that the driver creates under it.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Blinker {
///     on: AtomicBool,
///     tick: Child<Timer<Device<Blinker>>>,
/// }
///
/// #[evt_timer]
/// fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Blinker>>) {
///     let on = &timer.parent().context().on;
///     on.store(!on.load(Ordering::Relaxed), Ordering::Relaxed);
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device<Blinker>) -> Result<()> {
///     let timer = TimerConfig::new(tick).create(cx, device, |blinker| &blinker.tick)?;
///     timer.start(cx, Duration::from_secs(1));
///     Ok(())
/// }
/// ```
///
/// # Invariants
/// Null, or the context block of an object that was created under the owner of this field or one of its ancestors.
pub struct Child<O> {
    object: Once<O>,
}

impl<O: Object> Child<O> {
    /// The initialiser of an empty place.
    pub const fn init() -> ChildInit<O> {
        ChildInit { object: PhantomData }
    }

    /// The object; `None` until it was created.
    pub fn get(&self) -> Option<&O> {
        // SAFETY: null, or a child that lives at least as long as the callback that has reached this field (invariant). A
        // destructor reaches no field of a context (`context`, invariant 4).
        unsafe { self.object.get().as_ref() }
    }

    /// Is there nothing here yet?
    ///
    /// # Errors
    /// [`Error::ChildExists`].
    pub(crate) fn vacant(&self) -> Result<()> {
        if self.get().is_some() { Err(Error::ChildExists) } else { Ok(()) }
    }

    /// Keeps the object.
    ///
    /// # Errors
    /// [`Error::ChildExists`].
    ///
    /// # Safety
    /// `object` was created under the owner of this field, or an ancestor of it.
    pub(crate) unsafe fn set(&self, object: &O) -> Result<()> {
        // INVARIANT: the caller's promise.
        if self.object.set(object) { Ok(()) } else { Err(Error::ChildExists) }
    }
}

impl<O> fmt::Debug for Child<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Child").finish_non_exhaustive()
    }
}

/// The initialiser of a [`Child`]: see [`Child::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct ChildInit<O> {
    object: PhantomData<fn(O)>,
}

// SAFETY: writes an empty place.
unsafe impl<O> Init<Child<O>> for ChildInit<O> {
    unsafe fn init(self, place: *mut Child<O>, _owner: WDFOBJECT) -> Result<()> {
        // SAFETY: the caller's promise.
        unsafe { place.write(Child { object: Once::new() }) };
        Ok(())
    }
}
