//! What timers, DPCs and work items have in common: a callback that comes later, of an object under a typed parent.
//!
//! *Where it stands.* Row 2, under [`timer`](crate::timer), [`dpc`](crate::dpc) and [`work_item`](crate::work_item). How they are
//! made is in `register/deferred.rs`, how they are called in `trampoline/deferred.rs`.
//!
//! *Key types.* [`Deferred`]; [`deferred_object!`], which declares such a type.
//!
//! *Wraps.* "Using Timers", "Framework DPC Objects", "Using Framework Work Items".

use crate::context::{Block, ObjectContext};
use crate::irql::Level;
use crate::object::{CallbackParent, Object};
use crate::raw::AsRaw;

/// An object whose callback comes later: at `Level`, with the object.
pub(crate) trait Deferred: Object + AsRaw + Sized {
    /// Under what it was made.
    type Parent: CallbackParent;
    /// The driver's context of it.
    type Context: ObjectContext;
    /// The level of its callback.
    type Level: Level;

    /// The object of this handle, whose callback runs: it was started through a reference to it.
    ///
    /// # Safety
    /// It lives during `'a`, and was created with such a context, which is ready, under such a parent, which its block names.
    #[expect(unsafe_code, reason = "a handle is a context block")]
    unsafe fn from_handle<'a>(raw: Self::Raw) -> &'a Self;

    /// # Safety
    /// `block` is that of such an object, whose parent block is that of a `Parent`.
    #[expect(unsafe_code, reason = "a handle is a context block")]
    unsafe fn from_block(block: &Block<Self::Context>) -> &Self;
}

/// Declares a type of such objects: its head, its handle's type, the level of its callback, and what it is called.
macro_rules! deferred_object {
    ($(#[$head:meta])* $name:ident, $raw:ident, $level:ident, $noun:literal) => {
        $(#[$head])*
        ///
        /// # Invariants
        #[doc = concat!("A `&", stringify!($name), "<P, T>` is the context block of a ", $noun)]
        /// that was created with a context of type `T`, under the parent `P` whose block its block names, and is ready. It and its
        /// parent are not freed while it is in reach.
        #[derive(Debug)]
        #[repr(transparent)]
        pub struct $name<P, T = ()> {
            block: $crate::context::Block<T>,
            parent: ::core::marker::PhantomData<fn() -> P>,
        }

        impl<P: CallbackParent, T: ObjectContext> $name<P, T> {
            #[doc = concat!("The driver's context of the ", $noun, ".")]
            pub fn context(&self) -> &T {
                self.block.value()
            }

            #[doc = concat!("The object under which the ", $noun, " was made.")]
            pub fn parent(&self) -> &P {
                // SAFETY: the block of the parent, which is freed after its children (invariant).
                unsafe { &*self.block.parent().cast() }
            }

            #[doc = concat!("The ", $noun, " of this handle; `None` if it has no context of this type, or one that is not ready yet.")]
            /// See [`raw`](crate::raw).
            ///
            /// # Safety
            #[doc = concat!("`raw` is a ", $noun, " that wdf-safe has made under a `P`;")]
            /// it lives and is not deleted during `'a`, nor is its parent.
            pub unsafe fn from_raw<'a>(raw: $raw) -> Option<&'a Self> {
                // SAFETY: the caller's promise.
                unsafe { $crate::context::find::<T>(raw.cast()) }.map(|block| {
                    // SAFETY: the caller's promise.
                    unsafe { $crate::deferred::Deferred::from_block(block) }
                })
            }
        }

        impl<P: CallbackParent, T: ObjectContext> $crate::raw::AsRaw for $name<P, T> {
            type Raw = $raw;

            #[inline]
            fn as_raw(&self) -> $raw {
                self.block.handle().cast()
            }
        }

        impl<P: CallbackParent, T: ObjectContext> $crate::deferred::Deferred for $name<P, T> {
            type Parent = P;
            type Context = T;
            type Level = $level;

            #[inline]
            unsafe fn from_handle<'a>(raw: $raw) -> &'a Self {
                // SAFETY: the caller's promise.
                let block = unsafe { $crate::context::find_ready::<T>(raw.cast()) };
                // SAFETY: the caller's promise.
                unsafe { Self::from_block(block) }
            }

            unsafe fn from_block(block: &$crate::context::Block<T>) -> &Self {
                // INVARIANT: the caller's promise.
                // SAFETY: `Self` is transparent over the block.
                unsafe { &*::core::ptr::from_ref(block).cast() }
            }
        }

        // SAFETY: a block of such an object, which lives (invariant).
        unsafe impl<P: CallbackParent, T: ObjectContext> $crate::object::sealed::Sealed for $name<P, T> {
            fn handle(&self) -> $crate::sys::WDFOBJECT {
                self.block.handle()
            }
        }

        impl<P: CallbackParent, T: ObjectContext> $crate::object::Object for $name<P, T> {}
    };
}
pub(crate) use deferred_object;
