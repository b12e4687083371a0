//! Control devices, and what a driver says of its devices.

use std::cell::RefCell;

use wdk_sys::{
    _WDF_TRI_STATE as tri_state, NTSTATUS, PWDFDEVICE_INIT, UNICODE_STRING, WDF_DEVICE_PNP_CAPABILITIES,
    WDF_DEVICE_STATE, WDF_POWER_POLICY_EVENT_CALLBACKS, WDFDEVICE,
};

use super::container::{text_of, unicode, utf16};
use super::ddi;
use super::handle::{Device, FileObject, Init, Text};
use super::object::attributes;

thread_local! {
    static SHUTDOWN: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

unsafe extern "C" fn shutdown(_: WDFDEVICE) {
    SHUTDOWN.with_borrow(|callback| callback.as_ref().expect("the callback was registered")());
}

/// `WdfControlDeviceInitAllocate`, by the driver of this device.
#[must_use]
pub fn control_init(device: Device, sddl: &str) -> Option<Init> {
    let units = utf16(sddl);
    let string = unicode(&units);
    let driver = ddi!(WdfDeviceGetDriver, device.raw());
    let init: PWDFDEVICE_INIT = ddi!(WdfControlDeviceInitAllocate, driver, &raw const string);
    (!init.is_null()).then(|| Init::from(init))
}

impl Init {
    /// `WdfControlDeviceInitSetShutdownNotification`.
    pub fn shutdown(self, flags: u8, callback: impl Fn() + 'static) {
        SHUTDOWN.set(Some(Box::new(callback)));
        ddi!(WdfControlDeviceInitSetShutdownNotification, self.raw(), Some(shutdown), flags);
    }

    /// `WdfDeviceInitSetExclusive`.
    pub fn exclusive(self, exclusive: bool) {
        ddi!(WdfDeviceInitSetExclusive, self.raw(), u8::from(exclusive));
    }

    /// `WdfDeviceInitAssignName`.
    pub fn name(self, name: &str) -> NTSTATUS {
        let units = utf16(name);
        let string = unicode(&units);
        ddi!(WdfDeviceInitAssignName, self.raw(), &raw const string)
    }

    /// `WdfDeviceInitAssignName`, of a string that is perhaps invalid.
    pub fn name_of(self, string: &UNICODE_STRING) -> NTSTATUS {
        ddi!(WdfDeviceInitAssignName, self.raw(), std::ptr::from_ref(string))
    }

    /// `WdfDeviceInitAssignSDDLString`.
    pub fn sddl(self, string: &UNICODE_STRING) -> NTSTATUS {
        ddi!(WdfDeviceInitAssignSDDLString, self.raw(), std::ptr::from_ref(string))
    }

    /// `WdfDeviceInitSetPowerNotPageable`.
    pub fn not_pageable(self) {
        ddi!(WdfDeviceInitSetPowerNotPageable, self.raw());
    }

    /// `WdfDeviceInitSetPowerPolicyEventCallbacks`, with no callbacks and this size.
    pub fn power_policy(self, size: u32) {
        let mut callbacks = WDF_POWER_POLICY_EVENT_CALLBACKS { Size: size, ..Default::default() };
        ddi!(WdfDeviceInitSetPowerPolicyEventCallbacks, self.raw(), &raw mut callbacks);
    }
}

impl Device {
    /// `WdfControlFinishInitializing`.
    pub fn finish(self) {
        ddi!(WdfControlFinishInitializing, self.raw());
    }

    /// `WdfDeviceRetrieveDeviceName`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn name(self) -> Result<String, NTSTATUS> {
        let string = Text::create(None, &attributes())?;
        let status = ddi!(WdfDeviceRetrieveDeviceName, self.raw(), string.raw());
        let name = string.text();
        string.delete();
        if wdk_sys::NT_SUCCESS(status) { Ok(name) } else { Err(status) }
    }

    /// `WdfDeviceGetDevicePnpState` and `WdfDeviceGetDevicePowerState`.
    #[must_use]
    pub fn states(self) -> (i32, i32) {
        (ddi!(WdfDeviceGetDevicePnpState, self.raw()), ddi!(WdfDeviceGetDevicePowerState, self.raw()))
    }

    /// `WdfDeviceSetStaticStopRemove`.
    pub fn set_static_stop_remove(self, stoppable: bool) {
        ddi!(WdfDeviceSetStaticStopRemove, self.raw(), u8::from(stoppable));
    }

    /// `WdfDeviceSetFailed`.
    pub fn set_failed(self, action: i32) {
        ddi!(WdfDeviceSetFailed, self.raw(), action);
    }

    /// `WdfDeviceSetDeviceState`, with this member for "not disableable" and defaults for the rest.
    pub fn set_not_disableable(self, value: i32) {
        let default = tri_state::WdfUseDefault;
        let mut state = WDF_DEVICE_STATE {
            Size: u32::try_from(size_of::<WDF_DEVICE_STATE>()).expect("a small structure"),
            Disabled: default,
            DontDisplayInUI: default,
            Failed: default,
            NotDisableable: value,
            Removed: default,
            ResourcesChanged: default,
            AssignedToGuest: default,
        };
        ddi!(WdfDeviceSetDeviceState, self.raw(), &raw mut state);
    }

    /// `WdfDeviceGetDeviceState`: the member for "not disableable".
    #[must_use]
    pub fn not_disableable(self) -> i32 {
        let size = u32::try_from(size_of::<WDF_DEVICE_STATE>()).expect("a small structure");
        let mut state = WDF_DEVICE_STATE { Size: size, ..Default::default() };
        ddi!(WdfDeviceGetDeviceState, self.raw(), &raw mut state);
        state.NotDisableable
    }

    /// `WdfDeviceSetPnpCapabilities`, with defaults and this size.
    pub fn pnp_capabilities(self, size: u32) {
        let mut capabilities = WDF_DEVICE_PNP_CAPABILITIES { Size: size, ..Default::default() };
        ddi!(WdfDeviceSetPnpCapabilities, self.raw(), &raw mut capabilities);
    }

    /// Sets characteristics and alignment, and reads them back.
    #[must_use]
    pub fn characteristics_and_alignment(self, characteristics: u32, alignment: u32) -> (u32, u32) {
        ddi!(WdfDeviceSetCharacteristics, self.raw(), characteristics);
        ddi!(WdfDeviceSetAlignmentRequirement, self.raw(), alignment);
        let characteristics = ddi!(WdfDeviceGetCharacteristics, self.raw());
        let alignment = ddi!(WdfDeviceGetAlignmentRequirement, self.raw());
        (characteristics, alignment)
    }
}

impl FileObject {
    /// `WdfFileObjectGetDevice`.
    #[must_use]
    pub fn device(self) -> Device {
        Device::from(ddi!(WdfFileObjectGetDevice, self.raw()))
    }

    /// `WdfFileObjectGetFileName`.
    #[must_use]
    pub fn name(self) -> String {
        let name = ddi!(WdfFileObjectGetFileName, self.raw());
        // SAFETY: the framework's string lives as long as the file object.
        text_of(unsafe { &*name })
    }
}
