//! Making a context's fields in place.
//!
//! *Where it stands.* Under [`context`](super); implemented by the fields that need a place or a parent (a lock, a
//! store, a child), and for each context by the initialiser that `#[object_context]` makes.
//!
//! *Key types.* [`Init`], [`Placed`].
//!
//! *Wraps.* Nothing; the framework has zeroed memory only.
#![expect(unsafe_code, reason = "writing values into memory that is not initialised")]

use crate::status::Result;
use crate::sys::WDFOBJECT;
use core::mem;
use core::ptr;

/// How a field of a context is made: a value is its own initialiser, and the types that cannot exist outside a context
/// have one of their own (`SpinLock::init(value)`, `CancelSlot::init()`, `Child::init()`).
///
/// # Safety
/// When [`init`](Self::init) returns `Ok`, a valid `T` lies at `place`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not initialise a field of type `{T}`",
    label = "not an initialiser of `{T}`",
    note = "a plain field is initialised by its value, `SpinLock<T>` by `SpinLock::init(value)`, `WaitLock<T>` \
            likewise, `CancelSlot<K>` by \
            `CancelSlot::init()`, `Child<O>` by `Child::init()`"
)]
pub unsafe trait Init<T> {
    /// Is the field, or a part of it, a store of requests? Those name their place in it, also while they are on their way
    /// out of it, so it lies in the context of a device or of what is deleted with one: never in a context that other
    /// devices reach, or that ends before its device (`request/slot.rs`, invariant 2).
    #[doc(hidden)]
    const HOLDS_REQUESTS: bool = false;

    /// Writes the value.
    ///
    /// # Errors
    /// What the framework returned for an object that belongs to the field. Nothing is left at `place`.
    ///
    /// # Safety
    /// `place` is valid for writes and aligned, lies in the context of `owner`, and the value stays there until it is
    /// dropped. All its bytes are zero, as the framework has made them.
    #[doc(hidden)]
    unsafe fn init(self, place: *mut T, owner: WDFOBJECT) -> Result<()>;
}

/// The initialiser of a whole context: what `#[object_context]` makes beside the struct, with `Init` behind its name.
/// `()` is the initialiser of no context.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the initialiser of the context `{T}`",
    label = "not the initialiser of `{T}`",
    note = "the context is the type that the handlers name, as in `&Queue<{T}>`: give its initialiser, or write the handlers \
            for another",
    note = "`#[object_context] struct Name {{ .. }}` makes `NameInit {{ .. }}`, with the same fields, each an \
            initialiser; an object without a context, which is `()`, takes `()`"
)]
pub trait ContextInit<T>: Init<T> + Sized {}

/// Refuses, at compile time, a context with a store of requests for an object of which several devices may reach the
/// context, or that is deleted before its device is.
pub(crate) const fn assert_no_store<T, I: Init<T>>() {
    const {
        assert!(
            !I::HOLDS_REQUESTS,
            "a store of requests is a field of the context of a device, or of a queue, timer, DPC or work item: what the \
             driver has is reached by all its devices, and an open handle ends before its device"
        );
    }
}

impl ContextInit<()> for () {}

// SAFETY: writes the value.
unsafe impl<T> Init<T> for T {
    unsafe fn init(self, place: *mut T, _owner: WDFOBJECT) -> Result<()> {
        // SAFETY: the caller's promise.
        unsafe { place.write(self) };
        Ok(())
    }
}

/// A value that was made in place and is dropped there unless it is [kept](Self::keep): what a context's initialiser
/// holds of its first fields while it makes the others.
#[derive(Debug)]
pub struct Placed<T> {
    place: *mut T,
}

impl<T> Placed<T> {
    /// Makes the value at `place`.
    ///
    /// # Errors
    /// What the initialiser returned.
    ///
    /// # Safety
    /// As of [`Init::init`]; nobody else uses the place until [`keep`](Self::keep).
    pub unsafe fn new(init: impl Init<T>, place: *mut T, owner: WDFOBJECT) -> Result<Self> {
        // SAFETY: the caller's promise.
        unsafe { init.init(place, owner) }?;
        Ok(Self { place })
    }

    /// Leaves the value where it is.
    pub fn keep(self) {
        mem::forget(self);
    }
}

impl<T> Drop for Placed<T> {
    fn drop(&mut self) {
        // SAFETY: a valid value (`new`) that nobody else uses.
        unsafe { ptr::drop_in_place(self.place) };
    }
}
