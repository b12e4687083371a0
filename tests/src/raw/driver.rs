//! A driver with one device: its entry, its init, and the application's side of it.

use std::cell::RefCell;
use std::ptr::null_mut;
use std::rc::Rc;

use wdf_sim::{DriverImage, File, Lower, Machine, Resources, Status};
use wdk_sys::{
    _WDF_DEVICE_IO_TYPE as io_type, _WDF_TRI_STATE as tri, DRIVER_OBJECT, NT_SUCCESS, NTSTATUS, PCUNICODE_STRING,
    WDF_DEVICE_IO_TYPE, WDF_DRIVER_CONFIG, WDF_FILEOBJECT_CONFIG, WDF_PNPPOWER_EVENT_CALLBACKS, WDFDEVICE, WDFQUEUE,
};

use super::handle::{Device, FileObject, Init, Object, Queue, Request, ResourceList};
use super::object::Attributes;
use super::status::SUCCESS;
use super::{ddi, registry};

static IMAGE: DriverImage = DriverImage::new("raw", entry);

unsafe extern "C" fn entry(driver: *mut DRIVER_OBJECT, path: PCUNICODE_STRING) -> NTSTATUS {
    let mut config = WDF_DRIVER_CONFIG {
        Size: u32::try_from(size_of::<WDF_DRIVER_CONFIG>()).expect("a small structure"),
        EvtDriverDeviceAdd: Some(registry::device_add),
        ..Default::default()
    };
    ddi!(WdfDriverCreate, driver, path, null_mut(), &raw mut config, null_mut())
}

/// What is said about a device before it is created.
#[derive(Clone, Default)]
pub struct Plan {
    attributes: Attributes,
    requests: Option<Attributes>,
    io_type: Option<WDF_DEVICE_IO_TYPE>,
    files: bool,
    power: bool,
    caller_context: bool,
    filter: bool,
    cleanups_stay: bool,
    callbacks: Vec<Rc<dyn Fn()>>,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").finish_non_exhaustive()
    }
}

/// A device of which nothing in particular is said.
#[must_use]
pub fn plan() -> Plan {
    Plan::default()
}

impl Plan {
    /// The device's attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// The attributes of the requests that the framework makes. Their callbacks serve all requests.
    #[must_use]
    pub fn requests(mut self, attributes: Attributes) -> Self {
        self.requests = Some(attributes);
        self
    }

    /// Reads and writes travel directly.
    #[must_use]
    pub fn direct(mut self) -> Self {
        self.io_type = Some(io_type::WdfDeviceIoDirect);
        self
    }

    /// Reads and writes travel by the caller's addresses.
    #[must_use]
    pub fn neither(mut self) -> Self {
        self.io_type = Some(io_type::WdfDeviceIoNeither);
        self
    }

    /// Registers a PnP or power callback by its short name, for instance `d0_exit`.
    #[must_use]
    pub fn pnp(mut self, name: &'static str, callback: impl Fn(Device) -> NTSTATUS + 'static) -> Self {
        self.power = true;
        let callback: Rc<dyn Fn(Device) -> NTSTATUS> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.pnp.insert(name, Rc::clone(&callback)));
        }));
        self
    }

    /// `EvtDevicePrepareHardware`, with the lists of raw and translated resources.
    #[must_use]
    pub fn prepare_hardware(
        mut self,
        callback: impl Fn(Device, ResourceList, ResourceList) -> NTSTATUS + 'static,
    ) -> Self {
        self.power = true;
        let callback: Rc<dyn Fn(Device, ResourceList, ResourceList) -> NTSTATUS> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.prepare = Some(Rc::clone(&callback)));
        }));
        self
    }

    /// The driver sees its file objects.
    #[must_use]
    pub fn files(mut self) -> Self {
        self.files = true;
        self
    }

    /// `EvtDeviceFileCreate`.
    #[must_use]
    pub fn file_create(mut self, callback: impl Fn(Request, FileObject) + 'static) -> Self {
        self.files = true;
        let callback: Rc<dyn Fn(Request, FileObject)> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.file_create = Some(Rc::clone(&callback)));
        }));
        self
    }

    /// `EvtFileCleanup`.
    #[must_use]
    pub fn file_cleanup(mut self, callback: impl Fn(FileObject) + 'static) -> Self {
        self.files = true;
        let callback: Rc<dyn Fn(FileObject)> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.file_cleanup = Some(Rc::clone(&callback)));
        }));
        self
    }

    /// `EvtFileClose`.
    #[must_use]
    pub fn file_close(mut self, callback: impl Fn(FileObject) + 'static) -> Self {
        self.files = true;
        let callback: Rc<dyn Fn(FileObject)> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.file_close = Some(Rc::clone(&callback)));
        }));
        self
    }

    /// It is a filter.
    #[must_use]
    pub fn filter(mut self) -> Self {
        self.filter = true;
        self
    }

    /// Its cleanups and closes do not go on to the next driver.
    #[must_use]
    pub fn cleanups_stay(mut self) -> Self {
        self.files = true;
        self.cleanups_stay = true;
        self
    }

    /// `EvtIoInCallerContext`.
    #[must_use]
    pub fn caller_context(mut self, callback: impl Fn(Device, Request) + 'static) -> Self {
        self.caller_context = true;
        let callback: Rc<dyn Fn(Device, Request)> = Rc::new(callback);
        self.callbacks.push(Rc::new(move || {
            registry::with(|registry| registry.caller_context = Some(Rc::clone(&callback)));
        }));
        self
    }

    /// Says all of it, and creates the device.
    ///
    /// # Errors
    ///
    /// The status of `WdfDeviceCreate`.
    pub fn create(&self, init: Init) -> Result<Device, NTSTATUS> {
        for register in &self.callbacks {
            register();
        }
        if self.filter {
            ddi!(WdfFdoInitSetFilter, init.raw());
        }
        if let Some(io_type) = self.io_type {
            ddi!(WdfDeviceInitSetIoType, init.raw(), io_type);
        }
        if self.power {
            let mut callbacks = power_callbacks();
            ddi!(WdfDeviceInitSetPnpPowerEventCallbacks, init.raw(), &raw mut callbacks);
        }
        if self.files {
            let mut config = registry::with(|registry| WDF_FILEOBJECT_CONFIG {
                Size: u32::try_from(size_of::<WDF_FILEOBJECT_CONFIG>()).expect("a small structure"),
                EvtDeviceFileCreate: registry.file_create.as_ref().and(Some(registry::file_create)),
                EvtFileCleanup: registry.file_cleanup.as_ref().and(Some(registry::file_cleanup)),
                EvtFileClose: registry.file_close.as_ref().and(Some(registry::file_close)),
                AutoForwardCleanupClose: if self.cleanups_stay { tri::WdfFalse } else { tri::WdfUseDefault },
                FileObjectClass: wdk_sys::_WDF_FILEOBJECT_CLASS::WdfFileObjectWdfCannotUseFsContexts,
            });
            ddi!(WdfDeviceInitSetFileObjectConfig, init.raw(), &raw mut config, null_mut());
        }
        if self.caller_context {
            ddi!(WdfDeviceInitSetIoInCallerContextCallback, init.raw(), Some(registry::caller_context));
        }
        if let Some(requests) = &self.requests {
            requests.register_made();
            let mut raw = requests.of_made();
            ddi!(WdfDeviceInitSetRequestAttributes, init.raw(), &raw mut raw);
        }
        let mut consumed = init.raw();
        let mut attributes = self.attributes.to_raw();
        let mut device: WDFDEVICE = null_mut();
        let status = ddi!(WdfDeviceCreate, &raw mut consumed, &raw mut attributes, &raw mut device);
        if !NT_SUCCESS(status) {
            return Err(status);
        }
        let device = Device::from(device);
        self.attributes.register(Object::from(device));
        Ok(device)
    }
}

fn power_callbacks() -> WDF_PNPPOWER_EVENT_CALLBACKS {
    WDF_PNPPOWER_EVENT_CALLBACKS {
        Size: u32::try_from(size_of::<WDF_PNPPOWER_EVENT_CALLBACKS>()).expect("a small structure"),
        EvtDeviceD0Entry: Some(registry::d0_entry),
        EvtDeviceD0EntryPostInterruptsEnabled: Some(registry::d0_entry_post_interrupts),
        EvtDeviceD0ExitPreInterruptsDisabled: Some(registry::d0_exit_pre_interrupts),
        EvtDeviceD0Exit: Some(registry::d0_exit),
        EvtDevicePrepareHardware: Some(registry::prepare_hardware),
        EvtDeviceReleaseHardware: Some(registry::release_hardware),
        EvtDeviceSelfManagedIoInit: Some(registry::self_managed_init),
        EvtDeviceSelfManagedIoSuspend: Some(registry::self_managed_suspend),
        EvtDeviceSelfManagedIoRestart: Some(registry::self_managed_restart),
        EvtDeviceSelfManagedIoFlush: Some(registry::self_managed_flush),
        EvtDeviceSelfManagedIoCleanup: Some(registry::self_managed_cleanup),
        EvtDeviceSurpriseRemoval: Some(registry::surprise_removal),
        EvtDeviceQueryStop: Some(registry::query_stop),
        EvtDeviceQueryRemove: Some(registry::query_remove_device),
        ..Default::default()
    }
}

impl Device {
    /// `WdfDeviceGetDefaultQueue`.
    #[must_use]
    pub fn default_queue(self) -> Option<Queue> {
        let queue: WDFQUEUE = ddi!(WdfDeviceGetDefaultQueue, self.raw());
        (!queue.is_null()).then(|| Queue::from(queue))
    }

    /// `WdfDeviceConfigureRequestDispatching`.
    pub fn dispatch_to(self, queue: Queue, kind: wdk_sys::WDF_REQUEST_TYPE) -> NTSTATUS {
        ddi!(WdfDeviceConfigureRequestDispatching, self.raw(), queue.raw(), kind)
    }

    /// `WdfDeviceEnqueueRequest`.
    pub fn enqueue(self, request: Request) -> NTSTATUS {
        ddi!(WdfDeviceEnqueueRequest, self.raw(), request.raw())
    }
}

/// A loaded driver with one device.
#[derive(Clone, Copy, Debug)]
pub struct Rig<T> {
    /// The driver.
    pub driver: wdf_sim::Driver,
    /// The device, as applications and the PnP manager know it.
    pub device: wdf_sim::Device,
    /// The device, as its driver knows it.
    pub raw: Device,
    /// What the driver gave the device.
    pub made: T,
}

impl<T: 'static> Rig<T> {
    pub(super) fn new(
        machine: &Machine,
        below: Option<&Lower>,
        plan: Plan,
        resources: &Resources,
        make: impl Fn(Device) -> T + 'static,
    ) -> Result<Self, Status> {
        let out = Rc::new(RefCell::new(None));
        let filled = Rc::clone(&out);
        let add = move |init| match plan.create(init) {
            Ok(device) => {
                let made = make(device);
                *filled.borrow_mut() = Some((device, made));
                SUCCESS
            }
            Err(status) => status,
        };
        registry::with(|registry| registry.add = Some(Rc::new(add)));
        let driver = machine.load(&IMAGE).expect("the driver loads");
        let device = match below {
            Some(lower) => driver.add_device_above(lower)?,
            None => driver.add_device_with(resources)?,
        };
        let (raw, made) = out.borrow_mut().take().expect("the device was created");
        Ok(Self { driver, device, raw, made })
    }
}

impl<T> Rig<T> {
    /// Opens the device.
    #[must_use]
    pub fn open(&self) -> File {
        self.device.open().expect("the device opens")
    }
}

/// Loads a driver whose `EvtDriverDeviceAdd` is this closure.
///
/// # Errors
///
/// The status of its `DriverEntry`.
pub fn load(machine: &Machine, add: impl Fn(Init) -> NTSTATUS + 'static) -> Result<wdf_sim::Driver, Status> {
    registry::with(|registry| registry.add = Some(Rc::new(add)));
    machine.load(&IMAGE)
}
