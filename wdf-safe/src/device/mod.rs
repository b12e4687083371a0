//! Devices, and how one is made.
//!
//! *Where it stands.* Row 2. `EvtDriverDeviceAdd` is given a [`DeviceInit`] and returns the proof that it made a device
//! of it.
//!
//! *Key types.* [`DeviceInit<'id, R>`](DeviceInit), with the device's role; [`NewDevice`]; [`Added`], the proof;
//! [`Device<T>`](Device).
//!
//! *Wraps.* "Creating a Framework Device Object", `WDFDEVICE_INIT`, `WdfDeviceCreate`.
//!
//! ```text
//!                     into_filter (WdfFdoInitSetFilter)
//!     DeviceInit<Function> ───────────────► DeviceInit<Filter>
//!             │ create (WdfDeviceCreate)            │ create
//!             ▼                                     ▼
//!       NewDevice ◄─────────────────────────────────┘
//!             │ added
//!             ▼
//!           Added, returned from EvtDriverDeviceAdd
//! ```
//!
//! An error may be returned at any point, with `?`: the framework then deletes what was made.
//!
//! A bus driver's device makes its children of a `DeviceInit<Physical>`: see [`pdo`](crate::pdo); a driver makes its control
//! device of a `DeviceInit<ControlDevice>`: see [`control`].
#![expect(unsafe_code, reason = "calls of the framework with a device's handle")]

pub mod control;
mod dispatching;
mod files;
mod init;
mod property;
mod state;

pub use self::control::{Finished, SharedControl};
pub use self::dispatching::RequestTypes;
pub use self::files::FileObjectsInit;
pub use self::init::{
    Added, AddedRole, ControlDevice, DeviceInit, Filter, Follower, Function, IoType, NewDevice, Opens, Physical,
    PnpRole, Role,
};
pub(crate) use self::init::{Origin, discard};

pub use self::property::{DeviceProperty, PropertyKey, PropertyMemory, PropertyValue};
pub use self::state::{DeviceState, Failure, PnpCapabilities};

use self::init::MAX_NAME;
use crate::context::{self, Block, ObjectContext, RequestContext};
use crate::driver::Driver;
use crate::irql::{CallOut, Cx, Passive};
use crate::object::{CallbackParent, Object, sealed};
use crate::queue::{DispatchType, Queue};
use crate::raw::AsRaw;
use crate::request::{ByKind, Failed, Handled, InCallerContext, InQueue, Kind, Request};
use crate::status::{NtStatus, Result};
use crate::sync::{AtomicUsize, Ordering};
use crate::sys::{self, NT_SUCCESS, WDFDEVICE, WDFOBJECT, ddi};
use crate::text::with_text;
use core::ptr;

/// Of the words that wdf-safe keeps of a device ([`Block::word`]): whether its interrupts are connected, and who relies on it
/// ([`rundown`](crate::rundown)).
pub(crate) const CONNECTED: usize = 0;
/// The other one: the first of the mappings of its registers (`mapping.rs`).
pub(crate) const CHAIN: usize = 1;

/// What [`Block::told`] says of a device whose power callbacks are wdf-safe's.
pub(crate) const TOLD: u32 = 1;
/// What it says of a control device, which has none.
const CONTROL: u32 = 2;

/// A device, behind a reference: `&Device<T>` is one pointer.
///
/// # Invariants
/// A `&Device<T>` is the context block of a live device that was created with a context of type `T`, and is ready.
#[derive(Debug)]
#[repr(transparent)]
pub struct Device<T = ()> {
    block: Block<T>,
}

impl<T: ObjectContext> Device<T> {
    /// The driver's context of the device.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// Makes a link to the device, by which applications open it, as in `\DosDevices\Panel`. A device has one.
    /// `WdfDeviceCreateSymbolicLink`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for more than 260 characters; what the framework returned.
    pub fn create_symbolic_link(&self, _cx: &mut Cx<'_, Passive>, link: &str) -> Result<()> {
        let device = self.raw();
        // SAFETY: a live device, PASSIVE_LEVEL; a string that is read during the call.
        let status = with_text::<MAX_NAME, _>(link, |link| unsafe { ddi!(WdfDeviceCreateSymbolicLink, device, link) })?;
        NtStatus::check("WdfDeviceCreateSymbolicLink", status)
    }

    /// The driver, if its context is of this type. `WdfDeviceGetDriver`; IRQL <= DISPATCH_LEVEL.
    pub fn driver<D: ObjectContext>(&self) -> Option<&Driver<D>> {
        // SAFETY: a live device.
        let driver = unsafe { ddi!(WdfDeviceGetDriver, self.raw()) };
        // SAFETY: the driver object outlives its devices; the context is asked for by its type.
        unsafe { Driver::from_handle(driver) }
    }

    pub(crate) fn raw(&self) -> WDFDEVICE {
        self.block.handle().cast()
    }

    /// One of the words that wdf-safe keeps of it.
    pub(crate) fn word(&self, index: usize) -> &AtomicUsize {
        self.block.word(index)
    }

    /// Its power callbacks tell wdf-safe what is there.
    pub(crate) fn tells(&self) {
        self.block.told().store(TOLD, Ordering::Relaxed);
    }

    /// The PnP manager does not know it.
    pub(crate) fn is_control(&self) {
        self.block.told().store(CONTROL, Ordering::Relaxed);
    }

    /// Is it one that the PnP manager knows?
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST.
    pub(crate) fn pnp(&self) -> Result<()> {
        match self.block.told().load(Ordering::Relaxed) {
            CONTROL => Err(NtStatus::INVALID_DEVICE_REQUEST.into()),
            _ => Ok(()),
        }
    }

    /// The device of this handle; `None` when its context is not ready yet.
    ///
    /// # Safety
    /// `device` lives during `'a`.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(device: WDFDEVICE) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(device.cast()) }.map(|block| {
            // SAFETY: of a device.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of a device.
    unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*ptr::from_ref(block).cast() }
    }
}

impl<'id, K: Kind> Request<'id, InCallerContext, K> {
    /// Gives the request to the queue that it is for. `WdfDeviceEnqueueRequest`; IRQL <= DISPATCH_LEVEL.
    ///
    /// Before this returns the framework may have presented it, and called other callbacks of the queue. A request that
    /// turns out to be cancelled is completed, or goes to the queue's handler for that.
    ///
    /// # Errors
    /// The request again, with what the framework returned: STATUS_INVALID_DEVICE_REQUEST when there is no queue for it,
    /// STATUS_WDF_BUSY when the queue takes no requests.
    pub fn enqueue<L: CallOut, T: ObjectContext>(
        self,
        _cx: &mut Cx<'_, L>,
        device: &Device<T>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let raw = self.into_raw();
        // SAFETY: the request of a running `EvtIoInCallerContext`, given up here, and its device (a callback reaches only
        // its own).
        let status = unsafe { ddi!(WdfDeviceEnqueueRequest, device.raw(), raw) };
        if NT_SUCCESS(status) {
            // SAFETY: the framework has it.
            return Ok(unsafe { Handled::new() });
        }
        // SAFETY: still ours.
        let request = unsafe { Request::new(raw) };
        Err(Failed { request, status: NtStatus::from_failure(status) })
    }
}

impl<'id, C: RequestContext> ByKind<'id, InCallerContext, C> {
    /// Gives the request, whatever it is, to the queue that it is for: [`Request::enqueue`].
    ///
    /// # Errors
    /// As of [`Request::enqueue`].
    pub fn enqueue<L: CallOut, T: ObjectContext>(
        self,
        cx: &mut Cx<'_, L>,
        device: &Device<T>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        match self {
            Self::Read(request) => request.enqueue(cx, device).map_err(|failed| failed.map(Self::Read)),
            Self::Write(request) => request.enqueue(cx, device).map_err(|failed| failed.map(Self::Write)),
            Self::DeviceControl(request) => {
                request.enqueue(cx, device).map_err(|failed| failed.map(Self::DeviceControl))
            }
            Self::InternalDeviceControl(request) => {
                request.enqueue(cx, device).map_err(|failed| failed.map(Self::InternalDeviceControl))
            }
            Self::Other(request) => request.enqueue(cx, device).map_err(|failed| failed.map(Self::Other)),
        }
    }
}

impl<S: InQueue, K: Kind> Request<'_, S, K> {
    /// The device of the queue that presented the request, if its context is of this type: how a cancel handler, which is
    /// given nothing but the request, reaches it.
    ///
    /// `WdfRequestGetIoQueue`, `WdfIoQueueGetDevice`, `WdfObjectGetTypedContext`; IRQL <= DISPATCH_LEVEL.
    pub fn device<D: ObjectContext>(&self) -> Option<&Device<D>> {
        let queue = self.queue();
        if queue.is_null() {
            return None;
        }
        // SAFETY: a live queue: it has the request.
        let device = unsafe { ddi!(WdfIoQueueGetDevice, queue) };
        // SAFETY: the device lives while one of its requests is with the driver.
        unsafe { Device::from_handle(device) }
    }
}

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// The queue's device, if its context is of this type. `WdfObjectGetTypedContext`; at any IRQL.
    pub fn device<D: ObjectContext>(&self) -> Option<&Device<D>> {
        let device = self.device_block().handle();
        // SAFETY: the device lives as long as its queues.
        let block = unsafe { context::find::<D>(device) }?;
        // SAFETY: of a device.
        Some(unsafe { Device::from_block(block) })
    }
}

// SAFETY: a block of a live device (invariant).
unsafe impl<T: ObjectContext> sealed::Sealed for Device<T> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<T: ObjectContext> Object for Device<T> {}

impl<T: ObjectContext> AsRaw for Device<T> {
    type Raw = WDFDEVICE;

    fn as_raw(&self) -> WDFDEVICE {
        self.block.handle().cast()
    }
}

impl<T: ObjectContext> Device<T> {
    /// The device of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is a device that lives and is not deleted during `'a`. If its context is of this type then wdf-safe has made it.
    pub unsafe fn from_raw<'a>(raw: WDFDEVICE) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}

impl<T: ObjectContext> CallbackParent for Device<T> {
    type Context = T;

    fn context_of(&self) -> &T {
        self.context()
    }

    fn device_block(&self) -> &Block<()> {
        self.block.head()
    }
}

/// A GUID: of a device interface class, a setup class, a set of properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guid(pub u32, pub u16, pub u16, pub [u8; 8]);

impl Guid {
    /// As it lies in memory.
    fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&self.0.to_le_bytes());
        bytes[4..6].copy_from_slice(&self.1.to_le_bytes());
        bytes[6..8].copy_from_slice(&self.2.to_le_bytes());
        bytes[8..].copy_from_slice(&self.3);
        bytes
    }

    /// As it lies in memory.
    const fn from_bytes(bytes: [u8; 16]) -> Self {
        let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
        Self(u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([e, f]), u16::from_le_bytes([g, h]), rest)
    }

    const fn raw(self) -> sys::GUID {
        sys::GUID { Data1: self.0, Data2: self.1, Data3: self.2, Data4: self.3 }
    }
}
