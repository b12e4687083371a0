//! Devices, and what is said about one before it is created.
//!
//! Key types: [`Device`], [`DeviceInit`]. Facts: `fxdevice.cpp`, `fxdeviceinit.hpp`, `fxpkgio.cpp`.

use std::collections::BTreeMap;

use wdf_sim_sys::{
    _WDF_POWER_DEVICE_STATE as power_state, _WDF_TRI_STATE as tri_state, PFN_WDF_DEVICE_FILE_CREATE,
    PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION, PFN_WDF_FILE_CLEANUP, PFN_WDF_FILE_CLOSE, PFN_WDF_IO_IN_CALLER_CONTEXT,
    PFN_WDF_OBJECT_CONTEXT_CLEANUP, PFN_WDF_OBJECT_CONTEXT_DESTROY, PFN_WDFDEVICE_WDM_IRP_PREPROCESS, WDF_DEVICE_STATE,
    WDF_PNPPOWER_EVENT_CALLBACKS, WDF_POWER_POLICY_EVENT_CALLBACKS,
};

use super::Kernel;
use super::device_interface::Interface;
use super::irp::{Major, Transfer};
use super::irp_dispatch::IrpDispatch;
use super::lock::Lock;
use super::object::{Id, Kind};
use super::pdo::{Children, Pdo, PdoInit};
use super::power_policy::PowerPolicy;
use super::query_interface::Exported;
use super::resource::Resource;

/// Where the made-up addresses of `WDFDEVICE_INIT` begin.
const INIT_BASE: usize = 0xFFFF_B000_0000_0000;
const INIT_STRIDE: usize = 0x400;

/// The driver has told nothing: each member has its default.
const UNTOLD: WDF_DEVICE_STATE = WDF_DEVICE_STATE {
    Size: size_of::<WDF_DEVICE_STATE>() as u32,
    Disabled: tri_state::WdfUseDefault,
    DontDisplayInUI: tri_state::WdfUseDefault,
    Failed: tri_state::WdfUseDefault,
    NotDisableable: tri_state::WdfUseDefault,
    Removed: tri_state::WdfUseDefault,
    ResourcesChanged: tri_state::WdfUseDefault,
    AssignedToGuest: tri_state::WdfUseDefault,
};

/// The context that every object of some origin gets with its creation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestAttributes {
    pub(crate) type_info: usize,
    pub(crate) size: usize,
    pub(crate) cleanup: PFN_WDF_OBJECT_CONTEXT_CLEANUP,
    pub(crate) destroy: PFN_WDF_OBJECT_CONTEXT_DESTROY,
}

/// The driver's interest in file objects.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FileConfig {
    pub(crate) create: PFN_WDF_DEVICE_FILE_CREATE,
    pub(crate) cleanup: PFN_WDF_FILE_CLEANUP,
    pub(crate) close: PFN_WDF_FILE_CLOSE,
    pub(crate) attributes: Option<RequestAttributes>,
    pub(crate) configured: bool,
    /// Whether cleanups and closes go on to the next driver; filters do that unless they say otherwise.
    pub(crate) forwards_cleanup: Option<bool>,
}

/// `WDFDEVICE_INIT`: what the driver said so far about the device to be created.
#[derive(Debug)]
pub(crate) struct DeviceInit {
    pub(crate) driver: Id,
    pub(crate) filter: bool,
    pub(crate) transfer: Transfer,
    pub(crate) exclusive: bool,
    pub(crate) pnp: Option<WDF_PNPPOWER_EVENT_CALLBACKS>,
    pub(crate) request_attributes: Option<RequestAttributes>,
    pub(crate) file: FileConfig,
    pub(crate) in_caller_context: PFN_WDF_IO_IN_CALLER_CONTEXT,
    /// The callbacks that are shown IRPs before the framework sees them, by major function.
    pub(crate) preprocess: BTreeMap<u8, Preprocess>,
    /// For a child that a bus driver makes.
    pub(crate) pdo: Option<Box<PdoInit>>,
    /// What the PnP manager assigned to the device.
    pub(crate) hardware: Vec<Resource>,
    /// The driver below, by number, if the test plays one.
    pub(crate) lower: u32,
    /// Its number among those that were added to the driver.
    pub(crate) number: u32,
    /// For a device that the PnP manager knows nothing of.
    pub(crate) control: Option<Control>,
    /// The name that it gets, in UTF-16.
    pub(crate) name: Option<Vec<u16>>,
    pub(crate) power_pageable: bool,
    pub(crate) power_policy: Option<WDF_POWER_POLICY_EVENT_CALLBACKS>,
    /// Whether the driver decides on the device's power, if it said so.
    pub(crate) owns_power_policy: Option<bool>,
}

/// A callback that is shown IRPs before the framework sees them, and the minor functions that it wants; none for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preprocess {
    pub(crate) callback: PFN_WDFDEVICE_WDM_IRP_PREPROCESS,
    pub(crate) minors: Vec<u8>,
}

/// What only a control device has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Control {
    /// Called when the system goes down.
    pub(crate) shutdown: PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION,
}

impl DeviceInit {
    /// Nothing in particular is said about the device.
    pub(crate) fn new(driver: Id) -> Self {
        Self {
            driver,
            filter: false,
            transfer: Transfer::Buffered,
            exclusive: false,
            pnp: None,
            request_attributes: None,
            file: FileConfig::default(),
            in_caller_context: None,
            preprocess: BTreeMap::new(),
            pdo: None,
            hardware: Vec::new(),
            lower: 0,
            number: 0,
            control: None,
            name: None,
            power_pageable: true,
            power_policy: None,
            owns_power_policy: None,
        }
    }
}

/// How far the PnP manager has come with a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pnp {
    /// Created by `EvtDriverDeviceAdd`, not started.
    Added,
    /// In D0.
    Working,
    /// Started, and in a low-power state.
    Suspended,
    /// The hardware is gone.
    SurpriseRemoved,
    Removed,
}

#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) presentation: Lock,
    pub(crate) filter: bool,
    pub(crate) transfer: Transfer,
    pub(crate) pnp: Option<WDF_PNPPOWER_EVENT_CALLBACKS>,
    pub(crate) request_attributes: Option<RequestAttributes>,
    pub(crate) file: FileConfig,
    /// Its driver sees IRPs before a queue does.
    pub(crate) looks_first: bool,
    pub(crate) in_caller_context: PFN_WDF_IO_IN_CALLER_CONTEXT,
    /// The callbacks that are shown IRPs before the framework sees them, by major function.
    pub(crate) preprocess: BTreeMap<u8, Preprocess>,
    /// The callbacks that choose where IRPs go, by their type.
    pub(crate) irp_dispatch: Vec<IrpDispatch>,
    pub(crate) default_queue: Option<Id>,
    /// What creates pass through on their way to `EvtDeviceFileCreate`.
    pub(crate) create_queue: Option<Id>,
    /// It is opened once at a time.
    pub(crate) exclusive: bool,
    /// `WdfDeviceConfigureRequestDispatching`: which types go to a queue of their own.
    configured: Vec<(Major, Id)>,
    pub(crate) state: Pnp,
    /// `EvtDeviceSelfManagedIoInit` was called: what suspends and restarts follows it.
    pub(crate) self_managed: bool,
    /// Its number among those that were added to the driver.
    pub(crate) number: u32,
    /// What the PnP manager assigned to it.
    pub(crate) hardware: Vec<Resource>,
    /// The lists in which the driver sees that: as the bus says it, and as the processor does.
    pub(crate) resource_lists: Option<[Id; 2]>,
    /// A thread is in its `EvtDevicePrepareHardware`.
    pub(crate) preparing: bool,
    /// How often the driver has said that it cannot be stopped, less how often that it can
    /// (`WdfDeviceSetStaticStopRemove`).
    pub(crate) stop_count: u32,
    /// Its interrupts, in the order of their creation.
    pub(crate) interrupts: Vec<Id>,
    /// It may be powered down through code that can be paged out; one in the paging path stays connected.
    pub(crate) power_pageable: bool,
    /// What it has as a device that the PnP manager knows nothing of.
    pub(crate) control: Option<Control>,
    /// The name that the driver gave it, in UTF-16.
    pub(crate) name: Option<Vec<u16>>,
    /// What the driver told the PnP manager with `WdfDeviceSetDeviceState`.
    pub(crate) told_state: WDF_DEVICE_STATE,
    pub(crate) characteristics: u32,
    pub(crate) alignment: u32,
    /// The state that it last left D0 for, as `WDF_POWER_DEVICE_STATE`.
    pub(crate) slept_in: i32,
    /// It has reached D0 once: `EvtDevicePrepareHardware` was called.
    pub(crate) prepared: bool,
    /// The PnP manager has stopped it, and will start it again or remove it.
    pub(crate) stopped: bool,
    /// What it has as a child of another device.
    pub(crate) pdo: Option<Box<Pdo>>,
    /// Its own static children.
    pub(crate) children: Children,
    /// The driver below, by number, if the test plays one.
    pub(crate) lower: u32,
    /// The local target, once somebody asked for it.
    pub(crate) target: Option<Id>,
    /// The names by which it can be opened.
    pub(crate) names: Vec<String>,
    pub(crate) power_policy: PowerPolicy,
    pub(crate) interfaces: Vec<Interface>,
    /// What its driver exports to others.
    pub(crate) exported: Vec<Exported>,
    /// Other devices that go or are used with it: the function that said so, and the address of the object.
    pub(crate) relations: Vec<(&'static str, usize)>,
    /// `WdfDeviceAssignMofResourceName` was called.
    pub(crate) has_mof: bool,
}

impl Device {
    pub(crate) fn new(init: DeviceInit, presentation: Lock) -> Self {
        // A function driver, and who makes a device that works without one.
        let owns = !init.filter && init.control.is_none() && init.pdo.as_ref().is_none_or(|pdo| pdo.raw);
        Self {
            presentation,
            filter: init.filter,
            transfer: init.transfer,
            pnp: init.pnp,
            request_attributes: init.request_attributes,
            file: init.file,
            looks_first: init.in_caller_context.is_some() || !init.preprocess.is_empty(),
            in_caller_context: init.in_caller_context,
            preprocess: init.preprocess,
            irp_dispatch: Vec::new(),
            default_queue: None,
            create_queue: None,
            exclusive: init.exclusive,
            configured: Vec::new(),
            state: Pnp::Added,
            self_managed: false,
            number: init.number,
            hardware: init.hardware,
            resource_lists: None,
            preparing: false,
            stop_count: 0,
            interrupts: Vec::new(),
            power_pageable: init.power_pageable,
            control: init.control,
            name: init.name,
            told_state: UNTOLD,
            characteristics: 0,
            alignment: 0,
            slept_in: power_state::WdfPowerDeviceD3,
            prepared: false,
            stopped: false,
            pdo: init.pdo.as_deref().map(|pdo| Box::new(Pdo::new(pdo))),
            children: Children::default(),
            lower: init.lower,
            target: None,
            names: Vec::new(),
            power_policy: PowerPolicy::new(init.owns_power_policy.unwrap_or(owns), init.power_policy),
            interfaces: Vec::new(),
            exported: Vec::new(),
            relations: Vec::new(),
            has_mof: false,
        }
    }

    /// The queue that was configured for this type.
    pub(crate) fn configured(&self, major: Major) -> Option<Id> {
        self.configured.iter().find(|(of, _)| *of == major).map(|(_, queue)| *queue)
    }

    pub(crate) fn configure(&mut self, major: Major, queue: Id) {
        self.configured.push((major, queue));
    }

    /// Where requests of this type go.
    pub(crate) fn queue_for(&self, major: Major) -> Option<Id> {
        self.configured(major).or(self.default_queue)
    }

    /// Whether I/O may be sent to it.
    pub(crate) const fn takes_io(&self) -> bool {
        matches!(self.state, Pnp::Working | Pnp::Suspended)
    }
}

impl Kernel {
    /// Whether any driver is loaded.
    pub(crate) fn has_drivers(&self) -> bool {
        self.objects.iter().any(|(id, _)| self.objects.kind(id) == Kind::Driver)
    }

    /// Whether a driver has devices that are not removed; control devices are not the PnP manager's.
    pub(crate) fn has_devices(&self, driver: Id) -> bool {
        self.objects
            .children(driver)
            .iter()
            .any(|id| self.objects.kind(*id) == Kind::Device && self.objects.device(*id).control.is_none())
    }

    /// The control devices of a driver.
    pub(crate) fn control_devices(&self, driver: Id) -> Vec<Id> {
        let is_control = |id: &Id| self.objects.kind(*id) == Kind::Device && self.objects.device(*id).control.is_some();
        self.objects.children(driver).into_iter().filter(is_control).collect()
    }

    /// A new `WDFDEVICE_INIT`, and the address by which the driver names it.
    pub(crate) fn add_init(&mut self, init: DeviceInit) -> usize {
        self.inits.push(Some(init));
        INIT_BASE + (self.inits.len() - 1) * INIT_STRIDE
    }

    /// The init that an address names, while it was not consumed.
    pub(crate) fn init_at(&mut self, address: usize) -> Option<&mut Option<DeviceInit>> {
        let offset = address.checked_sub(INIT_BASE)?;
        if offset % INIT_STRIDE != 0 {
            return None;
        }
        self.inits.get_mut(offset / INIT_STRIDE)
    }
}
