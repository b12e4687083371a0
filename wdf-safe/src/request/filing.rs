//! What a store notes of the requests in its places.
//!
//! *Where it stands.* Row 2, under the stores ([`slot`](super::slot), [`list`](super::list)): a type parameter of theirs.
//!
//! *Key types.* [`ByFile`], [`Unfiled`].
//!
//! *Wraps.* `WdfRequestGetFileObject`; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::FileObject;
use crate::sync::{NotedUsize, Ordering};
use crate::sys::{WDFREQUEST, ddi};

mod sealed {
    use crate::sys::WDFREQUEST;

    pub trait Sealed {
        /// What is noted of one request, beside its place.
        type Note: core::fmt::Debug + Send + Sync;

        fn empty() -> Self::Note;

        /// Notes it, for a request that has just been given the place.
        ///
        /// # Safety
        /// The caller owns the request, which is not marked cancelable, and has reserved the place.
        unsafe fn note(note: &Self::Note, request: WDFREQUEST);
    }
}
pub(crate) use sealed::Sealed;

/// Whether a store knows of which open handle each of its requests is.
pub trait Filing: Sealed + core::fmt::Debug + 'static {}

/// The store does not know: nothing is noted, and it costs nothing.
#[derive(Debug)]
pub enum Unfiled {}

/// The store knows, and gives out those of one handle alone: `CancelSlot<Read, ByFile>`, `CancelList<Read, 8, ByFile>`,
/// `Slot<Write, ByFile>`. For `EvtFileCleanup` ([`DeviceConfig::file_cleanup`](crate::register::DeviceConfig::file_cleanup)).
///
/// Noting it is one call more when a request is parked.
#[derive(Debug)]
pub enum ByFile {}

impl Filing for Unfiled {}
impl Filing for ByFile {}

impl Sealed for Unfiled {
    type Note = ();

    fn empty() {}

    unsafe fn note((): &(), _request: WDFREQUEST) {}
}

impl Sealed for ByFile {
    type Note = NotedUsize;

    fn empty() -> Self::Note {
        NotedUsize::new(0)
    }

    unsafe fn note(note: &Self::Note, request: WDFREQUEST) {
        // SAFETY: an owned request. NULL for one without a file object, which no handle is equal to.
        let file = unsafe { ddi!(WdfRequestGetFileObject, request) };
        note.store(file.addr(), Ordering::Release);
    }
}

/// Is the request of this handle? (The handle is open while a request of it waits, so an address is an identity.)
pub(super) fn is_of(note: &<ByFile as Sealed>::Note, file: &FileObject<'_>) -> bool {
    note.load(Ordering::Acquire) == file.raw().addr()
}
