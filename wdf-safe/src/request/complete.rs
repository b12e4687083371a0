//! The calls that end a request.
//!
//! *Where it stands.* Row 2, on [`Request`] in the states in which its holder may end it.
//!
//! *Key types.* Methods of [`Request`] and [`Failed`].
//!
//! *Wraps.* `WdfRequestComplete`, `WdfRequestCompleteWithInformation`, `WdfRequestCompleteWithPriorityBoost`; IRQL <=
//! DISPATCH_LEVEL. Each may run other callbacks of the driver before it returns: the next request of the queue, when
//! nobody else is presenting. So each asks for a context in which no lock is held.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::{Failed, Handled, InCallerContext, InHand, Kind, MustComplete, Opening, Request, Write};
use crate::context::RequestContext;
use crate::irql::{CallOut, Cx};
use crate::status::NtStatus;
use crate::sys::{WDFREQUEST, ddi};

impl<'id, S: InHand, K: Kind> Request<'id, S, K> {
    /// Completes the request with this status and no information. `WdfRequestComplete`.
    #[inline]
    pub fn complete<L: CallOut>(self, _cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        // SAFETY: an owned request, not cancelable, given up here.
        unsafe { complete(self.into_raw(), status) }
    }

    /// Completes the request with this status, and raises the priority of the thread that waits for it by `boost`.
    /// `WdfRequestCompleteWithPriorityBoost`.
    #[inline]
    pub fn complete_with_priority_boost<L: CallOut>(
        self,
        _cx: &mut Cx<'_, L>,
        status: NtStatus,
        boost: u8,
    ) -> Handled<'id> {
        let boost = boost.min(i8::MAX as u8);
        // SAFETY: an owned request, not cancelable, given up here.
        unsafe {
            ddi!(WdfRequestCompleteWithPriorityBoost, self.into_raw(), status.code(), boost.cast_signed());
        }
        // SAFETY: completed.
        unsafe { Handled::new() }
    }
}

impl<'id, S: InHand, C: RequestContext> Request<'id, S, Write<C>> {
    /// Completes a write with this status and the number of bytes that the device has taken, at most the length of the
    /// write. `WdfRequestCompleteWithInformation`.
    ///
    /// For reads and device controls the information is what was written into the output buffer: see
    /// [`Writer::complete`](super::Writer::complete).
    pub fn complete_with_information<L: CallOut>(
        self,
        _cx: &mut Cx<'_, L>,
        status: NtStatus,
        taken: usize,
    ) -> Handled<'id> {
        let information = taken.min(self.parameters().length);
        // SAFETY: an owned request, not cancelable, given up here; the information is within its length.
        unsafe { complete_with_information(self.into_raw(), status, information) }
    }
}

impl<'id, K: Kind> Request<'id, MustComplete, K> {
    /// Completes the cancelled request with STATUS_CANCELLED. `WdfRequestComplete`.
    #[inline]
    pub fn complete_cancelled<L: CallOut>(self, _cx: &mut Cx<'_, L>) -> Handled<'id> {
        // SAFETY: cancelled and left to this holder, given up here.
        unsafe { complete(self.into_raw(), NtStatus::CANCELLED) }
    }
}

impl<'id, K: Kind> Request<'id, InCallerContext, K> {
    /// Completes the request with this status and no information. `WdfRequestComplete`.
    #[inline]
    pub fn complete<L: CallOut>(self, _cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        // SAFETY: an owned request, not cancelable, given up here.
        unsafe { complete(self.into_raw(), status) }
    }
}

impl<'id, K: Kind> Request<'id, Opening, K> {
    /// Completes the request with this status: with a success the handle is open. `WdfRequestComplete`.
    #[inline]
    pub fn complete<L: CallOut>(self, _cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        // SAFETY: an owned request, not cancelable, given up here.
        unsafe { complete(self.into_raw(), status) }
    }
}

impl<'id, K: Kind> Failed<Request<'id, InCallerContext, K>> {
    /// Completes the request with the status of the failure. `WdfRequestComplete`.
    #[inline]
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>) -> Handled<'id> {
        self.request.complete(cx, self.status)
    }
}

impl<'id, S: InHand, K: Kind> Failed<Request<'id, S, K>> {
    /// Completes the request with the status of the failure. `WdfRequestComplete`.
    #[inline]
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>) -> Handled<'id> {
        self.request.complete(cx, self.status)
    }
}

/// # Safety
/// The caller alone holds the request, it is not marked cancelable (or was cancelled and left to the caller), and the
/// brand is its own.
#[inline]
pub(super) unsafe fn complete<'id>(request: WDFREQUEST, status: NtStatus) -> Handled<'id> {
    // SAFETY: the caller's promise.
    unsafe { ddi!(WdfRequestComplete, request, status.code()) };
    // SAFETY: completed.
    unsafe { Handled::new() }
}

/// # Safety
/// As of [`complete`]; `information` is at most the length of the buffer that is filled or was taken.
#[inline]
pub(super) unsafe fn complete_with_information<'id>(
    request: WDFREQUEST,
    status: NtStatus,
    information: usize,
) -> Handled<'id> {
    // SAFETY: the caller's promise. ULONG_PTR has the width of usize.
    unsafe { ddi!(WdfRequestCompleteWithInformation, request, status.code(), information as _) };
    // SAFETY: completed.
    unsafe { Handled::new() }
}

/// Completes a request that was presented before its queue's context was ready.
///
/// # Safety
/// As of [`complete`].
#[cold]
#[inline(never)]
pub(crate) unsafe fn complete_not_ready(request: WDFREQUEST) {
    // SAFETY: the caller's promise.
    let _handled = unsafe { complete(request, NtStatus::DEVICE_NOT_READY) };
}
