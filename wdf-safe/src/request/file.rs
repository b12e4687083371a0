//! The file object of a request: through which open handle it came.
//!
//! *Where it stands.* Row 2, borrowed from a [`Request`]; with it a manual queue is asked for another request of the same
//! handle.
//!
//! *Key types.* [`FileObject`], with its name and context.
//!
//! *Wraps.* "Framework File Objects", `WdfRequestGetFileObject`, `WdfFileObjectGetFileName`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::{InHand, Kind, Request};
use crate::context::{self, ObjectContext};
use crate::raw::AsRaw;
use crate::sys::{WDFFILEOBJECT, ddi};
use core::marker::PhantomData;
use core::slice;

/// One open handle of the device: the file object of a request that is owned, or of the handle that is being opened or closed.
///
/// # Invariants
/// `raw` is the file object of a request that is owned during `'r`, or of a running `EvtDeviceFileCreate`, `EvtFileCleanup` or
/// `EvtFileClose`, and so is not deleted.
#[derive(Debug)]
pub struct FileObject<'r> {
    raw: WDFFILEOBJECT,
    request: PhantomData<&'r ()>,
}

/// The proof that a device has file objects: a field of its context, of which its callbacks ask requests for theirs. See
/// [`DeviceInit::use_file_objects`](crate::device::DeviceInit::use_file_objects).
///
/// # Invariants
/// In the context of a device that has file objects.
#[derive(Debug)]
pub struct FileObjects(());

impl FileObjects {
    /// To be put where the invariant says.
    pub(crate) const fn new() -> Self {
        Self(())
    }
}

impl<S: InHand, K: Kind> Request<'_, S, K> {
    /// The file object of the request. `WdfRequestGetFileObject`; IRQL <= DISPATCH_LEVEL.
    ///
    /// Asks for the proof that the device has file objects
    /// ([`DeviceInit::use_file_objects`](crate::device::DeviceInit::use_file_objects)). `None` for a request without one, as other
    /// drivers can send it.
    pub fn file_object(&self, _files: &FileObjects) -> Option<FileObject<'_>> {
        // SAFETY: an owned request.
        let raw = unsafe { ddi!(WdfRequestGetFileObject, self.raw) };
        // INVARIANT: of an owned request, which is borrowed.
        (!raw.is_null()).then_some(FileObject { raw, request: PhantomData })
    }
}

impl FileObject<'_> {
    /// # Safety
    /// `raw` is a file object that is not closed during the lifetime of the value.
    pub(crate) const unsafe fn new(raw: WDFFILEOBJECT) -> Self {
        // INVARIANT: the caller's promise.
        Self { raw, request: PhantomData }
    }

    /// The file object of this handle. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a file object of the framework that is not closed during the lifetime of the value.
    #[must_use]
    pub const unsafe fn from_raw(raw: WDFFILEOBJECT) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(raw) }
    }

    /// A number that no other open handle has: the label under which requests of this one are
    /// [tracked](super::SentList::track_as) while they are out. Once the handle is closed another one may get it.
    #[must_use]
    pub fn label(&self) -> usize {
        self.raw.addr()
    }

    /// The context of the file object, if the device gives them contexts of this type
    /// ([`DeviceConfig::file_create_with`](crate::register::DeviceConfig::file_create_with)). At any IRQL.
    #[must_use]
    pub fn context<F: ObjectContext>(&self) -> Option<&F> {
        // SAFETY: it lives (invariant).
        unsafe { context::find::<F>(self.raw.cast()) }.map(context::Block::value)
    }

    /// What follows the device's own name in the path by which it was opened, in UTF-16. `WdfFileObjectGetFileName`.
    #[must_use]
    pub fn name(&self) -> &[u16] {
        // SAFETY: a live file object: its name, or NULL.
        let name = unsafe { ddi!(WdfFileObjectGetFileName, self.raw) };
        // SAFETY: NULL, or a string that lives as long as the file object and is never written.
        let Some(name) = (unsafe { name.as_ref() }) else {
            return &[];
        };
        if name.Buffer.is_null() {
            return &[];
        }
        // SAFETY: so many bytes are there, of UTF-16.
        unsafe { slice::from_raw_parts(name.Buffer, usize::from(name.Length) / size_of::<u16>()) }
    }

    pub(crate) fn raw(&self) -> WDFFILEOBJECT {
        self.raw
    }
}

impl AsRaw for FileObject<'_> {
    type Raw = WDFFILEOBJECT;

    fn as_raw(&self) -> WDFFILEOBJECT {
        self.raw
    }
}

impl PartialEq for FileObject<'_> {
    /// Are both of the same open handle? (Both are open, so an address is an identity.)
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.raw.cast::<()>(), other.raw.cast::<()>())
    }
}

impl Eq for FileObject<'_> {}
