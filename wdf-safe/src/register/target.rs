//! Opening remote targets.
//!
//! *Where it stands.* Row 5, called where a target is to lead to a device.
//!
//! *Key types.* [`OpenConfig`].
//!
//! *Wraps.* `WDF_IO_TARGET_OPEN_PARAMS`, `WdfIoTargetOpen`; PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with a target's handle")]

use crate::context::ObjectContext;
use crate::handler::{self, NoticeHandler, RemovalCanceledHandler, RemovalQueryHandler};
use crate::irql::{Cx, Passive};
use crate::status::{NtStatus, Result};
use crate::sync::AtomicUsize;
use crate::sys::{self, UNICODE_STRING, WDF_IO_TARGET_OPEN_PARAMS, WDFIOTARGET, ddi};
use crate::target::{
    Access, Change, DeviceObjectPointer, FileObjectPointer, LetGo, RemoteTarget, RemovalCanceled, RemovalQuery,
};
use crate::trampoline::target as trampoline;
use core::fmt;
use core::marker::PhantomData;

/// What a remote target of a device with the context `D` is to lead to, and who is told when that goes.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
/// use wdf_safe::target::{Access, LetGo, RemovalCanceled, RemovalQuery, wide};
///
/// static DISK: [u16; 12] = wide(br"\Device\Disk");
///
/// #[object_context]
/// struct Reader {
///     disk: Child<RemoteTarget<Reader>>,
///     in_use: AtomicBool,
///     gone: AtomicBool,
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device<Reader>) -> Result<()> {
///     let disk = RemoteTarget::create(cx, device, |reader| &reader.disk)?;
///     let opening = OpenConfig::by_name(&DISK, Access::Read);
///     opening.query_remove(may_go).remove_canceled(stays).remove_complete(gone).open(cx, disk)
/// }
///
/// fn may_go<'id>(cx: &mut Cx<'_, Passive>, query: RemovalQuery<'id, Reader>) -> Result<LetGo<'id>> {
///     if query.target().target().device().context().in_use.load(Ordering::Relaxed) {
///         return Err(NtStatus::DEVICE_BUSY.into());
///     }
///     Ok(query.let_go(cx))
/// }
///
/// fn stays(cx: &mut Cx<'_, Passive>, canceled: RemovalCanceled<'_, Reader>) {
///     let reader = canceled.target().target().device().context();
///     let is_back = canceled.reopen(cx).is_ok();
///     reader.gone.store(!is_back, Ordering::Relaxed);
/// }
///
/// fn gone(_cx: &mut Cx<'_, Passive>, disk: &RemoteTarget<Reader>) {
///     disk.target().device().context().gone.store(true, Ordering::Relaxed);
/// }
/// ```
#[must_use = "nothing is opened before `open`"]
pub struct OpenConfig<'n, D> {
    params: WDF_IO_TARGET_OPEN_PARAMS,
    /// The target whose file it is to be, and the word of its changes.
    file_of: Option<(WDFIOTARGET, &'n AtomicUsize)>,
    name: PhantomData<&'n [u16]>,
    device: PhantomData<fn() -> D>,
}

impl<'n, D: ObjectContext> OpenConfig<'n, D> {
    /// The device, or the file, of this name.
    pub fn by_name(name: &'n [u16], access: Access) -> Self {
        let mut params = sys::config::open_by_name(access.mask());
        // Too long a name is none, which the framework refuses.
        let length = u16::try_from(size_of_val(name)).unwrap_or(0);
        params.TargetDeviceName =
            UNICODE_STRING { Length: length, MaximumLength: length, Buffer: name.as_ptr().cast_mut() };
        Self::new(params, None)
    }

    /// The file that another remote target has open, and its device. The file stays until both targets are closed; what
    /// closing the first one tells the driver below, it is told then.
    pub fn file_of<E: ObjectContext>(other: &'n RemoteTarget<E>) -> Self {
        Self::new(sys::config::open_existing(), Some((other.raw(), other.word())))
    }

    /// This device, and this file of it, if any: the way out for what other drivers hand over.
    ///
    /// # Safety
    /// `device` is a device object, the uppermost of its stack, and `file` NULL or a file object of it. Without a file, of which the
    /// framework takes a reference, the device object stays until the target is closed.
    pub unsafe fn existing(device: DeviceObjectPointer, file: FileObjectPointer) -> Self {
        let mut params = sys::config::open_existing();
        params.TargetDeviceObject = device;
        params.TargetFileObject = file;
        Self::new(params, None)
    }

    /// With callbacks that do what the framework does where there are none, as changes of the target.
    fn new(params: WDF_IO_TARGET_OPEN_PARAMS, file_of: Option<(WDFIOTARGET, &'n AtomicUsize)>) -> Self {
        let config = Self { params, file_of, name: PhantomData, device: PhantomData };
        config.query_remove(lets_go).remove_canceled(reopens).remove_complete(need_not_know)
    }

    /// Asked before the device goes (`EvtIoTargetQueryRemove`); without this it is let go.
    ///
    /// While another thread opens or closes the target the removal is refused with STATUS_DEVICE_BUSY, and the driver not asked.
    pub fn query_remove<F>(mut self, _query: F) -> Self
    where
        F: RemovalQueryHandler<D>,
    {
        handler::assert_no_bytes::<F>();
        self.params.EvtIoTargetQueryRemove = Some(trampoline::query_remove::<D, F>);
        self
    }

    /// Told when the device stays after all (`EvtIoTargetRemoveCanceled`); without this the target is opened again.
    pub fn remove_canceled<F>(mut self, _canceled: F) -> Self
    where
        F: RemovalCanceledHandler<D>,
    {
        handler::assert_no_bytes::<F>();
        self.params.EvtIoTargetRemoveCanceled = Some(trampoline::remove_canceled::<D, F>);
        self
    }

    /// Told when the device is gone for good, whether it was asked for or pulled out (`EvtIoTargetRemoveComplete`). The target is
    /// closed after that, with or without this. Not told who closes the target at this moment, or opens it, which then fails.
    pub fn remove_complete<F>(mut self, _complete: F) -> Self
    where
        F: NoticeHandler<RemoteTarget<D>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.params.EvtIoTargetRemoveComplete = Some(trampoline::remove_complete::<D, F>);
        self
    }

    /// Opens the target, which is then started. `WdfIoTargetOpen`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::Busy`](crate::status::Error::Busy) when another change of the target, or of that whose file it is to have, is under
    /// way; STATUS_INVALID_DEVICE_STATE when it is open, that other one is not, or the device went away meanwhile;
    /// STATUS_INVALID_PARAMETER when the name is empty or longer than 32,767 characters; what opening came to,
    /// STATUS_OBJECT_NAME_NOT_FOUND for one.
    pub fn open(mut self, cx: &mut Cx<'_, Passive>, target: &RemoteTarget<D>) -> Result<()> {
        let opening = Change::opening(target.word())?;
        let looking = self.file_of.map(|(other, word)| (other, Change::looking(word)));
        let opened = match looking {
            Some((_, Err(busy))) => Err(busy),
            Some((other, Ok(_open))) => self.look_at(other).and_then(|()| self.open_now(target)),
            None => self.open_now(target),
        };
        end(opening, cx, target)?;
        opened
    }

    /// The file of another target, which does not change meanwhile.
    fn look_at(&mut self, other: WDFIOTARGET) -> Result<()> {
        // SAFETY: a live target.
        self.params.TargetDeviceObject = unsafe { ddi!(WdfIoTargetWdmGetTargetDeviceObject, other) };
        // SAFETY: a live target.
        self.params.TargetFileObject = unsafe { ddi!(WdfIoTargetWdmGetTargetFileObject, other) };
        if self.params.TargetFileObject.is_null() {
            return Err(NtStatus::INVALID_DEVICE_STATE.into());
        }
        Ok(())
    }

    /// In a change that is under way.
    fn open_now(&mut self, target: &RemoteTarget<D>) -> Result<()> {
        if self.params.TargetFileObject.is_null() && !self.params.TargetDeviceObject.is_null() {
            // The framework has nothing by which it would be told of the device.
            self.params.EvtIoTargetQueryRemove = None;
            self.params.EvtIoTargetRemoveCanceled = None;
            self.params.EvtIoTargetRemoveComplete = None;
        }
        // SAFETY: a live target, of which no other change is under way; a structure with its size set, with a name that is read
        // during the call (the framework keeps a copy), or a device and a file that are there; PASSIVE_LEVEL; the trampolines
        // were compiled for this device context.
        let status = unsafe { ddi!(WdfIoTargetOpen, target.raw(), &raw mut self.params) };
        NtStatus::check("WdfIoTargetOpen", status)
    }
}

fn lets_go<'id, D: ObjectContext>(cx: &mut Cx<'_, Passive>, query: RemovalQuery<'id, D>) -> Result<LetGo<'id>> {
    Ok(query.let_go(cx))
}

fn reopens<D: ObjectContext>(cx: &mut Cx<'_, Passive>, canceled: RemovalCanceled<'_, D>) {
    // Not opened again, it fails what is sent there.
    let _stays_closed = canceled.reopen(cx);
}

fn need_not_know<D: ObjectContext>(_cx: &mut Cx<'_, Passive>, _target: &RemoteTarget<D>) {}

/// The end of opening a target: if the device is gone meanwhile it is closed.
///
/// # Errors
/// STATUS_INVALID_DEVICE_STATE if so.
fn end<D: ObjectContext>(opening: Change<'_>, cx: &mut Cx<'_, Passive>, target: &RemoteTarget<D>) -> Result<()> {
    match opening.opened() {
        Ok(()) => Ok(()),
        Err(_closing) => {
            target.close_now(cx);
            Err(NtStatus::INVALID_DEVICE_STATE.into())
        }
    }
}

impl<D: ObjectContext> RemoteTarget<D> {
    /// Opens the device, or the file, of this name, and tells nobody when it goes. As [`OpenConfig::open`], which see for the
    /// errors. `WdfIoTargetOpen`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// Those of [`OpenConfig::open`].
    pub fn open_by_name(&self, cx: &mut Cx<'_, Passive>, name: &[u16], access: Access) -> Result<()> {
        OpenConfig::by_name(name, access).open(cx, self)
    }

    /// Opens it as it was opened, by name, with the same callbacks. `WdfIoTargetOpen`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when it was never opened, or not by name; otherwise those of [`OpenConfig::open`].
    pub fn reopen(&self, cx: &mut Cx<'_, Passive>) -> Result<()> {
        let opening = Change::opening(self.word())?;
        let opened = self.reopen_now(cx);
        end(opening, cx, self)?;
        opened
    }
}

impl<D> fmt::Debug for OpenConfig<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenConfig").finish_non_exhaustive()
    }
}
