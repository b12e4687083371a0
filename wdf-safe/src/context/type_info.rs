//! The identity of a context type.
//!
//! *Where it stands.* Under [`context`](super): the framework finds a context by the address of its type info.
//!
//! *Key types.* [`TypeInfo`], [`ObjectContext`].
//!
//! *Wraps.* `WDF_OBJECT_CONTEXT_TYPE_INFO`, `WDF_DECLARE_CONTEXT_TYPE_WITH_NAME`.
#![expect(unsafe_code, reason = "a shared static with pointers; the identity of a type is a promise")]

use super::{Block, RequestContext};
use crate::sys;
use core::ffi::CStr;

/// The description by which the framework knows a context type: one static for each type, which names itself.
#[derive(Debug)]
#[repr(transparent)]
pub struct TypeInfo(sys::WDF_OBJECT_CONTEXT_TYPE_INFO);

// SAFETY: never written; its pointers lead to statics.
unsafe impl Sync for TypeInfo {}

impl TypeInfo {
    /// The description of contexts of type `T`.
    ///
    /// # Safety
    /// `this` is the address of the static that is being initialised, the only one for `T`.
    #[must_use]
    pub const unsafe fn new<T: ObjectContext>(name: &'static CStr, this: *const Self) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::of_size(name, this, const { block_size::<T>() }) }
    }

    /// The description of contexts of this many bytes.
    ///
    /// # Safety
    /// As of [`new`](Self::new); the contexts of this type are used as what has this size.
    pub(crate) const unsafe fn of_size(name: &'static CStr, this: *const Self, size: usize) -> Self {
        Self(sys::WDF_OBJECT_CONTEXT_TYPE_INFO {
            Size: size_of::<sys::WDF_OBJECT_CONTEXT_TYPE_INFO>() as u32,
            ContextName: name.as_ptr().cast(),
            ContextSize: size,
            UniqueType: this.cast(),
            EvtDriverGetUniqueContextType: None,
        })
    }

    pub(crate) const fn as_ptr(&'static self) -> sys::PCWDF_OBJECT_CONTEXT_TYPE_INFO {
        core::ptr::from_ref(self).cast()
    }
}

/// The alignment of context memory: the framework lays contexts out at MEMORY_ALLOCATION_ALIGNMENT, 16 bytes on 64-bit
/// Windows.
pub(crate) const CONTEXT_ALIGNMENT: usize = 16;

const fn block_size<T>() -> usize {
    assert!(align_of::<Block<T>>() <= CONTEXT_ALIGNMENT, "a context cannot be aligned to more than 16 bytes");
    size_of::<Block<T>>()
}

/// A type that is the context of framework objects. Implemented by `#[object_context]`.
///
/// Shared by every callback that reaches the object, on any processor, and dropped on any thread: hence `Send + Sync`.
///
/// # Safety
/// [`type_info`](Self::type_info) returns always the same static, made by [`TypeInfo::new`] for this type alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an object context",
    label = "not an object context",
    note = "write `#[object_context]` above the struct"
)]
pub unsafe trait ObjectContext: Sized + Send + Sync + 'static {
    /// When this is the context of a device: the driver's part of the context of the device's requests.
    type Requests: RequestContext;

    /// The type's identity.
    #[doc(hidden)]
    fn type_info() -> &'static TypeInfo;
}

/// A context without a destructor of its own: `#[object_context]` implements it, which is a conflict where there is one.
///
/// A context is dropped when its object is destroyed, after what was made under the object: a destructor would find the
/// handles of its [`Child`](crate::object::Child)ren still there, and the objects gone. Each field is dropped by itself, and
/// may have a destructor: it reaches no other field.
#[doc(hidden)]
pub trait DroppedByItsFields {}

#[expect(drop_bounds, reason = "it is exactly the types that implement `Drop` that are meant")]
impl<T: Drop> DroppedByItsFields for T {}

// SAFETY: one static.
unsafe impl ObjectContext for () {
    type Requests = ();

    fn type_info() -> &'static TypeInfo {
        // SAFETY: the address of this static; the only one for `()`.
        static INFO: TypeInfo = unsafe { TypeInfo::new::<()>(c"()", &raw const INFO) };
        &INFO
    }
}
