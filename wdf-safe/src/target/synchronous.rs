//! Sending a request and waiting for it.
//!
//! *Where it stands.* Row 2: methods of [`Request`], [`OwnRequest`] and, for either, [`Tracked`].
//!
//! *Key types.* [`Deadline`], without which nobody may wait; [`CameBack`].
//!
//! *Wraps.* "Sending I/O Requests Synchronously", `WdfRequestSend` with `WDF_REQUEST_SEND_OPTION_SYNCHRONOUS` and
//! `WDF_REQUEST_SEND_OPTION_TIMEOUT`, `WdfRequestGetStatus`, `WdfRequestGetInformation`, `WdfRequestGetCompletionParams`;
//! PASSIVE_LEVEL.
//!
//! When the time is up the framework asks for the request to be cancelled, *and goes on waiting until it has come back*
//! (`fxiotarget.cpp:SubmitSync`): a next driver that does not heed the cancellation keeps the thread. What it comes back with
//! then is STATUS_IO_TIMEOUT, or whatever it was completed with in time.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

use super::{Asked, Formatted, Outcome, OwnRequest, Spent, Target, asked};
use crate::context::{ObjectContext, RequestContext};
use crate::irql::{Cx, Passive};
use crate::request::{Failed, InHand, Kind, Request, Returned, Tracked};
use crate::status::NtStatus;
use crate::sys::{self, WDFIOTARGET, WDFREQUEST, ddi};
use core::num::NonZeroU32;

/// How long a request may take that somebody waits for, or sends [with a deadline](Request::send_within): at least a millisecond, at most some weeks.
///
/// ```
/// use core::num::NonZeroU32;
/// use wdf_safe::target::Deadline;
///
/// const SOON: Deadline = Deadline::millis(NonZeroU32::new(500).unwrap());
/// # let _ = SOON;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    millis: NonZeroU32,
}

/// What sending and waiting came to: the request that has come back, with its outcome; or, when it was not sent, the request
/// and why.
pub type CameBack<R, N = R> = Result<(R, Outcome), Failed<N>>;

impl Deadline {
    /// So many milliseconds from when the request is sent.
    #[must_use]
    pub const fn millis(millis: NonZeroU32) -> Self {
        Self { millis }
    }

    /// In units of 100 nanoseconds, negative, as the framework counts from now on.
    pub(crate) const fn relative(self) -> i64 {
        -(self.millis.get() as i64 * 10_000)
    }
}

impl<'id, S: InHand, K: Kind> Request<'id, S, K> {
    /// Sends the request on to the next driver as it came, and waits until it has come back. `WdfRequestSend`; PASSIVE_LEVEL.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use core::num::NonZeroU32;
    /// use wdf_safe::prelude::*;
    ///
    /// const SOON: Deadline = Deadline::millis(NonZeroU32::new(500).unwrap());
    ///
    /// #[object_context]
    /// struct Filter {
    ///     slow: AtomicU32,
    /// }
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Passive>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     let Some(device) = queue.device::<Filter>() else {
    ///         return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    ///     };
    ///     let Some(below) = device.io_target(cx) else {
    ///         return request.complete(cx, NtStatus::INVALID_DEVICE_STATE);
    ///     };
    ///     match request.send_synchronously(cx, below, SOON) {
    ///         Ok((request, outcome)) => {
    ///             if outcome.status() == NtStatus::IO_TIMEOUT {
    ///                 device.context().slow.fetch_add(1, Ordering::Relaxed);
    ///             }
    ///             request.complete(cx, outcome.status())
    ///         }
    ///         Err(failed) => failed.complete(cx),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// The request again, with what the framework says of it, when it was not sent: STATUS_CANCELLED, or
    /// STATUS_INVALID_DEVICE_STATE when the target takes no requests.
    pub fn send_synchronously<D: ObjectContext>(
        self,
        _cx: &mut Cx<'_, Passive>,
        target: Target<'_, D>,
        deadline: Deadline,
    ) -> CameBack<Request<'id, Returned, K>, Self> {
        // SAFETY: its own context, as long as the request lives.
        if S::WAS_OUT && unsafe { self.node().as_ref() }.is_being_cancelled() {
            return Err(Failed { request: self, status: NtStatus::CANCELLED });
        }
        let raw = self.into_raw();
        // SAFETY: in hand, not cancelable; the target's device has a driver below, so the IRP has a stack location for it.
        unsafe { ddi!(WdfRequestFormatRequestUsingCurrentType, raw) };
        // SAFETY: in hand, not cancelable, formatted, without a completion routine; a live target of its device (invariant of
        // `Target`); PASSIVE_LEVEL.
        match unsafe { send(raw, target.raw, deadline) } {
            // SAFETY: it has come back: ours.
            Ok(outcome) => Ok((unsafe { Request::new(raw) }, outcome)),
            Err(status) => {
                // SAFETY: not sent: still ours.
                let request = unsafe { Request::new(raw) };
                Err(Failed { request, status })
            }
        }
    }
}

impl<'id, S: InHand, K: Kind> Tracked<'_, Request<'id, S, K>> {
    /// As [`Request::send_synchronously`]; while it is out others can cancel it, by its [ticket](Tracked::ticket).
    ///
    /// # Errors
    /// The request again, in no list, with what the framework says of it, when it was not sent.
    pub fn send_synchronously<D: ObjectContext>(
        self,
        _cx: &mut Cx<'_, Passive>,
        target: Target<'_, D>,
        deadline: Deadline,
    ) -> CameBack<Request<'id, Returned, K>> {
        let may_be_sent = self.may_be_sent();
        let (request, sending) = self.into_parts();
        let raw = request.into_raw();
        let sent = if may_be_sent {
            // SAFETY: as in `Request::send_synchronously`.
            unsafe { ddi!(WdfRequestFormatRequestUsingCurrentType, raw) };
            // SAFETY: as in `Request::send_synchronously`.
            unsafe { send(raw, target.raw, deadline) }
        } else {
            Err(NtStatus::CANCELLED)
        };
        sending.end();
        // SAFETY: it has come back, or was not sent: ours, and in no list.
        let request = unsafe { Request::new(raw) };
        match sent {
            Ok(outcome) => Ok((request, outcome)),
            Err(status) => Err(Failed { request, status }),
        }
    }
}

impl<'d, D: ObjectContext, C: RequestContext> OwnRequest<'d, D, Formatted, C> {
    /// Sends the request to its target, and waits until it has come back. `WdfRequestSend`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// The request again, with what the framework says of it, when it was not sent.
    pub fn send_synchronously(
        self,
        _cx: &mut Cx<'_, Passive>,
        deadline: Deadline,
    ) -> CameBack<OwnRequest<'d, D, Spent, C>, Self> {
        let (raw, target) = self.into_parts();
        // SAFETY: a request of the driver's own, formatted for this target, without a completion routine; PASSIVE_LEVEL.
        match unsafe { send_own(raw, target.raw, deadline) } {
            // SAFETY: it has come back.
            Ok(outcome) => Ok((unsafe { OwnRequest::new(raw, target) }, outcome)),
            Err(status) => {
                // SAFETY: not sent: still ours, and formatted.
                let request = unsafe { OwnRequest::new(raw, target) };
                Err(Failed { request, status })
            }
        }
    }
}

impl<'d, D: ObjectContext, C: RequestContext> Tracked<'_, OwnRequest<'d, D, Formatted, C>> {
    /// As [`OwnRequest::send_synchronously`]; while it is out others can cancel it, by its [ticket](Tracked::ticket).
    ///
    /// # Errors
    /// The request again, in no list, with what the framework says of it, when it was not sent.
    pub fn send_synchronously(
        self,
        _cx: &mut Cx<'_, Passive>,
        deadline: Deadline,
    ) -> CameBack<OwnRequest<'d, D, Spent, C>> {
        let may_be_sent = self.may_be_sent();
        let (request, sending) = self.into_parts();
        let (raw, target) = request.into_parts();
        let sent = if may_be_sent {
            // SAFETY: as in `OwnRequest::send_synchronously`.
            unsafe { send_own(raw, target.raw, deadline) }
        } else {
            Err(NtStatus::CANCELLED)
        };
        sending.end();
        // SAFETY: it has come back, or was not sent: ours, and in no list.
        let request = unsafe { OwnRequest::new(raw, target) };
        match sent {
            Ok(outcome) => Ok((request, outcome)),
            Err(status) => Err(Failed { request, status }),
        }
    }
}

/// # Errors
/// What the framework says of a request that it did not send.
///
/// # Safety
/// The caller alone has the request, formatted, without a completion routine; `target` is live; PASSIVE_LEVEL.
unsafe fn send(request: WDFREQUEST, target: WDFIOTARGET, deadline: Deadline) -> Result<Outcome, NtStatus> {
    let mut options = sys::config::synchronous_options(deadline.relative());
    // SAFETY: the caller's promise; a structure with its size set.
    let sent = unsafe { ddi!(WdfRequestSend, request, target, &raw mut options) };
    // SAFETY: come back, or not sent: the caller's.
    let status = unsafe { ddi!(WdfRequestGetStatus, request) };
    if sent == 0 {
        return Err(NtStatus::from_failure(status));
    }
    // SAFETY: as above.
    let information = unsafe { ddi!(WdfRequestGetInformation, request) };
    let asked = Asked::NotSaid;
    Ok(Outcome::new(NtStatus::new(status).unwrap_or(NtStatus::UNSUCCESSFUL), information as usize, asked))
}

/// As [`send`], for a request that a target's function has formatted.
///
/// # Errors
/// Those of [`send`].
///
/// # Safety
/// That of [`send`]; such a function has formatted it.
unsafe fn send_own(request: WDFREQUEST, target: WDFIOTARGET, deadline: Deadline) -> Result<Outcome, NtStatus> {
    // SAFETY: the caller's promise.
    let outcome = unsafe { send(request, target, deadline) }?;
    let mut params = sys::config::completion_params();
    // SAFETY: come back, formatted by a target's function; a structure with its size set.
    unsafe { ddi!(WdfRequestGetCompletionParams, request, &raw mut params) };
    // SAFETY: the framework's own words.
    let asked = unsafe { asked(&params) };
    Ok(Outcome::new(outcome.status(), outcome.information(), asked))
}
