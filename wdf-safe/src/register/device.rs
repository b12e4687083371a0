//! Making devices with callbacks.
//!
//! *Where it stands.* Row 5, called from `EvtDriverDeviceAdd`. A device without callbacks is made by
//! [`DeviceInit::create`].
//!
//! *Key types.* [`DeviceConfig`].
//!
//! *Wraps.* `WdfDeviceInitSetIoInCallerContextCallback`, `WdfDeviceInitSetFileObjectConfig`,
//! `WdfDeviceInitSetPnpPowerEventCallbacks`, `WdfDeviceCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{ContextInit, ObjectContext};
use crate::device::{Device, DeviceInit, Function, NewDevice, Role};
use crate::handler;
use crate::hardware::Resources;
use crate::irql::{Cx, Dispatch, Passive, SurpriseRemoval};
use crate::request::{Any, FileObject, Handled, InCallerContext, Request};
use crate::status::Result;
use crate::sys::{self, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// The configuration of a device: `T` is its context, `R` its role.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Stick {
///     pulled_out: AtomicBool,
/// }
///
/// #[evt_io_in_caller_context]
/// fn arrives<'id>(
///     cx: &mut Cx<'_, Dispatch>,
///     device: &Device<Stick>,
///     request: Request<'id, InCallerContext, Any>,
/// ) -> Handled<'id> {
///     if device.context().pulled_out.load(Ordering::Relaxed) {
///         return request.complete(cx, NtStatus::DEVICE_NOT_READY);
///     }
///     request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
/// }
///
/// #[evt_device_surprise_removal]
/// fn pulled_out(_cx: &mut Cx<'_, SurpriseRemoval>, device: &Device<Stick>) {
///     device.context().pulled_out.store(true, Ordering::Relaxed);
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     let device = DeviceConfig::new(init)
///         .in_caller_context(arrives)
///         .surprise_removal(pulled_out)
///         .create(cx, StickInit { pulled_out: AtomicBool::new(false) })?;
///     Ok(device.added())
/// }
/// ```
#[must_use = "nothing is made before `create`"]
pub struct DeviceConfig<'id, T, R: Role = Function> {
    init: DeviceInit<'id, R>,
    callbacks: sys::WDF_PNPPOWER_EVENT_CALLBACKS,
    context: PhantomData<fn() -> T>,
}

impl<'id, T: ObjectContext, R: Role> DeviceConfig<'id, T, R> {
    /// The configuration of the device that is made of this.
    pub fn new(init: DeviceInit<'id, R>) -> Self {
        let mut callbacks = sys::config::pnp_power_event_callbacks();
        callbacks.EvtDeviceD0EntryPostInterruptsEnabled = Some(trampoline::device::interrupts_connected::<T>);
        callbacks.EvtDeviceD0ExitPreInterruptsDisabled = Some(trampoline::device::interrupts_disconnecting::<T>);
        Self { init, callbacks, context: PhantomData }
    }

    /// Presents every request to this handler first, on the thread of its sender, before any queue:
    /// `EvtIoInCallerContext`. `WdfDeviceInitSetIoInCallerContextCallback`.
    ///
    /// The handler is synchronised with nothing. It completes the request or gives it to the queue that it is for
    /// ([`Request::enqueue`]).
    pub fn in_caller_context<F>(self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd, 'i> Fn(
                &'a mut Cx<'c, Dispatch>,
                &'d Device<T>,
                Request<'i, InCallerContext, Any<T::Requests>>,
            ) -> Handled<'i>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        let callback = trampoline::device::io_in_caller_context::<T, F>;
        // SAFETY: before `WdfDeviceCreate`; the trampoline was compiled for the context that the device will have.
        unsafe { ddi!(WdfDeviceInitSetIoInCallerContextCallback, self.init.raw, Some(callback)) };
        self
    }

    /// Tells this handler that the device was pulled out: `EvtDeviceSurpriseRemoval`; PASSIVE_LEVEL.
    ///
    /// Called before the queues are stopped, synchronised with nothing. The handler may note it, take a lock, stop a
    /// timer. It cannot complete a request or change a queue, since its context is no [`CallOut`](crate::irql::CallOut):
    /// what waits in a store is given to its cancel handler when the framework stops the queue, which comes next.
    pub fn surprise_removal<F>(mut self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, SurpriseRemoval>, &'d Device<T>) + Copy + Send + Sync + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceSurpriseRemoval = Some(trampoline::device::surprise_removal::<T, F>);
        self
    }

    /// Gives this handler the resources that the device was assigned: `EvtDevicePrepareHardware`; PASSIVE_LEVEL, before the
    /// device enters D0 for the first time. There the driver maps its registers ([`Device::map_registers`]). If it fails,
    /// the device does not start.
    pub fn prepare_hardware<F>(mut self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd, 'r> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>, &'d Resources<'r>) -> Result<()>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDevicePrepareHardware = Some(trampoline::device::prepare_hardware::<T, F>);
        if self.callbacks.EvtDeviceReleaseHardware.is_none() {
            fn nothing<T: ObjectContext>(_: &mut Cx<'_, Passive>, _: &Device<T>) -> Result<()> {
                Ok(())
            }
            return self.release_hardware(nothing::<T>);
        }
        self
    }

    /// Tells this handler that the device loses its hardware: `EvtDeviceReleaseHardware`; PASSIVE_LEVEL, after the device has
    /// left D0. Registers are unmapped after it.
    pub fn release_hardware<F>(mut self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy + Send + Sync + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceReleaseHardware = Some(trampoline::device::release_hardware::<T, F>);
        self
    }

    /// Tells this handler that the device is in its working state D0 again, or for the first time: `EvtDeviceD0Entry`;
    /// PASSIVE_LEVEL. Interrupts are connected next, and then the queues present requests. If it fails, the device fails.
    pub fn d0_entry<F>(mut self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy + Send + Sync + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0Entry = Some(trampoline::device::power::<T, F>);
        self
    }

    /// Tells this handler that the device leaves D0: `EvtDeviceD0Exit`; PASSIVE_LEVEL. Its queues are stopped, its
    /// interrupts disconnected.
    pub fn d0_exit<F>(mut self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy + Send + Sync + 'static,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0Exit = Some(trampoline::device::power::<T, F>);
        self
    }

    /// Has the framework make file objects, one for each open handle, and tells this handler that an application has closed
    /// its handle: `EvtFileCleanup`. `WdfDeviceInitSetFileObjectConfig`.
    ///
    /// Called before the framework cancels the handle's requests that wait in queues. It does nothing about those that
    /// wait in the driver's stores, on which the closing waits: the handler takes them out and completes them, from stores
    /// that know their requests [`ByFile`](crate::request::ByFile). Which handle a request is of says
    /// [`Request::file_object`].
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Bell {
    ///     waiting: CancelList<Read, 8, ByFile>,
    /// }
    ///
    /// #[evt_file_cleanup]
    /// fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Bell>, file: &FileObject<'_>) {
    ///     let (waiting, cancelled) = (&device.context().waiting, NtStatus::CANCELLED);
    ///     while waiting.unmark_by_file(cx, file, |cx, request| request.complete(cx, cancelled)) == Taken::Handled {}
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let bell = BellInit { waiting: CancelList::init() };
    ///     Ok(DeviceConfig::new(init).file_cleanup(closed).create(cx, bell)?.added())
    /// }
    /// ```
    pub fn file_cleanup<F>(self, _handler: F) -> Self
    where
        F: for<'a, 'c, 'd, 'f> Fn(&'a mut Cx<'c, Dispatch>, &'d Device<T>, &'d FileObject<'f>)
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::file_object();
        config.EvtFileCleanup = Some(trampoline::device::file_cleanup::<T, F>);
        // SAFETY: before `WdfDeviceCreate`; a structure with its size set, read during the call; no context; the
        // trampoline was compiled for the context that the device will have.
        unsafe { ddi!(WdfDeviceInitSetFileObjectConfig, self.init.raw, &raw mut config, ptr::null_mut()) };
        self
    }

    /// Makes the device as [`DeviceInit::create`] does. `WdfDeviceInitSetPnpPowerEventCallbacks`, `WdfDeviceCreate`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`DeviceInit::create`].
    pub fn create<I>(mut self, cx: &mut Cx<'_, Passive>, context: I) -> Result<NewDevice<'id, T>>
    where
        I: ContextInit<Context = T>,
    {
        // SAFETY: before `WdfDeviceCreate`; a structure with its size set, read during the call; the trampolines were
        // compiled for the context that the device will have.
        unsafe { ddi!(WdfDeviceInitSetPnpPowerEventCallbacks, self.init.raw, &raw mut self.callbacks) };
        let device = self.init.create(cx, context)?;
        device.tells();
        Ok(device)
    }
}

impl<T, R: Role> fmt::Debug for DeviceConfig<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceConfig").finish_non_exhaustive()
    }
}
