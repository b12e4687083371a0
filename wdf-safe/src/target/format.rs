//! What a request of the driver's own asks for, and its buffers.
//!
//! *Where it stands.* Row 2: methods of [`OwnRequest`] in the states [`Fresh`] and [`Spent`].
//!
//! *Key types.* [`Argument`].
//!
//! *Wraps.* `WdfIoTargetFormatRequestForRead`, `WdfIoTargetFormatRequestForWrite`, `WdfIoTargetFormatRequestForIoctl`,
//! `WdfIoTargetFormatRequestForInternalIoctl`, `WdfIoTargetFormatRequestForInternalIoctlOthers`, `WdfMemoryCreate`; IRQL <=
//! DISPATCH_LEVEL.
//!
//! The buffers are memory objects under the request: they live while the target may write into them, whatever becomes of the
//! driver's variables, and go with the request, or when it is [reused](OwnRequest::reuse). Data is copied in when it is
//! formatted, and out when it has come back.
#![expect(unsafe_code, reason = "calls of the framework with handles of a target, a request and its memory")]

use super::own::header;
use super::{Formatted, Fresh, OwnRequest, Spent};
use crate::context::{ObjectContext, RequestContext};
use crate::irql::{AtMostDispatch, Cx};
use crate::status::{NtStatus, Result};
use crate::sys::{self, NTSTATUS, WDFMEMORY, WDFREQUEST, ddi};
use core::ptr;

/// The tag of the buffers' memory, as the debugger shows it.
const TAG: u32 = u32::from_le_bytes(*b"wdfS");

/// The buffers of a request of the driver's own, which the framework deletes with it. Valid when zeroed.
///
/// Of a read, write or device control: input and output. Of an internal device control with arguments: those three.
#[repr(C)]
pub(super) struct Buffers {
    memories: [WDFMEMORY; 3],
}

/// The place of the output.
const OUTPUT: usize = 1;

impl Buffers {
    /// Deletes them.
    ///
    /// # Safety
    /// The request is formatted with none of them any more.
    pub(super) unsafe fn delete(&mut self) {
        for memory in &mut self.memories {
            if !memory.is_null() {
                // SAFETY: a memory object that `create` made, which nothing else names.
                unsafe { ddi!(WdfObjectDelete, memory.cast()) };
                *memory = ptr::null_mut();
            }
        }
    }
}

/// Memory of this length under the request, zeroed, and its address; null for none.
///
/// # Safety
/// `request` is live.
unsafe fn create(request: WDFREQUEST, length: usize) -> Result<(WDFMEMORY, *mut u8)> {
    let (mut memory, mut buffer) = (ptr::null_mut(), ptr::null_mut());
    if length != 0 {
        let mut attributes =
            sys::WDF_OBJECT_ATTRIBUTES { ParentObject: request.cast(), ..sys::config::object_attributes() };
        let pool = sys::_POOL_TYPE::NonPagedPoolNx;
        // SAFETY: attributes with a live parent; a length that is not 0; places for handle and address.
        let status =
            unsafe { ddi!(WdfMemoryCreate, &raw mut attributes, pool, TAG, length, &raw mut memory, &raw mut buffer) };
        NtStatus::check("WdfMemoryCreate", status)?;
        // SAFETY: new memory of this length. A target that says that it wrote more than it did gives away zeros.
        unsafe { buffer.cast::<u8>().write_bytes(0, length) };
    }
    Ok((memory, buffer.cast()))
}

impl<'d, D: ObjectContext, C: RequestContext> OwnRequest<'d, D, Fresh, C> {
    /// Makes it a read of so many bytes, from there on the device. `WdfIoTargetFormatRequestForRead`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_read<L: AtMostDispatch>(
        self,
        _cx: &Cx<'_, L>,
        length: usize,
        device_offset: i64,
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        let mut device_offset = device_offset;
        self.format("WdfIoTargetFormatRequestForRead", &[], length, |own, _, output| {
            let no_offset = ptr::null_mut();
            // SAFETY: the request's own target; a request of the driver's, not sent; its memory.
            unsafe {
                ddi!(
                    WdfIoTargetFormatRequestForRead,
                    own.target().raw(),
                    own.raw(),
                    output,
                    no_offset,
                    &raw mut device_offset
                )
            }
        })
    }

    /// Makes it a write of these bytes, there on the device. `WdfIoTargetFormatRequestForWrite`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_write<L: AtMostDispatch>(
        self,
        _cx: &Cx<'_, L>,
        bytes: &[u8],
        device_offset: i64,
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        let mut device_offset = device_offset;
        self.format("WdfIoTargetFormatRequestForWrite", bytes, 0, |own, input, _| {
            let no_offset = ptr::null_mut();
            // SAFETY: the request's own target; a request of the driver's, not sent; its memory.
            unsafe {
                ddi!(
                    WdfIoTargetFormatRequestForWrite,
                    own.target().raw(),
                    own.raw(),
                    input,
                    no_offset,
                    &raw mut device_offset
                )
            }
        })
    }

    /// Makes it a device control without buffers. `WdfIoTargetFormatRequestForIoctl`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_ioctl<L: AtMostDispatch>(self, cx: &Cx<'_, L>, code: u32) -> Result<OwnRequest<'d, D, Formatted, C>> {
        self.format_ioctl_with(cx, code, &[], 0)
    }

    /// Makes it a device control with this input, and room for so many bytes of output. `WdfIoTargetFormatRequestForIoctl`;
    /// IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_ioctl_with<L: AtMostDispatch>(
        self,
        _cx: &Cx<'_, L>,
        code: u32,
        input: &[u8],
        output_length: usize,
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        self.format("WdfIoTargetFormatRequestForIoctl", input, output_length, |own, input, output| {
            let (target, no_offset) = (own.target().raw(), ptr::null_mut());
            // SAFETY: the request's own target; a request of the driver's, not sent; its memory.
            unsafe {
                ddi!(WdfIoTargetFormatRequestForIoctl, target, own.raw(), code, input, no_offset, output, no_offset)
            }
        })
    }

    /// As [`format_ioctl_with`](Self::format_ioctl_with): an internal device control, which only drivers send.
    /// `WdfIoTargetFormatRequestForInternalIoctl`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_internal_ioctl_with<L: AtMostDispatch>(
        self,
        _cx: &Cx<'_, L>,
        code: u32,
        input: &[u8],
        output_length: usize,
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        self.format("WdfIoTargetFormatRequestForInternalIoctl", input, output_length, |own, input, output| {
            let (target, no_offset) = (own.target().raw(), ptr::null_mut());
            // SAFETY: the request's own target; a request of the driver's, not sent; its memory.
            unsafe {
                ddi!(
                    WdfIoTargetFormatRequestForInternalIoctl,
                    target,
                    own.raw(),
                    code,
                    input,
                    no_offset,
                    output,
                    no_offset
                )
            }
        })
    }

    /// Makes it an internal device control with up to three arguments, as some drivers take them: each is a buffer, whose address the
    /// other driver finds in its stack location, with these bytes in it, and into which it may write. An empty one is NULL.
    /// `WdfIoTargetFormatRequestForInternalIoctlOthers`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; the request is deleted.
    pub fn format_internal_ioctl_others<L: AtMostDispatch>(
        self,
        _cx: &Cx<'_, L>,
        code: u32,
        arguments: [&[u8]; 3],
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        let (target, request, no_offset) = (self.target().raw(), self.raw(), ptr::null_mut());
        // SAFETY: a live request that an `OwnRequest` made.
        let mut header = unsafe { header(request) };
        for (place, bytes) in arguments.into_iter().enumerate() {
            // SAFETY: a live request.
            let (memory, start) = unsafe { create(request, bytes.len()) }?;
            // SAFETY: new memory of this length, if any.
            unsafe { sys::copy::copy(bytes.as_ptr(), start, bytes.len()) };
            // SAFETY: its own context, which only the holder reaches, not tracked.
            unsafe { header.as_mut() }.buffers.memories[place] = memory;
        }
        // SAFETY: as above.
        let [first, second, fourth] = unsafe { header.as_ref() }.buffers.memories;
        // SAFETY: the request's own target; a request of the driver's, not sent; its memory.
        let status = unsafe {
            ddi!(
                WdfIoTargetFormatRequestForInternalIoctlOthers,
                target,
                request,
                code,
                first,
                no_offset,
                second,
                no_offset,
                fourth,
                no_offset
            )
        };
        NtStatus::check("WdfIoTargetFormatRequestForInternalIoctlOthers", status)?;
        let (raw, target) = self.into_parts();
        // SAFETY: the same, formatted.
        Ok(unsafe { OwnRequest::new(raw, target) })
    }

    /// Makes the buffers, and formats with them.
    fn format(
        self,
        ddi: &'static str,
        input: &[u8],
        output_length: usize,
        format: impl FnOnce(&Self, WDFMEMORY, WDFMEMORY) -> NTSTATUS,
    ) -> Result<OwnRequest<'d, D, Formatted, C>> {
        // SAFETY: a live request that an `OwnRequest` made.
        let mut header = unsafe { header(self.raw()) };
        // SAFETY: a live request.
        let (from, start) = unsafe { create(self.raw(), input.len()) }?;
        // SAFETY: new memory of this length, if any.
        unsafe { sys::copy::copy(input.as_ptr(), start, input.len()) };
        // SAFETY: a live request.
        let (to, _) = unsafe { create(self.raw(), output_length) }?;
        // SAFETY: its own context, which only the holder reaches, not tracked.
        unsafe { header.as_mut() }.buffers.memories = [from, to, ptr::null_mut()];
        NtStatus::check(ddi, format(&self, from, to))?;
        let (raw, target) = self.into_parts();
        // SAFETY: the same, formatted.
        Ok(unsafe { OwnRequest::new(raw, target) })
    }
}

impl<D: ObjectContext, C: RequestContext> OwnRequest<'_, D, Spent, C> {
    /// Copies what the target has written, from the start; returns how much: the lesser of what was written and what there is
    /// room for. `WdfRequestGetInformation`, `WdfMemoryGetBuffer`; IRQL <= DISPATCH_LEVEL.
    pub fn copy_output(&self, to: &mut [u8]) -> usize {
        // SAFETY: a live request that an `OwnRequest` made.
        let header = unsafe { header(self.raw()) };
        // SAFETY: its own context, which only the holder reaches.
        let memory = unsafe { header.as_ref() }.buffers.memories[OUTPUT];
        // SAFETY: a live request, not with its target.
        let written = unsafe { ddi!(WdfRequestGetInformation, self.raw()) } as usize;
        // SAFETY: null, or memory of this request that is not deleted.
        unsafe { copy_out(memory, written, to) }
    }

    /// Copies what is in an argument of [`format_internal_ioctl_others`](OwnRequest::format_internal_ioctl_others), from the start:
    /// what was given, or what the target has written over it. Returns how much: 0 of one that was not given.
    /// `WdfMemoryGetBuffer`; IRQL <= DISPATCH_LEVEL.
    pub fn copy_argument(&self, argument: Argument, to: &mut [u8]) -> usize {
        // SAFETY: a live request that an `OwnRequest` made.
        let header = unsafe { header(self.raw()) };
        // SAFETY: its own context, which only the holder reaches.
        let memory = unsafe { header.as_ref() }.buffers.memories[argument as usize];
        // SAFETY: null, or memory of this request that is not deleted.
        unsafe { copy_out(memory, usize::MAX, to) }
    }
}

/// Copies from a buffer, at most so much; how much it was.
///
/// # Safety
/// `memory` is null, or a live memory object that `create` made.
unsafe fn copy_out(memory: WDFMEMORY, limit: usize, to: &mut [u8]) -> usize {
    if memory.is_null() {
        return 0;
    }
    let mut length = 0;
    // SAFETY: a live memory object; a place for its length.
    let start = unsafe { ddi!(WdfMemoryGetBuffer, memory, &raw mut length) };
    let count = limit.min(length).min(to.len());
    // SAFETY: valid for `length` bytes, all written since it was made; a Rust slice does not overlap memory of which no slice is
    // ever given out.
    unsafe { sys::copy::copy(start.cast_const().cast(), to.as_mut_ptr(), count) };
    count
}

/// One of the three arguments of an internal device control: the first, second and fourth of the stack location's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// `Parameters.Others.Argument1`.
    First,
    /// `Parameters.Others.Argument2`.
    Second,
    /// `Parameters.Others.Argument4`; the third holds the code.
    Fourth,
}
