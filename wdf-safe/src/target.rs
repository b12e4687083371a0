//! The local I/O target: the next driver in the device's stack, and requests that are sent to it.
//!
//! *Where it stands.* Row 2. Sending with a completion routine, which gives the framework a callback, is in
//! [`register`](crate::register).
//!
//! *Key types.* [`Target<'d, D>`](Target); [`OwnRequest<'d, D, S>`](OwnRequest), a request that the driver has made, in a
//! state; [`Outcome`], what the target made of a request.
//!
//! *Wraps.* "Using I/O Targets", `WdfDeviceGetIoTarget`, `WdfRequestSend`, `WdfRequestCreate`, `WdfRequestReuse`,
//! `WdfIoTargetFormatRequestForIoctl`, `WdfIoTargetPurge`, `WdfIoTargetStart`, `WdfObjectDelete`; IRQL <= DISPATCH_LEVEL.
//!
//! # A request of the driver's own
//!
//! ```text
//!        create_request (1)          format_ioctl (2)            send (3)
//!      ────────────────────► Fresh ────────────────► Formatted ──────────► with the target
//!                              ▲                          ▲  │                  │
//!                              │ reuse (5)                └──┘ failed           │ completion routine
//!                              └─────────────────────── Spent ◄─────────────────┘
//!      dropped, in any state: deleted (4)
//! ```
//!
//! | | DDI |
//! |---|---|
//! | 1 | `WdfRequestCreate` |
//! | 2 | `WdfIoTargetFormatRequestForIoctl` |
//! | 3 | `WdfRequestSetCompletionRoutine`, `WdfRequestSend` |
//! | 4 | `WdfObjectDelete` |
//! | 5 | `WdfRequestReuse` |
//!
//! Cancelling a request that is with its target, which takes a reference and a lock of the driver's, is not offered yet: the
//! application's cancellation reaches it there, [`Target::purge`] cancels all.
//!
//! It is a type of its own: it cannot be completed, marked cancelable or forwarded, which the framework refuses for it
//! only when its verifier is on. It borrows its device, so it cannot be kept: who needs it again, sends it again from its
//! completion routine.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target and a request")]

use crate::context::ObjectContext;
use crate::device::Device;
use crate::irql::{AtMostDispatch, CallOut, Cx};
use crate::request::{Failed, Handled, Kind, Owned, Request};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFIOTARGET, WDFREQUEST, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr;

/// The next driver in the stack of a device with the context `D`.
///
/// # Invariants
/// `raw` is the local target of `device`. A callback reaches its own device and no other one, by its queue, its parent or
/// its target, and requests live in no context above a device's: so whoever has a target and a request has those of one
/// device, whose stack the request's IRP is deep enough for. (The framework checks the depth only with its verifier on.)
pub struct Target<'d, D> {
    raw: WDFIOTARGET,
    device: &'d Device<D>,
}

/// What a target made of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    status: NtStatus,
    information: usize,
}

/// A request that the driver has made, for its device's target; `S` is its state. Deleted when it is dropped.
///
/// # Invariants
/// `raw` is a request of the driver's own, made for `target`, in the state `S`, not with the target, and no other value
/// names it.
#[must_use = "a request that is dropped is deleted"]
pub struct OwnRequest<'d, D, S = Fresh> {
    raw: WDFREQUEST,
    target: Target<'d, D>,
    state: PhantomData<fn() -> S>,
}

/// A request of the driver's own that says nothing yet.
#[derive(Debug)]
pub enum Fresh {}

/// A request of the driver's own that can be sent.
#[derive(Debug)]
pub enum Formatted {}

/// A request of the driver's own that has come back from its target.
#[derive(Debug)]
pub enum Spent {}

impl<D> Clone for Target<'_, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for Target<'_, D> {}

impl<D: ObjectContext> Device<D> {
    /// The device's local target; `None` when there is no driver below. `WdfDeviceGetIoTarget`; IRQL <= DISPATCH_LEVEL.
    #[must_use]
    pub fn io_target(&self) -> Option<Target<'_, D>> {
        // SAFETY: a live device.
        let raw = unsafe { ddi!(WdfDeviceGetIoTarget, self.raw()) };
        // INVARIANT: just asked.
        (!raw.is_null()).then_some(Target { raw, device: self })
    }
}

impl<'d, D: ObjectContext> Target<'d, D> {
    /// # Safety
    /// `raw` is the local target of `device`.
    pub(crate) const unsafe fn new(raw: WDFIOTARGET, device: &'d Device<D>) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, device }
    }

    /// The device whose target it is.
    #[must_use]
    pub const fn device(&self) -> &'d Device<D> {
        self.device
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

    /// Takes requests again. `WdfIoTargetStart`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn start<L: CallOut>(&self, _cx: &mut Cx<'_, L>) -> Result<()> {
        // SAFETY: a live target.
        let status = unsafe { ddi!(WdfIoTargetStart, self.raw) };
        NtStatus::check("WdfIoTargetStart", status)
    }

    /// Makes a request of the driver's own for this target. `WdfRequestCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create_request<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Result<OwnRequest<'d, D>> {
        let mut attributes =
            sys::WDF_OBJECT_ATTRIBUTES { ParentObject: self.device.raw().cast(), ..sys::config::object_attributes() };
        let mut raw = ptr::null_mut();
        // SAFETY: attributes with a live parent; a live target; a place for the handle.
        let status = unsafe { ddi!(WdfRequestCreate, &raw mut attributes, self.raw, &raw mut raw) };
        NtStatus::check("WdfRequestCreate", status)?;
        // SAFETY: just made, for this target.
        Ok(unsafe { OwnRequest::new(raw, *self) })
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

impl<'d, D: ObjectContext, S> OwnRequest<'d, D, S> {
    /// # Safety
    /// `raw` is a request of the driver's own, made for `target`, in the state `S`, not with the target, and no other
    /// value names it.
    pub(crate) const unsafe fn new(raw: WDFREQUEST, target: Target<'d, D>) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, target, state: PhantomData }
    }

    /// The target that it was made for.
    #[must_use]
    pub const fn target(&self) -> Target<'d, D> {
        self.target
    }

    /// The handle and the target; the request is not deleted.
    pub(crate) fn into_parts(self) -> (WDFREQUEST, Target<'d, D>) {
        let this = ManuallyDrop::new(self);
        (this.raw, this.target)
    }
}

impl<'d, D: ObjectContext> OwnRequest<'d, D, Fresh> {
    /// Makes it a device control without buffers. `WdfIoTargetFormatRequestForIoctl`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_ioctl<L: AtMostDispatch>(self, _cx: &Cx<'_, L>, code: u32) -> Result<OwnRequest<'d, D, Formatted>> {
        let (no_memory, no_offset) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the request's own target; a request of the driver's, not sent; no buffers.
        let status = unsafe {
            ddi!(
                WdfIoTargetFormatRequestForIoctl,
                self.target.raw,
                self.raw,
                code,
                no_memory,
                no_offset,
                no_memory,
                no_offset
            )
        };
        NtStatus::check("WdfIoTargetFormatRequestForIoctl", status)?;
        let (raw, target) = self.into_parts();
        // SAFETY: the same, formatted.
        Ok(unsafe { OwnRequest::new(raw, target) })
    }
}

impl<'d, D: ObjectContext> OwnRequest<'d, D, Spent> {
    /// Makes it as good as new. `WdfRequestReuse`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn reuse<L: AtMostDispatch>(self, _cx: &Cx<'_, L>) -> Result<OwnRequest<'d, D>> {
        let mut parameters = sys::config::request_reuse();
        // SAFETY: a request of the driver's own that has come back; a structure with its size set.
        let status = unsafe { ddi!(WdfRequestReuse, self.raw, &raw mut parameters) };
        NtStatus::check("WdfRequestReuse", status)?;
        let (raw, target) = self.into_parts();
        // SAFETY: the same, as new.
        Ok(unsafe { OwnRequest::new(raw, target) })
    }
}

impl<D, S> Drop for OwnRequest<'_, D, S> {
    fn drop(&mut self) {
        // SAFETY: a request of the driver's own, not with its target, that nothing else names (invariant).
        unsafe { ddi!(WdfObjectDelete, self.raw.cast()) };
    }
}

impl<D> fmt::Debug for Target<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.raw).finish()
    }
}

impl<D, S> fmt::Debug for OwnRequest<'_, D, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnRequest").field(&self.raw).finish()
    }
}
