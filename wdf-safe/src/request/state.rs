//! The states of a request.
//!
//! *Where it stands.* Row 2, under [`request`](super): types without values, named in `Request<'id, State, Kind>`.
//!
//! *Key types.* [`Owned`], [`Cancelable`], [`MustComplete`], [`Returned`], [`InCallerContext`]; [`InHand`], what the states
//! have in common in which a request may be worked on and completed.
//!
//! *Wraps.* "Request Ownership", "Canceling I/O Requests".

/// The driver owns the request: it may complete it, use its buffers and parameters, mark it cancelable, pass it on.
#[derive(Debug)]
pub enum Owned {}

/// The request is marked cancelable: at any moment, also before this line is reached, its cancel callback may complete
/// it. So nothing can be done with it but park it, or take it back with `unmark`.
#[derive(Debug)]
pub enum Cancelable {}

/// The request was cancelled, and the holder must finish it: clean up, then complete it. Nothing else is possible: the
/// framework refuses to forward, requeue or mark it again.
#[derive(Debug)]
pub enum MustComplete {}

/// The request has come back from a target, or was not taken by it: the holder completes it or sends it again.
///
/// It cannot wait in a store, be marked or forwarded. While a request is with a target others may ask for its
/// cancellation ([`SentList::cancel`](super::SentList::cancel), and the framework when a target is stopped or purged), and
/// may still be doing so when it comes back. The framework never forgets that it was asked, and does not call `EvtIoStop` for
/// such a request (`fxrequestbase.cpp:Cancel`, `fxioqueue.cpp`): waiting, it would keep its device from being removed.
#[derive(Debug)]
pub enum Returned {}

/// The driver has the request before any queue: in `EvtIoInCallerContext`, on the thread of its sender. It may be
/// completed, or given to the queue that it is for.
#[derive(Debug)]
pub enum InCallerContext {}

/// The request opens a handle, and is in `EvtDeviceFileCreate`: it is completed, and the handle is open or is not.
#[derive(Debug)]
pub enum Opening {}

mod sealed {
    pub trait Sealed {}
}

/// The state of a request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no state of a request",
    label = "not a state",
    note = "who has a request says its state: `Owned`, `Cancelable`, `MustComplete`, `Returned` and their kin"
)]
pub trait State: sealed::Sealed + 'static {}

/// A state in which the holder alone has the request, and so may reach its context and parameters.
#[diagnostic::on_unimplemented(
    message = "a request in the state `{Self}` may be completed by others at any moment",
    label = "this request is `{Self}`",
    note = "take it back with `unmark` first"
)]
pub trait Exclusive: State {}

/// A state in which the holder has a request of a queue in hand: as long as it has, no queue of the device is deleted.
#[diagnostic::on_unimplemented(
    message = "a request in the state `{Self}` does not keep its device's queues",
    label = "this request is `{Self}`"
)]
pub trait InQueue: Exclusive {}

/// A state in which the holder may work on the request and complete it: [`Owned`], [`Returned`].
#[diagnostic::on_unimplemented(
    message = "a request in the state `{Self}` is not the driver's to work on",
    label = "this request is `{Self}`"
)]
pub trait InHand: InQueue {
    /// Has it been with a target?
    #[doc(hidden)]
    const WAS_OUT: bool;
}

impl sealed::Sealed for Owned {}
impl sealed::Sealed for Cancelable {}
impl sealed::Sealed for MustComplete {}
impl State for Owned {}
impl State for Cancelable {}
impl State for MustComplete {}
impl sealed::Sealed for InCallerContext {}
impl State for InCallerContext {}
impl Exclusive for InCallerContext {}
impl sealed::Sealed for Opening {}
impl State for Opening {}
impl Exclusive for Opening {}
impl Exclusive for Owned {}
impl Exclusive for MustComplete {}
impl InQueue for Owned {}
impl InQueue for MustComplete {}
impl sealed::Sealed for Returned {}
impl State for Returned {}
impl Exclusive for Returned {}
impl InQueue for Returned {}
impl InHand for Owned {
    const WAS_OUT: bool = false;
}
impl InHand for Returned {
    const WAS_OUT: bool = true;
}
