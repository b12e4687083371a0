//! Device interfaces: how applications and other drivers find a device.
//!
//! An interface is enabled when its device is first started, unless the driver said otherwise before, and disabled when
//! the device goes. Its symbolic link leads to the device while it is enabled.
//!
//! Key types: [`Interface`]. Facts: `fxdeviceinterface.cpp`, `fxpkgpnp.cpp:PnpEnableInterfaces`.

use wdf_sim_sys::GUID;

use super::Kernel;
use super::device::Pnp;
use super::object::{Id, Kind};

/// An interface that a driver registered.
#[derive(Clone, Debug)]
pub(crate) struct Interface {
    pub(crate) class: GUID,
    /// What tells it from another of the same class, in UTF-16.
    pub(crate) reference: Vec<u16>,
    pub(crate) enabled: bool,
    /// The driver enables it itself, later than the start of the device.
    pub(crate) by_hand: bool,
}

/// A GUID as names of links have it.
pub(crate) fn text_of(guid: &GUID) -> String {
    let GUID { Data1: a, Data2: b, Data3: c, Data4: [d, e, f, g, h, i, j, k] } = guid;
    format!("{{{a:08x}-{b:04x}-{c:04x}-{d:02x}{e:02x}-{f:02x}{g:02x}{h:02x}{i:02x}{j:02x}{k:02x}}}")
}

/// Whether two GUIDs are the same.
pub(crate) fn same(one: &GUID, other: &GUID) -> bool {
    (one.Data1, one.Data2, one.Data3, one.Data4) == (other.Data1, other.Data2, other.Data3, other.Data4)
}

impl Kernel {
    /// The interface of this class, with this reference string or none.
    pub(crate) fn interface(&self, device: Id, class: &GUID, reference: &[u16]) -> Option<usize> {
        let interfaces = &self.objects.device(device).interfaces;
        interfaces.iter().position(|interface| same(&interface.class, class) && interface.reference == reference)
    }

    /// The symbolic link of an interface: the device's place in the registry, with the class.
    pub(crate) fn interface_link(&self, device: Id, index: usize) -> String {
        let driver = self.objects.ancestor(device, Kind::Driver).expect("a device belongs to its driver");
        let service = self.objects.driver(driver).registry_path();
        let name = service.rsplit('\\').next().unwrap_or("driver").to_owned();
        let state = self.objects.device(device);
        let Interface { class, reference, .. } = &state.interfaces[index];
        let mut link = format!(r"\??\SIM#{name}#{:04}#{}", state.number, text_of(class));
        if !reference.is_empty() {
            link.push('\\');
            link.push_str(&String::from_utf16_lossy(reference));
        }
        link
    }

    /// The device whose enabled interface has this link.
    pub(crate) fn device_of_interface(&self, is_link: impl Fn(&str) -> bool) -> Option<(Id, u32)> {
        let mut devices = self.objects.iter().filter(|(id, _)| self.objects.kind(*id) == Kind::Device);
        devices.find_map(|(id, object)| {
            let interfaces = &self.objects.device(id).interfaces;
            let has_it =
                (0..interfaces.len()).any(|at| interfaces[at].enabled && is_link(&self.interface_link(id, at)));
            has_it.then_some((id, object.serial))
        })
    }

    /// The device is started for the first time.
    pub(crate) fn enable_interfaces(&mut self, device: Id) {
        for interface in &mut self.objects.device_mut(device).interfaces {
            interface.enabled |= !interface.by_hand;
        }
    }

    /// The device goes.
    pub(crate) fn disable_interfaces(&mut self, device: Id) {
        for interface in &mut self.objects.device_mut(device).interfaces {
            interface.enabled = false;
        }
    }

    /// Whether interfaces of the device can be found by others now.
    pub(crate) fn shows_interfaces(&self, device: Id) -> bool {
        matches!(self.objects.device(device).state, Pnp::Working | Pnp::Suspended)
    }
}
