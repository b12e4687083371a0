//! Device interfaces, and interfaces that one driver exports to another.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::null;

use wdk_sys::{
    BOOLEAN, GUID, INTERFACE, LPGUID, NTSTATUS, PINTERFACE, PVOID, UNICODE_STRING, WDF_QUERY_INTERFACE_CONFIG,
    WDFDEVICE,
};

use super::container::{unicode, utf16};
use super::ddi;
use super::handle::{Device, Target, Text};
use super::object::attributes;
use super::status::SUCCESS;

/// A class of device interfaces.
pub const CLASS: GUID =
    GUID { Data1: 0x8DE9_0001, Data2: 0x5A5E, Data3: 0x4C8B, Data4: [0x9E, 0x01, 2, 3, 4, 5, 6, 7] };
/// Another.
pub const OTHER_CLASS: GUID = GUID { Data1: 1, ..CLASS };

thread_local! {
    /// How often the exporting driver's functions were called: reference, dereference, process.
    static CALLS: Cell<[u32; 3]> = const { Cell::new([0; 3]) };
    /// What the driver's callback returns.
    static ANSWER: Cell<NTSTATUS> = const { Cell::new(SUCCESS) };
}

fn count(which: usize) {
    let mut calls = CALLS.get();
    calls[which] += 1;
    CALLS.set(calls);
}

/// How often the exporting driver's reference and dereference functions and its callback were called since last asked.
#[must_use]
pub fn exported_calls() -> [u32; 3] {
    CALLS.take()
}

unsafe extern "C" fn reference(_: PVOID) {
    count(0);
}

unsafe extern "C" fn dereference(_: PVOID) {
    count(1);
}

unsafe extern "C" fn process(_: WDFDEVICE, _: LPGUID, _: PINTERFACE, _: PVOID) -> NTSTATUS {
    count(2);
    ANSWER.get()
}

/// An interface with one number behind its head.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its head.
    pub head: INTERFACE,
    /// What it has.
    pub number: u64,
}

/// The table of this version and number.
#[must_use]
pub fn table(version: u16, number: u64) -> Table {
    let size = u16::try_from(size_of::<Table>()).expect("a small structure");
    let head = INTERFACE {
        Size: size,
        Version: version,
        Context: std::ptr::null_mut(),
        InterfaceReference: Some(reference),
        InterfaceDereference: Some(dereference),
    };
    Table { head, number }
}

fn with_reference<R>(text: Option<&str>, call: impl FnOnce(*const UNICODE_STRING) -> R) -> R {
    match text {
        None => call(null()),
        Some(text) => {
            let units = utf16(text);
            let string = unicode(&units);
            call(&raw const string)
        }
    }
}

impl Device {
    /// `WdfDeviceCreateDeviceInterface`.
    pub fn interface(self, class: &GUID, reference: Option<&str>) -> NTSTATUS {
        with_reference(reference, |reference| ddi!(WdfDeviceCreateDeviceInterface, self.raw(), class, reference))
    }

    /// `WdfDeviceSetDeviceInterfaceState`, or its newer form.
    pub fn set_interface(self, class: &GUID, reference: Option<&str>, enabled: bool, newer: bool) {
        let enabled = BOOLEAN::from(enabled);
        with_reference(reference, |reference| {
            if newer {
                ddi!(WdfDeviceSetDeviceInterfaceStateEx, self.raw(), class, reference, enabled);
            } else {
                ddi!(WdfDeviceSetDeviceInterfaceState, self.raw(), class, reference, enabled);
            }
        });
    }

    /// `WdfDeviceRetrieveDeviceInterfaceString`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn interface_link(self, class: &GUID, reference: Option<&str>) -> Result<String, NTSTATUS> {
        let string = Text::create(None, &attributes())?;
        let status = with_reference(reference, |reference| {
            ddi!(WdfDeviceRetrieveDeviceInterfaceString, self.raw(), class, reference, string.raw())
        });
        let link = string.text();
        string.delete();
        if status == SUCCESS { Ok(link) } else { Err(status) }
    }

    /// `WdfDeviceAddQueryInterface`, of a table and with the callback or without.
    pub fn export(
        self,
        class: &GUID,
        exported: Option<Table>,
        answer: Option<NTSTATUS>,
        change: impl FnOnce(&mut WDF_QUERY_INTERFACE_CONFIG),
    ) -> NTSTATUS {
        let mut exported = exported;
        ANSWER.set(answer.unwrap_or(SUCCESS));
        let mut config = WDF_QUERY_INTERFACE_CONFIG {
            Size: u32::try_from(size_of::<WDF_QUERY_INTERFACE_CONFIG>()).expect("a small structure"),
            Interface: exported.as_mut().map_or(std::ptr::null_mut(), |table| &raw mut table.head),
            InterfaceType: class,
            EvtDeviceProcessQueryInterfaceRequest: answer.and(Some(process)),
            ..Default::default()
        };
        change(&mut config);
        ddi!(WdfDeviceAddQueryInterface, self.raw(), &raw mut config)
    }

    /// `WdfFdoQueryForInterface`: the number in the table.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn query_below(self, class: &GUID) -> Result<u64, NTSTATUS> {
        ask(|interface, size| {
            ddi!(WdfFdoQueryForInterface, self.raw(), class, interface, size, 1, std::ptr::null_mut())
        })
    }
}

fn ask(call: impl FnOnce(PINTERFACE, u16) -> NTSTATUS) -> Result<u64, NTSTATUS> {
    let mut asked = table(0, 0);
    let size = asked.head.Size;
    // The driver writes the whole table.
    let place: *mut Table = &raw mut asked;
    let status = call(place.cast::<INTERFACE>(), size);
    if status == SUCCESS { Ok(asked.number) } else { Err(status) }
}

impl Target {
    /// `WdfIoTargetQueryForInterface`: the number in the table.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn query_interface(self, class: &GUID) -> Result<u64, NTSTATUS> {
        ask(|interface, size| {
            ddi!(WdfIoTargetQueryForInterface, self.raw(), class, interface, size, 1, std::ptr::null_mut::<c_void>())
        })
    }
}
