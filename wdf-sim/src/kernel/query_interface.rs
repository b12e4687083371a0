//! Interfaces that a driver exports to other drivers: tables of functions, asked for by GUID.
//!
//! Key types: [`Exported`]. Facts: `fxqueryinterface.cpp`, `fxpkgpnp.cpp:HandleQueryInterface`.

use wdf_sim_sys::{GUID, PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST};

use super::Kernel;
use super::device_interface::same;
use super::object::Id;

/// `WdfDeviceAddQueryInterface`.
#[derive(Clone, Debug)]
pub(crate) struct Exported {
    pub(crate) class: GUID,
    /// The interface as the driver gave it, if it gave one.
    pub(crate) interface: Option<Vec<u8>>,
    /// Who asks hands something in, which the driver's callback takes.
    pub(crate) imports: bool,
    /// It is the parent's driver that answers.
    pub(crate) to_parent: bool,
    pub(crate) process: PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST,
}

impl Kernel {
    /// What a device's driver exports under this GUID.
    pub(crate) fn exported(&self, device: Id, class: &GUID) -> Option<Exported> {
        self.objects.device(device).exported.iter().find(|exported| same(&exported.class, class)).cloned()
    }
}
