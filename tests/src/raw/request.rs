//! What a driver does with a request.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{MDL, NT_SUCCESS, NTSTATUS, PMDL, PVOID, WDF_REQUEST_PARAMETERS, WDFFILEOBJECT, WDFMEMORY, WDFQUEUE};

use super::handle::{FileObject, Memory, Queue, Request};
use super::{ddi, registry};

impl Request {
    /// `WdfRequestComplete`.
    pub fn complete(self, status: NTSTATUS) {
        ddi!(WdfRequestComplete, self.raw(), status);
    }

    /// `WdfRequestCompleteWithInformation`.
    pub fn complete_with(self, status: NTSTATUS, information: u64) {
        ddi!(WdfRequestCompleteWithInformation, self.raw(), status, information);
    }

    /// `WdfRequestCompleteWithPriorityBoost`.
    pub fn complete_boosted(self, status: NTSTATUS, boost: i8) {
        ddi!(WdfRequestCompleteWithPriorityBoost, self.raw(), status, boost);
    }

    fn on_cancel(self, callback: impl Fn(Self) + 'static) {
        registry::with(|registry| registry.cancels.insert(self.0, Rc::new(callback)));
    }

    /// `WdfRequestMarkCancelable`.
    pub fn mark(self, callback: impl Fn(Self) + 'static) {
        self.on_cancel(callback);
        ddi!(WdfRequestMarkCancelable, self.raw(), Some(registry::cancel));
    }

    /// `WdfRequestMarkCancelableEx`.
    pub fn mark_ex(self, callback: impl Fn(Self) + 'static) -> NTSTATUS {
        self.on_cancel(callback);
        ddi!(WdfRequestMarkCancelableEx, self.raw(), Some(registry::cancel))
    }

    /// `WdfRequestUnmarkCancelable`.
    pub fn unmark(self) -> NTSTATUS {
        ddi!(WdfRequestUnmarkCancelable, self.raw())
    }

    /// `WdfRequestIsCanceled`.
    #[must_use]
    pub fn is_canceled(self) -> bool {
        ddi!(WdfRequestIsCanceled, self.raw()) != 0
    }

    /// `WdfRequestForwardToIoQueue`.
    pub fn forward(self, queue: Queue) -> NTSTATUS {
        ddi!(WdfRequestForwardToIoQueue, self.raw(), queue.raw())
    }

    /// `WdfRequestRequeue`.
    pub fn requeue(self) -> NTSTATUS {
        ddi!(WdfRequestRequeue, self.raw())
    }

    /// `WdfRequestStopAcknowledge`.
    pub fn acknowledge_stop(self, requeue: bool) {
        ddi!(WdfRequestStopAcknowledge, self.raw(), u8::from(requeue));
    }

    /// `WdfRequestSetInformation`.
    pub fn set_information(self, information: u64) {
        ddi!(WdfRequestSetInformation, self.raw(), information);
    }

    /// `WdfRequestGetInformation`.
    #[must_use]
    pub fn information(self) -> u64 {
        ddi!(WdfRequestGetInformation, self.raw())
    }

    /// `WdfRequestGetStatus`.
    #[must_use]
    pub fn status(self) -> NTSTATUS {
        ddi!(WdfRequestGetStatus, self.raw())
    }

    /// `WdfRequestGetIoQueue`.
    #[must_use]
    pub fn queue(self) -> Option<Queue> {
        let queue: WDFQUEUE = ddi!(WdfRequestGetIoQueue, self.raw());
        (!queue.is_null()).then(|| Queue::from(queue))
    }

    /// `WdfRequestGetFileObject`.
    #[must_use]
    pub fn file(self) -> Option<FileObject> {
        let file: WDFFILEOBJECT = ddi!(WdfRequestGetFileObject, self.raw());
        (!file.is_null()).then(|| FileObject::from(file))
    }

    /// `WdfRequestGetRequestorMode`: whether an application sent it.
    #[must_use]
    pub fn is_from_user(self) -> bool {
        ddi!(WdfRequestGetRequestorMode, self.raw()) == 1
    }

    /// `WdfRequestWdmGetIrp`: its address.
    #[must_use]
    pub fn irp(self) -> usize {
        ddi!(WdfRequestWdmGetIrp, self.raw()) as usize
    }

    /// `WdfRequestGetParameters`.
    #[must_use]
    pub fn parameters(self) -> WDF_REQUEST_PARAMETERS {
        let mut parameters = WDF_REQUEST_PARAMETERS {
            Size: u16::try_from(size_of::<WDF_REQUEST_PARAMETERS>()).expect("a small structure"),
            ..Default::default()
        };
        ddi!(WdfRequestGetParameters, self.raw(), &raw mut parameters);
        parameters
    }

    /// `WdfRequestRetrieveInputBuffer`: where it is and how long.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn input(self, minimum: usize) -> Result<(usize, usize), NTSTATUS> {
        let (mut buffer, mut length): (PVOID, usize) = (std::ptr::dangling_mut(), usize::MAX);
        let status = ddi!(WdfRequestRetrieveInputBuffer, self.raw(), minimum, &raw mut buffer, &raw mut length);
        found(status, buffer as usize, length)
    }

    /// `WdfRequestRetrieveOutputBuffer`: where it is and how long.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn output(self, minimum: usize) -> Result<(usize, usize), NTSTATUS> {
        let (mut buffer, mut length): (PVOID, usize) = (std::ptr::dangling_mut(), usize::MAX);
        let status = ddi!(WdfRequestRetrieveOutputBuffer, self.raw(), minimum, &raw mut buffer, &raw mut length);
        found(status, buffer as usize, length)
    }

    /// The bytes that the caller sent.
    ///
    /// # Panics
    ///
    /// If there are none.
    #[must_use]
    pub fn input_bytes(self) -> Vec<u8> {
        let (address, length) = self.input(0).expect("the request has an input");
        // SAFETY: the framework vouches for its buffer while the request is not completed.
        unsafe { std::slice::from_raw_parts(address as *const u8, length) }.to_vec()
    }

    /// Writes the output.
    ///
    /// # Panics
    ///
    /// If it has no room for the bytes.
    pub fn write_output(self, bytes: &[u8]) {
        let (address, _) = self.output(bytes.len()).expect("the request has room for the output");
        // SAFETY: the framework vouches for its buffer, which is long enough.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, bytes.len()) };
    }

    /// `WdfRequestRetrieveUnsafeUserInputBuffer`: its address and length.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn unsafe_input(self) -> Result<(usize, usize), NTSTATUS> {
        let (mut buffer, mut length) = (null_mut(), 0);
        let status = ddi!(WdfRequestRetrieveUnsafeUserInputBuffer, self.raw(), 0, &raw mut buffer, &raw mut length);
        if NT_SUCCESS(status) { Ok((buffer as usize, length)) } else { Err(status) }
    }

    /// `WdfRequestRetrieveInputMemory`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn input_memory(self) -> Result<Memory, NTSTATUS> {
        let mut memory: WDFMEMORY = null_mut();
        let status = ddi!(WdfRequestRetrieveInputMemory, self.raw(), &raw mut memory);
        if NT_SUCCESS(status) { Ok(Memory::from(memory)) } else { Err(status) }
    }

    /// `WdfRequestRetrieveOutputMemory`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn output_memory(self) -> Result<Memory, NTSTATUS> {
        let mut memory: WDFMEMORY = null_mut();
        let status = ddi!(WdfRequestRetrieveOutputMemory, self.raw(), &raw mut memory);
        if NT_SUCCESS(status) { Ok(Memory::from(memory)) } else { Err(status) }
    }
}

/// An MDL of a request: its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mdl(pub usize);

impl Mdl {
    /// `MmGetSystemAddressForMdlSafe`: where the pages are.
    #[must_use]
    pub fn map(self) -> usize {
        let mdl = self.0 as PMDL;
        // SAFETY: an MDL of a request, or what the simulator keeps in its place.
        let MDL { MdlFlags: flags, MappedSystemVa: mapped, .. } = unsafe { mdl.read_unaligned() };
        // `MDL_MAPPED_TO_SYSTEM_VA`, `MDL_SOURCE_IS_NONPAGED_POOL`
        if flags & (1 | 4) != 0 {
            return mapped as usize;
        }
        // SAFETY: the simulator knows its MDLs, also those that are gone, and reports what is none.
        unsafe { wdk_sys::ntddk::MmMapLockedPagesSpecifyCache(mdl, 0, 1, null_mut(), 0, 16) as usize }
    }
}

impl Request {
    /// `WdfRequestRetrieveInputWdmMdl`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn input_mdl(self) -> Result<Mdl, NTSTATUS> {
        let mut mdl: PMDL = null_mut();
        let status = ddi!(WdfRequestRetrieveInputWdmMdl, self.raw(), &raw mut mdl);
        if NT_SUCCESS(status) { Ok(Mdl(mdl as usize)) } else { Err(status) }
    }

    /// `WdfRequestRetrieveOutputWdmMdl`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn output_mdl(self) -> Result<Mdl, NTSTATUS> {
        let mut mdl: PMDL = null_mut();
        let status = ddi!(WdfRequestRetrieveOutputWdmMdl, self.raw(), &raw mut mdl);
        if NT_SUCCESS(status) { Ok(Mdl(mdl as usize)) } else { Err(status) }
    }
}

fn found(status: NTSTATUS, address: usize, length: usize) -> Result<(usize, usize), NTSTATUS> {
    if NT_SUCCESS(status) {
        return Ok((address, length));
    }
    assert_eq!((address, length), (0, 0), "the results are cleared first");
    Err(status)
}

impl Memory {
    /// `WdfMemoryGetBuffer`: where it is and how long.
    #[must_use]
    pub fn buffer(self) -> (usize, usize) {
        let mut length = 0;
        let buffer = ddi!(WdfMemoryGetBuffer, self.raw(), &raw mut length);
        (buffer as usize, length)
    }

    /// `WdfMemoryCopyToBuffer`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn copy_out(self, offset: usize, count: usize) -> Result<Vec<u8>, NTSTATUS> {
        let mut bytes = vec![0u8; count];
        let status = ddi!(WdfMemoryCopyToBuffer, self.raw(), offset, bytes.as_mut_ptr().cast(), count);
        if NT_SUCCESS(status) { Ok(bytes) } else { Err(status) }
    }

    /// `WdfMemoryCopyFromBuffer`.
    pub fn copy_in(self, offset: usize, bytes: &[u8]) -> NTSTATUS {
        let source = bytes.as_ptr().cast_mut().cast();
        ddi!(WdfMemoryCopyFromBuffer, self.raw(), offset, source, bytes.len())
    }
}
