//! What is left of a request that was disposed of, and of a transition that failed.
//!
//! *Where it stands.* Row 2, under [`request`](super): a handler returns a [`Handled`].
//!
//! *Key types.* [`Handled`], [`Failed`].
//!
//! *Wraps.* Nothing.
#![expect(unsafe_code, reason = "makes the proof that a request was disposed of")]

use crate::brand::{Brand, Token};
use crate::status::NtStatus;
use core::marker::PhantomData;

/// The proof that the request with this brand was disposed of: what a handler returns.
///
/// Made only by the calls that dispose of a request, from that request. It cannot be kept: no context holds a lifetime.
#[must_use = "return it from the handler: it is the proof that the request was disposed of"]
pub struct Handled<'id> {
    brand: Brand<'id>,
    token: Token,
}

/// A transition that failed: what was to change, unchanged, and why.
#[derive(Debug)]
#[must_use = "the request in it is still to be disposed of"]
pub struct Failed<R> {
    /// What the transition was asked to consume, or what has become of it.
    pub request: R,
    /// What the framework returned.
    pub status: NtStatus,
}

impl Handled<'_> {
    /// The proof for a request that was disposed of by raw calls. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// The request with this brand was completed, forwarded, sent, or kept where something is certain to end it.
    pub const unsafe fn assume() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }

    /// # Safety
    /// The request with this brand was disposed of, and no other `Handled` was made of it.
    #[inline]
    pub(crate) const unsafe fn new() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}

impl<R> Failed<R> {
    /// The request again, when the status does not matter.
    pub fn into_request(self) -> R {
        self.request
    }

    /// The same failure, of what `f` makes of the request.
    pub(crate) fn map<S>(self, f: impl FnOnce(R) -> S) -> Failed<S> {
        Failed { request: f(self.request), status: self.status }
    }
}

impl core::fmt::Debug for Handled<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Handled")
    }
}
