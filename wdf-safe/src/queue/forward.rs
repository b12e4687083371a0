//! Giving a request to another queue.
//!
//! *Where it stands.* Row 2: a call that names a request and a queue.
//!
//! *Key types.* [`Way`]; for the rest a method of [`Request`].
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
use crate::sys::{self, NT_SUCCESS, WDFQUEUE, WDFREQUEST};

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
    /// The request again, with STATUS_DEVICE_BUSY when it is held while the device sleeps, or what the framework returned
    /// (STATUS_WDF_BUSY: the queue takes no requests). A request is not to be forwarded to the queue that it is in: the
    /// framework's verifier refuses that with STATUS_INVALID_DEVICE_REQUEST; without it the request becomes the last of its
    /// queue.
    pub fn forward_to<L: CallOut, T: ObjectContext, M: DispatchType>(
        self,
        _cx: &mut Cx<'_, L>,
        queue: &Queue<T, M>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let raw = self.into_raw();
        // SAFETY: an owned request, not cancelable, given up here, of a queue of the same device; if it is held, the way is
        // shut (`wait.rs`).
        let status = unsafe { queue.way()(sys::call::globals(), raw, queue.handle().cast()) };
        if NT_SUCCESS(status) {
            // SAFETY: the framework has it.
            return Ok(unsafe { Handled::new() });
        }
        // SAFETY: still ours.
        let request = unsafe { Request::new(raw) };
        Err(Failed { request, status: NtStatus::from_failure(status) })
    }
}

/// A way to a queue: `WdfRequestForwardToIoQueue`, or what looks first.
pub(crate) type Way = <sys::PFN_WDFREQUESTFORWARDTOIOQUEUE as sys::call::Entry>::Function;

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// The way to it.
    #[inline]
    fn way(&self) -> Way {
        let way = self.block.door().way();
        // SAFETY: one of the two functions, which are of this type (invariant 1 of `door.rs`).
        unsafe { core::mem::transmute::<*mut (), Way>(way) }
    }
}

/// The framework's own way to every queue.
pub(crate) fn open_way() -> *mut () {
    sys::call::WdfRequestForwardToIoQueue() as *mut ()
}

/// To be said before a request leaves its queue by a way that is shut: an acknowledgement of `EvtIoStop` must not travel with
/// it (`wait.rs`).
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
