//! The driver object.
//!
//! Facts: `fxdriver.cpp`, `wdfdriver.h`.

use std::collections::BTreeMap;

use wdf_sim_sys::{PFN_WDF_DRIVER_DEVICE_ADD, PFN_WDF_DRIVER_UNLOAD};

use super::Kernel;
use super::object::{Id, Kind};
use super::property::{Property, PropertyKey};
use super::string::Text;

/// What `WdfDriverCreate` was told.
#[derive(Debug)]
pub(crate) struct Driver {
    pub(crate) device_add: PFN_WDF_DRIVER_DEVICE_ADD,
    pub(crate) unload: PFN_WDF_DRIVER_UNLOAD,
    /// `DRIVER_OBJECT` as `DriverEntry` got it, for `WdfDriverWdmGetDriverObject`.
    pub(crate) wdm: usize,
    /// The path of its service key.
    pub(crate) path: Text,
    /// How many devices were added to it so far.
    pub(crate) added: u32,
    /// What was assigned to its devices, by their number.
    pub(crate) properties: BTreeMap<(u32, PropertyKey), Property>,
}

impl Driver {
    /// The path of its service key, as text.
    pub(crate) fn registry_path(&self) -> String {
        String::from_utf16_lossy(self.path.units())
    }
}

/// Which of the keys that are kept for a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeviceKey {
    /// The PnP manager's, with the device's parameters.
    Hardware,
    /// The driver's own for the device.
    Software,
}

impl Kernel {
    /// The path of a key that is kept for the driver's device of this number.
    pub(crate) fn device_key(&self, driver: Id, number: u32, which: DeviceKey) -> String {
        let service = self.objects.driver(driver).registry_path();
        let name = service.rsplit('\\').next().unwrap_or("driver");
        let control_set = r"\Registry\Machine\System\CurrentControlSet";
        match which {
            DeviceKey::Hardware => format!(r"{control_set}\Enum\Sim\{name}\{number}\Device Parameters"),
            DeviceKey::Software => format!(r"{control_set}\Control\Class\Sim\{name}\{number:04}"),
        }
    }

    /// The path of the key that the PnP manager keeps for a device.
    pub(crate) fn hardware_key(&self, device: Id) -> String {
        let driver = self.objects.ancestor(device, Kind::Driver).expect("a device belongs to its driver");
        self.device_key(driver, self.objects.device(device).number, DeviceKey::Hardware)
    }
}
