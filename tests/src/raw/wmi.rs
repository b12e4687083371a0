//! WMI providers and instances.

use std::ptr::null_mut;

use wdk_sys::{
    GUID, NTSTATUS, WDF_WMI_INSTANCE_CONFIG, WDF_WMI_PROVIDER_CONFIG, WDFDEVICE, WDFWMIINSTANCE, WDFWMIPROVIDER,
};

use super::ddi;
use super::handle::Device;
use super::object::Attributes;
use super::status::SUCCESS;

/// `WDFWMIPROVIDER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WmiProvider(usize);

/// `WDFWMIINSTANCE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WmiInstance(usize);

fn provider_config(guid: &GUID, size: u32, smallest: u32) -> WDF_WMI_PROVIDER_CONFIG {
    WDF_WMI_PROVIDER_CONFIG { Size: size, Guid: *guid, MinInstanceBufferSize: smallest, ..Default::default() }
}

fn instance_size() -> u32 {
    u32::try_from(size_of::<WDF_WMI_INSTANCE_CONFIG>()).expect("a small structure")
}

impl Device {
    /// `WdfWmiProviderCreate`, with this size of the structure and of instances.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn wmi_provider(self, guid: &GUID, size: u32, smallest: u32) -> Result<WmiProvider, NTSTATUS> {
        let mut config = provider_config(guid, size, smallest);
        let mut out: WDFWMIPROVIDER = null_mut();
        let status = ddi!(WdfWmiProviderCreate, self.raw(), &raw mut config, null_mut(), &raw mut out);
        if status == SUCCESS { Ok(WmiProvider(out as usize)) } else { Err(status) }
    }

    /// `WdfWmiInstanceCreate`, of a provider that it makes, of one that is there, of neither or of both.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn wmi_instance(
        self,
        new: Option<&GUID>,
        of: Option<WmiProvider>,
        attributes: &Attributes,
        change: impl FnOnce(&mut WDF_WMI_INSTANCE_CONFIG),
    ) -> Result<WmiInstance, NTSTATUS> {
        let mut provider = new.map(|guid| provider_config(guid, 40, 0));
        let mut config = WDF_WMI_INSTANCE_CONFIG {
            Size: instance_size(),
            Provider: of.map_or(null_mut(), |of| of.0 as WDFWMIPROVIDER),
            ProviderConfig: provider.as_mut().map_or(null_mut(), |config| &raw mut *config),
            ..Default::default()
        };
        change(&mut config);
        let mut raw = attributes.to_raw();
        let mut out: WDFWMIINSTANCE = null_mut();
        let status = ddi!(WdfWmiInstanceCreate, self.raw(), &raw mut config, &raw mut raw, &raw mut out);
        if status == SUCCESS { Ok(WmiInstance(out as usize)) } else { Err(status) }
    }
}

impl WmiProvider {
    /// The number that the driver knows it by.
    #[must_use]
    pub const fn handle(self) -> usize {
        self.0
    }

    /// `WdfWmiProviderGetDevice`, `…IsEnabled` for events and `…GetTracingHandle`.
    #[must_use]
    pub fn asked(self) -> (Device, bool, u64) {
        let raw = self.0 as WDFWMIPROVIDER;
        let device: WDFDEVICE = ddi!(WdfWmiProviderGetDevice, raw);
        let enabled = ddi!(WdfWmiProviderIsEnabled, raw, 1) != 0;
        (Device::from(device), enabled, ddi!(WdfWmiProviderGetTracingHandle, raw))
    }
}

impl WmiInstance {
    /// The number that the driver knows it by.
    #[must_use]
    pub const fn handle(self) -> usize {
        self.0
    }

    /// `WdfWmiInstanceRegister`.
    pub fn register(self) -> NTSTATUS {
        ddi!(WdfWmiInstanceRegister, self.0 as WDFWMIINSTANCE)
    }

    /// `WdfWmiInstanceDeregister`.
    pub fn deregister(self) {
        ddi!(WdfWmiInstanceDeregister, self.0 as WDFWMIINSTANCE);
    }

    /// `WdfWmiInstanceFireEvent`.
    pub fn fire(self) -> NTSTATUS {
        ddi!(WdfWmiInstanceFireEvent, self.0 as WDFWMIINSTANCE, 0, null_mut())
    }

    /// `WdfWmiInstanceGetDevice` and `…GetProvider`.
    #[must_use]
    pub fn belongs_to(self) -> (Device, WmiProvider) {
        let raw = self.0 as WDFWMIINSTANCE;
        let provider = ddi!(WdfWmiInstanceGetProvider, raw);
        (Device::from(ddi!(WdfWmiInstanceGetDevice, raw)), WmiProvider(provider as usize))
    }
}
