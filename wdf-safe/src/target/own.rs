//! Requests that a driver makes, for its device's target.
//!
//! *Where it stands.* Row 2, made by a [`Target`]. Sending them, which gives the framework a callback, is in
//! [`register`](crate::register).
//!
//! *Key types.* [`OwnRequest<'d, D, S>`](OwnRequest); its states [`Fresh`], [`Formatted`], [`Spent`].
//!
//! *Wraps.* "Creating Framework Request Objects", "Reusing Framework Request Objects", `WdfRequestCreate`,
//! `WdfRequestReuse`, `WdfObjectDelete`; IRQL <= DISPATCH_LEVEL. Formatting is in `format.rs`.
//!
//! ```text
//!        create_request (1)          format_… (2)                  send (3)
//!      ────────────────────► Fresh ────────────────► Formatted ──────────────► with the target
//!                              ▲                        │   ▲                        │
//!                              │                        │   └── failed               │ completion routine
//!                              │          SentList::track                            │
//!                              │                        ▼       send (3)             │
//!                              │                     Tracked ──────────────►         │
//!                              │ reuse (5)              │ failed                     │
//!                              └────────────────────  Spent  ◄───────────────────────┘
//!      change_target (6): from Fresh to Fresh
//!      dropped, in any state: deleted (4)
//! ```
//!
//! | | DDI |
//! |---|---|
//! | 1 | `WdfRequestCreate` |
//! | 2 | `WdfIoTargetFormatRequestForRead` and its kin |
//! | 3 | `WdfRequestSetCompletionRoutine`, `WdfRequestSend` |
//! | 4 | `WdfObjectDelete` |
//! | 5 | `WdfRequestReuse` |
//! | 6 | `WdfRequestChangeTarget` |
//!
//! It is a type of its own: it cannot be completed, marked cancelable or forwarded, which the framework refuses for it
//! only when its verifier is on. It borrows its device, so it cannot be kept: who needs it again, sends it again from its
//! completion routine. While it is with the target it is cancelled through the [`SentList`](crate::request::SentList) in
//! which it was tracked.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

use super::format::Buffers;
use super::{Either, Place, Target};
use crate::context::{CONTEXT_ALIGNMENT, ObjectContext, RequestContext, TypeInfo};
use crate::irql::{AtMostDispatch, Cx};
use crate::pool::at_most_dispatch;
use crate::raw::AsRaw;
use crate::request::Trackable;
use crate::request::sent::{Parts, list::Node, sealed};
use crate::status::{Error, NtStatus, Result};
use crate::sys::{self, WDFREQUEST, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

/// A request that the driver has made, for its device's target; `S` is its state, `C` the driver's context of it. Deleted when it
/// is dropped.
///
/// # Invariants
/// `raw` is a request of the driver's own, made for `target` with a context of the type `TYPE` and a `C` behind it, in the
/// state `S`, not with the target, and no other value names it.
#[must_use = "a request that is dropped is deleted"]
pub struct OwnRequest<'d, D, S = Fresh, C = ()> {
    raw: WDFREQUEST,
    target: Target<'d, D, Either>,
    types: PhantomData<fn() -> (S, C)>,
}

/// A request of the driver's own that says nothing yet.
#[derive(Debug)]
pub enum Fresh {}

/// A request of the driver's own that can be sent.
#[derive(Debug)]
pub enum Formatted {}

/// A request of the driver's own that has come back from its target.
#[derive(Debug)]
pub enum Spent {}

/// wdf-safe's part of the context of such a request, before the driver's. Valid when zeroed.
#[repr(C, align(16))]
pub(super) struct Header {
    /// Its place among the requests that are out.
    node: Node,
    pub(super) buffers: Buffers,
    /// Is its parent the device, and not the driver?
    is_under_device: u32,
}

static_assertions::const_assert!(align_of::<Header>() <= CONTEXT_ALIGNMENT);

/// The identity of the context of such requests.
// SAFETY: the address of this static, the only one for requests of the driver's own, whose contexts are at least a header.
static TYPE: TypeInfo = unsafe { TypeInfo::of_size(c"wdf_safe::OwnRequest", &raw const TYPE, size_of::<Header>()) };

/// The place of a request of the driver's own among those that are out.
///
/// # Safety
/// `request` is a live request that an [`OwnRequest`] made.
pub(crate) unsafe fn node(request: WDFREQUEST) -> NonNull<Node> {
    // The node is the header's first field (repr(C)).
    // SAFETY: the caller's promise.
    unsafe { header(request) }.cast()
}

/// # Safety
/// `request` is a live request that an [`OwnRequest`] made.
pub(super) unsafe fn header(request: WDFREQUEST) -> NonNull<Header> {
    // SAFETY: a live handle; `WdfObjectGetTypedContextWorker`.
    let context = unsafe { ddi!(WdfObjectGetTypedContextWorker, request.cast(), TYPE.as_ptr()) };
    // SAFETY: every such request has this context, so the result is not NULL.
    unsafe { NonNull::new_unchecked(context.cast()) }
}

impl<'d, D: ObjectContext, R: Place> Target<'d, D, R> {
    /// Makes a request of the driver's own for this target. `WdfRequestCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create_request<L: AtMostDispatch>(&self, cx: &Cx<'_, L>) -> Result<OwnRequest<'d, D>> {
        self.create_request_with(cx)
    }

    /// As [`create_request`](Self::create_request), with a context of the driver's, zeroed: what its completion routine has to
    /// know of it. (`#[request_context]` is written above the struct.)
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create_request_with<C: RequestContext, L: AtMostDispatch>(
        &self,
        _cx: &Cx<'_, L>,
    ) -> Result<OwnRequest<'d, D, Fresh, C>> {
        const { assert!(align_of::<C>() <= align_of::<Header>(), "a request context is aligned to at most 16 bytes") };
        const { assert!(!core::mem::needs_drop::<C>(), "a request context is not dropped: it cannot have a destructor") };
        // A device that is deleted deletes what was made under it, also what a remote target still has: that target is closed
        // as late. So a request for such a one has the driver as its parent. The completion routine, for which the
        // target's own end waits, deletes it.
        let is_under_device = self.is_local();
        let parent: sys::WDFOBJECT = if is_under_device { self.device.raw().cast() } else { ptr::null_mut() };
        let mut attributes = sys::WDF_OBJECT_ATTRIBUTES {
            ParentObject: parent,
            ContextTypeInfo: TYPE.as_ptr(),
            ContextSizeOverride: size_of::<Header>() + size_of::<C>(),
            ..sys::config::object_attributes()
        };
        let mut raw = ptr::null_mut();
        // SAFETY: attributes with a live parent; a live target; a place for the handle.
        let status = unsafe { ddi!(WdfRequestCreate, &raw mut attributes, self.raw, &raw mut raw) };
        NtStatus::check("WdfRequestCreate", status)?;
        // SAFETY: just made with this context.
        let mut header = unsafe { header(raw) };
        // SAFETY: its own context, which nobody else reaches.
        unsafe { header.as_mut() }.is_under_device = u32::from(is_under_device);
        // SAFETY: just made, for this target, with this context.
        Ok(unsafe { OwnRequest::new(raw, self.either()) })
    }
}

impl<'d, D: ObjectContext, S, C: RequestContext> OwnRequest<'d, D, S, C> {
    /// # Safety
    /// `raw` is a request of the driver's own, made for `target` with a context of type `C`, in the state `S`, not with the
    /// target, and no other value names it.
    pub(crate) const unsafe fn new(raw: WDFREQUEST, target: Target<'d, D, Either>) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, target, types: PhantomData }
    }

    /// The target that it was made for.
    #[must_use]
    pub const fn target(&self) -> Target<'d, D, Either> {
        self.target
    }

    /// The driver's context of the request, zeroed when that was made. `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn context(&self) -> &C {
        // SAFETY: zeroed when the request was made, which is valid (`RequestContext`); only the holder reaches it.
        unsafe { self.user_part().as_ref() }
    }

    /// The driver's context of the request. `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn context_mut(&mut self) -> &mut C {
        // SAFETY: as in `context`; `&mut self` of the only holder.
        unsafe { self.user_part().as_mut() }
    }

    fn user_part(&self) -> NonNull<C> {
        // SAFETY: a live request that an `OwnRequest` made.
        let header = unsafe { header(self.raw) };
        // SAFETY: the driver's part lies right behind (invariant), aligned (asserted where it is made).
        unsafe { header.add(1) }.cast()
    }

    pub(super) const fn raw(&self) -> WDFREQUEST {
        self.raw
    }

    /// The handle and the target; the request is not deleted.
    pub(crate) fn into_parts(self) -> (WDFREQUEST, Target<'d, D, Either>) {
        let this = ManuallyDrop::new(self);
        (this.raw, this.target)
    }
}

impl<'d, D: ObjectContext, C: RequestContext> OwnRequest<'d, D, Fresh, C> {
    /// Makes it one for another target of the device, with its context. `WdfRequestChangeTarget`; IRQL <= DISPATCH_LEVEL.
    ///
    /// Between the local target and a remote one, requests for which have different parents, another request takes its place
    /// (`WdfRequestCreate`, `WdfObjectDelete`).
    ///
    /// # Errors
    /// The request, for the target that it was for, and what the framework returned: STATUS_INVALID_DEVICE_STATE when the other
    /// target is not open.
    pub fn change_target<L: AtMostDispatch, R: Place>(
        mut self,
        cx: &Cx<'_, L>,
        target: Target<'d, D, R>,
    ) -> Result<Self, (Self, Error)> {
        // SAFETY: a live request that an `OwnRequest` made.
        let header = unsafe { header(self.raw) };
        // SAFETY: its own context, which only the holder reaches.
        let is_under_device = unsafe { header.as_ref() }.is_under_device;
        if is_under_device != 0 || target.is_local() {
            let mut other = match target.create_request_with::<C, _>(cx) {
                Ok(other) => other,
                Err(error) => return Err((self, error)),
            };
            core::mem::swap(self.context_mut(), other.context_mut());
            return Ok(other);
        }
        // SAFETY: a request of the driver's own, not sent; a live target.
        let status = unsafe { ddi!(WdfRequestChangeTarget, self.raw, target.raw()) };
        match NtStatus::check("WdfRequestChangeTarget", status) {
            Ok(()) => {
                let (raw, _) = self.into_parts();
                // SAFETY: the same, for the other target.
                Ok(unsafe { OwnRequest::new(raw, target.either()) })
            }
            Err(error) => Err((self, error)),
        }
    }
}

impl<'d, D: ObjectContext, C: RequestContext> OwnRequest<'d, D, Spent, C> {
    /// Makes it as good as new, without its buffers, but with its context. `WdfRequestReuse`; IRQL <= DISPATCH_LEVEL.
    ///
    /// If somebody is at this moment [cancelling](crate::request::SentList::cancel) the send that is over, and is going to ask
    /// this very request a moment from now, another one takes its place (`WdfRequestCreate`, `WdfObjectDelete`): a
    /// cancellation never meets a later send.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn reuse<L: AtMostDispatch>(mut self, cx: &Cx<'_, L>) -> Result<OwnRequest<'d, D, Fresh, C>> {
        // SAFETY: a live request that an `OwnRequest` made.
        let node = unsafe { node(self.raw) };
        // SAFETY: its context, as long as it lives.
        if unsafe { node.as_ref() }.is_being_cancelled() {
            let mut other = self.target.create_request_with::<C, _>(cx)?;
            core::mem::swap(self.context_mut(), other.context_mut());
            // The old one is deleted; its canceller has a reference.
            return Ok(other);
        }
        let mut parameters = sys::config::request_reuse();
        // SAFETY: a request of the driver's own that has come back; a structure with its size set.
        let status = unsafe { ddi!(WdfRequestReuse, self.raw, &raw mut parameters) };
        NtStatus::check("WdfRequestReuse", status)?;
        // SAFETY: a live request that an `OwnRequest` made.
        let mut header = unsafe { header(self.raw) };
        // SAFETY: its own context, which only the holder reaches, in no list and with no canceller.
        let buffers = unsafe { &mut header.as_mut().buffers };
        // SAFETY: reused: it is formatted with nothing.
        unsafe { buffers.delete() };
        let (raw, target) = self.into_parts();
        // SAFETY: the same, as new.
        Ok(unsafe { OwnRequest::new(raw, target) })
    }
}

impl<D: ObjectContext, S, C: RequestContext> AsRaw for OwnRequest<'_, D, S, C> {
    type Raw = WDFREQUEST;

    fn as_raw(&self) -> WDFREQUEST {
        self.raw
    }
}

impl<'d, D: ObjectContext, S, C: RequestContext> OwnRequest<'d, D, S, C> {
    /// The request of this handle. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a request that an `OwnRequest<'_, D, _, C>` made for `target`, which was forgotten; it is in the state `S`, not with
    /// the target, and no other value names it.
    pub const unsafe fn from_raw<R: Place>(raw: WDFREQUEST, target: &Target<'d, D, R>) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(raw, target.either()) }
    }
}

// SAFETY: nothing else names it (invariant), and it is in a list only in a `Tracked` and while it is out.
unsafe impl<D, C> sealed::Sealed for OwnRequest<'_, D, Formatted, C> {
    fn parts(&self) -> Parts {
        // SAFETY: a live request that an `OwnRequest` made.
        Parts(self.raw, unsafe { node(self.raw) })
    }
}

impl<D, C> Trackable for OwnRequest<'_, D, Formatted, C> {}

impl<D, S, C> Drop for OwnRequest<'_, D, S, C> {
    fn drop(&mut self) {
        // In a service routine nothing can be deleted: the request stays until its parent goes.
        if !at_most_dispatch() {
            return;
        }
        // SAFETY: a request of the driver's own, not with its target, that nothing else names (invariant).
        unsafe { ddi!(WdfObjectDelete, self.raw.cast()) };
    }
}

impl<D, S, C> fmt::Debug for OwnRequest<'_, D, S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnRequest").field(&self.raw).finish()
    }
}
