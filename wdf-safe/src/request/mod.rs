//! Requests: who owns one, and what may be done with it.
//!
//! *Where it stands.* Row 2. A trampoline makes a [`Request`] of what the framework presents; the driver's handler
//! gives back a [`Handled`]; between the two the types below decide.
//!
//! *Key types.* [`Request<'id, State, Kind>`](Request), one pointer; [`Handled<'id>`](Handled), the proof that it was
//! disposed of; [`CancelSlot`], [`CancelList`] and [`Slot`], where it waits; [`Writer`], in which an answer is written.
//!
//! *Wraps.* "Framework Request Objects", "Completing I/O Requests", "Canceling I/O Requests".
//!
//! # States
//!
//! A transition consumes the old handle and returns the new one. A transition that fails gives the handle back, with
//! the status, in a [`Failed`].
//!
//! ```text
//!              EvtIoRead, EvtIoWrite, EvtIoDeviceControl, EvtIoInternalDeviceControl, EvtIoDefault;
//!              retrieve_next, retrieve_by_file, retrieve_where (7)
//!                                  │
//!                                  ▼                        complete (1)
//!          ┌───────────────────► Owned ────────────────────────────────────────────────────► Handled
//!          │                       │   forward_to, forward_to_parent (5),                       ▲
//!          │                       │   Retrieved::requeue (6), Slot::park,                      │
//!          │                       │   send, send_and_forget (8)                                │
//!          │  unmark (3)           │                                                            │
//!          │  SUCCESS              │ mark_cancelable_ex (2)                                     │
//!          │                       ├──────────────────────────────────────┐                     │
//!          │                       │ SUCCESS                              │ refused             │
//!          │                       ▼                                      ▼                     │
//!          └────────────────── Cancelable ────────────────────────► MustComplete ───────────────┤
//!                                  │    unmark: CANCELLED, the callback   ▲    complete_cancelled (1)
//!                                  │    has come and gone                 │                     │
//!                                  │                                      │ EvtRequestCancel,   │
//!                                  │                                      │ EvtIoCanceledOnQueue│
//!                                  │ park (CancelSlot, CancelList)        │                     │
//!                                  └──────────────────────────────────────┼─────────────────────┘
//!                                                     unmark: lost, the callback completes
//!
//!              completion routine of send (8) ──► Returned ── complete (1), send (8) ──► Handled
//!
//!              EvtIoInCallerContext ──► InCallerContext ── complete (1), enqueue (4) ──► Handled
//! ```
//!
//! | | DDI |
//! |---|---|
//! | 1 | `WdfRequestComplete`, `WdfRequestCompleteWithInformation`, `WdfRequestCompleteWithPriorityBoost` |
//! | 2 | `WdfRequestMarkCancelableEx`. `WdfRequestMarkCancelable` is not offered: it may call the cancel callback before it returns, and so deadlocks with a driver's lock, and tells nothing |
//! | 3 | `WdfRequestUnmarkCancelable`, by the ticket alone (`claim.rs`) |
//! | 4 | `WdfDeviceEnqueueRequest` |
//! | 5 | `WdfRequestForwardToIoQueue`; to a queue of the parent device `WdfRequestForwardToParentDeviceIoQueue` |
//! | 6 | `WdfRequestRequeue` |
//! | 7 | `WdfIoQueueRetrieveNextRequest`, `WdfIoQueueRetrieveRequestByFileObject`, `WdfIoQueueFindRequest` with `WdfIoQueueRetrieveFoundRequest` |
//! | 8 | `WdfRequestFormatRequestUsingCurrentType`, `WdfRequestSetCompletionRoutine`, `WdfRequestSend` |
//!
//! Requests of the driver's own have states of their own: see [`target`](crate::target).
//!
//! Parked, a request is in nobody's hands: [`CancelSlot::unmark`] takes it back as `Owned`, its cancel callback as
//! `MustComplete`, and one of them alone (the claim word in the request's context decides; see `claim.rs`). What waits in
//! a [`Slot`] cannot be cancelled, and is taken out by [`Slot::take`].
//!
//! Forwarded, put back or enqueued, a request is the framework's, and [`Handled`] is all that is left of it: it may have
//! been presented again, cancelled or completed before the call returns. It comes back to the driver, if at all, as a
//! new presentation: `Owned`, not cancelable, with a brand of its own and the context it had.
//!
//! # Data
//!
//! An owned request lends what belongs to it: its buffers ([`Input`], [`Output`], [`Writer`]), its memory objects
//! ([`RequestMemory`]) and the pages under them ([`RequestMdl`]). Each borrows the request, so none outlives a transition.
//! An application's own addresses (METHOD_NEITHER) are probed and locked on the application's thread, in
//! `EvtIoInCallerContext` ([`Request::lock_input`]), and are a buffer from then on.
//!
//! # Sleep and removal
//!
//! `EvtIoStop` finds each request of a queue that the driver has. What waits in a store is acknowledged
//! (`WdfRequestStopAcknowledge`), and stays there, when the device goes to sleep; it is completed, through the handler
//! with which it was parked, when the device goes away. What a callback has in its hands at that moment is not ours to
//! answer for: the framework waits for that callback. A driver that wants a say there writes a handler for it; see
//! [`StopNotice`]. The framework takes an answer in `EvtIoStop` alone, so a request that is parked only afterwards keeps the
//! device awake until it is taken out or cancelled: a driver whose requests wait long holds what is in hand, too
//! ([`Suspending::hold`]). While a request is held it can be completed, not forwarded (`wait.rs`): while the device is awake
//! forwarding looks at nothing, and costs what it costs in C (`door.rs`).
//!
//! # Polling
//!
//! A driver that works on a request in pieces asks [`Request::is_canceled`] in between, and does not mark it. In its own
//! handler it has the request in hand; between two calls of a timer, DPC or work item the request waits in a [`Slot`].
//! The four patterns of the documentation are named there.
//!
//! # A request cannot be forgotten
//!
//! A handler must return a [`Handled<'id>`](Handled) for *its* request: `'id` is a brand, an invariant lifetime that
//! each presentation has for itself, and only a call that disposes of the request makes a `Handled` of it. Returning
//! early, dropping the request, `mem::forget`, `?`, another request's token: none of them compiles.
//!
//! # Invariants of `Request`
//!
//! 1. The handle is a request that a queue of wdf-safe presented, live at least until it is disposed of.
//! 2. In the states [`Exclusive`] the holder alone may touch it: the framework counts it as driver-owned, and it is
//!    not marked cancelable, or was cancelled and left to the holder.
//! 3. In the state [`Cancelable`] the holder has the request's ticket (see `claim.rs`), with a reference on it.
//! 4. At most one `Request` or ticket for each presentation: none is `Clone`, and each transition consumes.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

mod any;
mod buffer;
mod cancel;
pub(crate) mod claim;
mod complete;
mod control;
mod file;
mod filing;
mod handled;
pub(crate) mod header;
pub(crate) mod kind;
mod list;
mod locked;
mod mdl;
mod memory;
mod process;
pub(crate) mod sent;
mod slot;
mod state;
pub(crate) mod stop;
pub(crate) mod store;
mod take;
pub(crate) mod ticket;
pub(crate) mod wait;
#[cfg(all(test, not(loom)))]
mod wait_tests;

pub use self::any::{Any, AnyParameters, ByKind};
pub use self::buffer::{Input, Output, Writer};
pub use self::cancel::Unmarked;
pub(crate) use self::complete::complete_not_ready;
pub use self::control::{Answers, Control, Controls, Mapped};
pub use self::file::{FileObject, FileObjects};
pub use self::filing::{ByFile, Filing, Unfiled};
pub use self::handled::{Failed, Handled};
pub use self::kind::{
    DeviceControl, DeviceControlParameters, HasInput, HasOutput, InternalDeviceControl, Kind, Read, TransferParameters,
    Write,
};
pub use self::list::{CancelList, CancelListInit};
pub use self::mdl::RequestMdl;
pub use self::memory::{InputSide, OutputSide, RequestMemory};
pub use self::sent::{SentList, SentListInit, SentTicket, Trackable, Tracked};
pub use self::slot::{CancelSlot, CancelSlotInit, Slot, SlotInit, Taken};
pub use self::state::{
    Cancelable, Exclusive, InCallerContext, InHand, InQueue, MustComplete, Opening, Owned, Returned, State,
};
pub use self::stop::{Answered, HasResume, NoResume, Removing, Resumes, StopNotice, Suspending};
pub use self::store::CancelStore;
pub(crate) use self::store::SealedStore;
pub(crate) use self::take::give_up;

use self::header::Header;
use crate::brand::Brand;
use crate::context::{self, ObjectContext};
use crate::raw::AsRaw;
use crate::sys::{self, WDFREQUEST, ddi};
use core::marker::PhantomData;
use core::ptr::NonNull;

/// A request of the I/O manager, in a state, of a kind.
///
/// `'id` is its brand: see the [module](self). One pointer; not `Send`, not `Clone`, without a destructor (it cannot be
/// dropped without breaking the handler's promise to return a [`Handled`]).
#[must_use = "a request must be disposed of: complete it, park it, or pass it on"]
#[repr(transparent)]
pub struct Request<'id, S: State, K: Kind> {
    raw: WDFREQUEST,
    brand: Brand<'id>,
    types: PhantomData<fn() -> (S, K)>,
}

// What a driver pays for: a pointer, and proofs of no bytes.
static_assertions::assert_eq_size!(Request<'static, Owned, Read>, usize);
static_assertions::assert_eq_size!(Request<'static, Cancelable, DeviceControl>, usize);
static_assertions::assert_eq_size!(Request<'static, MustComplete, Any>, usize);
static_assertions::assert_eq_size!(FileObject<'static>, usize);
static_assertions::const_assert_eq!(size_of::<Handled<'static>>(), 0);
static_assertions::const_assert_eq!(size_of::<Answered<'static>>(), 0);

impl<'id, S: State, K: Kind> Request<'id, S, K> {
    /// # Safety
    /// `raw` is a request in the state `S`, of kind `K`, with the device's request context of `K`, and no other handle
    /// or ticket of this presentation is left.
    #[inline]
    pub(crate) const unsafe fn new(raw: WDFREQUEST) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, brand: PhantomData, types: PhantomData }
    }

    /// The handle; the request is no longer this type's.
    #[inline]
    pub(crate) const fn into_raw(self) -> WDFREQUEST {
        self.raw
    }
}

impl<S: State, K: Kind> AsRaw for Request<'_, S, K> {
    type Raw = WDFREQUEST;

    fn as_raw(&self) -> WDFREQUEST {
        self.raw
    }
}

impl<S: State, K: Kind> Request<'_, S, K> {
    /// The request of this handle. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a live request in the state `S`, of the kind `K`, that came to a queue of a device which wdf-safe has made, with the
    /// contexts that `K` says. No other value of wdf-safe names it and no store has it. The brand is not that of another request.
    /// (In the state [`Cancelable`]: wdf-safe has marked it, and this is what `mark_cancelable_ex` returned.)
    pub const unsafe fn from_raw(raw: WDFREQUEST) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(raw) }
    }
}

impl<S: Exclusive, K: Kind> Request<'_, S, K> {
    /// The handle of the request, which is no longer wdf-safe's: it is to be ended by raw calls, and the handler returns
    /// [`Handled::assume`]. See [`raw`](crate::raw).
    #[must_use = "nobody else ends the request"]
    pub const fn leak_raw(self) -> WDFREQUEST {
        self.raw
    }
}

impl<'id, S: Exclusive, K: Kind> Request<'id, S, K> {
    /// The driver's context of the request. `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn context(&self) -> &K::Context {
        // SAFETY: zeroed when the request was made, which is valid (`RequestContext`); only the holder reaches it.
        unsafe { self.user_part().as_ref() }
    }

    /// The driver's context of the request. `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn context_mut(&mut self) -> &mut K::Context {
        // SAFETY: as in `context`; `&mut self` of the only holder.
        unsafe { self.user_part().as_mut() }
    }

    fn user_part(&self) -> NonNull<K::Context> {
        // SAFETY: a live request of wdf-safe (invariant 1).
        Header::user_part(unsafe { Header::of(self.raw) })
    }

    /// The queue that presented the request; null if none did. `WdfRequestGetIoQueue`.
    pub(crate) fn queue(&self) -> sys::WDFQUEUE {
        // SAFETY: a live request, not completed (invariant 2).
        unsafe { ddi!(WdfRequestGetIoQueue, self.raw) }
    }

    /// The context of the queue that presented the request, if it is of this type: how a cancel handler, which is given
    /// nothing but the request, reaches it.
    ///
    /// `WdfRequestGetIoQueue`, `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn queue_context<T: ObjectContext>(&self) -> Option<&T> {
        let queue = self.queue();
        if queue.is_null() {
            return None;
        }
        // SAFETY: the queue lives while it owns a request, and so as long as `self`.
        unsafe { context::find::<T>(queue.cast()) }.map(context::Block::value)
    }
}

impl<'id, S: Exclusive, K: Kind> Request<'id, S, K> {
    /// What is asked for. `WdfRequestGetParameters`; IRQL <= DISPATCH_LEVEL.
    pub fn parameters(&self) -> K::Parameters {
        K::parameters(&self.raw_parameters())
    }

    /// The length of the input, whatever the kind.
    fn input_length(&self) -> usize {
        match kind::read::<Any>(&self.raw_parameters()) {
            AnyParameters::Write(transfer) => transfer.length,
            AnyParameters::DeviceControl(control) | AnyParameters::InternalDeviceControl(control) => {
                control.input_length
            }
            AnyParameters::Read(_) | AnyParameters::Other => 0,
        }
    }

    fn raw_parameters(&self) -> sys::WDF_REQUEST_PARAMETERS {
        let (raw, mut parameters) = (self.raw, sys::config::request_parameters());
        // SAFETY: a request that only the holder touches (invariant 2); a structure with its size set.
        unsafe { ddi!(WdfRequestGetParameters, raw, &raw mut parameters) };
        parameters
    }
}

impl<'id, S: InHand, K: Kind> Request<'id, S, K> {
    /// Has the request been cancelled? `WdfRequestIsCanceled`; IRQL <= DISPATCH_LEVEL.
    ///
    /// For a driver that works on a request and polls. Not for a cancelable one: there the framework calls. The
    /// documentation knows four patterns:
    ///
    /// * **An interrupt's DPC** takes the request out of its [`Slot`] each time the device has interrupted, asks, and
    ///   completes it or puts it back.
    /// * **A polling thread**, here a work item ([`WorkItem`](crate::work_item::WorkItem)), does the same until the
    ///   device is ready.
    /// * **A transfer in parts**: before the device is given the next part the driver asks; how far it is stands in the
    ///   request's context.
    /// * **A large request as several smaller ones**: before the next is sent the driver asks.
    ///
    /// Each is a small driver in the tests (`tests/behavior/polling`). The third:
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[request_context]
    /// struct Progress {
    ///     done: usize,
    /// }
    ///
    /// #[object_context]
    /// struct Transfers {
    ///     busy: Slot<Write<Progress>>,
    ///     part_done: Child<Dpc<Queue<Transfers>>>,
    /// }
    ///
    /// #[evt_dpc]
    /// fn part_done(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Transfers>>) {
    ///     let transfers = dpc.parent().context();
    ///     transfers.busy.take(cx, |cx, request| next_part(cx, transfers, request));
    /// }
    ///
    /// fn next_part<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     transfers: &Transfers,
    ///     mut request: Request<'id, Owned, Write<Progress>>,
    /// ) -> Handled<'id> {
    ///     let (length, done) = (request.parameters().length, request.context().done);
    ///     if request.is_canceled() {
    ///         return request.complete_with_information(cx, NtStatus::CANCELLED, done);
    ///     }
    ///     if done == length {
    ///         return request.complete_with_information(cx, NtStatus::SUCCESS, done);
    ///     }
    ///     // (Gives the device the next part, whose DPC comes when it is done.)
    ///     request.context_mut().done = length.min(done + 512);
    ///     match transfers.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
    ///         Ok(handled) => handled,
    ///         Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    ///     }
    /// }
    /// ```
    pub fn is_canceled(&self) -> bool {
        // Read before the function is looked up: it lies where that wants its first argument.
        let raw = self.raw;
        // SAFETY: an owned request, not marked cancelable (invariant 2).
        unsafe { ddi!(WdfRequestIsCanceled, raw) != 0 }
    }
}

impl<S: State, K: Kind> core::fmt::Debug for Request<'_, S, K> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Request").field(&self.raw).finish()
    }
}
