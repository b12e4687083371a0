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
//! *Wraps.* "Using I/O Targets", `WdfDeviceGetIoTarget`, `WdfRequestSend`; IRQL <= DISPATCH_LEVEL, those that wait PASSIVE_LEVEL.
//! Starting, stopping and purging is in `state.rs`, opening in [`register`](crate::register).
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

mod change;
mod format;
mod own;
mod prepared;
mod remote;
mod state;
mod synchronous;

pub use self::format::Argument;
pub(crate) use self::own::node;
pub use self::own::{Formatted, Fresh, OwnRequest, Spent};
pub use self::prepared::Prepared;
pub use self::remote::{Access, LetGo, RemoteTarget, RemovalCanceled, RemovalQuery, wide};
pub use self::state::SentIo;
pub(crate) use self::state::{Change, Notice};
pub use self::synchronous::{CameBack, Deadline};

use crate::context::ObjectContext;
use crate::device::Device;
use crate::irql::{AtMostDispatch, CallOut, Cx};
use crate::raw::AsRaw;
use crate::request::{Failed, Handled, Kind, Owned, Request};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFIOTARGET, ddi};
use core::fmt;
use core::marker::PhantomData;

pub use crate::sys::{DeviceObjectPointer, FileObjectPointer, IoStackLocation};

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

/// What a target made of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    status: NtStatus,
    information: usize,
    asked: Asked,
}

/// What was asked of the target, as the completion parameters say: by which function the request was formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Asked {
    /// They do not say: what it asked when it came, by a stack location, or with three arguments.
    NotSaid,
    /// A read.
    Read,
    /// A write.
    Write,
    /// A device control of this code.
    DeviceControl(u32),
    /// An internal device control of this code.
    InternalDeviceControl(u32),
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
    ///
    /// Not in the service routine of an interrupt, nor inside its lock: the framework makes the target when somebody first asks.
    #[must_use]
    pub fn io_target<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Option<Target<'_, D>> {
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

    /// Is it the next driver in the device's stack?
    fn is_local(&self) -> bool {
        // SAFETY: a live device.
        R::LOCAL || unsafe { ddi!(WdfDeviceGetIoTarget, self.device.raw()) } == self.raw
    }

    pub(crate) const fn raw(&self) -> WDFIOTARGET {
        self.raw
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

/// What was asked, by the completion parameters.
///
/// # Safety
/// They are the framework's.
pub(crate) unsafe fn asked(params: &sys::WDF_REQUEST_COMPLETION_PARAMS) -> Asked {
    // SAFETY: plain integers and pointers in every variant; of an ioctl the framework wrote the code.
    let code = || unsafe { params.Parameters.Ioctl }.IoControlCode;
    match params.Type {
        sys::_WDF_REQUEST_TYPE::WdfRequestTypeRead => Asked::Read,
        sys::_WDF_REQUEST_TYPE::WdfRequestTypeWrite => Asked::Write,
        sys::_WDF_REQUEST_TYPE::WdfRequestTypeDeviceControl => Asked::DeviceControl(code()),
        sys::_WDF_REQUEST_TYPE::WdfRequestTypeDeviceControlInternal => Asked::InternalDeviceControl(code()),
        _ => Asked::NotSaid,
    }
}

impl Outcome {
    pub(crate) const fn new(status: NtStatus, information: usize, asked: Asked) -> Self {
        Self { status, information, asked }
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

    /// What was asked. `WDF_REQUEST_COMPLETION_PARAMS.Type`.
    #[must_use]
    pub const fn asked(self) -> Asked {
        self.asked
    }
}

impl<D, R> fmt::Debug for Target<'_, D, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.raw).finish()
    }
}
