//! Buffers of METHOD_NEITHER: an application's own addresses, locked on the application's own thread.
//!
//! *Where it stands.* Row 2. [`lock_input`](Request::lock_input) and [`lock_output`](Request::lock_output) exist on
//! `Request<InCallerContext>` alone, since an address of an application means something on its own thread only; what was
//! locked is in reach wherever the request is owned afterwards.
//!
//! *Key types.* Methods of [`Request`].
//!
//! *Wraps.* "Accessing Data Buffers in Framework-Based Drivers", `WdfRequestRetrieveUnsafeUserInputBuffer`,
//! `WdfRequestRetrieveUnsafeUserOutputBuffer`, `WdfRequestProbeAndLockUserBufferForRead`,
//! `WdfRequestProbeAndLockUserBufferForWrite`; PASSIVE_LEVEL.
//!
//! No user address is given out: a driver sees the pages only after the framework has probed and locked them. The memory
//! objects it makes for that belong to the request. Where they are is kept in a context of the request's of which the driver
//! has no type ([`Locked`]), so that none can be swapped into another request.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::buffer::{not_null, parts_of};
use super::{Failed, HasInput, HasOutput, InCallerContext, Input, Kind, Output, Owned, Request, Writer};
use crate::context::TypeInfo;
use crate::status::{Error, NtStatus, Result};
use crate::sys::{self, KeGetCurrentIrql, WDFMEMORY, WDFREQUEST, ddi};
use core::ptr::{self, NonNull};

/// What was locked for a request. Valid when zeroed: nothing.
///
/// # Invariants
/// Each is NULL or a memory of the request whose context this is. Written on its sender's thread, before it is in a queue.
#[derive(Debug)]
#[repr(C)]
struct Locked {
    input: WDFMEMORY,
    output: WDFMEMORY,
}

/// The identity of that context: made for the requests that need it.
// SAFETY: the address of this static, the only one for `Locked`.
static TYPE: TypeInfo = unsafe { TypeInfo::of_size(c"wdf_safe::Locked", &raw const TYPE, size_of::<Locked>()) };

/// PASSIVE_LEVEL.
const PASSIVE: u8 = 0;

impl<K: Kind> Request<'_, InCallerContext, K> {
    /// Probes and locks the pages of the input, which the driver may then read until the request is completed:
    /// [`locked_input`](Request::locked_input). For METHOD_NEITHER, and for the writes of a device of neither I/O.
    ///
    /// `WdfRequestRetrieveUnsafeUserInputBuffer`, `WdfRequestProbeAndLockUserBufferForRead`. Only in a driver at the top of
    /// its stack: below another the thread may be any. Input that is locked already is not locked again.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[evt_io_in_caller_context]
    /// fn arrives<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     device: &Device,
    ///     request: Request<'id, InCallerContext, Any>,
    /// ) -> Handled<'id> {
    ///     let mut request = match request.kind() {
    ///         ByKind::DeviceControl(request) => request,
    ///         other => return other.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx)),
    ///     };
    ///     if let Err(error) = request.lock_input() {
    ///         return request.complete(cx, error.status());
    ///     }
    ///     request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
    /// }
    ///
    /// #[evt_io_device_control]
    /// fn control<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     _: &Queue<()>,
    ///     request: Request<'id, Owned, DeviceControl>,
    /// ) -> Handled<'id> {
    ///     let mut first = [0; 4];
    ///     match request.locked_input().map(|input| input.copy_to(&mut first)) {
    ///         Ok(_) => request.complete(cx, NtStatus::SUCCESS),
    ///         Err(error) => request.complete(cx, error.status()),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::IrqlTooHigh`] when the sender's thread is above PASSIVE_LEVEL; STATUS_BUFFER_TOO_SMALL when there is no
    /// input; STATUS_INVALID_DEVICE_REQUEST when the request is not of METHOD_NEITHER; STATUS_ACCESS_VIOLATION when the
    /// application has no such memory; what else the framework returned.
    pub fn lock_input(&mut self) -> Result<Input<'_>>
    where
        K: HasInput,
    {
        let request = self.raw;
        let locked = self.make_locked()?;
        if locked.input.is_null() {
            let (mut start, mut len) = (ptr::null_mut(), 0);
            // SAFETY: on the sender's thread, before any queue; PASSIVE_LEVEL (asked above); places for address and length.
            let status =
                unsafe { ddi!(WdfRequestRetrieveUnsafeUserInputBuffer, request, 0, &raw mut start, &raw mut len) };
            NtStatus::check("WdfRequestRetrieveUnsafeUserInputBuffer", status)?;
            not_null(start)?;
            // SAFETY: as above; probed before it is touched.
            let status =
                unsafe { ddi!(WdfRequestProbeAndLockUserBufferForRead, request, start, len, &raw mut locked.input) };
            NtStatus::check("WdfRequestProbeAndLockUserBufferForRead", status)?;
        }
        // SAFETY: of this request, which is borrowed.
        unsafe { input_of(locked.input) }
    }

    /// Probes and locks the pages of the output, which the driver may then write until the request is completed:
    /// [`into_locked_writer`](Request::into_locked_writer). For METHOD_NEITHER, and for the reads of a device of neither
    /// I/O.
    ///
    /// `WdfRequestRetrieveUnsafeUserOutputBuffer`, `WdfRequestProbeAndLockUserBufferForWrite`. As
    /// [`lock_input`](Self::lock_input).
    ///
    /// # Errors
    /// As of [`lock_input`](Self::lock_input).
    pub fn lock_output(&mut self) -> Result<Output<'_>>
    where
        K: HasOutput,
    {
        let request = self.raw;
        let locked = self.make_locked()?;
        if locked.output.is_null() {
            let (mut start, mut len) = (ptr::null_mut(), 0);
            // SAFETY: on the sender's thread, before any queue; PASSIVE_LEVEL (asked above); places for address and length.
            let status =
                unsafe { ddi!(WdfRequestRetrieveUnsafeUserOutputBuffer, request, 0, &raw mut start, &raw mut len) };
            NtStatus::check("WdfRequestRetrieveUnsafeUserOutputBuffer", status)?;
            not_null(start)?;
            // SAFETY: as above; probed before it is touched.
            let status =
                unsafe { ddi!(WdfRequestProbeAndLockUserBufferForWrite, request, start, len, &raw mut locked.output) };
            NtStatus::check("WdfRequestProbeAndLockUserBufferForWrite", status)?;
        }
        // SAFETY: of this request, which is borrowed.
        unsafe { output_of(locked.output) }
    }

    /// The context in which it is noted what was locked, made when it is first asked for. `WdfObjectAllocateContext`.
    ///
    /// # Errors
    /// [`Error::IrqlTooHigh`]; STATUS_INSUFFICIENT_RESOURCES.
    fn make_locked(&mut self) -> Result<&mut Locked> {
        // SAFETY: no precondition.
        if unsafe { KeGetCurrentIrql() } > PASSIVE {
            return Err(Error::IrqlTooHigh);
        }
        let mut attributes =
            sys::WDF_OBJECT_ATTRIBUTES { ContextTypeInfo: TYPE.as_ptr(), ..sys::config::object_attributes() };
        let mut context = ptr::null_mut();
        // SAFETY: a live request; the type info is a static. A second call gives the context that there is, with
        // STATUS_OBJECT_NAME_EXISTS, which counts as a success.
        let status = unsafe { ddi!(WdfObjectAllocateContext, self.raw.cast(), &raw mut attributes, &raw mut context) };
        NtStatus::check("WdfObjectAllocateContext", status)?;
        not_null(context)?;
        // SAFETY: a `Locked`, zeroed when it was made; of a request that its only holder has borrowed.
        Ok(unsafe { &mut *context.cast() })
    }
}

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// The input that was locked in `EvtIoInCallerContext`: see [`lock_input`](Request::lock_input).
    ///
    /// `WdfObjectGetTypedContext`, `WdfMemoryGetBuffer`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when none was.
    pub fn locked_input(&self) -> Result<Input<'_>>
    where
        K: HasInput,
    {
        // SAFETY: an owned request, borrowed.
        let memory = unsafe { locked(self.raw) }.map_or(ptr::null_mut(), |locked| locked.input);
        // SAFETY: NULL, or of this request, which is borrowed.
        unsafe { input_of(memory) }
    }

    /// The output that was locked in `EvtIoInCallerContext`, to be written in any order: see
    /// [`lock_output`](Request::lock_output).
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when none was.
    pub fn locked_output(&mut self) -> Result<Output<'_>>
    where
        K: HasOutput,
    {
        // SAFETY: an owned request, borrowed.
        let memory = unsafe { locked(self.raw) }.map_or(ptr::null_mut(), |locked| locked.output);
        // SAFETY: NULL, or of this request, which is borrowed.
        unsafe { output_of(memory) }
    }

    /// Begins to write the answer into the output that was locked in `EvtIoInCallerContext`: see
    /// [`lock_output`](Request::lock_output).
    ///
    /// # Errors
    /// The request again, with STATUS_INVALID_DEVICE_REQUEST when none was.
    pub fn into_locked_writer(mut self) -> Result<Writer<'id, K>, Failed<Self>>
    where
        K: HasOutput,
    {
        match self.locked_output().map(|output| output.parts()) {
            // SAFETY: the output of this request, locked until it is completed.
            Ok((start, len)) => Ok(unsafe { Writer::new(self, start, len) }),
            Err(error) => Err(Failed { request: self, status: error.status() }),
        }
    }
}

impl<K: HasInput + HasOutput> Writer<'_, K> {
    /// The input that was locked in `EvtIoInCallerContext`: see [`Request::locked_input`]. An application can have given the
    /// same addresses for both, so what is written may change what is read.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when none was.
    pub fn locked_input(&self) -> Result<Input<'_>> {
        self.request().locked_input()
    }
}

/// What was locked for a request; `None` when nothing was.
///
/// # Safety
/// A live request, owned during `'a`.
unsafe fn locked<'a>(request: WDFREQUEST) -> Option<&'a Locked> {
    // SAFETY: a live handle; the type info is a static. NULL when there is no such context.
    let context = unsafe { ddi!(WdfObjectGetTypedContextWorker, request.cast(), TYPE.as_ptr()) };
    // SAFETY: a `Locked` of a live request, written only before it was in a queue.
    NonNull::new(context).map(|context| unsafe { context.cast().as_ref() })
}

/// # Safety
/// `memory` is NULL, or that of a request's locked input, which is owned during `'a`.
unsafe fn input_of<'a>(memory: WDFMEMORY) -> Result<Input<'a>> {
    not_null(memory.cast())?;
    // SAFETY: a memory of a live request.
    let (start, len) = unsafe { parts_of(memory) };
    not_null(start.cast())?;
    // SAFETY: locked and mapped until the request is completed.
    Ok(unsafe { Input::new(start, len) })
}

/// # Safety
/// `memory` is NULL, or that of a request's locked output, which is owned during `'a`.
unsafe fn output_of<'a>(memory: WDFMEMORY) -> Result<Output<'a>> {
    not_null(memory.cast())?;
    // SAFETY: a memory of a live request.
    let (start, len) = unsafe { parts_of(memory) };
    not_null(start.cast())?;
    // SAFETY: locked and mapped until the request is completed.
    Ok(unsafe { Output::new(start, len) })
}
