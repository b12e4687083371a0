//! Requests of a queue, formatted for a target.
//!
//! *Where it stands.* Row 2: methods of [`Request`]. Sending them, which gives the framework a callback, is in
//! [`register`](crate::register).
//!
//! *Key types.* [`Prepared`].
//!
//! *Wraps.* "Forwarding I/O Requests", `WdfRequestFormatRequestUsingCurrentType`, `WdfRequestWdmFormatUsingStackLocation`,
//! `WdfIoTargetFormatRequestForRead` and its kin with the request's own memory; IRQL <= DISPATCH_LEVEL.
//!
//! A read is formatted as a read, a write as a write, a device control as one: each has its buffers, and no others. The target
//! writes into the application's buffer, and what it says is the request's outcome.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target, a request and its memory")]

use super::Target;
use crate::context::{ObjectContext, RequestContext};
use crate::irql::{AtMostDispatch, CallOut, Cx};
use crate::request::{DeviceControl, Failed, Handled, InternalDeviceControl, Kind, Owned, Read, Request, Write};
use crate::status::NtStatus;
use crate::sys::{IoStackLocation, NT_SUCCESS, NTSTATUS, STATUS_BUFFER_TOO_SMALL, WDFMEMORY, WDFREQUEST, ddi};
use core::ptr;

/// A request of a queue that is formatted for this target: it can be [sent](Self::send) there, or completed.
///
/// The long form of [`Request::send`], for a filter that does not send on what came as it came.
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

/// A request that is formatted; or, when it could not be, the request and why.
type Formatting<'id, 'd, D, K> = Result<Prepared<'id, 'd, D, K>, Failed<Request<'id, Owned, K>>>;

impl<'id, C: RequestContext> Request<'id, Owned, Read<C>> {
    /// Formats it as a read for this target, from there on the device, into the application's buffer.
    /// `WdfRequestRetrieveOutputMemory`, `WdfIoTargetFormatRequestForRead`; IRQL <= DISPATCH_LEVEL.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Partition {
    ///     begins: u32,
    /// }
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     let Some(device) = queue.device::<Partition>() else {
    ///         return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    ///     };
    ///     let Some(below) = device.io_target(cx) else {
    ///         return request.complete(cx, NtStatus::INVALID_DEVICE_STATE);
    ///     };
    ///     let offset = request.parameters().device_offset + i64::from(device.context().begins);
    ///     match request.format_read(cx, below, offset) {
    ///         Ok(prepared) => prepared.send(cx, passed).unwrap_or_else(|failed| failed.complete(cx)),
    ///         Err(failed) => failed.complete(cx),
    ///     }
    /// }
    ///
    /// fn passed<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     _below: Target<'_, Partition>,
    ///     request: Request<'id, Returned, Read>,
    ///     outcome: Outcome,
    /// ) -> Handled<'id> {
    ///     request.complete(cx, outcome.status())
    /// }
    /// ```
    ///
    /// # Errors
    /// The request again, with what the framework returned: STATUS_INVALID_DEVICE_REQUEST for a device whose buffers are neither
    /// copied nor locked.
    pub fn format_read<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
        device_offset: i64,
    ) -> Formatting<'id, 'd, D, Read<C>> {
        let (raw, no_offset) = (self.into_raw(), ptr::null_mut());
        let mut offset = device_offset;
        // SAFETY: an owned request.
        let memory = unsafe { output(raw) };
        // SAFETY: the local target of its device; an owned request, not cancelable; its own memory, or NULL; the offset is read
        // during the call.
        let format = |memory| unsafe {
            ddi!(WdfIoTargetFormatRequestForRead, target.raw(), raw, memory, no_offset, &raw mut offset)
        };
        let status = memory.map_or_else(|status| status, format);
        // SAFETY: the same.
        unsafe { formatted(raw, target, status) }
    }
}

impl<'id, C: RequestContext> Request<'id, Owned, Write<C>> {
    /// Formats it as a write for this target, there on the device, of the application's bytes.
    /// `WdfRequestRetrieveInputMemory`, `WdfIoTargetFormatRequestForWrite`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// Those of [`format_read`](Request::format_read).
    pub fn format_write<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
        device_offset: i64,
    ) -> Formatting<'id, 'd, D, Write<C>> {
        let (raw, no_offset) = (self.into_raw(), ptr::null_mut());
        let mut offset = device_offset;
        // SAFETY: an owned request.
        let memory = unsafe { input(raw) };
        // SAFETY: as in `format_read`.
        let format = |memory| unsafe {
            ddi!(WdfIoTargetFormatRequestForWrite, target.raw(), raw, memory, no_offset, &raw mut offset)
        };
        let status = memory.map_or_else(|status| status, format);
        // SAFETY: the same.
        unsafe { formatted(raw, target, status) }
    }
}

impl<'id, C: RequestContext> Request<'id, Owned, DeviceControl<C>> {
    /// Formats it as a device control of this code for this target, with the application's buffers.
    /// `WdfRequestRetrieveInputMemory`, `WdfRequestRetrieveOutputMemory`, `WdfIoTargetFormatRequestForIoctl`; IRQL <=
    /// DISPATCH_LEVEL.
    ///
    /// # Errors
    /// Those of [`format_read`](Request::format_read); of a request that came by METHOD_NEITHER too.
    pub fn format_ioctl<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
        code: u32,
    ) -> Formatting<'id, 'd, D, DeviceControl<C>> {
        let (raw, no_offset) = (self.into_raw(), ptr::null_mut());
        // SAFETY: an owned request.
        let memories = unsafe { both(raw) };
        // SAFETY: as in `format_read`.
        let format = |(from, to)| unsafe {
            let (target, request) = (target.raw(), raw);
            ddi!(WdfIoTargetFormatRequestForIoctl, target, request, code, from, no_offset, to, no_offset)
        };
        let status = memories.map_or_else(|status| status, format);
        // SAFETY: the same.
        unsafe { formatted(raw, target, status) }
    }
}

impl<'id, C: RequestContext> Request<'id, Owned, InternalDeviceControl<C>> {
    /// Formats it as an internal device control of this code for this target, with the buffers that it came with.
    /// `WdfRequestRetrieveInputMemory`, `WdfRequestRetrieveOutputMemory`, `WdfIoTargetFormatRequestForInternalIoctl`; IRQL <=
    /// DISPATCH_LEVEL.
    ///
    /// # Errors
    /// Those of [`format_ioctl`](Request::format_ioctl).
    pub fn format_internal_ioctl<'d, L: AtMostDispatch, D: ObjectContext>(
        self,
        _cx: &Cx<'_, L>,
        target: Target<'d, D>,
        code: u32,
    ) -> Formatting<'id, 'd, D, InternalDeviceControl<C>> {
        let (raw, no_offset) = (self.into_raw(), ptr::null_mut());
        // SAFETY: an owned request.
        let memories = unsafe { both(raw) };
        // SAFETY: as in `format_read`.
        let format = |(from, to)| unsafe {
            let (target, request) = (target.raw(), raw);
            ddi!(WdfIoTargetFormatRequestForInternalIoctl, target, request, code, from, no_offset, to, no_offset)
        };
        let status = memories.map_or_else(|status| status, format);
        // SAFETY: the same.
        unsafe { formatted(raw, target, status) }
    }
}

/// What formatting a request came to.
///
/// # Safety
/// An owned request of this kind, of which the caller has the only handle; formatted for `target` if `status` is a success.
unsafe fn formatted<'id, 'd, D, K: Kind>(
    raw: WDFREQUEST,
    target: Target<'d, D>,
    status: NTSTATUS,
) -> Formatting<'id, 'd, D, K> {
    // SAFETY: the caller's promise.
    let request = unsafe { Request::new(raw) };
    if NT_SUCCESS(status) {
        return Ok(Prepared { request, target });
    }
    Err(Failed { request, status: NtStatus::from_failure(status) })
}

/// The memory of a request's output; NULL when it has none.
///
/// # Errors
/// What the framework returned.
///
/// # Safety
/// The caller owns the request.
unsafe fn output(request: WDFREQUEST) -> Result<WDFMEMORY, NTSTATUS> {
    let mut memory = ptr::null_mut();
    // SAFETY: an owned request; a place for the handle.
    or_none(unsafe { ddi!(WdfRequestRetrieveOutputMemory, request, &raw mut memory) }).map(|()| memory)
}

/// The memory of a request's input; NULL when it has none.
///
/// # Errors
/// What the framework returned.
///
/// # Safety
/// The caller owns the request.
unsafe fn input(request: WDFREQUEST) -> Result<WDFMEMORY, NTSTATUS> {
    let mut memory = ptr::null_mut();
    // SAFETY: an owned request; a place for the handle.
    or_none(unsafe { ddi!(WdfRequestRetrieveInputMemory, request, &raw mut memory) }).map(|()| memory)
}

/// Both.
///
/// # Errors
/// What the framework returned.
///
/// # Safety
/// The caller owns the request.
unsafe fn both(request: WDFREQUEST) -> Result<(WDFMEMORY, WDFMEMORY), NTSTATUS> {
    // SAFETY: the caller's promise.
    let input = unsafe { input(request) }?;
    // SAFETY: the caller's promise.
    Ok((input, unsafe { output(request) }?))
}

/// A buffer of no bytes is none, which the framework has a status for.
fn or_none(status: NTSTATUS) -> Result<(), NTSTATUS> {
    if NT_SUCCESS(status) || status == STATUS_BUFFER_TOO_SMALL { Ok(()) } else { Err(status) }
}
