//! Making devices with callbacks.
//!
//! *Where it stands.* Row 5, called from `EvtDriverDeviceAdd`. A device without callbacks is made by
//! [`DeviceInit::create`].
//!
//! *Key types.* [`DeviceConfig`].
//!
//! *Wraps.* `WdfDeviceInitSetIoInCallerContextCallback`, `WdfDeviceInitSetPnpPowerEventCallbacks`,
//! `WdfControlDeviceInitSetShutdownNotification`, `WdfDeviceCreate`. The callbacks of open handles are in `file.rs`, those of
//! PnP and power in `power.rs`.
#![expect(unsafe_code, reason = "calls of the framework")]

mod file;
mod power;

use crate::context::{ContextInit, ObjectContext};
use crate::device::{ControlDevice, Device, DeviceInit, Function, NewDevice, Role};
use crate::handler::{self, NoticeHandler, RequestHandler};
use crate::irql::{Cx, Dispatch, Passive};
use crate::request::{Any, InCallerContext};
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
    policy: sys::WDF_POWER_POLICY_EVENT_CALLBACKS,
    files: Option<(sys::WDF_FILEOBJECT_CONFIG, Option<sys::WDF_OBJECT_ATTRIBUTES>)>,
    context: PhantomData<fn() -> T>,
}

/// When a control device is told that the system goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shutdown {
    /// Before file systems write back what they have: `WdfDeviceShutdown`.
    BeforeFileSystems,
    /// After that: `WdfDeviceLastChanceShutdown`.
    LastChance,
}

impl<'id, T: ObjectContext, R: Role> DeviceConfig<'id, T, R> {
    /// The configuration of the device that is made of this.
    pub fn new(init: DeviceInit<'id, R>) -> Self {
        let mut callbacks = sys::config::pnp_power_event_callbacks();
        callbacks.EvtDeviceD0EntryPostInterruptsEnabled = Some(trampoline::device::interrupts_connected::<T>);
        callbacks.EvtDeviceD0ExitPreInterruptsDisabled = Some(trampoline::device::interrupts_disconnecting::<T>);
        let policy = sys::config::power_policy_event_callbacks();
        Self { init, callbacks, policy, files: None, context: PhantomData }
    }

    /// Presents every request to this handler first, on the thread of its sender, before any queue:
    /// `EvtIoInCallerContext`. `WdfDeviceInitSetIoInCallerContextCallback`.
    ///
    /// The handler is synchronised with nothing. It completes the request or gives it to the queue that it is for
    /// ([`Request::enqueue`](crate::request::Request::enqueue)).
    pub fn in_caller_context<F>(self, _handler: F) -> Self
    where
        F: RequestHandler<Device<T>, Dispatch, InCallerContext, Any<T::Requests>>,
    {
        handler::assert_no_bytes::<F>();
        let callback = trampoline::device::io_in_caller_context::<T, F>;
        // SAFETY: before `WdfDeviceCreate`; the trampoline was compiled for the context that the device will have.
        unsafe { ddi!(WdfDeviceInitSetIoInCallerContextCallback, self.init.raw, Some(callback)) };
        self
    }

    /// Makes the device as [`DeviceInit::create`] does. `WdfDeviceInitSetPnpPowerEventCallbacks`,
    /// `WdfDeviceInitSetPowerPolicyEventCallbacks`, `WdfDeviceInitSetFileObjectConfig`, `WdfDeviceCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`DeviceInit::create`].
    pub fn create<I>(mut self, cx: &mut Cx<'_, Passive>, context: I) -> Result<NewDevice<'id, T, R>>
    where
        I: ContextInit<T>,
    {
        let init = self.init.raw;
        if R::PNP {
            // SAFETY: before `WdfDeviceCreate`; a structure with its size set, read during the call; the trampolines were
            // compiled for the context that the device will have.
            unsafe { ddi!(WdfDeviceInitSetPnpPowerEventCallbacks, init, &raw mut self.callbacks) };
        }
        if R::OWNS_POWER_POLICY {
            // SAFETY: as above.
            unsafe { ddi!(WdfDeviceInitSetPowerPolicyEventCallbacks, init, &raw mut self.policy) };
        }
        if let Some((config, attributes)) = &mut self.files {
            let attributes = attributes.as_mut().map_or(ptr::null_mut(), ptr::from_mut);
            // SAFETY: as above.
            unsafe { ddi!(WdfDeviceInitSetFileObjectConfig, init, ptr::from_mut(config), attributes) };
        }
        let device = self.init.create(cx, context)?;
        if R::PNP {
            device.tells();
        }
        Ok(device)
    }
}

impl<T: ObjectContext> DeviceConfig<'_, T, ControlDevice> {
    /// Tells this handler that the system goes down: `EvtDeviceShutdownNotification`; PASSIVE_LEVEL.
    /// `WdfControlDeviceInitSetShutdownNotification`.
    pub fn shutdown<F>(self, when: Shutdown, _handler: F) -> Self
    where
        F: NoticeHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        let flags = match when {
            Shutdown::BeforeFileSystems => 1,
            Shutdown::LastChance => 2,
        };
        let callback = trampoline::device::notice::<T, F>;
        // SAFETY: the init of a control device, before `WdfDeviceCreate`; the trampoline was compiled for the context that
        // the device will have.
        unsafe { ddi!(WdfControlDeviceInitSetShutdownNotification, self.init.raw, Some(callback), flags) };
        self
    }
}

impl<T, R: Role> fmt::Debug for DeviceConfig<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceConfig").finish_non_exhaustive()
    }
}
