//! Typed contexts of framework objects, made in place.
//!
//! *Where it stands.* Row 1. Whatever of a driver outlasts a callback lives in the context of an object: of its driver,
//! a device, a queue, a timer.
//!
//! *Key types.* [`ObjectContext`], which `#[object_context]` implements; [`Init`], how a field is made; [`Block`], what
//! the context memory holds; `Placed`, a field that is made while its neighbours are not yet.
//!
//! *Wraps.* "Framework Object Context Space", `WDF_DECLARE_CONTEXT_TYPE`, `WdfObjectGetTypedContextWorker`.
//!
//! # How a context comes to be
//!
//! The framework allocates the memory with the object and zeroes it. After the object was created its value is written
//! field by field, in place: some fields (a spin lock, a store for a waiting request) belong to this object, cannot
//! exist elsewhere and never move. So a driver does not write the struct itself but its *initialiser*, which
//! `#[object_context]` makes beside it: the same fields under the same names, each holding how to make the field.
//!
//! ```
//! # use wdf_sim as _;
//! use wdf_safe::prelude::*;
//!
//! #[object_context]
//! struct Counters {
//!     limit: u32,
//!     seen: SpinLock<[u32; 4]>,
//! }
//!
//! // What `create` is given for an object with this context:
//! let init = CountersInit { limit: 4, seen: SpinLock::init([0; 4]) };
//! # let _ = init;
//! ```
//!
//! # Invariants
//!
//! 1. The context memory of an object of this crate, looked up by the type info of `T`, is a [`Block<T>`], zeroed when
//!    the object was created. One static type info for each `T` (generic types are refused), so no other type has it.
//! 2. `ready` is set, with release ordering, after the value was written, and never reset. A reference to the value is
//!    given out only to who has seen it, with acquire ordering.
//! 3. A value that is ready is never moved, nor borrowed mutably, until the framework's destroy callback drops it,
//!    once, when no reference to the object is left.
//! 4. It is dropped field by field: a context has no destructor of its own (`DroppedByItsFields`), which could reach the
//!    children of the object, destroyed before it.
//!
//! A queue can be asked to present a request between its creation and the moment its context is ready (one that is not
//! power-managed, of a device that is already open). Its trampolines find `ready` unset and complete the request with
//! STATUS_DEVICE_NOT_READY. No reasoning about the order of events is needed for soundness.
#![expect(unsafe_code, reason = "context memory is the framework's, found by a call and typed here")]

mod init;
mod ready;
mod type_info;
mod zeroed;

pub(crate) use self::init::assert_no_store;
pub use self::init::{ContextInit, Init, Placed};
pub(crate) use self::type_info::CONTEXT_ALIGNMENT;
pub use self::type_info::{DroppedByItsFields, ObjectContext, TypeInfo};
pub use self::zeroed::{RequestContext, Zeroable};

use self::ready::Ready;
use crate::door::Door;
use crate::status::Result;
use crate::sync::{AtomicU32, AtomicUsize};
use crate::sys::{self, WDFOBJECT, ddi};
use core::cell::UnsafeCell;
use core::mem;
use core::ptr::{self, NonNull};

/// What the context memory of an object holds: the object's handle, its parent, and the driver's value.
///
/// The typed handles ([`Queue<T>`](crate::queue::Queue), ...) are this block under another name, so that a handle is
/// one pointer and reaches its context without a call.
#[repr(C)]
#[derive(Debug)]
pub struct Block<T> {
    handle: WDFOBJECT,
    parent: *const (),
    ready: Ready,
    /// Of a device: whether wdf-safe is told of its power.
    told: AtomicU32,
    /// Of a queue: which changes of its state are under way (`queue/change.rs`). Of a device: what is there
    /// (`device.rs`), and whether its local target changes. Of a remote target: whether it changes (`target/state.rs`).
    words: [AtomicUsize; 3],
    /// Of a queue: the way by which requests are forwarded to it. Of a device: its queues'.
    door: Door,
    value: UnsafeCell<T>,
}

// SAFETY: a block that is in reach is ready: handle and parent are never written again, and the value may be shared if
// a `T` may. (What can be done with a handle may be done from any thread.)
unsafe impl<T: Sync> Sync for Block<T> {}

impl<T> Block<T> {
    /// The object.
    pub(crate) fn handle(&self) -> WDFOBJECT {
        self.handle
    }

    /// The block of the object's parent, if its creator gave one.
    pub(crate) fn parent(&self) -> *const () {
        self.parent
    }

    /// What wdf-safe itself notes of a queue, device or target. Zero at first.
    pub(crate) fn word(&self, index: usize) -> &AtomicUsize {
        &self.words[index]
    }

    /// Of a device: whether wdf-safe is told of its power. Zero at first.
    pub(crate) fn told(&self) -> &AtomicU32 {
        &self.told
    }

    /// The way by which requests are forwarded to this queue; of a device: its queues'.
    #[inline]
    pub(crate) fn door(&self) -> &Door {
        &self.door
    }

    /// The block without its value.
    pub(crate) fn head(&self) -> &Block<()> {
        // SAFETY: the same structure up to the value (repr(C)), of which `()` has nothing; aligned to no more.
        unsafe { &*ptr::from_ref(self).cast() }
    }

    /// The driver's value.
    pub(crate) fn value(&self) -> &T {
        // SAFETY: a `&Block<T>` is made only by `find` and `install`, when the value is ready: written, and not
        // borrowed mutably until it is dropped with the object (invariants 2 and 3).
        unsafe { &*self.value.get() }
    }
}

/// What is kept in the context memory of an object: a driver's context, or what wdf-safe keeps itself.
///
/// # Safety
/// Context memory of this type has room for a `Block<Self>`, and is used for nothing else.
pub(crate) unsafe trait Kept: Sized {
    /// The type's identity.
    fn identity() -> &'static TypeInfo;

    /// The size of the memory, where it is not that of [`identity`](Self::identity).
    const SIZE: usize = 0;
}

// SAFETY: the type's own identity, which has the size of the block.
unsafe impl<T: ObjectContext> Kept for T {
    fn identity() -> &'static TypeInfo {
        T::type_info()
    }
}

/// The context memory of the object, ready or not; `None` when it has no context of this type.
///
/// # Safety
/// `object` is a handle of a live object.
unsafe fn look_up<T: Kept>(object: WDFOBJECT) -> Option<NonNull<Block<T>>> {
    // SAFETY: a live handle; the type info is a static. `WdfObjectGetTypedContextWorker`: any context, or NULL.
    let context = unsafe { ddi!(WdfObjectGetTypedContextWorker, object, T::identity().as_ptr()) };
    NonNull::new(context.cast())
}

/// The context of a live object; `None` when it has none of this type, or it is not ready yet.
///
/// # Safety
/// `object` is a handle of an object that lives during `'a`.
pub(crate) unsafe fn find<'a, T: Kept>(object: WDFOBJECT) -> Option<&'a Block<T>> {
    // SAFETY: the caller's promise.
    let block = unsafe { look_up::<T>(object) }?.as_ptr();
    // SAFETY: context memory of a live object; `ready` is valid from the beginning, being zero (invariant 1).
    let ready = unsafe { &(*block).ready };
    if !ready.is_set() {
        return None;
    }
    // SAFETY: ready, so all fields are written (invariant 2), and the object lives during `'a`.
    Some(unsafe { &*block })
}

/// [`find`], of an object that certainly has such a context, ready or not.
///
/// # Safety
/// `object` is a handle of an object that was created with [`attributes::<T>`] and lives during `'a`.
#[inline]
pub(crate) unsafe fn find_made<'a, T: Kept>(object: WDFOBJECT) -> Option<&'a Block<T>> {
    // SAFETY: the caller's promise.
    let block = unsafe { made::<T>(object) };
    // SAFETY: context memory of a live object; `ready` is valid from the beginning, being zero (invariant 1).
    let ready = unsafe { &(*block.as_ptr()).ready };
    if !ready.is_set() {
        return None;
    }
    // SAFETY: ready, so all fields are written (invariant 2), and the object lives during `'a`.
    Some(unsafe { block.as_ref() })
}

/// [`find_made`], of an object whose context is ready: somebody has used a reference to it, and this comes after that.
///
/// # Safety
/// As of [`find_made`], and the context is ready.
#[inline]
pub(crate) unsafe fn find_ready<'a, T: Kept>(object: WDFOBJECT) -> &'a Block<T> {
    // SAFETY: the caller's promise.
    let block = unsafe { made::<T>(object) };
    // SAFETY: ready (the caller's promise), and the object lives during `'a`.
    unsafe { block.as_ref() }
}

/// # Safety
/// As of [`find_made`].
#[inline]
unsafe fn made<T: Kept>(object: WDFOBJECT) -> NonNull<Block<T>> {
    // SAFETY: a live handle.
    let block = unsafe { look_up::<T>(object) };
    // SAFETY: created with the type info of `T`, so it has one.
    unsafe { block.unwrap_unchecked() }
}

/// Writes the context of an object that was just created.
///
/// # Errors
/// What a field's initialiser returned. The context stays not ready, and is never dropped.
///
/// # Safety
/// `object` was created with [`attributes::<T>`], nobody has installed its context before, and it lives during `'a`.
/// `parent` is the block of its parent, or null, and is what the typed handle of the object expects.
pub(crate) unsafe fn install<'a, T: Kept>(
    object: WDFOBJECT,
    parent: *const (),
    init: impl Init<T>,
) -> Result<&'a Block<T>> {
    // SAFETY: the caller's promise.
    let block = unsafe { made::<T>(object) }.as_ptr();
    // SAFETY: context memory, zeroed (so the place is a valid one), that nobody else touches until `ready` is set
    // (invariant 2).
    unsafe { (*block).handle = object };
    // SAFETY: as above.
    unsafe { (*block).parent = parent };
    // SAFETY: as above; an `UnsafeCell<T>` has the layout of a `T`.
    let place = unsafe { &raw mut (*block).value }.cast::<T>();
    // SAFETY: `place` is valid for writes, aligned (`TypeInfo::new` asserts it), in the context of `object`, where it
    // stays; zeroed (invariant 1).
    let placed = unsafe { Placed::new(init, place, object) }?;
    placed.keep();
    // SAFETY: valid from the beginning, being zero.
    let ready = unsafe { &(*block).ready };
    // INVARIANT: release, after the value was written.
    ready.set();
    // SAFETY: ready; the object lives during `'a`.
    Ok(unsafe { &*block })
}

/// The door in the context of a queue that was just created, before [`install`].
///
/// # Safety
/// As of [`install`].
pub(crate) unsafe fn door<T: Kept>(object: WDFOBJECT) -> NonNull<Door> {
    // SAFETY: the caller's promise.
    let block = unsafe { made::<T>(object) }.as_ptr();
    // SAFETY: context memory of a live object; the door is valid from the beginning, being zero (invariant 1).
    let door = unsafe { &raw mut (*block).door };
    // SAFETY: a field's address.
    unsafe { NonNull::new_unchecked(door) }
}

/// As [`install`], for an object that has such a context only if its driver asked for one.
///
/// # Errors
/// As of [`install`].
///
/// # Safety
/// As of [`install`], if it has one.
pub(crate) unsafe fn install_if_there<T: Kept>(object: WDFOBJECT, parent: *const (), init: impl Init<T>) -> Result<()> {
    // SAFETY: the caller's promise.
    if unsafe { look_up::<T>(object) }.is_none() {
        return Ok(());
    }
    // SAFETY: the caller's promise.
    unsafe { install::<T>(object, parent, init) }.map(|_block| ())
}

/// The attributes of an object with a context of this type.
pub(crate) fn attributes<T: Kept>(parent: WDFOBJECT) -> sys::WDF_OBJECT_ATTRIBUTES {
    sys::WDF_OBJECT_ATTRIBUTES {
        ParentObject: parent,
        ContextTypeInfo: T::identity().as_ptr(),
        ContextSizeOverride: T::SIZE,
        EvtDestroyCallback: if mem::needs_drop::<T>() { Some(destroy::<T>) } else { None },
        ..sys::config::object_attributes()
    }
}

/// `EvtDestroyCallback` of every object whose context is to be dropped: drops the value, if there is one.
unsafe extern "C" fn destroy<T: Kept>(object: WDFOBJECT) {
    // SAFETY: the framework's destroy callback is given the object; looking up a context is what may be done with it.
    let Some(block) = (unsafe { look_up::<T>(object) }) else {
        return;
    };
    let block = block.as_ptr();
    // SAFETY: valid from the beginning, being zero.
    let ready = unsafe { &(*block).ready };
    if !ready.is_set() {
        return;
    }
    // SAFETY: as in `install`.
    let place = unsafe { &raw mut (*block).value }.cast::<T>();
    // SAFETY: written (it is ready), dropped once (one destroy callback an object), and nobody else can reach it: no
    // reference to the object is left (invariant 3).
    unsafe { ptr::drop_in_place(place) };
}
