//! Whether a device has file objects, one for each open handle.
//!
//! *Where it stands.* Under [`device`](super), beside its init, which makes the proof that requests are asked with.
//!
//! *Key types.* [`FileObjectsInit`], of which [`FileObjects`] is made, in the context of that very device.
//!
//! *Wraps.* "Framework File Objects", `WdfDeviceInitSetFileObjectConfig`.
#![expect(unsafe_code, reason = "calls of the framework with the init of a device")]

use super::{DeviceInit, Origin, Role};
use crate::context::Init;
use crate::request::FileObjects;
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFOBJECT, ddi};
use core::fmt;
use core::ptr;

/// The initialiser of [`FileObjects`]: see [`DeviceInit::use_file_objects`].
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct FileObjectsInit<'id> {
    /// Of the device whose init gave it.
    origin: Option<&'id Origin>,
}

impl<'id, R: Role> DeviceInit<'id, R> {
    /// Has the framework make file objects, one for each open handle, so that requests can be told apart by it. What is returned
    /// goes into the context of the device that is made of this; with it
    /// [`Request::file_object`](crate::request::Request::file_object) is asked. `WdfDeviceInitSetFileObjectConfig`.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Desk {
    ///     files: FileObjects,
    ///     out: SentList,
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let files = init.use_file_objects();
    ///     Ok(init.create(cx, DeskInit { files, out: SentList::init() })?.added())
    /// }
    ///
    /// /// By which handle it came.
    /// fn handle(desk: &Device<Desk>, request: &Request<'_, Owned, Read>) -> usize {
    ///     request.file_object(&desk.context().files).map_or(0, |file| file.label())
    /// }
    /// ```
    pub fn use_file_objects(&mut self) -> FileObjectsInit<'id> {
        let mut config = sys::config::file_object();
        // SAFETY: before `WdfDeviceCreate`; a structure with its size set, read during the call; no context.
        unsafe { ddi!(WdfDeviceInitSetFileObjectConfig, self.raw, &raw mut config, ptr::null_mut()) };
        FileObjectsInit { origin: self.origin }
    }
}

// SAFETY: writes the place, or fails before.
unsafe impl Init<FileObjects> for FileObjectsInit<'_> {
    unsafe fn init(self, place: *mut FileObjects, owner: WDFOBJECT) -> Result<()> {
        let device = self.origin.map_or(ptr::null_mut(), |origin| origin.made.get());
        if device.cast() != owner {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        // INVARIANT: in the context of the device whose init was told to use them.
        // SAFETY: the caller's promise.
        unsafe { place.write(FileObjects::new()) };
        Ok(())
    }
}

impl fmt::Debug for FileObjectsInit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileObjectsInit").finish_non_exhaustive()
    }
}
