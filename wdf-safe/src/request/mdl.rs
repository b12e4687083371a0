//! The memory descriptor lists of a request: the pages in which its data lies.
//!
//! *Where it stands.* Row 2, borrowed from a [`Request`]; mapped, it is a [`buffer`](super::buffer).
//!
//! *Key types.* [`RequestMdl<'r, Side>`](RequestMdl).
//!
//! *Wraps.* "Accessing Data Buffers in Framework-Based Drivers", `WdfRequestRetrieveInputWdmMdl`,
//! `WdfRequestRetrieveOutputWdmMdl`, `MmGetSystemAddressForMdlSafe`; IRQL <= DISPATCH_LEVEL.
//!
//! With direct I/O the pages are the application's own, locked until the request is completed, and the application may
//! write them at any moment: they are copied from and to, never lent as a slice. With buffered I/O the framework describes
//! its own copy, and only once for both sides of a control (fxrequestkm.cpp, `FxRequest::GetMdl`): of an input's MDL as
//! much is used as the input is long.
#![expect(unsafe_code, reason = "reads a structure of the kernel, by address")]

use super::complete::complete_with_information;
use super::memory::{InputSide, OutputSide};
use super::{Failed, Handled, HasInput, HasOutput, Input, Kind, Output, Owned, Request};
use crate::irql::{CallOut, Cx};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::_MEMORY_CACHING_TYPE::MmCached;
use crate::sys::{KPROCESSOR_MODE, MDL, MmMapLockedPagesSpecifyCache, PMDL, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

/// The pages of a request's input or output.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// /// Gives the page frames of a write to a device that reads them by itself.
/// #[evt_io_write]
/// fn write<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
///     let programmed = request.input_mdl().map(|mdl| {
///         let first = mdl.byte_offset();
///         mdl.frames().enumerate().for_each(|(_index, _frame)| { /* a register of the device */ });
///         first
///     });
///     match programmed {
///         Ok(_) => request.complete(cx, NtStatus::SUCCESS),
///         Err(error) => request.complete(cx, error.status()),
///     }
/// }
/// ```
///
/// # Invariants
/// `raw` is an MDL of a request that is owned during `'r`, its pages locked or of the non-paged pool; `len` is at most what
/// it describes.
pub struct RequestMdl<'r, Side> {
    raw: NonNull<MDL>,
    len: usize,
    request: PhantomData<&'r mut ()>,
    side: PhantomData<fn() -> Side>,
}

static_assertions::assert_not_impl_any!(RequestMdl<'static, InputSide>: Send, Sync, Clone);

const PAGE_SIZE: usize = 4096;
/// `MDL_SOURCE_IS_NONPAGED_POOL`: memory of the system's, which the framework described.
const NONPAGED_POOL: i16 = 0x0004;
/// That, or `MDL_MAPPED_TO_SYSTEM_VA`: the address stands in the MDL.
const HAS_ADDRESS: i16 = 0x0001 | NONPAGED_POOL;
/// `KernelMode`.
const KERNEL_MODE: KPROCESSOR_MODE = 0;
/// `NormalPagePriority | MdlMappingNoExecute`.
const PRIORITY: u32 = 16 | 0x4000_0000;

impl<Side> RequestMdl<'_, Side> {
    /// How many bytes the pages hold of the request's data. `MmGetMdlByteCount`.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Is there no data?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where in the first page the data begins. `MmGetMdlByteOffset`.
    #[must_use]
    pub fn byte_offset(&self) -> usize {
        self.value().ByteOffset as usize
    }

    /// The numbers of the physical pages, in order. `MmGetMdlPfnArray`.
    pub fn frames(&self) -> impl ExactSizeIterator<Item = usize> {
        let count = (self.byte_offset() + self.len).div_ceil(PAGE_SIZE);
        (0..count).map(|index| {
            // SAFETY: the numbers of its pages follow an MDL.
            let numbers = unsafe { self.raw.add(1) }.cast::<usize>();
            // SAFETY: `count` is at most how many it describes (invariant).
            let place = unsafe { numbers.add(index) };
            // SAFETY: as above; nobody writes them while the pages are locked.
            unsafe { place.read() }
        })
    }

    fn value(&self) -> MDL {
        // SAFETY: a valid MDL (invariant); the kernel writes flags and address of it, each when it is mapped, which the
        // holder alone does.
        unsafe { self.raw.read() }
    }

    /// Where the kernel sees the pages. `MmGetSystemAddressForMdlSafe`: an inline function of the headers.
    fn address(&self) -> Result<*mut u8> {
        let MDL { MdlFlags: flags, MappedSystemVa: mapped, .. } = self.value();
        if flags & HAS_ADDRESS != 0 {
            return Ok(mapped.cast());
        }
        let (mdl, at) = (self.raw.as_ptr(), ptr::null_mut());
        // SAFETY: the pages are locked and not mapped; IRQL <= DISPATCH_LEVEL; to be mapped for the kernel, which fails with
        // NULL. Who unlocks the pages, after completion, unmaps them.
        let mapped = unsafe { MmMapLockedPagesSpecifyCache(mdl, KERNEL_MODE, MmCached, at, 0, PRIORITY) };
        if mapped.is_null() { Err(NtStatus::INSUFFICIENT_RESOURCES.into()) } else { Ok(mapped.cast()) }
    }

    /// # Safety
    /// The MDL is one of a request that is owned during the lifetime of the value.
    unsafe fn new(raw: PMDL, most: usize) -> Result<Self> {
        let Some(raw) = NonNull::new(raw) else {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        };
        // INVARIANT: the caller's promise.
        let mut mdl = Self { raw, len: 0, request: PhantomData, side: PhantomData };
        mdl.len = most.min(mdl.value().ByteCount as usize);
        Ok(mdl)
    }
}

impl RequestMdl<'_, InputSide> {
    /// Maps the pages, if they are not mapped yet. `MmGetSystemAddressForMdlSafe`.
    ///
    /// # Errors
    /// STATUS_INSUFFICIENT_RESOURCES.
    pub fn map(&self) -> Result<Input<'_>> {
        let start = self.address()?;
        // SAFETY: of an owned request, which is borrowed, mapped until it is completed (invariant).
        Ok(unsafe { Input::new(start, self.len) })
    }
}

impl RequestMdl<'_, OutputSide> {
    /// Maps the pages, if they are not mapped yet. `MmGetSystemAddressForMdlSafe`.
    ///
    /// # Errors
    /// STATUS_INSUFFICIENT_RESOURCES.
    pub fn map(&mut self) -> Result<Output<'_>> {
        let start = self.address()?;
        // SAFETY: of an owned request, which is borrowed, mapped until it is completed (invariant).
        Ok(unsafe { Output::new(start, self.len) })
    }
}

impl<K: Kind> Request<'_, Owned, K> {
    /// The MDL of the input. `WdfRequestRetrieveInputWdmMdl`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when the request has no input, STATUS_INVALID_DEVICE_REQUEST when the framework has no
    /// buffer for it (METHOD_NEITHER); what else the framework returned.
    pub fn input_mdl(&self) -> Result<RequestMdl<'_, InputSide>>
    where
        K: HasInput,
    {
        let mut mdl = ptr::null_mut();
        // SAFETY: an owned request; a place for the address.
        let status = unsafe { ddi!(WdfRequestRetrieveInputWdmMdl, self.raw, &raw mut mdl) };
        NtStatus::check("WdfRequestRetrieveInputWdmMdl", status)?;
        // SAFETY: of this request, which is borrowed.
        unsafe { RequestMdl::new(mdl, self.input_length()) }
    }

    /// The MDL of the output. `WdfRequestRetrieveOutputWdmMdl`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// As of [`input_mdl`](Self::input_mdl).
    pub fn output_mdl(&mut self) -> Result<RequestMdl<'_, OutputSide>>
    where
        K: HasOutput,
    {
        self.is_to_be_written()?;
        let mut mdl = ptr::null_mut();
        // SAFETY: an owned request; a place for the address.
        let status = unsafe { ddi!(WdfRequestRetrieveOutputWdmMdl, self.raw, &raw mut mdl) };
        NtStatus::check("WdfRequestRetrieveOutputWdmMdl", status)?;
        // SAFETY: of this request, which is borrowed.
        unsafe { RequestMdl::new(mdl, usize::MAX) }
    }
}

impl<'id, K: HasOutput> Request<'id, Owned, K> {
    /// Completes the request with this status after the device has written the output by itself, through its pages, and
    /// says how much: at most what there is. `WdfRequestCompleteWithInformation`.
    ///
    /// With direct I/O only, where the output is the sender's own memory: of a buffered request the system copies as much
    /// of its own memory to the application as the information says, so there the driver writes what it answers
    /// ([`Request::into_writer`]).
    ///
    /// # Errors
    /// The request again: with STATUS_INVALID_DEVICE_REQUEST when its output is not the sender's memory, or as
    /// [`output_mdl`](Self::output_mdl) failed.
    pub fn complete_transferred<L: CallOut>(
        mut self,
        _cx: &mut Cx<'_, L>,
        status: NtStatus,
        transferred: usize,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let senders = self.output_mdl().and_then(|mdl| match mdl.value().MdlFlags & NONPAGED_POOL {
            0 => Ok(mdl.len()),
            _ => Err(NtStatus::INVALID_DEVICE_REQUEST.into()),
        });
        match senders {
            // SAFETY: an owned request, not cancelable, given up here; the information is within its output.
            Ok(len) => Ok(unsafe { complete_with_information(self.into_raw(), status, transferred.min(len)) }),
            Err(error) => Err(Failed { request: self, status: error.status() }),
        }
    }
}

impl<Side> AsRaw for RequestMdl<'_, Side> {
    type Raw = PMDL;

    fn as_raw(&self) -> PMDL {
        self.raw.as_ptr()
    }
}

impl<Side> fmt::Debug for RequestMdl<'_, Side> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestMdl").field("raw", &self.raw).field("len", &self.len).finish_non_exhaustive()
    }
}
