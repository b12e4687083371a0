//! What the stores for cancelable requests have in common.
//!
//! *Where it stands.* Row 2, under [`slot`](super::slot) and [`list`](super::list).
//!
//! *Key types.* [`CancelStore`].
//!
//! *Wraps.* Nothing.

use super::Kind;

mod sealed {
    use crate::request::wait::{Seat, Wait};

    /// A request that asks for a place.
    #[derive(Debug, Clone, Copy)]
    pub struct Asking<'w>(pub(crate) &'w Wait);

    /// The place that is reserved for it.
    #[derive(Debug, Clone, Copy)]
    pub struct Reserved<'s>(pub(crate) &'s Seat);

    pub trait Sealed {
        /// A place, reserved for this request; `None` when the store is full.
        fn reserve(&self, request: Asking<'_>) -> Option<Reserved<'_>>;
    }
}
pub(crate) use sealed::{Asking, Reserved, Sealed as SealedStore};

/// A store for requests of kind `K` that wait and can be cancelled: [`CancelSlot`](super::CancelSlot),
/// [`CancelList`](super::CancelList).
pub trait CancelStore<K: Kind>: SealedStore {}
