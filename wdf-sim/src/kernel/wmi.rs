//! WMI: the data blocks of a device, and their instances.
//!
//! Key types: [`WmiProvider`], [`WmiInstance`]. Facts: `fxwmiprovider.cpp`, `fxwmiinstance.cpp`.

use wdf_sim_sys::GUID;

use super::Kernel;
use super::object::{Id, Kind};

/// `WDFWMIPROVIDER`: a data block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WmiProvider {
    pub(crate) device: Id,
    pub(crate) guid: GUID,
    /// The smallest buffer in which an instance is queried.
    pub(crate) smallest: u32,
}

/// `WDFWMIINSTANCE`: an instance of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WmiInstance {
    pub(crate) provider: Id,
    pub(crate) registered: bool,
}

impl Kernel {
    /// The data blocks of a device.
    pub(crate) fn wmi_providers(&self, device: Id) -> Vec<(Id, GUID)> {
        let providers = self.objects.children(device).into_iter();
        let providers = providers.filter(|id| self.objects.kind(*id) == Kind::WmiProvider);
        providers.map(|id| (id, self.objects.wmi_provider(id).guid)).collect()
    }
}
