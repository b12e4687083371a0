//! Marking a request cancelable.
//!
//! *Where it stands.* Row 5: methods of [`Request`] and of its stores that give the framework a cancel callback.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* `WdfRequestMarkCancelableEx`; IRQL <= DISPATCH_LEVEL. The older `WdfRequestMarkCancelable` is not offered:
//! it may run the cancel callback before it returns, and so deadlocks with a driver's lock, and tells nothing.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use crate::handler::{self, CancelHandler};
use crate::irql::{CallOut, Cx};
use crate::request::header::Header;
use crate::request::store::{Asking, Reserved};
use crate::request::wait::{Seat, Stamp};
use crate::request::{
    CancelList, CancelSlot, Cancelable, Failed, Filing, Handled, Kind, MustComplete, Owned, Request, SealedStore, Slot,
    ticket,
};
use crate::status::NtStatus;
use crate::sys::{NT_SUCCESS, NTSTATUS, WDFREQUEST, ddi};
use crate::trampoline;
use core::ptr::{self, NonNull};

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// Marks the request cancelable: from now on `on_cancel` may be called with it, on any thread, also before this
    /// call returns. The handler must then be [parked](Request::park) or [unmarked](Request::unmark).
    ///
    /// `WdfRequestMarkCancelableEx`; IRQL <= DISPATCH_LEVEL. [`CancelSlot::park_cancelable`] does this and the parking
    /// in one.
    ///
    /// # Errors
    /// The request, to be completed, when it has been cancelled already (STATUS_CANCELLED) or the framework refuses for
    /// another reason: `on_cancel` will not be called.
    pub fn mark_cancelable_ex<L, F>(
        self,
        _cx: &mut Cx<'_, L>,
        _on_cancel: F,
    ) -> Result<Request<'id, Cancelable, K>, Failed<Request<'id, MustComplete, K>>>
    where
        L: CallOut,
        F: CancelHandler<K>,
    {
        let request = self.into_raw();
        // SAFETY: a live request of wdf-safe, owned.
        let header = unsafe { Header::of(request) };
        // SAFETY: an owned request, given up here, with its header; of kind `K`; no seat.
        let status = unsafe { mark::<F, K>(request, header, ptr::null()) };
        if NT_SUCCESS(status) {
            // SAFETY: marked, and `mark` took the ticket's reference.
            return Ok(unsafe { Request::new(request) });
        }
        // SAFETY: of a live request.
        unsafe { header.as_ref() }.wait().claim.disarm();
        // SAFETY: the reference that `mark` took.
        unsafe { ticket::dereference(request) };
        // SAFETY: refused, so it is ours, and no callback will come.
        let request = unsafe { Request::new(request) };
        Err(Failed { request, status: NtStatus::from_failure(status) })
    }
}

impl<K: Kind, Q: Filing> CancelSlot<K, Q> {
    /// Marks the request cancelable and parks it. While it waits, `on_cancel` may be called with it, on any thread,
    /// also before this call returns; the place is free again then.
    ///
    /// Another thread can take the request out as soon as it is parked, and not before: whatever is to take it out
    /// should be set going after this call.
    ///
    /// `WdfRequestMarkCancelableEx`; IRQL <= DISPATCH_LEVEL. A request that has been cancelled already is given to
    /// `on_cancel` at once: the cleanup is written in one place.
    ///
    /// # Errors
    /// The request again, when the place is taken.
    pub fn park_cancelable<'id, L, F>(
        &self,
        _cx: &mut Cx<'_, L>,
        request: Request<'id, Owned, K>,
        on_cancel: F,
    ) -> Result<Handled<'id>, Request<'id, Owned, K>>
    where
        L: CallOut,
        F: CancelHandler<K>,
    {
        park_cancelable(self.place(), request, on_cancel)
    }
}

impl<K: Kind, const N: usize, Q: Filing> CancelList<K, N, Q> {
    /// Marks the request cancelable and parks it, behind those that wait already. While it waits, `on_cancel` may be
    /// called with it, on any thread, also before this call returns; its place is free again then.
    ///
    /// Another thread can take the request out as soon as it is parked, and not before: whatever is to take it out
    /// should be set going after this call.
    ///
    /// `WdfRequestMarkCancelableEx`; IRQL <= DISPATCH_LEVEL. A request that has been cancelled already is given to
    /// `on_cancel` at once: the cleanup is written in one place.
    ///
    /// # Errors
    /// The request again, when the list is full.
    pub fn park_cancelable<'id, L, F>(
        &self,
        _cx: &mut Cx<'_, L>,
        request: Request<'id, Owned, K>,
        on_cancel: F,
    ) -> Result<Handled<'id>, Request<'id, Owned, K>>
    where
        L: CallOut,
        F: CancelHandler<K>,
    {
        park_cancelable(self, request, on_cancel)
    }
}

impl<K: Kind, Q: Filing> Slot<K, Q> {
    /// Parks the request, which cannot be cancelled while it waits. If the device goes away, `give_up` is called with it.
    ///
    /// `WdfRequestIsCanceled`; IRQL <= DISPATCH_LEVEL. A request that has been cancelled already is given to `give_up`
    /// at once.
    ///
    /// # Errors
    /// The request again, when the place is taken.
    pub fn park<'id, L, F>(
        &self,
        _cx: &mut Cx<'_, L>,
        request: Request<'id, Owned, K>,
        _give_up: F,
    ) -> Result<Handled<'id>, Request<'id, Owned, K>>
    where
        L: CallOut,
        F: CancelHandler<K>,
    {
        handler::assert_no_bytes::<F>();
        let canceled = request.is_canceled();
        let raw = request.into_raw();
        if canceled {
            // SAFETY: owned, given up here; no lock is held (`L: CallOut`). The framework does not stop a queue for a
            // request that it knows to be cancelled, so such a one may not wait.
            unsafe { trampoline::cancel::finish::<F, K>(raw) };
            // SAFETY: given to the handler.
            return Ok(unsafe { Handled::new() });
        }
        // SAFETY: a live request of wdf-safe, owned.
        let header = unsafe { Header::of(raw) };
        // SAFETY: as above, until it lies in its place.
        let this = unsafe { header.as_ref() };
        let wait = this.wait();
        // SAFETY: owned.
        unsafe { this.park(raw, trampoline::cancel::finish::<F, K>, self.seat()) };
        // SAFETY: owned.
        let reserved = unsafe { self.reserve(Asking { wait: Header::wait_of(header), request: raw }) };
        let Some(Reserved { seat, stamp }) = reserved else {
            let _was_parked = wait.claim.unpark();
            // SAFETY: still owned, and not parked.
            return Err(unsafe { Request::new(raw) });
        };
        if wait.is_removing() || !seat.publish(stamp) {
            seat.release(stamp);
            let _was_parked = wait.claim.unpark();
            // SAFETY: the device goes away; the request was not parked, so it is still ours; no lock is held.
            unsafe { trampoline::cancel::finish::<F, K>(raw) };
        }
        // SAFETY: parked, or given to the handler.
        Ok(unsafe { Handled::new() })
    }
}

/// Reserves a place, marks, and parks.
#[inline]
fn park_cancelable<'id, S, K, F>(
    store: &S,
    request: Request<'id, Owned, K>,
    _on_cancel: F,
) -> Result<Handled<'id>, Request<'id, Owned, K>>
where
    S: SealedStore,
    K: Kind,
    F: CancelHandler<K>,
{
    let raw = request.into_raw();
    // SAFETY: a live request of wdf-safe, owned.
    let header = unsafe { Header::of(raw) };
    // SAFETY: owned, not marked yet.
    let reserved = unsafe { store.reserve(Asking { wait: Header::wait_of(header), request: raw }) };
    let Some(Reserved { seat, stamp }) = reserved else {
        // SAFETY: unchanged.
        return Err(unsafe { Request::new(raw) });
    };
    // SAFETY: an owned request, given up here, with its header; of kind `K`; the seat is reserved for it.
    let status = unsafe { mark::<F, K>(raw, header, seat) };
    if !NT_SUCCESS(status) || !seat.publish(stamp) {
        // SAFETY: it was not parked; no lock is held (the callers' `L: CallOut`).
        unsafe { not_parked(header, stamp, status) };
    }
    // SAFETY: parked, left to the callback, or given to the handler.
    Ok(unsafe { Handled::new() })
}

/// What is left to do when a request was not parked: the same for all handlers.
///
/// # Safety
/// [`mark()`] returned `status` for the request with this header, and the seat that it names. After a success the seat could not be
/// published; after a failure the seat is still reserved, with this stamp, and the request is given up here. No lock is held.
#[cold]
#[inline(never)]
unsafe fn not_parked(header: NonNull<Header>, stamp: Stamp, status: NTSTATUS) {
    // SAFETY: the reference that `mark` took keeps it.
    let this = unsafe { header.as_ref() };
    // SAFETY: the ticket is the caller's.
    let request = unsafe { this.request() };
    // SAFETY: as above.
    let finish = unsafe { this.finish() };
    if !NT_SUCCESS(status) {
        this.wait().claim.disarm();
        // SAFETY: the seat that the request names outlives it (`slot.rs`, invariant 2).
        if let Some(seat) = unsafe { this.wait().seat().as_ref() } {
            seat.release(stamp);
        }
    }
    // After a success: the callback came, and freed the place. The ticket is still ours, and dead.
    // SAFETY: the reference that `mark` took.
    unsafe { ticket::dereference(request) };
    if let (false, Some(finish)) = (NT_SUCCESS(status), finish) {
        // SAFETY: refused: ours to complete, no callback will come; no lock is held.
        unsafe { finish(request) };
    }
}

/// Marks the request and makes its ticket, whose holder the caller becomes.
///
/// Returns what the framework returned. If that is a failure no callback will come: the caller disarms the claim, drops the
/// ticket's reference, and must complete the request.
///
/// # Safety
/// The caller owns the request, which is of kind `K` and has this header. `seat` is null or reserved for it.
#[inline]
unsafe fn mark<F, K>(request: WDFREQUEST, header: NonNull<Header>, seat: *const Seat) -> NTSTATUS
where
    K: Kind,
    F: CancelHandler<K>,
{
    handler::assert_no_bytes::<F>();
    // SAFETY: of a live request; the reference taken below keeps it after the mark.
    let header = unsafe { header.as_ref() };
    // SAFETY: owned by the caller; the seat is reserved for it or null.
    unsafe { header.arm(request, trampoline::cancel::finish::<F, K>, seat) };
    // SAFETY: owned. Taken before the mark, since the request may be gone when the mark returns.
    unsafe { ticket::reference(request) };
    // SAFETY: owned, not marked; the header is armed for this trampoline.
    unsafe { ddi!(WdfRequestMarkCancelableEx, request, Some(trampoline::cancel::cancel::<F, K>)) }
}
