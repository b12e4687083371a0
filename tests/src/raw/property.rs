//! Device properties, and what else a driver says and asks about a device or before there is one.

use std::ptr::{null_mut, without_provenance_mut};

use wdk_sys::{
    DEVPROPKEY, GUID, NTSTATUS, PDEVICE_OBJECT, PNP_BUS_INFORMATION, PVOID, ULONG, WDF_DEVICE_PROPERTY_DATA,
    WDF_FDO_EVENT_CALLBACKS, WDFMEMORY,
};

use super::container::{unicode, utf16};
use super::ddi;
use super::device_interface::CLASS;
use super::handle::{Device, FileObject, Init, Memory, Request, Target};
use super::status::SUCCESS;

/// The length and what was read, or the status.
type Read = Result<Vec<u8>, (NTSTATUS, u32)>;

fn read(room: u32, query: impl FnOnce(ULONG, PVOID, *mut ULONG) -> NTSTATUS) -> Read {
    let mut buffer = vec![0_u8; room as usize];
    let mut length = 0;
    let place = if room == 0 { null_mut() } else { buffer.as_mut_ptr().cast() };
    let status = query(room, place, &raw mut length);
    if status != SUCCESS {
        return Err((status, length));
    }
    buffer.truncate(length as usize);
    Ok(buffer)
}

fn allocate(query: impl FnOnce(*mut WDFMEMORY) -> NTSTATUS) -> Result<Vec<u8>, NTSTATUS> {
    let mut memory: WDFMEMORY = null_mut();
    let status = query(&raw mut memory);
    if status != SUCCESS {
        return Err(status);
    }
    let memory = Memory::from(memory);
    let bytes = memory.copy_out(0, memory.buffer().1);
    memory.delete();
    bytes
}

/// The name of a property of the tests' own.
fn key(number: u32) -> DEVPROPKEY {
    DEVPROPKEY { fmtid: CLASS, pid: number }
}

/// The set of properties that Windows has of every device: that of `DEVPKEY_Device_DeviceDesc`.
const DEVICE: GUID =
    GUID { Data1: 0xA45C_254E, Data2: 0xDF1C, Data3: 0x4EFD, Data4: [0x80, 0x20, 0x67, 0xD1, 0x46, 0xA8, 0x50, 0xE0] };

fn data(key: &DEVPROPKEY, size: usize) -> WDF_DEVICE_PROPERTY_DATA {
    let size = u32::try_from(size).expect("a small structure");
    WDF_DEVICE_PROPERTY_DATA { Size: size, PropertyKey: key, ..Default::default() }
}

const DATA: usize = size_of::<WDF_DEVICE_PROPERTY_DATA>();

impl Device {
    /// `WdfDeviceQueryProperty`.
    ///
    /// # Errors
    ///
    /// The status, and the length that is needed.
    pub fn property(self, property: i32, room: u32) -> Read {
        read(room, |room, buffer, length| ddi!(WdfDeviceQueryProperty, self.raw(), property, room, buffer, length))
    }

    /// `WdfDeviceAllocAndQueryProperty`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn allocated_property(self, property: i32) -> Result<Vec<u8>, NTSTATUS> {
        allocate(|memory| ddi!(WdfDeviceAllocAndQueryProperty, self.raw(), property, 0, null_mut(), memory))
    }

    /// `WdfDeviceAssignProperty`, of a number of the tests' own set, as binary; no data takes it away.
    pub fn assign_property(self, number: u32, value: Option<&mut [u8]>) -> NTSTATUS {
        let key = key(number);
        let mut name = data(&key, DATA);
        let (size, place) = value.map_or((0, null_mut()), |value| (value.len(), value.as_mut_ptr().cast()));
        let size = u32::try_from(size).expect("a short value");
        ddi!(WdfDeviceAssignProperty, self.raw(), &raw mut name, 0x1003, size, place)
    }

    /// `WdfDeviceQueryPropertyEx`, with this size of the structure: the type, and what was read.
    ///
    /// # Errors
    ///
    /// The status, and the length that is needed.
    pub fn named_property(self, number: u32, room: u32, size: usize) -> Result<(u32, Vec<u8>), (NTSTATUS, u32)> {
        self.by_key(&key(number), room, size)
    }

    fn by_key(self, key: &DEVPROPKEY, room: u32, size: usize) -> Result<(u32, Vec<u8>), (NTSTATUS, u32)> {
        let mut kind = 0;
        let mut name = data(key, size);
        let bytes = read(room, |room, buffer, length| {
            ddi!(WdfDeviceQueryPropertyEx, self.raw(), &raw mut name, room, buffer, length, &raw mut kind)
        })?;
        Ok((kind, bytes))
    }

    /// `WdfDeviceQueryPropertyEx` for a number of the set that Windows has of every device: the type, and what was read.
    ///
    /// # Errors
    ///
    /// The status, and the length that is needed.
    pub fn known_property(self, number: u32) -> Result<(u32, Vec<u8>), (NTSTATUS, u32)> {
        self.by_key(&DEVPROPKEY { fmtid: DEVICE, pid: number }, 256, DATA)
    }

    /// `WdfDeviceAllocAndQueryPropertyEx`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn allocated_named_property(self, number: u32) -> Result<Vec<u8>, NTSTATUS> {
        let (key, mut kind) = (key(number), 0);
        let mut name = data(&key, DATA);
        allocate(|memory| {
            ddi!(WdfDeviceAllocAndQueryPropertyEx, self.raw(), &raw mut name, 0, null_mut(), memory, &raw mut kind)
        })
    }

    /// Tells the PnP manager all that it can be told about other devices, by an address that is none.
    pub fn relate(self) -> [NTSTATUS; 3] {
        let other: PDEVICE_OBJECT = without_provenance_mut(0x1000);
        let statuses = [
            ddi!(WdfDeviceAddRemovalRelationsPhysicalDevice, self.raw(), other),
            ddi!(WdfPdoAddEjectionRelationsPhysicalDevice, self.raw(), other),
            ddi!(WdfDeviceAddDependentUsageDeviceObject, self.raw(), other),
        ];
        ddi!(WdfDeviceRemoveRemovalRelationsPhysicalDevice, self.raw(), other);
        ddi!(WdfDeviceClearRemovalRelationsDevices, self.raw());
        ddi!(WdfPdoRemoveEjectionRelationsPhysicalDevice, self.raw(), other);
        ddi!(WdfPdoClearEjectionRelationsDevices, self.raw());
        ddi!(WdfDeviceRemoveDependentUsageDeviceObject, self.raw(), other);
        statuses
    }

    /// `WdfDeviceSetBusInformationForChildren`, and `WdfDeviceSetSpecialFileSupport` for this type.
    pub fn bus_and_special_file(self, kind: i32) {
        let mut information = PNP_BUS_INFORMATION { BusTypeGuid: CLASS, LegacyBusType: 0, BusNumber: 0 };
        ddi!(WdfDeviceSetBusInformationForChildren, self.raw(), &raw mut information);
        ddi!(WdfDeviceSetSpecialFileSupport, self.raw(), kind, 1);
    }

    /// `WdfDeviceAssignMofResourceName`.
    pub fn mof(self, name: &str) -> NTSTATUS {
        let units = utf16(name);
        let string = unicode(&units);
        ddi!(WdfDeviceAssignMofResourceName, self.raw(), &raw const string)
    }

    /// `WdfDeviceIndicateWakeStatus`.
    pub fn indicate_wake(self, status: NTSTATUS) -> NTSTATUS {
        ddi!(WdfDeviceIndicateWakeStatus, self.raw(), status)
    }
}

impl Init {
    /// `WdfFdoInitQueryProperty`.
    ///
    /// # Errors
    ///
    /// The status, and the length that is needed.
    pub fn property(self, property: i32, room: u32) -> Read {
        read(room, |room, buffer, length| ddi!(WdfFdoInitQueryProperty, self.raw(), property, room, buffer, length))
    }

    /// `WdfFdoInitAllocAndQueryProperty`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn allocated_property(self, property: i32) -> Result<Vec<u8>, NTSTATUS> {
        allocate(|memory| ddi!(WdfFdoInitAllocAndQueryProperty, self.raw(), property, 0, null_mut(), memory))
    }

    /// `WdfFdoInitQueryPropertyEx` and its allocating form.
    ///
    /// # Errors
    ///
    /// The statuses that are not successes.
    pub fn named_property(self, number: u32) -> (Read, Result<Vec<u8>, NTSTATUS>) {
        let (key, mut kind) = (key(number), 0);
        let mut name = data(&key, DATA);
        let read = read(64, |room, buffer, length| {
            ddi!(WdfFdoInitQueryPropertyEx, self.raw(), &raw mut name, room, buffer, length, &raw mut kind)
        });
        let allocated = allocate(|memory| {
            ddi!(WdfFdoInitAllocAndQueryPropertyEx, self.raw(), &raw mut name, 0, null_mut(), memory, &raw mut kind)
        });
        (read, allocated)
    }

    /// `WdfFdoInitSetEventCallbacks`, without any and with this size.
    pub fn fdo_callbacks(self, size: usize) {
        let size = u32::try_from(size).expect("a small structure");
        let mut callbacks = WDF_FDO_EVENT_CALLBACKS { Size: size, ..Default::default() };
        ddi!(WdfFdoInitSetEventCallbacks, self.raw(), &raw mut callbacks);
    }

    /// `WdfDeviceInitSetReleaseHardwareOrderOnFailure`.
    pub fn release_order(self, order: i32) {
        ddi!(WdfDeviceInitSetReleaseHardwareOrderOnFailure, self.raw(), order);
    }

    /// `WdfFdoInitWdmGetPhysicalDevice`: whether there is one.
    #[must_use]
    pub fn has_physical_device(self) -> bool {
        !ddi!(WdfFdoInitWdmGetPhysicalDevice, self.raw()).is_null()
    }

    /// `WdfPdoInitRemovePowerDependencyOnParent`.
    pub fn forget_parents_power(self) {
        ddi!(WdfPdoInitRemovePowerDependencyOnParent, self.raw());
    }
}

impl Target {
    /// `WdfIoTargetQueryTargetProperty`.
    ///
    /// # Errors
    ///
    /// The status, and the length that is needed.
    pub fn property(self, property: i32, room: u32) -> Read {
        read(room, |room, buffer, length| {
            ddi!(WdfIoTargetQueryTargetProperty, self.raw(), property, room, buffer, length)
        })
    }

    /// `WdfIoTargetAllocAndQueryTargetProperty`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn allocated_property(self, property: i32) -> Result<Vec<u8>, NTSTATUS> {
        allocate(|memory| ddi!(WdfIoTargetAllocAndQueryTargetProperty, self.raw(), property, 0, null_mut(), memory))
    }
}

impl Request {
    /// `WdfRequestIsFrom32BitProcess` and `WdfRequestGetRequestorProcessId`.
    #[must_use]
    pub fn sender(self) -> (bool, u32) {
        (ddi!(WdfRequestIsFrom32BitProcess, self.raw()) != 0, ddi!(WdfRequestGetRequestorProcessId, self.raw()))
    }
}

impl FileObject {
    /// `WdfFileObjectGetFlags` and `WdfFileObjectGetInitiatorProcessId`, and whether the device finds the file by the I/O
    /// manager's object.
    #[must_use]
    pub fn opened_by(self, device: Device) -> (u32, u32, bool) {
        let object = ddi!(WdfFileObjectWdmGetFileObject, self.raw());
        let found = FileObject::from(ddi!(WdfDeviceGetFileObject, device.raw(), object));
        (ddi!(WdfFileObjectGetFlags, self.raw()), ddi!(WdfFileObjectGetInitiatorProcessId, self.raw()), found == self)
    }
}
