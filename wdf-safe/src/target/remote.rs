//! Targets outside the device's own stack, which the driver opens by name.
//!
//! *Where it stands.* Row 2: made under a device, kept in a [`Child`] of its context.
//!
//! *Key types.* [`RemoteTarget<D>`](RemoteTarget); [`Access`].
//!
//! *Wraps.* "Initializing a Remote I/O Target", `WdfIoTargetCreate`, `WdfIoTargetOpen`, `WdfIoTargetClose`; PASSIVE_LEVEL.
//!
//! Only requests of the driver's own are sent there: what an application sent has the file object of this device, and stack
//! locations for its stack.
#![expect(unsafe_code, reason = "calls of the framework with a target's handle")]

use super::{Remote, Target};
use crate::context::{self, Block, ObjectContext};
use crate::device::Device;
use crate::irql::{Cx, Passive};
use crate::object::{Child, Object, sealed};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, UNICODE_STRING, WDFOBJECT, ddi};
use core::marker::PhantomData;
use core::ptr;

/// A target that the driver opens by name, of a device with the context `D`; behind a reference, which is one pointer.
///
/// It is closed, when the device goes away at the latest. When the device that it leads to is removed the framework closes
/// it, and tells nobody: sending fails with STATUS_INVALID_DEVICE_STATE from then on.
///
/// ```
/// # use wdf_sim as _;
/// use core::num::NonZeroU32;
/// use wdf_safe::prelude::*;
/// use wdf_safe::target::{Access, wide};
///
/// const SOON: Deadline = Deadline::millis(NonZeroU32::new(500).unwrap());
/// static DISK: [u16; 12] = wide(br"\Device\Disk");
///
/// #[object_context]
/// struct Reader {
///     disk: Child<RemoteTarget<Reader>>,
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device<Reader>) -> Result<()> {
///     let disk = RemoteTarget::create(cx, device, |reader| &reader.disk)?;
///     disk.open_by_name(cx, &DISK, Access::Read)
/// }
///
/// fn first_bytes(cx: &mut Cx<'_, Passive>, reader: &Reader, bytes: &mut [u8]) -> Result<usize> {
///     let disk = reader.disk.get().ok_or(NtStatus::DEVICE_NOT_READY)?;
///     let read = disk.target().create_request(cx)?.format_read(cx, bytes.len(), 0)?;
///     let (read, outcome) = read.send_synchronously(cx, SOON).map_err(|failed| failed.status)?;
///     if outcome.status().is_success() { Ok(read.copy_output(bytes)) } else { Err(outcome.status().into()) }
/// }
/// ```
///
/// # Invariants
/// A `&RemoteTarget<D>` is the context block of a remote target that was created under a device with a context of type `D`,
/// whose block the target's block names, and is ready. Neither is freed while it is in reach.
#[derive(Debug)]
#[repr(transparent)]
pub struct RemoteTarget<D> {
    block: Block<()>,
    device: PhantomData<fn() -> D>,
}

/// What is going to be done with what is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// GENERIC_READ.
    Read,
    /// GENERIC_WRITE.
    Write,
    /// Both.
    ReadWrite,
}

/// A name in the characters of the kernel: `static DISK: [u16; 12] = wide(br"\Device\Disk")`.
///
/// # Panics
/// At compile time, in a constant: if a character is not of ASCII.
#[must_use]
pub const fn wide<const N: usize>(name: &[u8; N]) -> [u16; N] {
    let mut wide = [0; N];
    let mut at = 0;
    while at < N {
        assert!(name[at].is_ascii(), "a character that is not of ASCII");
        wide[at] = name[at] as u16;
        at += 1;
    }
    wide
}

impl<D: ObjectContext> RemoteTarget<D> {
    /// Makes a target under the device, not opened yet, and keeps it in a place of the device's context. `WdfIoTargetCreate`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework returned.
    pub fn create<'d>(
        _cx: &mut Cx<'_, Passive>,
        device: &'d Device<D>,
        place: impl for<'a> FnOnce(&'a D) -> &'a Child<Self>,
    ) -> Result<&'d Self> {
        let place = place(device.context());
        place.vacant()?;
        let mut attributes = context::attributes::<()>(device.raw().cast());
        let mut raw = ptr::null_mut();
        // SAFETY: a live device, attributes that name it as the parent; a place for the handle; PASSIVE_LEVEL.
        let status = unsafe { ddi!(WdfIoTargetCreate, device.raw(), &raw mut attributes, &raw mut raw) };
        NtStatus::check("WdfIoTargetCreate", status)?;
        // SAFETY: just created with these attributes, under `device`, whose block a `&Device` is; it lives as long as that.
        let block = unsafe { context::install::<()>(raw.cast(), ptr::from_ref(device).cast(), ()) }?;
        // INVARIANT: of a remote target under this device.
        // SAFETY: `Self` is transparent over the block.
        let target: &Self = unsafe { &*ptr::from_ref(block).cast() };
        // SAFETY: created under the device, in whose context the place is.
        unsafe { place.set(target) }?;
        Ok(target)
    }

    /// Opens the device, or the file, of this name. `WdfIoTargetOpen`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_STATE when it is open, or being opened; STATUS_INVALID_PARAMETER when the name is empty or longer
    /// than 32,767 characters; what opening came to, STATUS_OBJECT_NAME_NOT_FOUND for one.
    pub fn open_by_name(&self, _cx: &mut Cx<'_, Passive>, name: &[u16], access: Access) -> Result<()> {
        let length = u16::try_from(size_of_val(name)).map_err(|_| NtStatus::INVALID_PARAMETER)?;
        let mut params = sys::config::open_by_name(match access {
            Access::Read => GENERIC_READ,
            Access::Write => GENERIC_WRITE,
            Access::ReadWrite => GENERIC_READ | GENERIC_WRITE,
        });
        params.TargetDeviceName =
            UNICODE_STRING { Length: length, MaximumLength: length, Buffer: name.as_ptr().cast_mut() };
        // SAFETY: a live target; a structure with its size set, with a name that is read during the call (the framework keeps
        // a copy); PASSIVE_LEVEL.
        let status = unsafe { ddi!(WdfIoTargetOpen, self.block.handle().cast(), &raw mut params) };
        NtStatus::check("WdfIoTargetOpen", status)
    }

    /// Closes it: cancels what was sent, and returns when that has come back. It can be opened again. `WdfIoTargetClose`;
    /// PASSIVE_LEVEL.
    pub fn close(&self, _cx: &mut Cx<'_, Passive>) {
        // SAFETY: a live target; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetClose, self.block.handle().cast()) };
    }

    /// The target, to make requests for.
    #[must_use]
    pub fn target(&self) -> Target<'_, D, Remote> {
        // SAFETY: the block of the device, which is freed after what was made under it (invariant).
        let device: &Device<D> = unsafe { &*self.block.parent().cast() };
        // SAFETY: a remote target of this device.
        unsafe { Target::new(self.block.handle().cast(), device) }
    }
}

// SAFETY: a block of a live target (invariant).
unsafe impl<D: ObjectContext> sealed::Sealed for RemoteTarget<D> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<D: ObjectContext> Object for RemoteTarget<D> {}

impl<D: ObjectContext> AsRaw for RemoteTarget<D> {
    type Raw = sys::WDFIOTARGET;

    fn as_raw(&self) -> sys::WDFIOTARGET {
        self.block.handle().cast()
    }
}

/// GENERIC_READ and GENERIC_WRITE of winnt.h, which `wdk-sys` has with other types in other versions.
const GENERIC_READ: u32 = 0x8000_0000;
const GENERIC_WRITE: u32 = 0x4000_0000;
