//! What the stores for cancelable requests have in common.
//!
//! *Where it stands.* Row 2, under [`slot`](super::slot) and [`list`](super::list).
//!
//! *Key types.* [`CancelStore`]; `Asking` and `Reserved`, a request that asks for a place and the place it is given.
//!
//! *Wraps.* Nothing.

use super::Kind;

mod sealed {
    use crate::request::wait::{Seat, Stamp, Wait};
    use crate::sys::WDFREQUEST;
    use core::ptr::NonNull;

    /// A request that asks for a place.
    #[derive(Debug, Clone, Copy)]
    pub struct Asking {
        pub(crate) wait: NonNull<Wait>,
        pub(crate) request: WDFREQUEST,
    }

    /// The place that is reserved for it.
    #[derive(Debug, Clone, Copy)]
    pub struct Reserved<'s> {
        pub(crate) seat: &'s Seat,
        pub(crate) stamp: Stamp,
    }

    #[expect(unsafe_code, reason = "the promise that the handle is one")]
    pub trait Sealed {
        /// A place, reserved for this request; `None` when the store is full.
        ///
        /// # Safety
        /// The caller owns the request. If the store notes of which handle it is, the request is not marked cancelable.
        unsafe fn reserve(&self, request: Asking) -> Option<Reserved<'_>>;
    }
}
pub(crate) use sealed::{Asking, Reserved, Sealed as SealedStore};

/// A store for requests of kind `K` that wait and are marked cancelable already: [`CancelSlot`](super::CancelSlot),
/// [`CancelList`](super::CancelList).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take a request that is marked cancelable already",
    label = "not a store for this request",
    note = "a store that knows its requests `ByFile` asks the request for its file object, which may be done before it is \
            marked: use `park_cancelable`"
)]
pub trait CancelStore<K: Kind>: SealedStore {}
