//! The memory objects of a request.
//!
//! *Where it stands.* Row 2, borrowed from a [`Request`]; a [`buffer`](super::buffer) is what lies in one.
//!
//! *Key types.* [`RequestMemory<'r, Side>`](RequestMemory); [`InputSide`], [`OutputSide`].
//!
//! *Wraps.* "Using Memory Buffers", `WdfRequestRetrieveInputMemory`, `WdfRequestRetrieveOutputMemory`,
//! `WdfMemoryGetBuffer`; IRQL <= DISPATCH_LEVEL.
//!
//! The framework keeps these objects inside the request, and a reference to one that is left at completion is a bug check,
//! with its verifier or without (fxrequest.cpp, `FxRequest::CompleteInternal`). So none is counted here: the handle borrows
//! the request, and every call that ends or passes on the request needs it unborrowed.
#![expect(unsafe_code, reason = "calls of the framework with the handles of a request and its memory")]

use super::buffer::{not_null, parts_of};
use super::{HasInput, HasOutput, Input, Kind, Output, Owned, Request};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{WDFMEMORY, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// What the application sent: it is read.
#[derive(Debug)]
pub enum InputSide {}

/// What the application will be given: it is written.
#[derive(Debug)]
pub enum OutputSide {}

/// The memory object of a request's input or output.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// /// Answers with the first four bytes that were sent, as a number.
/// fn first<K: wdf_safe::request::HasInput>(request: &Request<'_, Owned, K>) -> Result<u32> {
///     let memory = request.input_memory()?;
///     let mut number = [0; 4];
///     memory.buffer().copy_to(&mut number);
///     Ok(u32::from_le_bytes(number))
/// }
/// ```
///
/// # Invariants
/// `raw` is a memory of a request that is owned during `'r`; `start` and `len` are its buffer, which is not NULL.
pub struct RequestMemory<'r, Side> {
    raw: WDFMEMORY,
    start: *mut u8,
    len: usize,
    request: PhantomData<&'r mut ()>,
    side: PhantomData<fn() -> Side>,
}

static_assertions::assert_not_impl_any!(RequestMemory<'static, InputSide>: Send, Sync, Clone);

impl<Side> RequestMemory<'_, Side> {
    /// The length of the memory's buffer.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Is the buffer empty?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST for a memory without a buffer: what the framework has, without its verifier, for a
    /// device of neither I/O.
    ///
    /// # Safety
    /// `raw` is a memory of a request that is owned during the lifetime of the value.
    unsafe fn new(raw: WDFMEMORY) -> Result<Self> {
        // SAFETY: the caller's promise.
        let (start, len) = unsafe { parts_of(raw) };
        not_null(start.cast())?;
        // INVARIANT: the caller's promise, and as the framework says.
        Ok(Self { raw, start, len, request: PhantomData, side: PhantomData })
    }
}

impl RequestMemory<'_, InputSide> {
    /// What lies in it. `WdfMemoryGetBuffer`.
    #[must_use]
    pub fn buffer(&self) -> Input<'_> {
        // SAFETY: of an owned request, which is borrowed (invariant).
        unsafe { Input::new(self.start, self.len) }
    }
}

impl RequestMemory<'_, OutputSide> {
    /// What lies in it, to be written. `WdfMemoryGetBuffer`.
    pub fn buffer(&mut self) -> Output<'_> {
        // SAFETY: of an owned request, which is borrowed (invariant).
        unsafe { Output::new(self.start, self.len) }
    }
}

impl<K: Kind> Request<'_, Owned, K> {
    /// The memory object of the input. `WdfRequestRetrieveInputMemory`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when the request has no input, STATUS_INVALID_DEVICE_REQUEST when the framework has no
    /// buffer for it (METHOD_NEITHER: see [`Request::lock_input`]); what else the framework returned.
    pub fn input_memory(&self) -> Result<RequestMemory<'_, InputSide>>
    where
        K: HasInput,
    {
        let mut memory = ptr::null_mut();
        // SAFETY: an owned request; a place for the handle.
        let status = unsafe { ddi!(WdfRequestRetrieveInputMemory, self.raw, &raw mut memory) };
        NtStatus::check("WdfRequestRetrieveInputMemory", status)?;
        // SAFETY: of this request, which is borrowed.
        unsafe { RequestMemory::new(memory) }
    }

    /// The memory object of the output. `WdfRequestRetrieveOutputMemory`; IRQL <= DISPATCH_LEVEL.
    ///
    /// What is written there does not count as information by itself: see [`Request::into_writer`].
    ///
    /// # Errors
    /// As of [`input_memory`](Self::input_memory).
    pub fn output_memory(&mut self) -> Result<RequestMemory<'_, OutputSide>>
    where
        K: HasOutput,
    {
        self.is_to_be_written()?;
        let mut memory = ptr::null_mut();
        // SAFETY: an owned request; a place for the handle.
        let status = unsafe { ddi!(WdfRequestRetrieveOutputMemory, self.raw, &raw mut memory) };
        NtStatus::check("WdfRequestRetrieveOutputMemory", status)?;
        // SAFETY: of this request, which is borrowed.
        unsafe { RequestMemory::new(memory) }
    }
}

impl<Side> AsRaw for RequestMemory<'_, Side> {
    type Raw = WDFMEMORY;

    fn as_raw(&self) -> WDFMEMORY {
        self.raw
    }
}

impl<Side> fmt::Debug for RequestMemory<'_, Side> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestMemory").field("raw", &self.raw).field("len", &self.len).finish_non_exhaustive()
    }
}
