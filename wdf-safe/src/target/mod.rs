//! I/O targets: the next driver in the device's stack, devices that the driver opens, and requests that are sent there.
//!
//! *Where it stands.* Row 2. Sending with a completion routine, which gives the framework a callback, is in
//! [`register`](crate::register); what is out is noted, so that it can be cancelled, in a
//! [`SentList`](crate::request::SentList).
//!
//! *Key types.* [`Target<'d, D>`](Target), [`RemoteTarget<D>`](RemoteTarget); [`OwnRequest<'d, D, S>`](OwnRequest), a request that the driver has made, in a
//! state (`own.rs`); [`Outcome`], what the target made of a request; [`Deadline`], of who waits for it; [`Prepared`], a request
//! that is formatted for a target.
//!
//! *Wraps.* "Using I/O Targets", `WdfDeviceGetIoTarget`, `WdfRequestSend`, `WdfIoTargetPurge`, `WdfIoTargetStart`,
//! `WdfIoTargetStop`; IRQL <= DISPATCH_LEVEL, those that wait PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

mod format;
mod own;
mod remote;
mod synchronous;

pub(crate) use self::own::node;
pub use self::own::{Formatted, Fresh, OwnRequest, Spent};
pub use self::remote::{Access, RemoteTarget, wide};
pub use self::synchronous::{CameBack, Deadline};

use crate::context::ObjectContext;
use crate::device::Device;
use crate::irql::{AtMostDispatch, CallOut, Cx, Passive};
use crate::raw::AsRaw;
use crate::request::{Failed, Handled, Kind, Owned, Request};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFIOTARGET, ddi};
use core::fmt;
use core::marker::PhantomData;

pub use crate::sys::IoStackLocation;

/// Where requests are sent, by a device with the context `D`: the next driver in its stack ([`Local`]), unless `R` says
/// otherwise.
///
/// # Invariants
/// `raw` is a target of `device`: the local one, or a remote one, as `R` says. A callback reaches its own device and no other
/// one, by its queue, its parent or its target, and a target can be kept nowhere; requests live in no context above a device's.
/// So whoever has a local target and a request has those of one device, whose stack the request's IRP is deep enough for. (The
/// framework checks the depth only with its verifier on.)
pub struct Target<'d, D, R = Local> {
    raw: WDFIOTARGET,
    device: &'d Device<D>,
    place: PhantomData<fn() -> R>,
}

/// The next driver in the device's stack.
#[derive(Debug)]
pub enum Local {}

/// A device that the driver has [opened](RemoteTarget). Requests of queues are not sent there.
#[derive(Debug)]
pub enum Remote {}

/// One or the other: what a request of the driver's own was made for.
#[derive(Debug)]
pub enum Either {}

mod sealed {
    pub trait Sealed {
        /// Does the framework empty the target before it begins to delete the device?
        const LOCAL: bool;
    }
}

/// Where a target leads: [`Local`], [`Remote`], or [`Either`].
pub trait Place: sealed::Sealed {}

impl sealed::Sealed for Local {
    const LOCAL: bool = true;
}
impl sealed::Sealed for Remote {
    const LOCAL: bool = false;
}
impl sealed::Sealed for Either {
    const LOCAL: bool = false;
}
impl Place for Local {}
impl Place for Remote {}
impl Place for Either {}

/// What is done about requests that the next driver has, when a target is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentIo {
    /// They are cancelled. `WdfIoTargetCancelSentIo`.
    Cancel,
    /// They are waited for, however long it takes. `WdfIoTargetWaitForSentIoToComplete`.
    Wait,
}

/// What a target made of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    status: NtStatus,
    information: usize,
}

impl<D, R> Clone for Target<'_, D, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D, R> Copy for Target<'_, D, R> {}

impl<D, R> AsRaw for Target<'_, D, R> {
    type Raw = WDFIOTARGET;

    fn as_raw(&self) -> WDFIOTARGET {
        self.raw
    }
}

impl<'d, D, R: Place> Target<'d, D, R> {
    /// The target of this handle. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a target that lives during `'d`, made for `device`: its local one, or a remote one, as `R` says.
    pub const unsafe fn from_raw(raw: WDFIOTARGET, device: &'d Device<D>) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, device, place: PhantomData }
    }
}

impl<D: ObjectContext> Device<D> {
    /// The device's local target; `None` when there is no driver below. `WdfDeviceGetIoTarget`; IRQL <= DISPATCH_LEVEL.
    #[must_use]
    pub fn io_target(&self) -> Option<Target<'_, D>> {
        // SAFETY: a live device.
        let raw = unsafe { ddi!(WdfDeviceGetIoTarget, self.raw()) };
        // INVARIANT: just asked.
        (!raw.is_null()).then_some(Target { raw, device: self, place: PhantomData })
    }
}

impl<'d, D: ObjectContext, R: Place> Target<'d, D, R> {
    /// # Safety
    /// `raw` is a target of `device`, as `R` says.
    pub(crate) const unsafe fn new(raw: WDFIOTARGET, device: &'d Device<D>) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, device, place: PhantomData }
    }

    /// The device whose target it is.
    #[must_use]
    pub const fn device(&self) -> &'d Device<D> {
        self.device
    }

    /// The same, no longer known to be the one or the other.
    pub(crate) const fn either(self) -> Target<'d, D, Either> {
        Target { raw: self.raw, device: self.device, place: PhantomData }
    }

    pub(crate) const fn raw(&self) -> WDFIOTARGET {
        self.raw
    }

    /// Takes no more requests, and cancels those that it has; does not wait for them. `WdfIoTargetPurge`; IRQL <=
    /// DISPATCH_LEVEL.
    ///
    /// Completion routines may run before this returns.
    pub fn purge<L: CallOut>(&self, _cx: &mut Cx<'_, L>) {
        let action = sys::_WDF_IO_TARGET_PURGE_IO_ACTION::WdfIoTargetPurgeIo;
        // SAFETY: a live target; not waiting.
        unsafe { ddi!(WdfIoTargetPurge, self.raw, action) };
    }

    /// As [`purge`](Self::purge), and returns when all have come back. `WdfIoTargetPurge`; PASSIVE_LEVEL.
    pub fn purge_and_wait(&self, _cx: &mut Cx<'_, Passive>) {
        let action = sys::_WDF_IO_TARGET_PURGE_IO_ACTION::WdfIoTargetPurgeIoAndWait;
        // SAFETY: a live target; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetPurge, self.raw, action) };
    }

    /// Keeps what is sent from now on until it is [started](Self::start), and leaves what it has with the next driver.
    /// `WdfIoTargetStop`; IRQL <= DISPATCH_LEVEL.
    pub fn stop<L: CallOut>(&self, _cx: &mut Cx<'_, L>) {
        let action = sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetLeaveSentIoPending;
        // SAFETY: a live target; not waiting.
        unsafe { ddi!(WdfIoTargetStop, self.raw, action) };
    }

    /// As [`stop`](Self::stop), and deals with what the next driver has; returns when that has come back.
    /// `WdfIoTargetStop`; PASSIVE_LEVEL.
    pub fn stop_and_wait(&self, _cx: &mut Cx<'_, Passive>, sent: SentIo) {
        let action = match sent {
            SentIo::Cancel => sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetCancelSentIo,
            SentIo::Wait => sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetWaitForSentIoToComplete,
        };
        // SAFETY: a live target; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetStop, self.raw, action) };
    }

    /// Takes requests again, and sends what it has kept. `WdfIoTargetStart`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn start<L: CallOut>(&self, _cx: &mut Cx<'_, L>) -> Result<()> {
        // SAFETY: a live target.
        let status = unsafe { ddi!(WdfIoTargetStart, self.raw) };
        NtStatus::check("WdfIoTargetStart", status)
    }
}

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// Sends the request on to the next driver as it came, and forgets it. `WdfRequestSend` with
    /// `WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET`; IRQL <= DISPATCH_LEVEL.
    ///
    /// The target's state does not matter. What a filter does with what it has no interest in.
    ///
    /// # Errors
    /// The request again, with what the framework says of it.
    pub fn send_and_forget<L: CallOut, D: ObjectContext>(
        self,
        _cx: &mut Cx<'_, L>,
        target: Target<'_, D>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let raw = self.into_raw();
        let mut options = sys::config::send_and_forget_options();
        // SAFETY: an owned request, not cancelable, not formatted, without a completion routine, given up here; a live
        // target of its device (invariant of `Target`); a structure with its size set.
        let sent = unsafe { ddi!(WdfRequestSend, raw, target.raw, &raw mut options) };
        if sent != 0 {
            // SAFETY: the framework has it.
            return Ok(unsafe { Handled::new() });
        }
        // SAFETY: it was not sent, and so is still ours.
        let status = unsafe { ddi!(WdfRequestGetStatus, raw) };
        // SAFETY: as above.
        let request = unsafe { Request::new(raw) };
        Err(Failed { request, status: NtStatus::from_failure(status) })
    }
}

/// A request of a queue that is formatted for this target: it can be [sent](Self::send) there, or completed.
///
/// The long form of [`Request::send`], for a driver that formats by other means than wdf-safe's.
#[derive(Debug)]
#[must_use = "the request in it is still to be disposed of: send it, or complete it"]
pub struct Prepared<'id, 'd, D, K: Kind> {
    request: Request<'id, Owned, K>,
    target: Target<'d, D>,
}

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// Formats the request as it came, for this target. `WdfRequestFormatRequestUsingCurrentType`; IRQL <= DISPATCH_LEVEL.
    pub fn format_as_it_came<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
    ) -> Prepared<'id, 'd, D, K> {
        let raw = self.into_raw();
        // SAFETY: an owned request, not cancelable; there is a driver below, so the IRP has a stack location for it.
        unsafe { ddi!(WdfRequestFormatRequestUsingCurrentType, raw) };
        // SAFETY: the same.
        Prepared { request: unsafe { Request::new(raw) }, target }
    }

    /// Formats the request with this stack location, for this target: the way out for what wdf-safe has no call for.
    /// `WdfRequestWdmFormatUsingStackLocation`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Safety
    /// `stack` is valid during the call, and asks of the next driver what may be asked with the buffers that the request's IRP
    /// has, until the request comes back.
    pub unsafe fn format_using_stack_location<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
        stack: *mut IoStackLocation,
    ) -> Prepared<'id, 'd, D, K> {
        let raw = self.into_raw();
        // SAFETY: an owned request, not cancelable, whose IRP has a stack location for the driver below; the caller's promise.
        unsafe { ddi!(WdfRequestWdmFormatUsingStackLocation, raw, stack) };
        // SAFETY: the same.
        Prepared { request: unsafe { Request::new(raw) }, target }
    }
}

impl<'id, 'd, D: ObjectContext, K: Kind> Prepared<'id, 'd, D, K> {
    /// The target that it is formatted for.
    pub const fn target(&self) -> Target<'d, D> {
        self.target
    }

    /// Completes the request instead. `WdfRequestComplete`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        self.request.complete(cx, status)
    }

    /// The request, no longer known to be formatted, and the target.
    pub(crate) fn into_parts(self) -> (Request<'id, Owned, K>, Target<'d, D>) {
        (self.request, self.target)
    }
}

impl Outcome {
    pub(crate) const fn new(status: NtStatus, information: usize) -> Self {
        Self { status, information }
    }

    /// The status with which the target completed the request.
    #[must_use]
    pub const fn status(self) -> NtStatus {
        self.status
    }

    /// The information with which the target completed the request: mostly the number of bytes. It is in the request
    /// already: [`Request::complete`] keeps it.
    #[must_use]
    pub const fn information(self) -> usize {
        self.information
    }
}

impl<D, R> fmt::Debug for Target<'_, D, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.raw).finish()
    }
}
