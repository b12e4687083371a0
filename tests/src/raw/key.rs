//! Registry keys, lookaside lists, and the driver's own functions.

use std::ptr::null_mut;

use wdk_sys::{
    NT_SUCCESS, NTSTATUS, PVOID, UNICODE_STRING, WDF_DRIVER_VERSION_AVAILABLE_PARAMS, WDFDRIVER, WDFKEY, WDFLOOKASIDE,
    WDFMEMORY,
};

use super::container::{text_of, unicode, utf16};
use super::ddi;
use super::handle::{Collection, Device, Key, Lookaside, Memory, Text};
use super::object::{Attributes, attributes, created};

/// `KEY_ALL_ACCESS`.
const ALL: u32 = 0xF003F;

/// Calls with a name as a `UNICODE_STRING`.
fn named<R>(name: &str, call: impl FnOnce(*const UNICODE_STRING) -> R) -> R {
    let units = utf16(name);
    let string = unicode(&units);
    call(&raw const string)
}

fn opened(status: NTSTATUS, key: WDFKEY) -> Result<Key, NTSTATUS> {
    created(status, Key::from(key), &attributes())
}

impl Key {
    /// `WdfRegistryOpenKey`, below another key or by an absolute path.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn open(parent: Option<Self>, name: &str) -> Result<Self, NTSTATUS> {
        let mut out: WDFKEY = null_mut();
        let parent = parent.map_or(null_mut(), Self::raw);
        let status = named(name, |name| ddi!(WdfRegistryOpenKey, parent, name, ALL, null_mut(), &raw mut out));
        opened(status, out)
    }

    /// `WdfRegistryCreateKey`: the key, and whether it is new.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(parent: Option<Self>, name: &str) -> Result<(Self, bool), NTSTATUS> {
        let (mut out, mut disposition): (WDFKEY, u32) = (null_mut(), 0);
        let parent = parent.map_or(null_mut(), Self::raw);
        let status = named(name, |name| {
            ddi!(WdfRegistryCreateKey, parent, name, ALL, 0, &raw mut disposition, null_mut(), &raw mut out)
        });
        opened(status, out).map(|key| (key, disposition == 1))
    }

    /// `WdfRegistryClose`.
    pub fn close(self) {
        ddi!(WdfRegistryClose, self.raw());
    }

    /// `WdfRegistryRemoveKey`.
    pub fn remove(self) -> NTSTATUS {
        ddi!(WdfRegistryRemoveKey, self.raw())
    }

    /// `WdfRegistryRemoveValue`.
    pub fn remove_value(self, name: &str) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryRemoveValue, self.raw(), name))
    }

    /// `WdfRegistryQueryULong`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn number(self, name: &str) -> Result<u32, NTSTATUS> {
        let mut value = 0;
        let status = named(name, |name| ddi!(WdfRegistryQueryULong, self.raw(), name, &raw mut value));
        if NT_SUCCESS(status) { Ok(value) } else { Err(status) }
    }

    /// `WdfRegistryAssignULong`.
    pub fn set_number(self, name: &str, value: u32) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryAssignULong, self.raw(), name, value))
    }

    /// `WdfRegistryQueryValue` with a buffer of this size: status, type, length of the value, bytes.
    #[must_use]
    pub fn value(self, name: &str, room: usize) -> (NTSTATUS, u32, u32, Vec<u8>) {
        let (mut kind, mut length) = (0, 0);
        let mut bytes = vec![0u8; room];
        let buffer: PVOID = if room == 0 { null_mut() } else { bytes.as_mut_ptr().cast() };
        let room = u32::try_from(room).expect("a small buffer");
        let status = named(name, |name| {
            ddi!(WdfRegistryQueryValue, self.raw(), name, room, buffer, &raw mut length, &raw mut kind)
        });
        (status, kind, length, bytes)
    }

    /// `WdfRegistryAssignValue`.
    pub fn set_value(self, name: &str, kind: u32, bytes: &[u8]) -> NTSTATUS {
        let length = u32::try_from(bytes.len()).expect("a short value");
        let data: PVOID = bytes.as_ptr().cast_mut().cast();
        named(name, |name| ddi!(WdfRegistryAssignValue, self.raw(), name, kind, length, data))
    }

    /// `WdfRegistryQueryString`, into a new string object.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn text(self, name: &str) -> Result<String, NTSTATUS> {
        let string = Text::create(None, &attributes())?;
        let status = named(name, |name| ddi!(WdfRegistryQueryString, self.raw(), name, string.raw()));
        let text = string.text();
        string.delete();
        if NT_SUCCESS(status) { Ok(text) } else { Err(status) }
    }

    /// `WdfRegistryQueryUnicodeString` into a buffer of so many units: status, length in bytes, the text.
    #[must_use]
    pub fn unicode(self, name: &str, room: usize) -> (NTSTATUS, u16, String) {
        let mut units = vec![0u16; room];
        let mut string = unicode(&units);
        string.Buffer = units.as_mut_ptr();
        string.Length = 0;
        let mut length = 0;
        let status =
            named(name, |name| ddi!(WdfRegistryQueryUnicodeString, self.raw(), name, &raw mut length, &raw mut string));
        (status, length, text_of(&string))
    }

    /// `WdfRegistryAssignUnicodeString`.
    pub fn set_unicode(self, name: &str, text: &str) -> NTSTATUS {
        named(name, |name| named(text, |text| ddi!(WdfRegistryAssignUnicodeString, self.raw(), name, text)))
    }

    /// `WdfRegistryAssignString`.
    pub fn set_text(self, name: &str, text: Text) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryAssignString, self.raw(), name, text.raw()))
    }

    /// `WdfRegistryQueryMultiString`.
    pub fn texts(self, name: &str, into: Collection) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryQueryMultiString, self.raw(), name, null_mut(), into.raw()))
    }

    /// `WdfRegistryAssignMultiString`.
    pub fn set_texts(self, name: &str, texts: Collection) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryAssignMultiString, self.raw(), name, texts.raw()))
    }

    /// `WdfRegistryQueryMemory`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn memory(self, name: &str) -> Result<Memory, NTSTATUS> {
        let mut out: WDFMEMORY = null_mut();
        let status = named(name, |name| {
            ddi!(WdfRegistryQueryMemory, self.raw(), name, 512, null_mut(), &raw mut out, null_mut())
        });
        created(status, Memory::from(out), &attributes())
    }

    /// `WdfRegistryAssignMemory`, all of it.
    pub fn set_memory(self, name: &str, memory: Memory) -> NTSTATUS {
        named(name, |name| ddi!(WdfRegistryAssignMemory, self.raw(), name, 3, memory.raw(), null_mut()))
    }
}

/// The driver object.
fn driver(device: Device) -> WDFDRIVER {
    ddi!(WdfDeviceGetDriver, device.raw())
}

impl Device {
    /// `WdfDriverOpenParametersRegistryKey`, of its driver.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn parameters(self) -> Result<Key, NTSTATUS> {
        let mut out: WDFKEY = null_mut();
        let driver = driver(self);
        let status = ddi!(WdfDriverOpenParametersRegistryKey, driver, ALL, null_mut(), &raw mut out);
        opened(status, out)
    }

    /// `WdfDeviceOpenRegistryKey`, of this kind.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn key(self, kind: u32) -> Result<Key, NTSTATUS> {
        let mut out: WDFKEY = null_mut();
        let status = ddi!(WdfDeviceOpenRegistryKey, self.raw(), kind, ALL, null_mut(), &raw mut out);
        opened(status, out)
    }

    /// `WdfDriverGetRegistryPath`, of its driver.
    #[must_use]
    pub fn registry_path(self) -> String {
        let driver = driver(self);
        let path = ddi!(WdfDriverGetRegistryPath, driver);
        let mut units = Vec::new();
        loop {
            let at = path.wrapping_add(units.len());
            // SAFETY: the framework's string ends with a zero, which was not passed yet.
            match unsafe { *at } {
                0 => return String::from_utf16(&units).expect("text"),
                unit => units.push(unit),
            }
        }
    }

    /// `WdfDriverRetrieveVersionString`.
    #[must_use]
    pub fn version(self) -> String {
        let string = Text::create(None, &attributes()).expect("a string");
        let driver = driver(self);
        let _ = ddi!(WdfDriverRetrieveVersionString, driver, string.raw());
        string.text()
    }

    /// `WdfDriverIsVersionAvailable`, with a structure of this size.
    #[must_use]
    pub fn has_version(self, size: u32, major: u32, minor: u32) -> bool {
        let mut wanted = WDF_DRIVER_VERSION_AVAILABLE_PARAMS { Size: size, MajorVersion: major, MinorVersion: minor };
        let driver = driver(self);
        ddi!(WdfDriverIsVersionAvailable, driver, &raw mut wanted) != 0
    }

    /// Whether `WdfWdmDriverGetWdfDriverHandle` and `WdfDriverWdmGetDriverObject` are each other's opposites.
    #[must_use]
    pub fn driver_is_found_by_its_object(self) -> bool {
        let driver = driver(self);
        let object = ddi!(WdfDriverWdmGetDriverObject, driver);
        ddi!(WdfWdmDriverGetWdfDriverHandle, object) == driver
    }
}

impl Lookaside {
    /// `WdfLookasideListCreate`, with attributes of the list and of its memories.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(attributes: &Attributes, of_memories: &Attributes, size: usize) -> Result<Self, NTSTATUS> {
        let (mut raw, mut memories) = (attributes.to_raw(), of_memories.to_raw());
        let mut out: WDFLOOKASIDE = null_mut();
        let status =
            ddi!(WdfLookasideListCreate, &raw mut raw, size, 512, &raw mut memories, 0x7473_6574, &raw mut out);
        created(status, Self::from(out), attributes)
    }

    /// `WdfMemoryCreateFromLookaside`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn memory(self) -> Result<Memory, NTSTATUS> {
        let mut out: WDFMEMORY = null_mut();
        let status = ddi!(WdfMemoryCreateFromLookaside, self.raw(), &raw mut out);
        created(status, Memory::from(out), &attributes())
    }
}

impl Memory {
    /// `WdfMemoryCreatePreallocated`, of memory that must outlive it.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn preallocated(attributes: &Attributes, address: usize, size: usize) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFMEMORY = null_mut();
        let status = ddi!(WdfMemoryCreatePreallocated, &raw mut raw, address as PVOID, size, &raw mut out);
        created(status, Self::from(out), attributes)
    }

    /// `WdfMemoryAssignBuffer`.
    pub fn assign(self, address: usize, size: usize) -> NTSTATUS {
        ddi!(WdfMemoryAssignBuffer, self.raw(), address as PVOID, size)
    }
}
