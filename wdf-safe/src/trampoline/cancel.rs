//! `EvtRequestCancel`.
//!
//! *Where it stands.* Row 4; [`register::cancel`](crate::register) gives it to the framework when a request is marked.
//!
//! *Key types.* None: [`cancel`] and [`finish`], compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_REQUEST_CANCEL`; called at IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::handler::{self, CancelHandler};
use crate::irql::{Cx, Dispatch};
use crate::request::claim::Delivery;
use crate::request::header::Header;
use crate::request::{Kind, Request, ticket};
use crate::sys::WDFREQUEST;

/// The callback: decides whether the request is its own, frees the place in which it waited, and calls the handler.
///
/// # Safety
/// Called by the framework, for a request that was marked with this trampoline after [`Header::arm`]. A value of `F`
/// was given to the call that marked it.
pub(crate) unsafe extern "C" fn cancel<F, K>(request: WDFREQUEST)
where
    K: Kind,
    F: CancelHandler<K>,
{
    // SAFETY: a live request: the framework keeps it until this callback returns.
    let header = unsafe { Header::of(request) };
    // SAFETY: as above.
    let header = unsafe { header.as_ref() };
    // SAFETY: this is the callback; a seat outlives the requests that name it (`slot.rs`, invariant 2).
    let found = unsafe { header.wait().cancelled() };
    if found.delivery == Delivery::Leave {
        return;
    }
    if found.took_ticket {
        // SAFETY: the reference of the ticket that was taken out of the seat.
        unsafe { ticket::dereference(request) };
    }
    // SAFETY: the claim word has given the request to the callback; called at IRQL <= DISPATCH_LEVEL, no lock of the
    // driver held.
    unsafe { finish::<F, K>(request) };
}

/// Completes a cancelled request through the handler. This is a [`Finish`](crate::request::header::Finish).
///
/// # Safety
/// The caller must complete the request, which is of kind `K`, and gives that duty away; IRQL <= DISPATCH_LEVEL, no
/// lock held. A value of `F` was given to the call that marked it.
#[inline]
pub(crate) unsafe fn finish<F, K>(request: WDFREQUEST)
where
    K: Kind,
    F: CancelHandler<K>,
{
    // SAFETY: the caller's promise.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let request = unsafe { Request::new(request) };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    let _handled = handler(&mut cx, request);
}
