//! Making the driver object.
//!
//! *Where it stands.* Row 5, called from `DriverEntry`.
//!
//! *Key types.* [`DriverConfig`]; [`NonPnpConfig`], of a driver without PnP devices, and [`NonPnp`], what makes its control
//! devices.
//!
//! *Wraps.* `WDF_DRIVER_CONFIG`, `WdfDriverCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{self, ContextInit, ObjectContext};
use crate::device::{ControlDevice, DeviceInit, Finished, control};
use crate::driver::{Driver, DriverInit, Loaded};
use crate::handler::{self, DeviceAddHandler, NoticeHandler};
use crate::irql::{Cx, Passive};
use crate::object::sealed::Sealed as _;
use crate::status::{NtStatus, Result};
use crate::sys::{self, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr;

/// The configuration of the driver object. `T` is the context of the driver.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[driver_entry]
/// fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
///     DriverConfig::new(device_add).create(cx, driver, ())
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     Ok(init.create(cx, ())?.added())
/// }
/// # fn main() {}
/// ```
#[must_use = "nothing is made before `create`"]
pub struct DriverConfig<T> {
    config: sys::WDF_DRIVER_CONFIG,
    context: PhantomData<fn() -> T>,
}

impl<T: ObjectContext> DriverConfig<T> {
    /// A driver whose devices are added by this callback (`EvtDriverDeviceAdd`).
    pub fn new<F>(_device_add: F) -> Self
    where
        F: DeviceAddHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::driver();
        config.EvtDriverDeviceAdd = Some(trampoline::driver::device_add::<T, F>);
        Self { config, context: PhantomData }
    }

    /// Tells this handler that the driver is about to be unloaded, after its last device is gone: `EvtDriverUnload`;
    /// PASSIVE_LEVEL.
    pub fn unload<F>(mut self, _handler: F) -> Self
    where
        F: NoticeHandler<Driver<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtDriverUnload = Some(trampoline::driver::unload::<T, F>);
        self
    }

    /// Makes the driver object, with its context. `WdfDriverCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework, or a field of the context, returned.
    pub fn create<'id, I>(self, cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>, context: I) -> Result<Loaded<'id>>
    where
        I: ContextInit<T>,
    {
        create(self.config, cx, &driver, context)?;
        Ok(Loaded::new(driver))
    }
}

/// `WdfDriverCreate`, and the context.
fn create<'d, T: ObjectContext, I: ContextInit<T>>(
    mut config: sys::WDF_DRIVER_CONFIG,
    _cx: &mut Cx<'_, Passive>,
    driver: &'d DriverInit<'_>,
    context: I,
) -> Result<&'d Driver<T>> {
    context::assert_no_store::<T, I>();
    let mut attributes = context::attributes::<T>(ptr::null_mut());
    let mut handle = ptr::null_mut();
    // SAFETY: the arguments of `DriverEntry`, in it; PASSIVE_LEVEL.
    let status = unsafe {
        ddi!(
            WdfDriverCreate,
            driver.driver_object,
            driver.registry_path,
            &raw mut attributes,
            &raw mut config,
            &raw mut handle
        )
    };
    NtStatus::check("WdfDriverCreate", status)?;
    // SAFETY: just created with these attributes.
    let block = unsafe { context::install::<T>(handle.cast(), ptr::null(), context) }?;
    // SAFETY: of the driver object, which lives for as long as `DriverEntry` runs, at least.
    Ok(unsafe { Driver::from_block(block) })
}

/// The configuration of a driver without PnP devices: applications reach it by control devices alone. `T` is the context of
/// the driver.
///
/// The system unloads such a driver when it is told to, and the framework deletes its control devices then.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[driver_entry]
/// fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
///     NonPnpConfig::new().create(cx, driver, (), |cx, driver| {
///         driver.create_control(cx, "D:P(A;;GA;;;SY)(A;;GA;;;BA)", |cx, init| {
///             let device = init.set_name(cx, r"\Device\Bell")?.create(cx, ())?;
///             QueueConfig::sequential().default_queue().device_control(ring).create(cx, &device, ())?;
///             device.create_symbolic_link(cx, r"\DosDevices\Bell")?;
///             Ok(device.finish(cx))
///         })
///     })
/// }
///
/// #[evt_io_device_control]
/// fn ring<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
///     request.complete(cx, NtStatus::SUCCESS)
/// }
/// # fn main() {}
/// ```
#[must_use = "nothing is made before `create`"]
pub struct NonPnpConfig<T> {
    config: sys::WDF_DRIVER_CONFIG,
    context: PhantomData<fn() -> T>,
}

impl<T: ObjectContext> NonPnpConfig<T> {
    /// A driver that can be unloaded.
    #[expect(clippy::new_without_default, reason = "as the other configurations are made")]
    pub fn new() -> Self {
        fn nothing<T>(_: &mut Cx<'_, Passive>, _: &Driver<T>) {}
        let mut config = sys::config::driver();
        config.DriverInitFlags = sys::_WDF_DRIVER_INIT_FLAGS::WdfDriverInitNonPnpDriver.cast_unsigned();
        // Without one it could never be unloaded (fxdriver.cpp).
        Self { config, context: PhantomData }.unload(nothing::<T>)
    }

    /// Tells this handler that the driver is about to be unloaded; its control devices are still there. `EvtDriverUnload`;
    /// PASSIVE_LEVEL.
    pub fn unload<F>(mut self, _handler: F) -> Self
    where
        F: NoticeHandler<Driver<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtDriverUnload = Some(trampoline::driver::unload::<T, F>);
        self
    }

    /// Makes the driver object, with its context, and then what `make` makes: the control devices. `WdfDriverCreate`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework, a field of the context, or `make` returned. The framework deletes what was made when the error is
    /// returned from `DriverEntry`.
    pub fn create<'id, I>(
        self,
        cx: &mut Cx<'_, Passive>,
        driver: DriverInit<'id>,
        context: I,
        make: impl FnOnce(&mut Cx<'_, Passive>, &NonPnp<'_, T>) -> Result<()>,
    ) -> Result<Loaded<'id>>
    where
        I: ContextInit<T>,
    {
        let made = create(self.config, cx, &driver, context)?;
        make(cx, &NonPnp { driver: made })?;
        Ok(Loaded::new(driver))
    }
}

/// The driver object of a driver without PnP devices, in its `DriverEntry`.
///
/// # Invariants
/// Made with `WdfDriverInitNonPnpDriver`: the framework deletes its control devices when it is unloaded.
#[derive(Debug)]
pub struct NonPnp<'d, T> {
    driver: &'d Driver<T>,
}

impl<T: ObjectContext> NonPnp<'_, T> {
    /// Makes a control device. `sddl` says who may open it. `WdfControlDeviceInitAllocate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for a description of more than 512 characters, STATUS_INSUFFICIENT_RESOURCES, what `make`
    /// returned. What was made is deleted then.
    pub fn create_control(
        &self,
        cx: &mut Cx<'_, Passive>,
        sddl: &str,
        make: impl for<'id> FnOnce(&mut Cx<'_, Passive>, DeviceInit<'id, ControlDevice>) -> Result<Finished<'id>> + 'static,
    ) -> Result<()> {
        // SAFETY: the live driver object; the framework deletes the device (invariant).
        unsafe { control::create(cx, self.driver.handle().cast(), sddl, make) }?;
        Ok(())
    }
}

impl<T> Deref for NonPnp<'_, T> {
    type Target = Driver<T>;

    fn deref(&self) -> &Driver<T> {
        self.driver
    }
}

impl<T> fmt::Debug for NonPnpConfig<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NonPnpConfig").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for DriverConfig<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriverConfig").finish_non_exhaustive()
    }
}
