//! A bus: a device whose driver makes physical devices for its children.

use std::ptr::null_mut;

use wdk_sys::{
    NTSTATUS, PWDFDEVICE_INIT, UNICODE_STRING, WDF_PDO_EVENT_CALLBACKS, WDF_REQUEST_FORWARD_OPTIONS, WDFDEVICE,
};

use super::driver::{Plan, plan};
use super::handle::{Device, Init, Queue, Request};
use super::status::SUCCESS;
use super::{ddi, registry};

/// Calls a function with a string of the kernel.
fn with_string(text: &str, call: impl FnOnce(*mut UNICODE_STRING) -> NTSTATUS) -> NTSTATUS {
    let mut characters: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(characters.len() * 2).expect("a short string");
    let mut string = UNICODE_STRING { Length: length, MaximumLength: length, Buffer: characters.as_mut_ptr() };
    call(&raw mut string)
}

impl Init {
    /// `WdfPdoInitAssignDeviceID`.
    pub fn device_id(self, id: &str) -> NTSTATUS {
        with_string(id, |id| ddi!(WdfPdoInitAssignDeviceID, self.raw(), id))
    }

    /// `WdfPdoInitAssignInstanceID`.
    pub fn instance_id(self, id: &str) -> NTSTATUS {
        with_string(id, |id| ddi!(WdfPdoInitAssignInstanceID, self.raw(), id))
    }

    /// `WdfPdoInitAddHardwareID`.
    pub fn hardware_id(self, id: &str) -> NTSTATUS {
        with_string(id, |id| ddi!(WdfPdoInitAddHardwareID, self.raw(), id))
    }

    /// `WdfPdoInitAddCompatibleID`.
    pub fn compatible_id(self, id: &str) -> NTSTATUS {
        with_string(id, |id| ddi!(WdfPdoInitAddCompatibleID, self.raw(), id))
    }

    /// `WdfPdoInitAllowForwardingRequestToParent`.
    pub fn allow_forwarding(self) {
        ddi!(WdfPdoInitAllowForwardingRequestToParent, self.raw());
    }

    /// `WdfPdoInitSetEventCallbacks`: the closures of the plan's `eject` and `reported_missing`.
    pub fn child_callbacks(self) {
        let mut callbacks = WDF_PDO_EVENT_CALLBACKS {
            Size: u32::try_from(size_of::<WDF_PDO_EVENT_CALLBACKS>()).expect("a small structure"),
            EvtDeviceEject: Some(registry::eject),
            EvtDeviceReportedMissing: Some(registry::reported_missing),
            ..Default::default()
        };
        ddi!(WdfPdoInitSetEventCallbacks, self.raw(), &raw mut callbacks);
    }

    /// `WdfDeviceInitFree`.
    pub fn free(self) {
        ddi!(WdfDeviceInitFree, self.raw());
    }
}

fn some(device: WDFDEVICE) -> Option<Device> {
    (!device.is_null()).then(|| Device::from(device))
}

impl Device {
    /// `WdfPdoInitAllocate`.
    #[must_use]
    pub fn child_init(self) -> Option<Init> {
        let init: PWDFDEVICE_INIT = ddi!(WdfPdoInitAllocate, self.raw());
        (!init.is_null()).then(|| Init::from(init))
    }

    /// A child that may forward to this device's queues; it is not in the list yet.
    ///
    /// # Panics
    ///
    /// If the framework refuses it.
    #[must_use]
    pub fn new_child(self, name: &str, plan: &Plan) -> Self {
        let init = self.child_init().expect("a device may have children");
        assert_eq!(init.device_id(name), SUCCESS);
        assert_eq!(init.instance_id(name), SUCCESS);
        init.allow_forwarding();
        init.child_callbacks();
        plan.create(init).expect("the child is created")
    }

    /// As [`new_child`](Self::new_child), in the list.
    ///
    /// # Panics
    ///
    /// If the framework refuses it.
    #[must_use]
    pub fn child(self, name: &str, plan: &Plan) -> Self {
        let child = self.new_child(name, plan);
        assert_eq!(self.add_child(child), SUCCESS);
        child
    }

    /// A child with nothing but a name, whose init allows its requests to go to its parent, or does not.
    ///
    /// # Panics
    ///
    /// If the framework refuses it.
    #[must_use]
    pub fn plain_child(self, allow_forwarding: bool) -> Self {
        let init = self.child_init().expect("a device may have children");
        assert_eq!(init.device_id("one"), SUCCESS);
        if allow_forwarding {
            init.allow_forwarding();
        }
        let child = plan().create(init).expect("the child is created");
        assert_eq!(self.add_child(child), SUCCESS);
        child
    }

    /// `WdfFdoAddStaticChild`.
    pub fn add_child(self, child: Self) -> NTSTATUS {
        ddi!(WdfFdoAddStaticChild, self.raw(), child.raw())
    }

    /// `WdfPdoMarkMissing`.
    pub fn mark_missing(self) -> NTSTATUS {
        ddi!(WdfPdoMarkMissing, self.raw())
    }

    /// `WdfPdoRequestEject`.
    pub fn request_eject(self) {
        ddi!(WdfPdoRequestEject, self.raw());
    }

    /// `WdfPdoGetParent`.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        some(ddi!(WdfPdoGetParent, self.raw()))
    }

    /// `WdfFdoLockStaticChildListForIteration`.
    pub fn lock_children(self) {
        ddi!(WdfFdoLockStaticChildListForIteration, self.raw());
    }

    /// `WdfFdoUnlockStaticChildListFromIteration`.
    pub fn unlock_children(self) {
        ddi!(WdfFdoUnlockStaticChildListFromIteration, self.raw());
    }

    /// `WdfFdoRetrieveNextStaticChild`.
    #[must_use]
    pub fn next_child(self, previous: Option<Self>, flags: i32) -> Option<Self> {
        let previous = previous.map_or(null_mut(), Self::raw);
        some(ddi!(WdfFdoRetrieveNextStaticChild, self.raw(), previous, flags.cast_unsigned()))
    }

    /// The children of these kinds, with the list locked meanwhile.
    #[must_use]
    pub fn children(self, flags: i32) -> Vec<Self> {
        self.lock_children();
        let children =
            std::iter::successors(self.next_child(None, flags), |child| self.next_child(Some(*child), flags));
        let children = children.collect();
        self.unlock_children();
        children
    }
}

impl Request {
    /// `WdfRequestForwardToParentDeviceIoQueue`.
    pub fn forward_to_parent(self, queue: Queue) -> NTSTATUS {
        let size = size_of::<WDF_REQUEST_FORWARD_OPTIONS>();
        self.forward_to_parent_with(queue, u32::try_from(size).expect("a small structure"), 1)
    }

    /// `WdfRequestForwardToParentDeviceIoQueue` with these options.
    pub fn forward_to_parent_with(self, queue: Queue, size: u32, flags: u32) -> NTSTATUS {
        let mut options = WDF_REQUEST_FORWARD_OPTIONS { Size: size, Flags: flags };
        ddi!(WdfRequestForwardToParentDeviceIoQueue, self.raw(), queue.raw(), &raw mut options)
    }
}
