//! Requests that are with a target, and how they are cancelled there.
//!
//! *Where it stands.* Row 2: a field of the context of a device or queue, in which requests are noted while they are out.
//! Sending them, which gives the framework a callback, is in [`register`](crate::register).
//!
//! *Key types.* [`SentList`]; [`Tracked`], a request that is in it and can be sent; [`SentTicket`], the name of one send.
//!
//! *Wraps.* "Synchronizing Cancellation of Sent Requests", `WdfRequestCancelSentRequest`, `WdfObjectReference`,
//! `WdfObjectDereference`; IRQL <= DISPATCH_LEVEL.
//!
//! | The documentation's step | Here |
//! |---|---|
//! | 1. acquire the lock | [`SentList::cancel`] and its kin |
//! | 2. find the request in the collection | by its number: a handle would be that of another request by now |
//! | 3. take a reference | under the lock |
//! | 4. release the lock | the completion routine may run inside the next step, and take it |
//! | 5. cancel | `WdfRequestCancelSentRequest` |
//! | 6. drop the reference | |
//!
//! The completion routine takes the request out of the list before the driver's handler sees it. What the six steps leave out, a
//! request that is sent again between the fourth and the fifth, is ruled out by the list (`list.rs`, with its proof).
//!
//! # Invariants
//!
//! 1. A list exists only as a field of an object's context, like a slot, and outlives every request that was ever tracked
//!    in it: those are of the object's own device (`slot.rs`, invariant 2), or of the driver's own, made for a target of that
//!    device, whose disposal waits for what it has.
//! 2. A request is in the list from [`SentList::track`] until its [`Tracked`] is dropped, its send fails, or its completion
//!    routine begins; nobody disposes of it meanwhile. (One that is forgotten with its `Tracked` can only be the driver's
//!    own, and lives until its device is deleted, after all cleanup.)
#![expect(unsafe_code, reason = "calls of the framework on a request that others have")]

pub(crate) mod list;

use self::list::{Found, List, Node};
use super::header::Header;
use super::{InHand, Kind, Request, ticket};
use crate::context::{Init, Zeroable};
use crate::irql::{CallOut, Cx};
use crate::lock::SpinLock;
use crate::pool::at_most_dispatch;
use crate::status::Result;
use crate::sys::{WDFOBJECT, ddi};
use core::fmt;
use core::marker::PhantomPinned;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicU64, Ordering};

/// The requests that are with a target, so that they can be cancelled there: a field of a context.
///
/// [`track`](Self::track) notes a request, which is then sent; when it comes back it is not in the list any more. In between
/// [`cancel`](Self::cancel) asks for one of them to be cancelled, by its [ticket](Tracked::ticket), and
/// [`cancel_all`](Self::cancel_all) for all. Whether that had an effect says the [`Outcome`](crate::target::Outcome) with which
/// each comes back. Nothing is allocated, and there may be any number.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Filter {
///     out: SentList,
/// }
///
/// #[evt_io_read]
/// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>, request: Request<'id, Owned, Read>) -> Handled<'id> {
///     let Some(device) = queue.device::<Filter>() else {
///         return request.complete(cx, NtStatus::DEVICE_NOT_READY);
///     };
///     match device.io_target(cx) {
///         Some(below) => {
///             let tracked = device.context().out.track(cx, request);
///             tracked.send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
///         }
///         None => request.complete(cx, NtStatus::INVALID_DEVICE_STATE),
///     }
/// }
///
/// fn back<'id>(
///     cx: &mut Cx<'_, Dispatch>,
///     _below: Target<'_, Filter>,
///     request: Request<'id, Returned, Read>,
///     outcome: Outcome,
/// ) -> Handled<'id> {
///     request.complete(cx, outcome.status())
/// }
///
/// /// The device has hung up: nobody wants an answer any more.
/// fn hung_up(cx: &mut Cx<'_, Dispatch>, filter: &Filter) {
///     filter.out.cancel_all(cx);
/// }
/// ```
///
/// A request that is split into several of the driver's own is parked in a [`CancelSlot`](super::CancelSlot), whose cancel
/// handler [closes](Self::close) the list in which the parts are tracked.
pub struct SentList {
    list: SpinLock<List>,
    /// By which its tickets are known. No other list of the driver has it.
    id: u64,
    _pinned: PhantomPinned,
}

/// The name of one send: with it, and with no other, [`SentList::cancel`] asks for this one to be cancelled.
///
/// A number, which can be kept anywhere, for as long as one likes. A request that is reused or sent again gets another
/// one. The default, with all bytes zero, names nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SentTicket {
    list: u64,
    number: u64,
}

// SAFETY: integers.
unsafe impl Zeroable for SentTicket {}

/// A request that is noted in a [`SentList`], and can be sent: `R` is the request.
///
/// From here on it can be cancelled: if that happens before it is sent, the sending fails with STATUS_CANCELLED.
///
/// # Invariants
/// `node` is that of the request, and in `store`'s list with this number; with 0 it is in no list, and is not sent.
#[must_use = "send it, or take the request out again"]
pub struct Tracked<'s, R: Trackable> {
    request: ManuallyDrop<R>,
    store: &'s SentList,
    node: NonNull<Node>,
    number: u64,
}

pub(crate) mod sealed {
    use super::list::Node;
    use crate::sys::WDFREQUEST;
    use core::ptr::NonNull;

    /// A request and its node.
    #[derive(Debug, Clone, Copy)]
    pub struct Parts(pub(crate) WDFREQUEST, pub(crate) NonNull<Node>);

    /// # Safety
    /// The value is the only holder of the request in its [`parts`](Self::parts), whose node is in no list.
    #[expect(unsafe_code, reason = "the promise that a request is one")]
    pub unsafe trait Sealed {
        fn parts(&self) -> Parts;
    }
}
pub(crate) use self::sealed::Parts;

/// A request that can be tracked: one that the driver has in hand, or a formatted one of the driver's own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be tracked: it cannot be sent",
    label = "not a request that can be sent",
    note = "a request of a queue is tracked while the driver has it, one of the driver's own when it is formatted"
)]
pub trait Trackable: sealed::Sealed {}

// SAFETY: `Exclusive`: the holder alone has it. Its header has the node, which is in a list only in a `Tracked` and while the
// request is out.
unsafe impl<S: InHand, K: Kind> sealed::Sealed for Request<'_, S, K> {
    fn parts(&self) -> Parts {
        Parts(self.raw, self.node())
    }
}

impl<S: InHand, K: Kind> Request<'_, S, K> {
    /// Its place among the requests that are out.
    pub(crate) fn node(&self) -> NonNull<Node> {
        // SAFETY: a live request of wdf-safe.
        Header::node(unsafe { Header::of(self.raw) })
    }
}

impl<S: InHand, K: Kind> Trackable for Request<'_, S, K> {}

impl SentList {
    /// The initialiser of an empty list.
    pub const fn init() -> SentListInit {
        SentListInit { _private: () }
    }

    /// Notes the request, which is then [sent](Tracked::send).
    ///
    /// `WdfSpinLockAcquire`, `WdfSpinLockRelease`; IRQL <= DISPATCH_LEVEL.
    pub fn track<L: CallOut, R: Trackable>(&self, cx: &mut Cx<'_, L>, request: R) -> Tracked<'_, R> {
        self.track_as(cx, request, 0)
    }

    /// Notes the request under a label of the driver's choice, by which several are [cancelled](Self::cancel_labelled)
    /// together: those of one [open handle](super::FileObject::label), or of one request that was split.
    ///
    /// `WdfSpinLockAcquire`, `WdfSpinLockRelease`; IRQL <= DISPATCH_LEVEL.
    pub fn track_as<L: CallOut, R: Trackable>(&self, cx: &mut Cx<'_, L>, request: R, label: usize) -> Tracked<'_, R> {
        let Parts(handle, node) = request.parts();
        // SAFETY: the only holder of the request, in no list (`Sealed`). It is taken out before it is disposed of:
        // invariant 2.
        let number = self.list.with(cx, |list, _| unsafe { list.insert(node, handle.cast(), label) });
        // INVARIANT: in the list with this number, or, being refused, in none.
        Tracked { request: ManuallyDrop::new(request), store: self, node, number: number.unwrap_or(0) }
    }

    /// Asks for this send to be cancelled. `WdfRequestCancelSentRequest`; IRQL <= DISPATCH_LEVEL. `false`: it is over.
    ///
    /// What comes of it says the outcome with which the request comes back; its completion routine may run before this
    /// returns. A send that is over is not touched, whatever has become of the request.
    pub fn cancel<L: CallOut>(&self, cx: &mut Cx<'_, L>, ticket: SentTicket) -> bool {
        let wanted = ticket.number;
        ticket.list == self.id && self.cancel_each(cx, |number, _| number == wanted) != 0
    }

    /// As [`cancel`](Self::cancel), for all that are out with this label. How many were asked.
    ///
    /// What is sent after this call has begun is not asked.
    pub fn cancel_labelled<L: CallOut>(&self, cx: &mut Cx<'_, L>, label: usize) -> usize {
        self.cancel_each(cx, |_, found| found == label)
    }

    /// As [`cancel`](Self::cancel), for all that are out. How many were asked.
    ///
    /// What is sent after this call has begun is not asked: see [`close`](Self::close).
    pub fn cancel_all<L: CallOut>(&self, cx: &mut Cx<'_, L>) -> usize {
        self.cancel_each(cx, |_, _| true)
    }

    /// As [`cancel_all`](Self::cancel_all), and lets nothing more out: what is [tracked](Self::track) from now on fails to be
    /// sent, with STATUS_CANCELLED, until the list is [opened](Self::open).
    pub fn close<L: CallOut>(&self, cx: &mut Cx<'_, L>) -> usize {
        self.list.with(cx, |list, _| list.set_closed(true));
        self.cancel_all(cx)
    }

    /// Lets requests out again.
    pub fn open<L: CallOut>(&self, cx: &mut Cx<'_, L>) {
        self.list.with(cx, |list, _| list.set_closed(false));
    }

    /// The six steps, for each that is wanted.
    fn cancel_each<L: CallOut>(&self, cx: &mut Cx<'_, L>, wanted: impl Fn(u64, usize) -> bool) -> usize {
        let mut previous: Option<Found> = None;
        let mut limit = u64::MAX;
        let mut asked = 0;
        loop {
            let found = self.list.with(cx, |list, _| {
                limit = limit.min(list.given());
                // SAFETY: found in this list, and not ended.
                let found = unsafe { list.find(previous, limit, &wanted) };
                if let Some(found) = found {
                    // SAFETY: in the list, so nobody has disposed of it (invariant 2).
                    unsafe { ticket::reference(found.request.cast()) };
                }
                found
            });
            if let Some(previous) = previous {
                let request = previous.request.cast();
                // SAFETY: found above, with its reference, which is dropped next.
                unsafe { previous.end() };
                // SAFETY: the reference that was taken when it was found.
                unsafe { ticket::dereference(request) };
            }
            let Some(found) = found else { return asked };
            // SAFETY: the reference keeps it; no lock is held (`L: CallOut`); not sent again before `end` (`list.rs`). It may
            // have come back meanwhile: then nothing is cancelled.
            let _a_cancel_routine_was_called = unsafe { ddi!(WdfRequestCancelSentRequest, found.request.cast()) };
            asked += 1;
            previous = Some(found);
        }
    }

    /// Takes a request out.
    ///
    /// # Safety
    /// The node is in this list. At IRQL <= DISPATCH_LEVEL.
    unsafe fn remove(&self, node: NonNull<Node>) {
        let out = |list: &mut List| {
            // SAFETY: in this list (the caller's promise).
            unsafe { list.remove(node) };
        };
        // SAFETY: at most DISPATCH_LEVEL; the lock is not held, being taken for single steps in this file alone, which call
        // nothing but `WdfObjectReference`.
        unsafe { self.list.with_leaf(out) };
    }

    /// The context that a tracked request's completion routine is given.
    pub(crate) const fn as_context(&self) -> *mut core::ffi::c_void {
        ptr::from_ref(self).cast_mut().cast()
    }

    /// The completion routine of a tracked request begins: takes it out.
    ///
    /// # Safety
    /// `context` is [`as_context`](Self::as_context) of the list in which this node is.
    pub(crate) unsafe fn came_back(context: *mut core::ffi::c_void, node: NonNull<Node>) {
        // SAFETY: a list outlives the requests that are tracked in it (invariant 1).
        let this = unsafe { &*context.cast::<Self>() };
        // SAFETY: the caller's promise; in a completion routine.
        unsafe { this.remove(node) };
    }
}

impl<'s, R: Trackable> Tracked<'s, R> {
    /// The name of the send that comes next.
    #[must_use]
    pub const fn ticket(&self) -> SentTicket {
        SentTicket { list: self.store.id, number: self.number }
    }

    /// May it be sent? Otherwise it counts as cancelled: the list is closed, or an earlier send is being cancelled at this
    /// moment.
    pub(crate) const fn may_be_sent(&self) -> bool {
        self.number != 0
    }

    /// For the send: the request, still in the list, and what takes it out if it fails.
    pub(crate) fn into_parts(self) -> (R, Sending<'s>) {
        let mut this = ManuallyDrop::new(self);
        let sending = Sending { store: this.store, node: this.node, number: this.number };
        // SAFETY: taken once: `this` is not used nor dropped after.
        let request = unsafe { ManuallyDrop::take(&mut this.request) };
        (request, sending)
    }
}

/// A tracked request's place in its list, apart from the request.
pub(crate) struct Sending<'s> {
    pub(crate) store: &'s SentList,
    node: NonNull<Node>,
    number: u64,
}

impl Sending<'_> {
    /// It was not sent after all, or has come back without a completion routine.
    pub(crate) fn end(self) {
        if self.number != 0 {
            // SAFETY: tracked there; who sends a request is at most at DISPATCH_LEVEL (`CallOut`).
            unsafe { self.store.remove(self.node) };
        }
    }
}

/// Takes the request out of the list. One of the driver's own is then deleted; of another one the handler still owes the proof
/// that it was disposed of.
impl<R: Trackable> Drop for Tracked<'_, R> {
    fn drop(&mut self) {
        // In a service routine no lock can be taken: it counts as forgotten (invariant 2).
        if !at_most_dispatch() {
            return;
        }
        if self.number != 0 {
            // SAFETY: in the list (invariant); at most at DISPATCH_LEVEL, as was just asked.
            unsafe { self.store.remove(self.node) };
        }
        // SAFETY: once, and it is not used after.
        unsafe { ManuallyDrop::drop(&mut self.request) };
    }
}

/// The initialiser of a [`SentList`]: see [`SentList::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct SentListInit {
    _private: (),
}

// SAFETY: writes an empty list, or fails before.
unsafe impl Init<SentList> for SentListInit {
    const HOLDS_REQUESTS: bool = true;

    unsafe fn init(self, place: *mut SentList, owner: WDFOBJECT) -> Result<()> {
        // A number that only differs, and orders nothing: not one of the atomics whose orders are explored.
        static LISTS: AtomicU64 = AtomicU64::new(0);
        // SAFETY: a field of the place.
        let list = unsafe { &raw mut (*place).list };
        // SAFETY: as above.
        let id = unsafe { &raw mut (*place).id };
        // SAFETY: the caller's promise, for a field.
        unsafe { SpinLock::init(List::new()).init(list, owner) }?;
        // Not 0: a ticket of zeros names nothing.
        // SAFETY: the caller's promise, for a field.
        unsafe { id.write(LISTS.fetch_add(1, Ordering::Relaxed) + 1) };
        Ok(())
    }
}

impl fmt::Debug for SentList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentList").finish_non_exhaustive()
    }
}

impl<R: Trackable> fmt::Debug for Tracked<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracked").field("number", &self.number).finish_non_exhaustive()
    }
}
