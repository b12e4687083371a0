//! The buffers of a request.
//!
//! *Where it stands.* Row 2, borrowed from a [`Request`] or, in a [`Writer`], together with it.
//!
//! *Key types.* [`Input`], [`Output`], [`Writer`].
//!
//! *Wraps.* "Accessing Data Buffers in Framework-Based Drivers", `WdfRequestRetrieveInputBuffer`,
//! `WdfRequestRetrieveOutputBuffer`; IRQL <= DISPATCH_LEVEL.
//!
//! No slice is given out. With direct I/O the application can write the memory while the driver reads it, and of a
//! device control of METHOD_BUFFERED input and output are one memory: so data is copied in and out, and input and
//! output are not in reach at once. What a driver did not write it cannot send: the information of a success is what
//! was written.
//!
//! # Invariants
//!
//! `start` is valid for `len` bytes, for reads ([`Input`]) or writes ([`Output`], [`Writer`]), as long as the request
//! is owned: the framework gave it out for this request, and unmaps it only at completion.
#![expect(unsafe_code, reason = "memory that is shared with an application, by address")]

use super::complete::complete_with_information;
use super::{Failed, Handled, HasInput, HasOutput, InHand, Kind, Owned, Request};
use crate::irql::{CallOut, Cx};
use crate::status::{Error, NtStatus, Result};
use crate::sys::{self, NT_SUCCESS, WDFMEMORY, WDFREQUEST, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// The input buffer of a request: what the application sent.
pub struct Input<'r> {
    start: *const u8,
    len: usize,
    request: PhantomData<&'r ()>,
}

/// The output buffer of a request: what the application will be given.
pub struct Output<'r> {
    start: *mut u8,
    len: usize,
    request: PhantomData<&'r mut ()>,
}

/// A request whose answer is being written.
///
/// Made by [`Request::into_writer`], ended by [`complete`](Self::complete): the number of bytes written is the
/// information of the completion, so no byte leaves that was not written.
#[must_use = "a request must be disposed of: complete the writer"]
pub struct Writer<'id, K: HasOutput, S: InHand = Owned> {
    request: Request<'id, S, K>,
    start: *mut u8,
    len: usize,
    written: usize,
}

impl Input<'_> {
    /// # Safety
    /// `start` is valid for reads of `len` bytes, of a request that is owned during the lifetime of the value.
    pub(super) const unsafe fn new(start: *const u8, len: usize) -> Self {
        // INVARIANT: the caller's promise.
        Self { start, len, request: PhantomData }
    }

    /// The length of the buffer.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Is the buffer empty?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Copies from the start of the buffer; returns how much, the lesser of both lengths.
    #[inline]
    pub fn copy_to(&self, to: &mut [u8]) -> usize {
        let count = self.len.min(to.len());
        // SAFETY: valid for `len` bytes (invariant), of which `count` are taken; not overlapping, as in `copy_at`.
        unsafe { sys::copy::copy(self.start, to.as_mut_ptr(), count) };
        count
    }

    /// Copies from `offset` on; returns how much, 0 beyond the end.
    #[inline]
    pub fn copy_at(&self, offset: usize, to: &mut [u8]) -> usize {
        let offset = offset.min(self.len);
        let count = (self.len - offset).min(to.len());
        // SAFETY: `offset` is within the buffer.
        let from = unsafe { self.start.add(offset) };
        // SAFETY: valid for `len - offset` bytes (invariant), of which `count` are taken; a Rust slice does not overlap
        // a buffer of which no slice is ever given out.
        unsafe { sys::copy::copy(from, to.as_mut_ptr(), count) };
        count
    }
}

impl Output<'_> {
    /// # Safety
    /// `start` is valid for writes of `len` bytes, of a request that is owned during the lifetime of the value.
    pub(super) const unsafe fn new(start: *mut u8, len: usize) -> Self {
        // INVARIANT: the caller's promise.
        Self { start, len, request: PhantomData }
    }

    /// Where it is and how long.
    pub(super) const fn parts(&self) -> (*mut u8, usize) {
        (self.start, self.len)
    }

    /// The length of the buffer.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Is the buffer empty?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Copies to `offset` and on; returns how much, 0 beyond the end.
    ///
    /// What is written here does not count as information by itself: see [`Request::into_writer`].
    pub fn write_at(&mut self, offset: usize, from: &[u8]) -> usize {
        let offset = offset.min(self.len);
        let count = (self.len - offset).min(from.len());
        // SAFETY: `offset` is within the buffer.
        let to = unsafe { self.start.add(offset) };
        // SAFETY: valid for `len - offset` bytes (invariant), of which `count` are written; not overlapping, as in
        // `copy_at`.
        unsafe { sys::copy::copy(from.as_ptr(), to, count) };
        count
    }
}

impl<'id, S: InHand, K: Kind> Request<'id, S, K> {
    /// The input buffer. `WdfRequestRetrieveInputBuffer`.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when the request has none; what the framework returned when it cannot be mapped.
    pub fn input(&self) -> Result<Input<'_>>
    where
        K: HasInput,
    {
        // SAFETY: an owned request.
        let (start, len) = unsafe { input(self.raw) }?;
        // SAFETY: as the framework gave it, for as long as the request is borrowed.
        Ok(unsafe { Input::new(start, len) })
    }

    /// The output buffer, to be written in any order. `WdfRequestRetrieveOutputBuffer`.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when the request has none; what the framework returned when it cannot be mapped.
    pub fn output(&mut self) -> Result<Output<'_>>
    where
        K: HasOutput,
    {
        self.is_to_be_written()?;
        // SAFETY: an owned request.
        let (start, len) = unsafe { output(self.raw) }?;
        // SAFETY: as the framework gave it, for as long as the request is borrowed.
        Ok(unsafe { Output::new(start, len) })
    }

    /// The second buffer of a device control with METHOD_IN_DIRECT: the application's own pages, which it lends to be read. (The
    /// first one is the [`input`](Self::input).) `WdfRequestRetrieveOutputBuffer`.
    ///
    /// For codes that the driver has no declaration of, as in a filter, and looks at when they come. Where there is a declaration
    /// the compiler knows the method: [`Control::data`](super::Control::data).
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST for another method; STATUS_BUFFER_TOO_SMALL when the request has none; what the framework
    /// returned when it cannot be mapped.
    pub fn direct_input(&self) -> Result<Input<'_>>
    where
        K: HasInput + HasOutput,
    {
        if !self.is_in_direct() {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        self.lent()
    }

    /// The second buffer, to be read. Its code says METHOD_IN_DIRECT.
    pub(super) fn lent(&self) -> Result<Input<'_>> {
        // SAFETY: an owned request.
        let (start, len) = unsafe { output(self.raw) }?;
        // SAFETY: as the framework gave it, for as long as the request is borrowed.
        Ok(unsafe { Input::new(start.cast_const(), len) })
    }

    /// Is the output buffer the driver's to write to? That of METHOD_IN_DIRECT is not: the application's pages are locked for
    /// reading, and it may have no right to write to them.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST.
    #[inline]
    pub(super) fn is_to_be_written(&self) -> Result<()> {
        if K::IS_CONTROL && self.is_in_direct() { Err(NtStatus::INVALID_DEVICE_REQUEST.into()) } else { Ok(()) }
    }

    fn is_in_direct(&self) -> bool {
        /// The bits of a control code that say how its buffers travel, and METHOD_IN_DIRECT among them.
        const METHOD: u32 = 3;
        const IN_DIRECT: u32 = 1;
        let mut parameters = sys::config::request_parameters();
        // SAFETY: an owned request; a structure with its size set.
        unsafe { ddi!(WdfRequestGetParameters, self.raw, &raw mut parameters) };
        // SAFETY: an integer, valid whatever the framework wrote.
        let code = unsafe { parameters.Parameters.DeviceIoControl.IoControlCode };
        code & METHOD == IN_DIRECT
    }

    /// Begins to write the answer. `WdfRequestRetrieveOutputBuffer`.
    ///
    /// # Errors
    /// The request again, with STATUS_BUFFER_TOO_SMALL when it has no output buffer, or what the framework returned
    /// when the buffer cannot be mapped.
    pub fn into_writer(self) -> Result<Writer<'id, K, S>, Failed<Self>>
    where
        K: HasOutput,
    {
        if let Err(error) = self.is_to_be_written() {
            return Err(Failed { request: self, status: error.status() });
        }
        // SAFETY: an owned request.
        match unsafe { retrieve_output(self.raw) } {
            // SAFETY: as the framework gave it, for as long as the writer has the request.
            Ok((start, len)) => Ok(unsafe { Writer::new(self, start, len) }),
            Err(status) => Err(Failed { request: self, status }),
        }
    }
}

impl<'id, K: HasOutput, S: InHand> Writer<'id, K, S> {
    /// # Safety
    /// `start` is valid for writes of `len` bytes until the request is disposed of.
    pub(super) const unsafe fn new(request: Request<'id, S, K>, start: *mut u8, len: usize) -> Self {
        // INVARIANT: the caller's promise.
        Self { request, start, len, written: 0 }
    }

    /// Appends; returns how much fitted.
    pub fn put(&mut self, from: &[u8]) -> usize {
        let count = self.remaining().min(from.len());
        // SAFETY: `written` is within the buffer.
        let to = unsafe { self.start.add(self.written) };
        // SAFETY: valid for the remaining bytes (invariant), of which `count` are written; a Rust slice does not
        // overlap a buffer of which no slice is ever given out.
        unsafe { sys::copy::copy(from.as_ptr(), to, count) };
        self.written += count;
        count
    }

    /// How many bytes still fit.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.len - self.written
    }

    /// How many bytes were written.
    #[must_use]
    pub const fn written(&self) -> usize {
        self.written
    }

    /// Completes the request with STATUS_SUCCESS and what was written. `WdfRequestCompleteWithInformation`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>) -> Handled<'id> {
        self.complete_with(cx, NtStatus::SUCCESS)
    }

    /// Completes the request with another status (STATUS_BUFFER_OVERFLOW: there was more) and what was written.
    /// `WdfRequestCompleteWithInformation`.
    pub fn complete_with<L: CallOut>(self, _cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        // SAFETY: an owned request, not cancelable, given up here; the information is what was written into its buffer.
        unsafe { complete_with_information(self.request.into_raw(), status, self.written) }
    }

    /// The request, for what does not lie where the answer is written.
    pub(super) const fn request(&self) -> &Request<'id, S, K> {
        &self.request
    }

    /// The request again; what was written is no longer counted.
    pub fn into_request(self) -> Request<'id, S, K> {
        self.request
    }
}

/// # Safety
/// The caller owns the request.
#[inline]
unsafe fn input(request: WDFREQUEST) -> Result<(*const u8, usize)> {
    let (mut start, mut len) = (ptr::null_mut(), 0);
    // SAFETY: an owned request; places for address and length.
    let status = unsafe { ddi!(WdfRequestRetrieveInputBuffer, request, 0, &raw mut start, &raw mut len) };
    NtStatus::check("WdfRequestRetrieveInputBuffer", status)?;
    not_null(start)?;
    Ok((start.cast_const().cast(), len))
}

/// # Safety
/// The caller owns the request.
#[inline]
pub(super) unsafe fn output(request: WDFREQUEST) -> Result<(*mut u8, usize)> {
    // SAFETY: the caller's promise.
    unsafe { retrieve_output(request) }.map_err(|status| Error::Ddi { ddi: "WdfRequestRetrieveOutputBuffer", status })
}

/// # Safety
/// The caller owns the request.
#[inline]
unsafe fn retrieve_output(request: WDFREQUEST) -> Result<(*mut u8, usize), NtStatus> {
    let (mut start, mut len) = (ptr::null_mut(), 0);
    // SAFETY: an owned request; places for address and length.
    let status = unsafe { ddi!(WdfRequestRetrieveOutputBuffer, request, 0, &raw mut start, &raw mut len) };
    if !NT_SUCCESS(status) {
        return Err(NtStatus::from_failure(status));
    }
    if start.is_null() {
        // As of `not_null`.
        return Err(NtStatus::INVALID_DEVICE_REQUEST);
    }
    Ok((start.cast(), len))
}

/// Where a memory's buffer is and how long. `WdfMemoryGetBuffer`; any IRQL.
///
/// # Safety
/// A live memory.
pub(super) unsafe fn parts_of(memory: WDFMEMORY) -> (*mut u8, usize) {
    let mut len = 0;
    // SAFETY: a live memory; a place for the length.
    let start = unsafe { ddi!(WdfMemoryGetBuffer, memory, &raw mut len) };
    (start.cast(), len)
}

/// A success with no buffer: what the framework answers, without its verifier, for a device of neither I/O.
pub(super) fn not_null(start: sys::PVOID) -> Result<()> {
    if start.is_null() { Err(Error::Status(NtStatus::INVALID_DEVICE_REQUEST)) } else { Ok(()) }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("len", &self.len).finish_non_exhaustive()
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("len", &self.len).finish_non_exhaustive()
    }
}

impl<K: HasOutput, S: InHand> fmt::Debug for Writer<'_, K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("len", &self.len).field("written", &self.written).finish_non_exhaustive()
    }
}
