//! Sending a request with a completion routine.
//!
//! *Where it stands.* Row 5: methods of [`Request`], [`Prepared`] and [`Tracked`] that give the framework a completion routine.
//! Those of requests of the driver's own are in `own.rs`.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* `WdfRequestFormatRequestUsingCurrentType`, `WdfRequestSetCompletionRoutine`, `WdfRequestSend`,
//! `WdfRequestGetStatus`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

mod own;

use crate::context::ObjectContext;
use crate::handler::{self, CompletionHandler};
use crate::irql::{CallOut, Cx};
use crate::request::{Failed, Handled, InHand, Kind, Request, Returned, Tracked};
use crate::status::NtStatus;
use crate::sys::{self, PFN_WDF_REQUEST_COMPLETION_ROUTINE, PVOID, WDFIOTARGET, WDFREQUEST, ddi};
use crate::target::{Deadline, Prepared, Target};
use crate::trampoline;
use core::ptr;

impl<'id, S: InHand, K: Kind> Request<'id, S, K> {
    /// Sends the request on to the next driver as it came; `completed` gets it back when that has completed it.
    /// `WdfRequestFormatRequestUsingCurrentType`, `WdfRequestSetCompletionRoutine`, `WdfRequestSend`.
    ///
    /// `completed` may run on any thread, also before this returns, synchronised with nothing. It disposes of the request
    /// as any handler does, mostly by completing it with the status of the [`Outcome`](crate::target::Outcome).
    ///
    /// While the next driver has it, an application that cancels the request cancels it there. A driver that wants to cancel
    /// it there itself [tracks](crate::request::SentList::track) it.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Filter {
    ///     passed: AtomicU32,
    /// }
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     match queue.device::<Filter>().and_then(|device| device.io_target(cx)) {
    ///         Some(below) => request.send(cx, below, passed).unwrap_or_else(|failed| failed.complete(cx)),
    ///         None => request.complete(cx, NtStatus::INVALID_DEVICE_STATE),
    ///     }
    /// }
    ///
    /// fn passed<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     below: Target<'_, Filter>,
    ///     request: Request<'id, Returned, Read>,
    ///     outcome: Outcome,
    /// ) -> Handled<'id> {
    ///     below.device().context().passed.fetch_add(1, Ordering::Relaxed);
    ///     request.complete(cx, outcome.status())
    /// }
    /// ```
    ///
    /// # Errors
    /// The request again, with what the framework says of it: STATUS_CANCELLED, or STATUS_INVALID_DEVICE_STATE when the
    /// target takes no requests. One that was [tracked](crate::request::SentList::track) before, and whose earlier send is
    /// being cancelled at this moment, counts as cancelled.
    #[inline]
    pub fn send<L, D, F>(
        self,
        cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        completed: F,
    ) -> Result<Handled<'id>, Failed<Self>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        self.send_as(cx, target, completed, None)
    }

    /// As [`send`](Self::send); when the time is up the framework asks for it to be cancelled, and it comes back with
    /// STATUS_IO_TIMEOUT, or with what it was completed with in time. `WdfRequestSend` with `WDF_REQUEST_SEND_OPTION_TIMEOUT`.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); STATUS_INSUFFICIENT_RESOURCES when there is no memory for the timer.
    #[inline]
    pub fn send_within<L, D, F>(
        self,
        cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        deadline: Deadline,
        completed: F,
    ) -> Result<Handled<'id>, Failed<Self>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        self.send_as(cx, target, completed, Some(deadline))
    }

    #[inline]
    fn send_as<L, D, F>(
        self,
        _cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        _completed: F,
        deadline: Option<Deadline>,
    ) -> Result<Handled<'id>, Failed<Self>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        handler::assert_no_bytes::<F>();
        // SAFETY: its own context, as long as the request lives.
        if S::WAS_OUT && unsafe { self.node().as_ref() }.is_being_cancelled() {
            return Err(Failed { request: self, status: NtStatus::CANCELLED });
        }
        let raw = self.into_raw();
        // SAFETY: in hand, not cancelable.
        unsafe { ddi!(WdfRequestFormatRequestUsingCurrentType, raw) };
        // SAFETY: in hand, not cancelable, formatted, given up here; a live target of its device (invariant of `Target`);
        // the trampoline was compiled for this kind and device context.
        match unsafe {
            send(raw, target.raw(), Some(trampoline::send::completed::<D, K, F>), ptr::null_mut(), deadline)
        } {
            // SAFETY: the target has it.
            Ok(()) => Ok(unsafe { Handled::new() }),
            Err(status) => {
                // SAFETY: still ours.
                let request = unsafe { Request::new(raw) };
                Err(Failed { request, status })
            }
        }
    }
}

impl<'id, D: ObjectContext, K: Kind> Prepared<'id, '_, D, K> {
    /// Sends the request to the target that it is formatted for; `completed` gets it back. As [`Request::send`].
    ///
    /// # Errors
    /// The request again, to be completed or sent as it came, with what the framework says of it.
    #[inline]
    pub fn send<L, F>(self, cx: &mut Cx<'_, L>, completed: F) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        F: CompletionHandler<D, K>,
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
    ) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        F: CompletionHandler<D, K>,
    {
        self.send_as(cx, completed, Some(deadline))
    }

    #[inline]
    fn send_as<L, F>(
        self,
        _cx: &mut Cx<'_, L>,
        _completed: F,
        deadline: Option<Deadline>,
    ) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        F: CompletionHandler<D, K>,
    {
        handler::assert_no_bytes::<F>();
        let (request, target) = self.into_parts();
        let raw = request.into_raw();
        // SAFETY: an owned request, not cancelable, formatted for this target, which lives; given up here; the trampoline was
        // compiled for this kind and device context.
        match unsafe {
            send(raw, target.raw(), Some(trampoline::send::completed::<D, K, F>), ptr::null_mut(), deadline)
        } {
            // SAFETY: the target has it.
            Ok(()) => Ok(unsafe { Handled::new() }),
            Err(status) => {
                // SAFETY: still ours.
                let request = unsafe { Request::new(raw) };
                Err(Failed { request, status })
            }
        }
    }
}

impl<'id, S: InHand, K: Kind> Tracked<'_, Request<'id, S, K>> {
    /// Sends the request on to the next driver as it came; `completed` gets it back when that has completed it, and then it
    /// is not in its list any more. As [`Request::send`].
    ///
    /// # Errors
    /// The request again, in no list, with what the framework says of it: STATUS_CANCELLED also when it was cancelled since
    /// it was tracked, or its list is [closed](crate::request::SentList::close).
    #[inline]
    pub fn send<L, D, F>(
        self,
        cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        completed: F,
    ) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        self.send_as(cx, target, completed, None)
    }

    /// As [`send`](Self::send); when the time is up the framework asks for it to be cancelled, and it comes back with
    /// STATUS_IO_TIMEOUT, or with what it was completed with in time. `WdfRequestSend` with `WDF_REQUEST_SEND_OPTION_TIMEOUT`.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); STATUS_INSUFFICIENT_RESOURCES when there is no memory for the timer.
    #[inline]
    pub fn send_within<L, D, F>(
        self,
        cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        deadline: Deadline,
        completed: F,
    ) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        self.send_as(cx, target, completed, Some(deadline))
    }

    #[inline]
    fn send_as<L, D, F>(
        self,
        _cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
        _completed: F,
        deadline: Option<Deadline>,
    ) -> Result<Handled<'id>, Failed<Request<'id, Returned, K>>>
    where
        L: CallOut,
        D: ObjectContext,
        F: CompletionHandler<D, K>,
    {
        handler::assert_no_bytes::<F>();
        let may_be_sent = self.may_be_sent();
        let (request, sending) = self.into_parts();
        let raw = request.into_raw();
        let sent = if may_be_sent {
            let routine = trampoline::send::completed_tracked::<D, K, F>;
            // SAFETY: in hand, not cancelable.
            unsafe { ddi!(WdfRequestFormatRequestUsingCurrentType, raw) };
            // SAFETY: as in `Request::send`; the context is that of the list in which it is.
            unsafe { send(raw, target.raw(), Some(routine), sending.store.as_context(), deadline) }
        } else {
            Err(NtStatus::CANCELLED)
        };
        sent.map_err(|status| {
            sending.end();
            // SAFETY: still ours, and in no list.
            let request = unsafe { Request::new(raw) };
            Failed { request, status }
        })?;
        // SAFETY: the target has it.
        Ok(unsafe { Handled::new() })
    }
}

/// # Errors
/// What the framework says of the request, which was not sent and has no completion routine.
///
/// # Safety
/// The caller alone has the request, formatted, and gives it up if this succeeds; `target` is live, and `completed` its
/// completion routine, which is given `context`.
#[inline]
unsafe fn send(
    request: WDFREQUEST,
    target: WDFIOTARGET,
    completed: PFN_WDF_REQUEST_COMPLETION_ROUTINE,
    context: PVOID,
    deadline: Option<Deadline>,
) -> Result<(), NtStatus> {
    // SAFETY: the caller's promise.
    unsafe { ddi!(WdfRequestSetCompletionRoutine, request, completed, context) };
    let mut options = deadline.map(|deadline| sys::config::timeout_options(deadline.relative()));
    let options = options.as_mut().map_or(ptr::null_mut(), ptr::from_mut);
    // SAFETY: the caller's promise; no options, or a structure with its size set.
    if unsafe { ddi!(WdfRequestSend, request, target, options) } != 0 {
        return Ok(());
    }
    // SAFETY: not sent: still the caller's.
    let status = unsafe { ddi!(WdfRequestGetStatus, request) };
    // SAFETY: as above.
    unsafe { ddi!(WdfRequestSetCompletionRoutine, request, None, ptr::null_mut()) };
    Err(NtStatus::from_failure(status))
}
