//! wdf-safe's own part of a request's context.
//!
//! *Where it stands.* Row 2, under the tickets and the cancel trampoline; the framework makes it with each request,
//! zeroed, without telling the driver, because every device's requests are given this context type.
//!
//! *Key types.* [`Header`]; [`RequestContext`] is the driver's part, which follows it.
//!
//! *Wraps.* `WdfDeviceInitSetRequestAttributes`, `WDF_OBJECT_ATTRIBUTES.ContextSizeOverride`.
//!
//! # Invariants
//!
//! 1. Every request that a queue of wdf-safe presents has a context of the type [`TYPE`], of `size_of::<Header>()`
//!    bytes plus those of the driver's part, which begins right behind the header. It lives as long as the request's
//!    memory.
//! 2. `request` and `finish` are written only by the request's owner, before [`Claim::arm`](super::claim::Claim::arm) or
//!    before it lies in its place, and read only by who holds the ticket or is the callback, after a step of the claim
//!    word that sees it armed, or after taking it out of its place.
#![expect(unsafe_code, reason = "request context memory, found by a call and typed here")]

use super::sent::list::Node;
use super::wait::{Seat, Wait};
use crate::context::{CONTEXT_ALIGNMENT, RequestContext, TypeInfo};
use crate::sys::{self, WDFREQUEST, ddi};
use core::cell::UnsafeCell;
use core::ptr::NonNull;

/// What completes a request through the cancel handler with which it was marked.
///
/// # Safety
/// The caller must complete the request, and gives that duty away; IRQL <= DISPATCH_LEVEL, no lock held.
pub(crate) type Finish = unsafe fn(WDFREQUEST);

/// The header. Valid when zeroed.
#[derive(Debug)]
#[repr(C, align(16))]
pub(crate) struct Header {
    wait: Wait,
    request: UnsafeCell<WDFREQUEST>,
    finish: UnsafeCell<Option<Finish>>,
    /// Its place among the requests that are out (`sent/`).
    sent: Node,
}

static_assertions::const_assert!(align_of::<Header>() <= CONTEXT_ALIGNMENT);

/// The identity of the context of requests.
// SAFETY: the address of this static, the only one for requests, whose contexts are at least a header.
static TYPE: TypeInfo = unsafe { TypeInfo::of_size(c"wdf_safe::Request", &raw const TYPE, size_of::<Header>()) };

impl Header {
    /// The header of a request.
    ///
    /// # Safety
    /// `request` is a live request of a queue of wdf-safe.
    #[inline]
    pub(crate) unsafe fn of(request: WDFREQUEST) -> NonNull<Self> {
        // SAFETY: a live handle; `WdfObjectGetTypedContextWorker`.
        let context = unsafe { ddi!(WdfObjectGetTypedContextWorker, request.cast(), TYPE.as_ptr()) };
        // SAFETY: every such request has this context (invariant 1), so the result is not NULL.
        unsafe { NonNull::new_unchecked(context.cast()) }
    }

    /// The part on which the claim protocol works.
    #[inline]
    pub(crate) fn wait(&self) -> &Wait {
        &self.wait
    }

    /// The header that a seat's ticket leads to.
    ///
    /// The pointer that lies in a seat was made by [`wait_of`](Self::wait_of), so it may be used for the whole header.
    #[inline]
    pub(crate) fn of_wait(wait: NonNull<Wait>) -> NonNull<Self> {
        // `wait` is the first field (repr(C)).
        wait.cast()
    }

    /// The pointer to lay into a seat.
    #[inline]
    pub(crate) fn wait_of(header: NonNull<Self>) -> NonNull<Wait> {
        header.cast()
    }

    /// The request's place among those that are out.
    ///
    /// From the pointer to the whole header, so that the place is in reach of the pointer for as long as the header is.
    #[inline]
    pub(crate) fn node(header: NonNull<Self>) -> NonNull<Node> {
        // SAFETY: a field of a live header.
        let node = unsafe { &raw mut (*header.as_ptr()).sent };
        // SAFETY: not null, being a field.
        unsafe { NonNull::new_unchecked(node) }
    }

    /// Writes what the claim protocol's parties will need, and arms the word.
    ///
    /// # Safety
    /// The caller owns `request`, whose header this is. `seat` is null, or the place that it has reserved for it.
    #[inline]
    pub(crate) unsafe fn arm(&self, request: WDFREQUEST, finish: Finish, seat: *const Seat) {
        // SAFETY: the owner alone writes, and nobody reads before the word is armed (invariant 2).
        unsafe { self.request.get().write(request) };
        // SAFETY: as above.
        unsafe { self.finish.get().write(Some(finish)) };
        self.wait.name_seat(seat);
        self.wait.claim.arm();
    }

    /// Writes what a store of requests that are not cancelable will need, and says that the request waits.
    ///
    /// # Safety
    /// The caller owns `request`, whose header this is.
    #[inline]
    pub(crate) unsafe fn park(&self, request: WDFREQUEST, finish: Finish, seat: *const Seat) {
        // SAFETY: the owner alone writes, and nobody reads before the request lies in its place (invariant 2).
        unsafe { self.request.get().write(request) };
        // SAFETY: as above.
        unsafe { self.finish.get().write(Some(finish)) };
        self.wait.name_seat(seat);
        self.wait.claim.park();
    }

    /// The request.
    ///
    /// # Safety
    /// The caller holds the ticket, or is the callback.
    #[inline]
    pub(crate) unsafe fn request(&self) -> WDFREQUEST {
        // SAFETY: written before the word was armed (invariant 2).
        unsafe { self.request.get().read() }
    }

    /// What completes the request if nobody else does.
    ///
    /// # Safety
    /// The caller holds the ticket, or is the callback.
    #[inline]
    pub(crate) unsafe fn finish(&self) -> Option<Finish> {
        // SAFETY: written before the word was armed (invariant 2).
        unsafe { self.finish.get().read() }
    }

    /// The driver's part, which follows the header.
    #[inline]
    pub(crate) fn user_part<C>(header: NonNull<Self>) -> NonNull<C> {
        const { assert!(align_of::<C>() <= align_of::<Self>(), "a request context is aligned to at most 16 bytes") };
        // SAFETY: the context is longer than the header by what the driver's part needs (invariant 1).
        unsafe { header.add(1) }.cast()
    }
}

/// The attributes that give a device's requests this context, with room for a driver's part of type `C`.
#[inline]
pub(crate) fn attributes<C: RequestContext>() -> sys::WDF_OBJECT_ATTRIBUTES {
    const { assert!(!core::mem::needs_drop::<C>(), "a request context is not dropped: it cannot have a destructor") };
    sys::WDF_OBJECT_ATTRIBUTES {
        ContextTypeInfo: TYPE.as_ptr(),
        ContextSizeOverride: size_of::<Header>() + size_of::<C>(),
        ..sys::config::object_attributes()
    }
}
