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
//! A bus driver's device makes its children of a `DeviceInit<Physical>`: see [`pdo`](crate::pdo).
#![expect(unsafe_code, reason = "calls of the framework with a device's handle")]

use crate::brand::{Brand, Token};
use crate::context::{self, Block, ContextInit, ObjectContext, RequestContext};
use crate::irql::{CallOut, Cx, Passive};
use crate::object::{CallbackParent, Object, sealed};
use crate::queue::{DispatchType, Queue};
use crate::raw::AsRaw;
use crate::request::{ByKind, Failed, Handled, InCallerContext, InQueue, Kind, Request, header};
use crate::status::{NtStatus, Result};
use crate::sync::{AtomicUsize, Ordering};
use crate::sys::{self, NT_SUCCESS, PWDFDEVICE_INIT, WDFDEVICE, WDFOBJECT, ddi};
use core::cell::Cell;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr;

/// Of the words that wdf-safe keeps of a device ([`Block::word`]): whether its interrupts are connected, and who relies on it
/// ([`rundown`](crate::rundown)).
pub(crate) const CONNECTED: usize = 0;
/// The other one: the first of the mappings of its registers (`hardware.rs`).
pub(crate) const CHAIN: usize = 1;

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

    /// Registers a device interface, by which applications find the device. `WdfDeviceCreateDeviceInterface`.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create_interface(&self, _cx: &mut Cx<'_, Passive>, class: Guid) -> Result<()> {
        let class = class.raw();
        // SAFETY: a live device, PASSIVE_LEVEL; the GUID is read during the call; no reference string.
        let status = unsafe { ddi!(WdfDeviceCreateDeviceInterface, self.raw(), &raw const class, ptr::null()) };
        NtStatus::check("WdfDeviceCreateDeviceInterface", status)
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
        self.block.told().store(1, Ordering::Relaxed);
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

/// What `EvtDriverDeviceAdd` is given to make a device of. `R` is the device's role.
///
/// Consumed by [`create`](Self::create): it cannot be used afterwards, nor used twice.
#[derive(Debug)]
#[must_use = "a device is made of it"]
pub struct DeviceInit<'id, R: Role = Function> {
    pub(crate) raw: PWDFDEVICE_INIT,
    /// Of a child: whose it is, and what was made of this.
    pub(crate) origin: Option<&'id Origin>,
    brand: Brand<'id>,
    role: PhantomData<R>,
}

/// Where a child comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The device whose child it is.
    pub(crate) parent: WDFDEVICE,
    /// The child, once it is made; null before.
    pub(crate) child: Cell<WDFDEVICE>,
}

/// The device that was made, in `EvtDriverDeviceAdd`.
#[derive(Debug)]
#[must_use = "return `device.added()` from the callback"]
pub struct NewDevice<'id, T: ObjectContext> {
    device: &'id Device<T>,
    brand: Brand<'id>,
}

/// The proof that a device was made: what `EvtDriverDeviceAdd` returns.
#[derive(Debug)]
#[must_use = "return it from the callback: it is the proof that the device was made"]
pub struct Added<'id> {
    brand: Brand<'id>,
    token: Token,
}

mod role {
    pub trait Sealed {}
}

/// The role of a device in its stack.
pub trait Role: role::Sealed {}

/// A function device: it owns the power policy of its stack, and its queues are power-managed unless they say
/// otherwise.
#[derive(Debug)]
pub enum Function {}

/// A filter device: its queues are not power-managed unless they say so.
#[derive(Debug)]
pub enum Filter {}

/// A physical device: a child that a bus driver has found ([`Device::create_child`]).
#[derive(Debug)]
pub enum Physical {}

impl role::Sealed for Function {}
impl role::Sealed for Filter {}
impl role::Sealed for Physical {}
impl Role for Function {}
impl Role for Filter {}
impl Role for Physical {}

/// How the buffers of reads and writes reach the driver: `WDF_DEVICE_IO_TYPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IoType {
    /// Copied by the system.
    Buffered,
    /// The application's own pages, which it can write meanwhile.
    Direct,
    /// The system chooses, by size.
    BufferedOrDirect,
    /// By the application's own addresses, which are locked on its thread
    /// ([`Request::lock_input`](crate::request::Request::lock_input)).
    Neither,
}

impl<'id> DeviceInit<'id, Function> {
    /// # Safety
    /// `raw` is what `EvtDriverDeviceAdd` was given, and nobody else uses it.
    pub(crate) const unsafe fn new(raw: PWDFDEVICE_INIT) -> Self {
        Self { raw, origin: None, brand: PhantomData, role: PhantomData }
    }

    /// Makes the device a filter. `WdfFdoInitSetFilter`.
    pub fn into_filter(self) -> DeviceInit<'id, Filter> {
        // SAFETY: before `WdfDeviceCreate`, in `EvtDriverDeviceAdd`.
        unsafe { ddi!(WdfFdoInitSetFilter, self.raw) };
        DeviceInit { raw: self.raw, origin: None, brand: PhantomData, role: PhantomData }
    }
}

impl<'id> DeviceInit<'id, Physical> {
    /// # Safety
    /// `raw` is what `WdfPdoInitAllocate` returned, and nobody else uses it.
    pub(crate) const unsafe fn child(raw: PWDFDEVICE_INIT, origin: &'id Origin) -> Self {
        Self { raw, origin: Some(origin), brand: PhantomData, role: PhantomData }
    }
}

impl<'id, R: Role> DeviceInit<'id, R> {
    /// How the buffers of reads and writes reach the driver; buffered unless said otherwise. `WdfDeviceInitSetIoType`.
    pub fn set_io_type(&mut self, io_type: IoType) {
        let io_type: sys::WDF_DEVICE_IO_TYPE = match io_type {
            IoType::Buffered => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoBuffered,
            IoType::Direct => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoDirect,
            IoType::BufferedOrDirect => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoBufferedOrDirect,
            IoType::Neither => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoNeither,
        };
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetIoType, self.raw, io_type) };
    }

    /// Has the framework make file objects, one for each open handle, so that requests can be told apart by it
    /// ([`Request::file_object`](crate::request::Request::file_object)). `WdfDeviceInitSetFileObjectConfig`.
    pub fn use_file_objects(&mut self) {
        let mut config = sys::config::file_object();
        // SAFETY: before `WdfDeviceCreate`; a structure with its size set, read during the call; no context.
        unsafe { ddi!(WdfDeviceInitSetFileObjectConfig, self.raw, &raw mut config, ptr::null_mut()) };
    }

    /// Makes the device, with its context. `WdfDeviceInitSetRequestAttributes`, `WdfDeviceCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework, or a field of the context, returned. The framework deletes what was made when the error is
    /// returned from the callback.
    pub fn create<I: ContextInit>(self, _cx: &mut Cx<'_, Passive>, context: I) -> Result<NewDevice<'id, I::Context>> {
        let mut raw = self.raw;
        let mut requests = header::attributes::<<I::Context as ObjectContext>::Requests>();
        // SAFETY: before `WdfDeviceCreate`. From here on every request of this device has a header.
        unsafe { ddi!(WdfDeviceInitSetRequestAttributes, raw, &raw mut requests) };
        let mut attributes = context::attributes::<I::Context>(ptr::null_mut());
        let mut device = ptr::null_mut();
        // SAFETY: the callback's own init, given up here; PASSIVE_LEVEL.
        let status = unsafe { ddi!(WdfDeviceCreate, &raw mut raw, &raw mut attributes, &raw mut device) };
        NtStatus::check("WdfDeviceCreate", status)?;
        if let Some(origin) = self.origin {
            origin.child.set(device);
        }
        // SAFETY: just created with these attributes; it lives at least as long as the callback, whose brand `'id` is.
        let block = unsafe { context::install::<I::Context>(device.cast(), ptr::null(), context) }?;
        // SAFETY: of a device.
        let device = unsafe { Device::from_block(block) };
        Ok(NewDevice { device, brand: PhantomData })
    }
}

impl<R: Role> AsRaw for DeviceInit<'_, R> {
    type Raw = PWDFDEVICE_INIT;

    fn as_raw(&self) -> PWDFDEVICE_INIT {
        self.raw
    }
}

impl<'id> DeviceInit<'id, Function> {
    /// What a driver's own `EvtDriverDeviceAdd` was given. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is the argument of an `EvtDriverDeviceAdd` that runs during `'id`; no device was made of it, and only this value
    /// makes one.
    pub const unsafe fn from_raw(raw: PWDFDEVICE_INIT) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::new(raw) }
    }
}

impl Added<'_> {
    /// The proof for a device that was made by raw calls. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// A device was made of the [`DeviceInit`] with this brand.
    pub const unsafe fn assume() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}

impl<'id, T: ObjectContext> NewDevice<'id, T> {
    /// The device is complete: the proof to return from the callback.
    pub fn added(self) -> Added<'id> {
        Added { brand: PhantomData, token: PhantomData }
    }
}

impl<T: ObjectContext> Deref for NewDevice<'_, T> {
    type Target = Device<T>;

    fn deref(&self) -> &Device<T> {
        self.device
    }
}

/// A GUID: of a device interface class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guid(pub u32, pub u16, pub u16, pub [u8; 8]);

impl Guid {
    const fn raw(self) -> sys::GUID {
        sys::GUID { Data1: self.0, Data2: self.1, Data3: self.2, Data4: self.3 }
    }
}
