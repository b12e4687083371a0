//! The answer to `EvtIoStop`, for requests that do not wait in a store.
//!
//! *Where it stands.* Row 2. The device is about to sleep, or goes away, while the driver has a request. For requests in
//! stores wdf-safe answers; for one that a callback has in its hands on another processor the driver's own handler is
//! asked, if it wrote one ([`QueueConfig::stop`](crate::register::QueueConfig::stop)).
//!
//! *Key types.* [`StopNotice`], which borrows nothing and owns nothing: not the request, but the right to answer, once,
//! within the callback; [`Answered`], the proof.
//!
//! *Wraps.* "Using Power-Managed I/O Queues", `WdfRequestStopAcknowledge`; IRQL <= DISPATCH_LEVEL.
//!
//! The request belongs to whoever has it in hand, perhaps at this moment completes it. So a notice cannot complete it,
//! requeue it, or ask for its parameters: in the field, exactly that took requests away from the code that was about to
//! complete them. An answer of "hold" is recorded in the request, which the framework keeps until the callback returns.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::header::Header;
use crate::brand::{Brand, Token};
use crate::raw::AsRaw;
use crate::sys::{WDFQUEUE, WDFREQUEST, ddi};
use core::marker::PhantomData;

/// Why the framework asks.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[evt_io_stop]
/// fn stop<'id>(
///     _cx: &mut Cx<'_, Dispatch>,
///     _queue: &Queue<()>,
///     notice: StopNotice<'id, Resumes>,
/// ) -> Answered<'id> {
///     match notice {
///         // It takes minutes, and the computer should sleep meanwhile.
///         StopNotice::Suspending(notice) => notice.hold(),
///         StopNotice::Removing(notice) => notice.leave(),
///     }
/// }
///
/// #[evt_io_resume]
/// fn resume(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>) {}
/// # #[evt_io_read]
/// # fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
/// #     request.complete(cx, NtStatus::SUCCESS)
/// # }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
///     QueueConfig::sequential().default_queue().resume(resume).stop(stop).read(read).create(cx, device, ())?;
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "answer it: return what its methods return"]
pub enum StopNotice<'id, R: HasResume = NoResume> {
    /// The device leaves its working state, and comes back.
    Suspending(Suspending<'id, R>),
    /// The device goes away.
    Removing(Removing<'id>),
}

/// The device leaves its working state while somebody has the request in hand.
///
/// # Invariants
/// `request` is the request, and `queue` the queue, of a running `EvtIoStop` with the action "suspend"; `manual` says whether it is a
/// manual queue. If `R` says that there is a resume handler, the ways to the device's queues are shut for ever (`door.rs`).
#[derive(Debug)]
#[must_use = "answer it: return what its methods return"]
pub struct Suspending<'id, R: HasResume> {
    queue: WDFQUEUE,
    manual: bool,
    request: WDFREQUEST,
    brand: Brand<'id>,
    resume: PhantomData<fn() -> R>,
}

/// The device goes away while somebody has the request in hand.
#[derive(Debug)]
#[must_use = "answer it: return what its methods return"]
pub struct Removing<'id> {
    brand: Brand<'id>,
}

/// The proof that a [`StopNotice`] was answered: what the handler returns.
#[derive(Debug)]
#[must_use = "return it from the handler: it is the proof that the notice was answered"]
pub struct Answered<'id> {
    brand: Brand<'id>,
    token: Token,
}

mod sealed {
    pub trait Sealed {
        const HOLDS: bool;
    }
}

/// Does the queue's driver want to know when the device is awake again?
pub trait HasResume: sealed::Sealed + 'static {}

/// The queue has no handler for `EvtIoResume`.
#[derive(Debug)]
pub enum NoResume {}

/// The queue has a handler for `EvtIoResume`.
#[derive(Debug)]
pub enum Resumes {}

impl sealed::Sealed for NoResume {
    const HOLDS: bool = false;
}
impl sealed::Sealed for Resumes {
    const HOLDS: bool = true;
}
impl HasResume for NoResume {}
impl HasResume for Resumes {}

impl<'id, R: HasResume> StopNotice<'id, R> {
    /// # Safety
    /// In `EvtIoStop` of this queue, a manual one or not, with its request, which lives until the callback returns. If `R` says that
    /// there is a resume handler, the ways to the device's queues are shut for ever.
    pub(crate) unsafe fn new(queue: WDFQUEUE, manual: bool, request: WDFREQUEST, removing: bool) -> Self {
        if removing {
            Self::Removing(Removing { brand: PhantomData })
        } else {
            // INVARIANT: the caller's promise.
            Self::Suspending(Suspending { queue, manual, request, brand: PhantomData, resume: PhantomData })
        }
    }

    /// Leaves the request to whoever has it, who will soon be done: the device waits for that. See
    /// [`Suspending::leave`].
    pub fn leave(self) -> Answered<'id> {
        Answered::new()
    }
}

impl<R: HasResume> AsRaw for Suspending<'_, R> {
    type Raw = WDFREQUEST;

    fn as_raw(&self) -> WDFREQUEST {
        self.request
    }
}

impl Answered<'_> {
    /// The proof for a notice that was answered by a raw `WdfRequestStopAcknowledge`, or is left unanswered. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// The [`StopNotice`] with this brand was answered, or needs no answer of wdf-safe's.
    pub const unsafe fn assume() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}

impl<'id> Suspending<'id, Resumes> {
    /// The driver keeps the request while the device sleeps: the device does not wait for it, and when it is back the
    /// queue's resume handler is called. `WdfRequestStopAcknowledge`.
    ///
    /// Only on a queue with such a handler. Until then the request can be completed but not forwarded. A request that
    /// is being forwarded at this moment is not held: it leaves the queue. Nor is one that was taken out of a manual queue, and
    /// may at this moment be put back.
    pub fn hold(self) -> Answered<'id> {
        // SAFETY: the request of a running `EvtIoStop` (invariant).
        let header = unsafe { Header::of(self.request) };
        // SAFETY: as above.
        if !self.manual && unsafe { header.as_ref() }.wait().hold(self.queue.addr()) {
            // SAFETY: in `EvtIoStop`, with its request; not requeued.
            unsafe { acknowledge(self.request) };
        }
        Answered::new()
    }
}

impl<'id, R: HasResume> Suspending<'id, R> {
    /// Leaves the request to whoever has it, who will soon be done: the device waits for that.
    ///
    /// Every request outside a store is in the hands of a callback that is running, which must dispose of it before it
    /// returns. So this is the right answer unless that takes longer than a computer may take to fall asleep.
    pub fn leave(self) -> Answered<'id> {
        Answered::new()
    }
}

impl<'id> Removing<'id> {
    /// Leaves the request to whoever has it, who will soon be done: the device waits for that.
    pub fn leave(self) -> Answered<'id> {
        Answered::new()
    }
}

impl Answered<'_> {
    const fn new() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}

/// `WdfRequestStopAcknowledge`, with hold.
///
/// Should the request be completed meanwhile, by whoever has it, the acknowledgement is noted in memory that the
/// framework still keeps, and forgotten with it. It cannot be forwarded meanwhile (`wait.rs`).
///
/// # Safety
/// In `EvtIoStop`, with its request and the action "suspend"; its notice says held.
pub(crate) unsafe fn acknowledge(request: WDFREQUEST) {
    // SAFETY: the caller's promise; not requeued.
    unsafe { ddi!(WdfRequestStopAcknowledge, request, 0) };
}
