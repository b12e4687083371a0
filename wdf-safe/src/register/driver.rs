//! Making the driver object.
//!
//! *Where it stands.* Row 5, called from `DriverEntry`.
//!
//! *Key types.* [`DriverConfig`].
//!
//! *Wraps.* `WDF_DRIVER_CONFIG`, `WdfDriverCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{self, ContextInit, ObjectContext};
use crate::device::{Added, DeviceInit};
use crate::driver::{Driver, DriverInit, Loaded};
use crate::handler;
use crate::irql::{Cx, Passive};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFDRIVER, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
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
        F: for<'a, 'c, 'd, 'id> Fn(&'a mut Cx<'c, Passive>, &'d Driver<T>, DeviceInit<'id>) -> Result<Added<'id>>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::driver();
        config.EvtDriverDeviceAdd = Some(trampoline::driver::device_add::<T, F>);
        Self { config, context: PhantomData }
    }

    /// Makes the driver object, with its context. `WdfDriverCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework, or a field of the context, returned.
    pub fn create<'id, I>(
        mut self,
        _cx: &mut Cx<'_, Passive>,
        driver: DriverInit<'id>,
        context: I,
    ) -> Result<Loaded<'id>>
    where
        I: ContextInit<Context = T>,
    {
        let mut attributes = context::attributes::<T>(ptr::null_mut());
        let mut handle: WDFDRIVER = ptr::null_mut();
        // SAFETY: the arguments of `DriverEntry`, in it; PASSIVE_LEVEL.
        let status = unsafe {
            ddi!(
                WdfDriverCreate,
                driver.driver_object,
                driver.registry_path,
                &raw mut attributes,
                &raw mut self.config,
                &raw mut handle
            )
        };
        NtStatus::check("WdfDriverCreate", status)?;
        // SAFETY: just created with these attributes.
        unsafe { context::install::<T>(handle.cast(), ptr::null(), context) }?;
        Ok(Loaded::new(driver))
    }
}

impl<T> fmt::Debug for DriverConfig<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriverConfig").finish_non_exhaustive()
    }
}
