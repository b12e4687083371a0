//! Targets outside the device's own stack, which the driver opens.
//!
//! *Where it stands.* Row 2: made under a device, kept in a [`Child`] of its context. Opening, which gives the framework callbacks,
//! is in [`register`](crate::register).
//!
//! *Key types.* [`RemoteTarget<D>`](RemoteTarget); [`Access`]; what a driver is told when the device behind a target goes:
//! [`RemovalQuery`], [`RemovalCanceled`].
//!
//! *Wraps.* "Initializing a Remote I/O Target", "Controlling a General I/O Target's State", `WdfIoTargetCreate`,
//! `WdfIoTargetClose`, `WdfIoTargetCloseForQueryRemove`; PASSIVE_LEVEL.
//!
//! Only requests of the driver's own are sent there: what an application sent has the file object of this device, and stack
//! locations for its stack.
#![expect(unsafe_code, reason = "calls of the framework with a target's handle")]

use super::state::{Change, TARGET};
use super::{Remote, Target};
use crate::brand::{Brand, Token};
use crate::context::{self, Block, ObjectContext};
use crate::device::Device;
use crate::irql::{Cx, Passive};
use crate::object::{Child, Object, sealed};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sync::AtomicUsize;
use crate::sys::{self, WDFIOTARGET, WDFOBJECT, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// A target that the driver [opens](crate::register::OpenConfig), of a device with the context `D`; behind a reference, which is
/// one pointer.
///
/// It is closed, when the device goes away at the latest. When the device that it leads to is to be removed the target is closed
/// before, and opened again if that does not come about, unless the driver has a [say](crate::register::OpenConfig::query_remove)
/// in it: while it is closed sending fails with STATUS_INVALID_DEVICE_STATE.
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

    /// Closes it: cancels what was sent, and returns when that has come back. It can be opened again. `WdfIoTargetClose`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::Busy`](crate::status::Error::Busy) when another change of the target is under way; nothing is changed.
    pub fn close(&self, cx: &mut Cx<'_, Passive>) -> Result<()> {
        let _change = Change::closing(self.word())?;
        self.close_now(cx);
        Ok(())
    }

    /// As [`close`](Self::close), in a change that is under way.
    pub(crate) fn close_now(&self, _cx: &mut Cx<'_, Passive>) {
        // SAFETY: a live target, of which no other change is under way; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetClose, self.raw()) };
    }

    /// Opens it as it was opened, in a change that is under way.
    pub(crate) fn reopen_now(&self, _cx: &mut Cx<'_, Passive>) -> Result<()> {
        let mut params = sys::config::reopen();
        // SAFETY: a live target, of which no other change is under way; a structure with its size set; PASSIVE_LEVEL.
        let status = unsafe { ddi!(WdfIoTargetOpen, self.raw(), &raw mut params) };
        NtStatus::check("WdfIoTargetOpen", status)
    }

    /// The target, to make requests for.
    #[must_use]
    pub fn target(&self) -> Target<'_, D, Remote> {
        // SAFETY: the block of the device, which is freed after what was made under it (invariant).
        let device: &Device<D> = unsafe { &*self.block.parent().cast() };
        // SAFETY: a remote target of this device.
        unsafe { Target::new(self.raw(), device) }
    }

    pub(crate) fn raw(&self) -> WDFIOTARGET {
        self.block.handle().cast()
    }

    /// The word of its changes.
    pub(crate) fn word(&self) -> &AtomicUsize {
        self.block.word(TARGET)
    }

    /// The target of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `target` lives during `'a`, and is a remote target that was created under a device with a context of type `D`.
    pub(crate) unsafe fn from_handle<'a>(target: WDFIOTARGET) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<()>(target.cast()) }.map(|block| {
            // INVARIANT: the caller's promise.
            // SAFETY: `Self` is transparent over the block.
            unsafe { &*ptr::from_ref(block).cast() }
        })
    }
}

/// The system asks whether the device that a remote target leads to may go. `EvtIoTargetQueryRemove`.
///
/// What the driver can do about it: [let it go](Self::let_go), or return an error, which keeps it. Other changes of the target
/// are refused meanwhile.
#[must_use = "let it go, or return an error"]
pub struct RemovalQuery<'id, D> {
    target: &'id RemoteTarget<D>,
    brand: Brand<'id>,
}

/// The proof that a device was let go.
#[derive(Debug)]
#[must_use = "return it from the callback"]
pub struct LetGo<'id> {
    brand: Brand<'id>,
    token: Token,
}

impl<'id, D: ObjectContext> RemovalQuery<'id, D> {
    pub(crate) const fn new(target: &'id RemoteTarget<D>) -> Self {
        Self { target, brand: PhantomData }
    }

    /// The target that leads to the device.
    #[must_use]
    pub const fn target(&self) -> &'id RemoteTarget<D> {
        self.target
    }

    /// Closes the target, so that the device can go: cancels what was sent, and returns when that has come back.
    /// `WdfIoTargetCloseForQueryRemove`; PASSIVE_LEVEL.
    pub fn let_go(self, _cx: &mut Cx<'_, Passive>) -> LetGo<'id> {
        // SAFETY: a live target, of which no other change is under way; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetCloseForQueryRemove, self.target.raw()) };
        LetGo { brand: self.brand, token: PhantomData }
    }
}

/// The device that a remote target leads to stays after all: somebody else kept it. `EvtIoTargetRemoveCanceled`.
///
/// What the driver can do about it: [open it again](Self::reopen). Other changes of the target are refused meanwhile.
pub struct RemovalCanceled<'t, D> {
    target: &'t RemoteTarget<D>,
}

impl<'t, D: ObjectContext> RemovalCanceled<'t, D> {
    pub(crate) const fn new(target: &'t RemoteTarget<D>) -> Self {
        Self { target }
    }

    /// The target that leads to the device.
    #[must_use]
    pub const fn target(&self) -> &'t RemoteTarget<D> {
        self.target
    }

    /// Opens the target as it was opened, and sends what it has kept. `WdfIoTargetOpen`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_STATE when it is open: the driver had not let it go; STATUS_INVALID_DEVICE_REQUEST when it was not
    /// opened by name; what opening came to.
    pub fn reopen(self, cx: &mut Cx<'_, Passive>) -> Result<()> {
        self.target.reopen_now(cx)
    }
}

impl<D> fmt::Debug for RemovalQuery<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemovalQuery").finish_non_exhaustive()
    }
}

impl<D> fmt::Debug for RemovalCanceled<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemovalCanceled").finish_non_exhaustive()
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
    type Raw = WDFIOTARGET;

    fn as_raw(&self) -> WDFIOTARGET {
        self.block.handle().cast()
    }
}

impl Access {
    /// As an access mask of the system.
    pub(crate) const fn mask(self) -> u32 {
        match self {
            Self::Read => GENERIC_READ,
            Self::Write => GENERIC_WRITE,
            Self::ReadWrite => GENERIC_READ | GENERIC_WRITE,
        }
    }
}

/// GENERIC_READ and GENERIC_WRITE of winnt.h, which `wdk-sys` has with other types in other versions.
const GENERIC_READ: u32 = 0x8000_0000;
const GENERIC_WRITE: u32 = 0x4000_0000;
