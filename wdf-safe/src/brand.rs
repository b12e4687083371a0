//! The brand of a value that is known by its lifetime.
//!
//! *Where it stands.* Row 0, in requests, inits, and the proofs that are made of them.
//!
//! *Key types.* [`Brand`], [`Token`].
//!
//! *Wraps.* Nothing.
//!
//! Each presentation of a request, each `EvtDriverDeviceAdd`, has a lifetime of its own: its handler is generic over
//! it, so inside the handler it is equal to no other. It must be invariant: were it covariant, a proof of one request
//! could serve for another.

use core::marker::PhantomData;

/// An invariant lifetime.
pub(crate) type Brand<'id> = PhantomData<fn(&'id ()) -> &'id ()>;

/// What marks a proof: it stays on its thread.
pub(crate) type Token = PhantomData<*mut ()>;
