//! Giving a request to another queue.
//!
//! *Where it stands.* Row 2: a call that names a request and a queue.
//!
//! *Key types.* None: a method of [`Request`].
//!
//! *Wraps.* "Forwarding I/O Requests", `WdfRequestForwardToIoQueue`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with handles of a request and a queue")]

use super::{DispatchType, Queue};
use crate::context::ObjectContext;
use crate::irql::{CallOut, Cx};
use crate::object::sealed::Sealed as _;
use crate::request::header::Header;
use crate::request::{Failed, Handled, Kind, Owned, Request};
use crate::status::NtStatus;
use crate::sys::{NT_SUCCESS, WDFQUEUE, WDFREQUEST, ddi};

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// Gives the request to another queue of the device, whose last it becomes. `WdfRequestForwardToIoQueue`.
    ///
    /// Before this returns the framework may have presented it again, from there, and called other callbacks of both
    /// queues. A request that turns out to be cancelled is completed, or goes to the other queue's handler for that
    /// ([`QueueConfig::canceled_on_queue`](crate::register::QueueConfig::canceled_on_queue)); what the driver keeps for
    /// it should lie in the request's context.
    ///
    /// That both queues belong to one device needs no check: a callback reaches only queues of its own device.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Desk {
    ///     pile: Child<Queue<(), Manual>>,
    /// }
    ///
    /// fn put_on_the_pile<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     desk: &Desk,
    ///     request: Request<'id, Owned, Read>,
    /// ) -> Handled<'id> {
    ///     match desk.pile.get() {
    ///         Some(pile) => request.forward_to(cx, pile).unwrap_or_else(|failed| failed.complete(cx)),
    ///         None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// The request again, with STATUS_INVALID_DEVICE_REQUEST when it is in this very queue, STATUS_DEVICE_BUSY when it is
    /// held while the device sleeps, or what the framework returned (STATUS_WDF_BUSY: the queue takes no requests).
    pub fn forward_to<L: CallOut, T: ObjectContext, M: DispatchType>(
        self,
        _cx: &mut Cx<'_, L>,
        queue: &Queue<T, M>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let raw = self.into_raw();
        let to: WDFQUEUE = queue.handle().cast();
        // SAFETY: an owned request.
        let from = unsafe { ddi!(WdfRequestGetIoQueue, raw) };
        // SAFETY: an owned request of `from`, if there is such a queue; `to` is another queue of the same device.
        let status = match unsafe { forward(raw, from, to) } {
            // SAFETY: the framework has it.
            Ok(()) => return Ok(unsafe { Handled::new() }),
            Err(status) => status,
        };
        // SAFETY: still ours.
        let request = unsafe { Request::new(raw) };
        Err(Failed { request, status })
    }
}

/// # Safety
/// The caller owns the request, not cancelable, of the queue `from`, and gives it up if this succeeds. Both queues belong
/// to one device.
#[inline]
unsafe fn forward(request: WDFREQUEST, from: WDFQUEUE, to: WDFQUEUE) -> Result<(), NtStatus> {
    if from.is_null() || from == to {
        return Err(NtStatus::INVALID_DEVICE_REQUEST);
    }
    // SAFETY: the caller's promise.
    unsafe { leave(request, from) }?;
    // SAFETY: the caller's promise; not the queue it is in.
    let status = unsafe { ddi!(WdfRequestForwardToIoQueue, request, to) };
    if NT_SUCCESS(status) {
        return Ok(());
    }
    // SAFETY: still the caller's.
    unsafe { stay(request, from) };
    Err(NtStatus::from_failure(status))
}

/// To be said before a request leaves its queue: an acknowledgement of `EvtIoStop` must not travel with it (`wait.rs`).
///
/// # Errors
/// STATUS_DEVICE_BUSY when it is held while the device sleeps.
///
/// # Safety
/// The caller owns the request, which `from` has presented.
#[inline]
pub(crate) unsafe fn leave(request: WDFREQUEST, from: WDFQUEUE) -> Result<(), NtStatus> {
    // SAFETY: a live request of wdf-safe, owned.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    if unsafe { header.as_ref() }.wait().leave(from.addr()) { Ok(()) } else { Err(NtStatus::DEVICE_BUSY) }
}

/// To be said when it did not leave after all.
///
/// # Safety
/// As of [`leave`].
pub(crate) unsafe fn stay(request: WDFREQUEST, from: WDFQUEUE) {
    // SAFETY: a live request of wdf-safe, owned.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    unsafe { header.as_ref() }.wait().stay(from.addr());
}
