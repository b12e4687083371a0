//! Sending a request of the driver's own with a completion routine.
//!
//! *Where it stands.* Row 5: methods of [`OwnRequest`] and [`Tracked`] that give the framework a completion routine.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* `WdfRequestSetCompletionRoutine`, `WdfRequestSend`, `WdfRequestGetStatus`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

use super::send;
use crate::context::{ObjectContext, RequestContext};
use crate::handler::{self, OwnCompletionHandler};
use crate::irql::{CallOut, Cx};
use crate::request::{Failed, Tracked};
use crate::status::NtStatus;
use crate::target::{Deadline, Formatted, OwnRequest, Spent};
use crate::trampoline;
use core::ptr;

impl<'d, D: ObjectContext, C: RequestContext> OwnRequest<'d, D, Formatted, C> {
    /// Sends the request to its target; `completed` gets it back when the target has completed it.
    /// `WdfRequestSetCompletionRoutine`, `WdfRequestSend`.
    ///
    /// `completed` may run on any thread, also before this returns, synchronised with nothing. It drops the request, or
    /// [reuses](OwnRequest::reuse) it.
    ///
    /// # Errors
    /// The request again, with what the framework says of it.
    #[inline]
    pub fn send<L, F>(self, cx: &mut Cx<'_, L>, completed: F) -> Result<(), Failed<Self>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        self.send_as(cx, completed, None)
    }

    /// As [`send`](Self::send); when the time is up the framework asks for it to be cancelled, and it comes back with
    /// STATUS_IO_TIMEOUT, or with what it was completed with in time. `WdfRequestSend` with `WDF_REQUEST_SEND_OPTION_TIMEOUT`.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); STATUS_INSUFFICIENT_RESOURCES when there is no memory for the timer.
    #[inline]
    pub fn send_within<L, F>(self, cx: &mut Cx<'_, L>, deadline: Deadline, completed: F) -> Result<(), Failed<Self>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        self.send_as(cx, completed, Some(deadline))
    }

    #[inline]
    fn send_as<L, F>(self, _cx: &mut Cx<'_, L>, _completed: F, deadline: Option<Deadline>) -> Result<(), Failed<Self>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        handler::assert_no_bytes::<F>();
        let (raw, target) = self.into_parts();
        // SAFETY: a request of the driver's own, formatted for this target, given up here; the trampoline was compiled for
        // this device context.
        let sent = unsafe {
            send(raw, target.raw(), Some(trampoline::send::own_completed::<D, C, F>), ptr::null_mut(), deadline)
        };
        sent.map_err(|status| {
            // SAFETY: still ours, and formatted.
            let request = unsafe { OwnRequest::new(raw, target) };
            Failed { request, status }
        })
    }
}

impl<'d, D: ObjectContext, C: RequestContext> Tracked<'_, OwnRequest<'d, D, Formatted, C>> {
    /// Sends the request to its target; `completed` gets it back when the target has completed it, and then it is not in its
    /// list any more. As [`OwnRequest::send`].
    ///
    /// # Errors
    /// The request again, in no list, with what the framework says of it: STATUS_CANCELLED also when it was cancelled since
    /// it was tracked, or its list is [closed](crate::request::SentList::close). It may have to be
    /// [reused](OwnRequest::reuse) even though it was not sent: the framework does not forget that it was cancelled.
    #[inline]
    pub fn send<L, F>(self, cx: &mut Cx<'_, L>, completed: F) -> Result<(), Failed<OwnRequest<'d, D, Spent, C>>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        self.send_as(cx, completed, None)
    }

    /// As [`send`](Self::send); when the time is up the framework asks for it to be cancelled, and it comes back with
    /// STATUS_IO_TIMEOUT, or with what it was completed with in time. `WdfRequestSend` with `WDF_REQUEST_SEND_OPTION_TIMEOUT`.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); STATUS_INSUFFICIENT_RESOURCES when there is no memory for the timer.
    #[inline]
    pub fn send_within<L, F>(
        self,
        cx: &mut Cx<'_, L>,
        deadline: Deadline,
        completed: F,
    ) -> Result<(), Failed<OwnRequest<'d, D, Spent, C>>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        self.send_as(cx, completed, Some(deadline))
    }

    #[inline]
    fn send_as<L, F>(
        self,
        _cx: &mut Cx<'_, L>,
        _completed: F,
        deadline: Option<Deadline>,
    ) -> Result<(), Failed<OwnRequest<'d, D, Spent, C>>>
    where
        L: CallOut,
        F: OwnCompletionHandler<D, C>,
    {
        handler::assert_no_bytes::<F>();
        let may_be_sent = self.may_be_sent();
        let (request, sending) = self.into_parts();
        let (raw, target) = request.into_parts();
        let sent = if may_be_sent {
            let routine = trampoline::send::own_completed_tracked::<D, C, F>;
            // SAFETY: as in `OwnRequest::send`; the context is that of the list in which it is.
            unsafe { send(raw, target.raw(), Some(routine), sending.store.as_context(), deadline) }
        } else {
            Err(NtStatus::CANCELLED)
        };
        sent.map_err(|status| {
            sending.end();
            // SAFETY: still ours, and in no list.
            let request = unsafe { OwnRequest::new(raw, target) };
            Failed { request, status }
        })
    }
}
