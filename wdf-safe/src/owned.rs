//! Objects of the framework that belong to a value.
//!
//! *Where it stands.* Row 1, under [`memory`](crate::memory) and [`collection`](crate::collection).
//!
//! *Key types.* [`Owned`].
//!
//! *Wraps.* `WdfObjectReference`, `WdfObjectDelete`, `WdfObjectDereference`; IRQL <= DISPATCH_LEVEL.
//!
//! # Who deletes it
//!
//! Such an object has the driver as its parent, and is deleted when its value is dropped. If the value lies in the driver's own
//! context, or was forgotten, the framework is first: it deletes what is under the driver, then the driver. So the value has a
//! reference, with which the handle stays valid, and the object's cleanup callback notes that it is deleted; who drops the value
//! asks for that. The two do not meet: when the framework begins to delete the driver, no device of it is left, and nothing of
//! the driver runs any more but cleanup and destroy callbacks on that thread.
#![expect(unsafe_code, reason = "calls of the framework with the handle of an object that a value owns")]

use crate::context::TypeInfo;
use crate::pool::at_most_dispatch;
use crate::sync::{AtomicU32, Ordering};
use crate::sys::{self, WDFOBJECT, ddi};
use core::mem::ManuallyDrop;
use core::ptr;

/// An object that belongs to this value.
///
/// # Invariants
/// An object that was created with [`attributes`], under the driver, of which this has a reference, and which nothing else names.
#[derive(Debug)]
pub(crate) struct Owned(WDFOBJECT);

// SAFETY: the framework's calls with the handle may be made from any thread.
unsafe impl Send for Owned {}
// SAFETY: as above.
unsafe impl Sync for Owned {}

/// What is noted of such an object. Valid when zeroed.
struct Noted {
    deleted: AtomicU32,
}

/// The identity of the context of such objects.
// SAFETY: the address of this static, the only one for owned objects, whose contexts are this large.
static TYPE: TypeInfo = unsafe { TypeInfo::of_size(c"wdf_safe::Owned", &raw const TYPE, size_of::<Noted>()) };

/// # Safety
/// An object that was created with [`attributes`], not destroyed during `'a`.
unsafe fn noted<'a>(object: WDFOBJECT) -> &'a Noted {
    // SAFETY: a live handle; `WdfObjectGetTypedContextWorker`.
    let context = unsafe { ddi!(WdfObjectGetTypedContextWorker, object, TYPE.as_ptr()) };
    // SAFETY: each has this context, zeroed, as long as it is there.
    unsafe { &*context.cast::<Noted>().cast_const() }
}

/// The attributes of an object that a value will own.
pub(crate) fn attributes() -> sys::WDF_OBJECT_ATTRIBUTES {
    sys::WDF_OBJECT_ATTRIBUTES {
        ContextTypeInfo: TYPE.as_ptr(),
        EvtCleanupCallback: Some(deleted),
        ..sys::config::object_attributes()
    }
}

/// `EvtCleanupCallback`: the object is deleted.
unsafe extern "C" fn deleted(object: WDFOBJECT) {
    // SAFETY: the framework's cleanup callback is given the object, which is still there.
    unsafe { noted(object) }.deleted.store(1, Ordering::Release);
}

impl Owned {
    /// # Safety
    /// `object` was created with [`attributes`], is referred to by somebody until this returns, and is no other value's.
    pub(crate) unsafe fn new(object: WDFOBJECT) -> Self {
        // SAFETY: a live object.
        unsafe { ddi!(WdfObjectReferenceActual, object, ptr::null_mut(), 0, ptr::null()) };
        // INVARIANT: the caller's promise, and just referenced.
        Self(object)
    }

    /// The object without a reference of this value's: to be looked at, and not to be dropped.
    ///
    /// # Safety
    /// `object` was created with [`attributes`], and is referred to by somebody as long as the value is there.
    pub(crate) unsafe fn lent(object: WDFOBJECT) -> ManuallyDrop<Self> {
        ManuallyDrop::new(Self(object))
    }

    /// Leaves the object to who refers to it besides: it is not deleted. At IRQL <= DISPATCH_LEVEL.
    ///
    /// # Safety
    /// Somebody does, and makes a [new](Self::new) value of it, or the framework deletes it with the driver.
    pub(crate) unsafe fn leave(self) {
        let this = ManuallyDrop::new(self);
        // SAFETY: the reference of `new`.
        unsafe { ddi!(WdfObjectDereferenceActual, this.0, ptr::null_mut(), 0, ptr::null()) };
    }

    pub(crate) fn raw(&self) -> WDFOBJECT {
        self.0
    }

    /// Is it deleted already, with the driver?
    pub(crate) fn is_deleted(&self) -> bool {
        // SAFETY: referenced (invariant).
        unsafe { noted(self.0) }.deleted.load(Ordering::Acquire) != 0
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // In a service routine nothing can be deleted: the object stays until the driver goes.
        if !at_most_dispatch() {
            return;
        }
        if !self.is_deleted() {
            // SAFETY: the value's own object, not deleted yet (module documentation).
            unsafe { ddi!(WdfObjectDelete, self.0) };
        }
        // SAFETY: the reference of `new`.
        unsafe { ddi!(WdfObjectDereferenceActual, self.0, ptr::null_mut(), 0, ptr::null()) };
    }
}
