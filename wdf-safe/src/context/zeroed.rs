//! Contexts that begin as zeroed memory.
//!
//! *Where it stands.* Under [`context`](super): the contexts of requests, which the framework makes with each request
//! without telling the driver.
//!
//! *Key types.* [`RequestContext`], which `#[request_context]` implements; [`Zeroable`], what its fields must be.
//!
//! *Wraps.* `WdfDeviceInitSetRequestAttributes`.
#![expect(unsafe_code, reason = "which types are valid when zeroed is a promise")]

/// A type whose value with all bytes zero is valid.
///
/// # Safety
/// All bytes zero is a valid value of the type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may not be valid when all its bytes are zero",
    label = "not known to be valid when zeroed",
    note = "the framework makes request contexts, zeroed, without telling the driver"
)]
pub unsafe trait Zeroable {}

/// The driver's own part of each request's context. Implemented by `#[request_context]`.
///
/// The framework makes it together with the request, zeroed. It goes with the request from thread to thread, hence
/// `Send`; it is dropped without a word, hence no destructor.
///
/// # Safety
/// As [`Zeroable`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request context",
    label = "not a request context",
    note = "write `#[request_context]` above the struct"
)]
pub unsafe trait RequestContext: Zeroable + Send + 'static {}

macro_rules! zeroable {
    ($($type:ty),* $(,)?) => {
        $(
            // SAFETY: an integer, or made of nothing but one.
            unsafe impl Zeroable for $type {}
        )*
    };
}

zeroable!(
    (),
    bool,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    crate::sync::AtomicBool,
    crate::sync::AtomicU32,
    crate::sync::AtomicU64,
    crate::sync::AtomicUsize,
);

// SAFETY: elements that are valid when zeroed.
unsafe impl<T: Zeroable, const N: usize> Zeroable for [T; N] {}

// SAFETY: has no bytes.
unsafe impl RequestContext for () {}
