//! Manual queues: the driver takes requests out, searches for them, and puts them back.
//!
//! *Where it stands.* Row 2: calls that name a queue and bring a request.
//!
//! *Key types.* [`Retrieved`], a request that was taken out; [`Candidate`], one that is looked at; [`Retrieval`], what
//! came of it.
//!
//! *Wraps.* "Managing I/O Queues", `WdfIoQueueRetrieveNextRequest`, `WdfIoQueueRetrieveRequestByFileObject`,
//! `WdfIoQueueFindRequest`, `WdfIoQueueRetrieveFoundRequest`, `WdfRequestRequeue`; IRQL <= DISPATCH_LEVEL.
//!
//! A request that waits in a queue is the framework's, which cancels it by itself. What is taken out is given to a
//! closure, with a brand of its own, and must be disposed of there.
//!
//! The framework's search hands out references to requests that it goes on owning. Here a search is one call: what is
//! found is either passed over or taken out, before anything else can happen to the reference.
#![expect(unsafe_code, reason = "calls of the framework with handles of a request and a queue")]

use super::{Manual, Queue};
use crate::context::{ObjectContext, RequestContext};
use crate::irql::{CallOut, Cx};
use crate::object::sealed::Sealed as _;
use crate::raw::AsRaw as _;
use crate::request::{Any, AnyParameters, ByKind, Failed, FileObject, Handled, Owned, Request, kind, ticket};
use crate::status::NtStatus;
use crate::sys::{self, NT_SUCCESS, NTSTATUS, STATUS_NOT_FOUND, STATUS_WDF_PAUSED, WDFQUEUE, WDFREQUEST, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

/// A request that was taken out of a manual queue, and can be put back.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// /// Completes the first read of the queue with these bytes; what is no read stays.
/// fn answer_a_read(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>, bytes: &[u8]) -> Retrieval {
///     queue.retrieve_where(
///         cx,
///         |candidate| matches!(candidate.parameters(), AnyParameters::Read(_)),
///         |cx, found| match found.kind() {
///             ByKind::Read(read) => match read.into_writer() {
///                 Ok(mut answer) => {
///                     answer.put(bytes);
///                     answer.complete(cx)
///                 }
///                 Err(failed) => failed.complete(cx),
///             },
///             other => other.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
///         },
///     )
/// }
/// ```
///
/// # Invariants
/// The request was retrieved from a manual queue, and has been in the holder's hands since: in no store, not marked, not sent.
/// `place` is where the framework has written it, in the frame of the call that gives it, which outlives the brand; nobody
/// else uses the place. (The handle is left there, as C leaves it: so no register is saved for it.)
#[must_use = "a request must be disposed of: complete it, park it, pass it on, or put it back"]
pub struct Retrieved<'id, C: RequestContext = ()> {
    place: NonNull<Request<'id, Owned, Any<C>>>,
}

// What a driver pays for: a pointer.
static_assertions::assert_eq_size!(Retrieved<'static>, usize);

/// A request that a search looks at: it stays the framework's.
#[derive(Debug)]
pub struct Candidate<'f> {
    parameters: AnyParameters,
    looked_at: PhantomData<&'f mut ()>,
}

/// What came of asking a manual queue for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retrieval {
    /// The closure had one, and disposed of it.
    Handled,
    /// There is none, or none that was asked for.
    Nothing,
    /// The queue gives none out at this time: it is stopped, or the device is not in its working state.
    Paused,
}

impl<T: ObjectContext> Queue<T, Manual> {
    /// Takes the first request out, and lets `f` dispose of it. `WdfIoQueueRetrieveNextRequest`.
    pub fn retrieve_next<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Retrieved<'id, T::Requests>) -> Handled<'id>,
    ) -> Retrieval {
        let mut request = ptr::null_mut();
        let place = &raw mut request;
        // SAFETY: a live manual queue; a place for the handle.
        let status = unsafe { ddi!(WdfIoQueueRetrieveNextRequest, self.raw(), place) };
        // SAFETY: just retrieved, from a queue of a device with this request context.
        unsafe { Self::give(cx, status, place, f) }
    }

    /// Takes the first request of this open handle out, and lets `f` dispose of it.
    /// `WdfIoQueueRetrieveRequestByFileObject`.
    pub fn retrieve_by_file<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        file: &FileObject<'_>,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Retrieved<'id, T::Requests>) -> Handled<'id>,
    ) -> Retrieval {
        let mut request = ptr::null_mut();
        let place = &raw mut request;
        // SAFETY: a live manual queue, an open file object; a place for the handle.
        let status = unsafe { ddi!(WdfIoQueueRetrieveRequestByFileObject, self.raw(), file.raw(), place) };
        // SAFETY: just retrieved, from a queue of a device with this request context.
        unsafe { Self::give(cx, status, place, f) }
    }

    /// Takes the first request out for which `wanted` is true, and lets `f` dispose of it. `WdfIoQueueFindRequest`,
    /// `WdfIoQueueRetrieveFoundRequest`.
    ///
    /// When the search loses its place, because the request it stands at left the queue meanwhile, it begins again: so
    /// `wanted` can be asked of a request more than once. It is given no context: nothing of the queue can be called
    /// while its requests are looked at.
    pub fn retrieve_where<L: CallOut>(
        &self,
        cx: &mut Cx<'_, L>,
        mut wanted: impl FnMut(&Candidate<'_>) -> bool,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Retrieved<'id, T::Requests>) -> Handled<'id>,
    ) -> Retrieval {
        let mut place = Place(ptr::null_mut());
        loop {
            let mut parameters = sys::config::request_parameters();
            let mut found = ptr::null_mut();
            // SAFETY: a live manual queue; null, or a request that was found in it and is referenced; any file object;
            // a structure with its size set; a place for the handle.
            let status = unsafe {
                ddi!(WdfIoQueueFindRequest, self.raw(), place.0, ptr::null_mut(), &raw mut parameters, &raw mut found)
            };
            if status == STATUS_NOT_FOUND {
                place = Place(ptr::null_mut());
                continue;
            }
            if !NT_SUCCESS(status) {
                return Retrieval::of(status);
            }
            // The one before is left behind.
            place = Place(found);
            let parameters = kind::read::<Any<T::Requests>>(&parameters);
            if !wanted(&Candidate { parameters, looked_at: PhantomData }) {
                continue;
            }
            let mut request = ptr::null_mut();
            let taken = &raw mut request;
            // SAFETY: a live manual queue; a request that was found in it and is referenced; a place for the handle.
            let status = unsafe { ddi!(WdfIoQueueRetrieveFoundRequest, self.raw(), place.0, taken) };
            // The reference of the search is dropped, whatever came of it.
            place = Place(ptr::null_mut());
            if status != STATUS_NOT_FOUND {
                // SAFETY: just retrieved, from a queue of a device with this request context.
                return unsafe { Self::give(cx, status, taken, f) };
            }
        }
    }

    /// # Safety
    /// `request` is a local variable of the caller's, of which nothing else is left. If `status` is a success, what is in it was
    /// just retrieved from a queue with this context type, whose request context is that of its device.
    #[inline]
    unsafe fn give<L: CallOut>(
        cx: &mut Cx<'_, L>,
        status: NTSTATUS,
        request: *mut WDFREQUEST,
        f: impl for<'id> FnOnce(&mut Cx<'_, L>, Retrieved<'id, T::Requests>) -> Handled<'id>,
    ) -> Retrieval {
        if !NT_SUCCESS(status) {
            return Retrieval::of(status);
        }
        // INVARIANT: just retrieved: owned, not marked, no other handle of it; the brand is the closure's own. A `Request` is
        // transparent over the handle.
        // SAFETY: a variable's address.
        let place = unsafe { NonNull::new_unchecked(request.cast()) };
        let _handled = f(cx, Retrieved { place });
        Retrieval::Handled
    }

    fn raw(&self) -> WDFQUEUE {
        self.handle().cast()
    }
}

/// Where a search stands: null, or a request with the reference that the search has on it.
struct Place(WDFREQUEST);

impl Drop for Place {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the reference that `WdfIoQueueFindRequest` took.
            unsafe { ticket::dereference(self.0) };
        }
    }
}

impl<'id, C: RequestContext> Retrieved<'id, C> {
    /// The request, which is then no longer known to come from a manual queue.
    pub fn into_request(self) -> Request<'id, Owned, Any<C>> {
        // SAFETY: a request, of which this is the only value (invariant), given up here.
        unsafe { self.place.read() }
    }

    /// The request by its kind. `WdfRequestGetParameters`.
    pub fn kind(self) -> ByKind<'id, Owned, C> {
        self.into_request().kind()
    }

    /// Completes the request with this status and no information. `WdfRequestComplete`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        self.into_request().complete(cx, status)
    }

    /// Puts the request back, as the first of its queue. `WdfRequestRequeue`.
    ///
    /// Before this returns another thread may have taken it out again. A request that turns out to be cancelled is
    /// completed, or goes to the queue's handler for that.
    ///
    /// # Errors
    /// The request again, with what the framework returned.
    pub fn requeue<L: CallOut>(self, _cx: &mut Cx<'_, L>) -> Result<Handled<'id>, Failed<Self>> {
        // SAFETY: a request (invariant).
        let raw = unsafe { self.place.as_ref() }.as_raw();
        // SAFETY: an owned request, not cancelable, of a manual queue, given up here. In hand since it was retrieved (the
        // invariant of `Retrieved`), and so not acknowledged (`wait.rs`).
        let status = unsafe { ddi!(WdfRequestRequeue, raw) };
        if NT_SUCCESS(status) {
            // SAFETY: the framework has it.
            return Ok(unsafe { Handled::new() });
        }
        // Still ours.
        Err(Failed { request: self, status: NtStatus::from_failure(status) })
    }
}

impl<'id, C: RequestContext> Deref for Retrieved<'id, C> {
    type Target = Request<'id, Owned, Any<C>>;

    fn deref(&self) -> &Self::Target {
        // SAFETY: a request (invariant).
        unsafe { self.place.as_ref() }
    }
}

impl<C: RequestContext> fmt::Debug for Retrieved<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Retrieved").field(&**self).finish()
    }
}

impl<C: RequestContext> DerefMut for Retrieved<'_, C> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        // SAFETY: a request, of which this is the only value (invariant).
        unsafe { self.place.as_mut() }
    }
}

impl Candidate<'_> {
    /// What is asked for.
    #[must_use]
    pub const fn parameters(&self) -> AnyParameters {
        self.parameters
    }
}

impl Retrieval {
    /// What a failure says.
    fn of(status: NTSTATUS) -> Self {
        if status == STATUS_WDF_PAUSED { Self::Paused } else { Self::Nothing }
    }
}
