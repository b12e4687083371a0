//! The driver object.
//!
//! Facts: `fxdriver.cpp`, `wdfdriver.h`.

use wdf_sim_sys::{PFN_WDF_DRIVER_DEVICE_ADD, PFN_WDF_DRIVER_UNLOAD};

/// What `WdfDriverCreate` was told.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) device_add: PFN_WDF_DRIVER_DEVICE_ADD,
    pub(crate) unload: PFN_WDF_DRIVER_UNLOAD,
    /// `DRIVER_OBJECT` as `DriverEntry` got it, for `WdfDriverWdmGetDriverObject`.
    pub(crate) wdm: usize,
}
