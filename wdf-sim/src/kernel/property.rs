//! Device properties: what the PnP manager keeps about a device, and what a driver assigned.
//!
//! What Windows keeps in the device's key below `Enum` is looked up there, so that a test puts it there; what it always
//! has is made up where the key has none.
//!
//! Key types: [`Property`], [`PropertyKey`]. Facts: the pages of `IoGetDeviceProperty` and `IoGetDevicePropertyData`; devpkey.h.

use wdf_sim_sys::{
    DEVICE_REGISTRY_PROPERTY as property, DEVPROPKEY, NTSTATUS, STATUS_INVALID_PARAMETER_2,
    STATUS_OBJECT_NAME_NOT_FOUND,
};

use super::Kernel;
use super::driver::DeviceKey;
use super::object::Id;
use super::registry::{REG_DWORD, REG_MULTI_SZ, REG_SZ, Value, bytes_of, units_of};

/// A property's type, as `DEVPROPTYPE`, and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) kind: u32,
    pub(crate) data: Vec<u8>,
}

/// A property's name: the GUID of its set, its number in it, and its locale.
pub(crate) type PropertyKey = ([u8; 16], u32, u32);

/// `DEVPROP_TYPE_UINT32`, `_BINARY`, `_STRING` and `_STRING_LIST`.
const KINDS: [u32; 4] = [0x07, 0x1003, 0x12, 0x2012];
/// `DEVPROP_TYPE_GUID`, and the properties that are of this type.
const GUID: u32 = 0x0D;
const GUIDS: [i32; 2] = [property::DevicePropertyClassGuid, property::DevicePropertyBusTypeGuid];
/// The set of properties that drivers could ask for by number before: `DEVPKEY_Device_DeviceDesc` is its second.
const DEVICE_SET: [u8; 16] =
    [0x4E, 0x25, 0x5C, 0xA4, 0x1C, 0xDF, 0xFD, 0x4E, 0x80, 0x20, 0x67, 0xD1, 0x46, 0xA8, 0x50, 0xE0];

/// The name of a key of the driver's.
pub(crate) fn key_of(key: &DEVPROPKEY, locale: u32) -> PropertyKey {
    let guid = &key.fmtid;
    let mut set = [0; 16];
    set[..4].copy_from_slice(&guid.Data1.to_le_bytes());
    set[4..6].copy_from_slice(&guid.Data2.to_le_bytes());
    set[6..8].copy_from_slice(&guid.Data3.to_le_bytes());
    set[8..].copy_from_slice(&guid.Data4);
    (set, key.pid, locale)
}

/// The number by which drivers ask for a property of the device's set.
const fn number_of(pid: u32) -> Option<i32> {
    Some(match pid {
        2 => property::DevicePropertyDeviceDescription,
        3 => property::DevicePropertyHardwareID,
        4 => property::DevicePropertyCompatibleIDs,
        9 => property::DevicePropertyClassName,
        10 => property::DevicePropertyClassGuid,
        11 => property::DevicePropertyDriverKeyName,
        13 => property::DevicePropertyManufacturer,
        14 => property::DevicePropertyFriendlyName,
        15 => property::DevicePropertyLocationInformation,
        16 => property::DevicePropertyPhysicalDeviceObjectName,
        18 => property::DevicePropertyUINumber,
        21 => property::DevicePropertyBusTypeGuid,
        22 => property::DevicePropertyLegacyBusType,
        23 => property::DevicePropertyBusNumber,
        24 => property::DevicePropertyEnumeratorName,
        30 => property::DevicePropertyAddress,
        33 => property::DevicePropertyRemovalPolicy,
        36 => property::DevicePropertyInstallState,
        _ => return None,
    })
}

/// The name of the value in the device's key that holds a property.
const fn value_name(number: i32) -> Option<&'static str> {
    Some(match number {
        property::DevicePropertyDeviceDescription => "DeviceDesc",
        property::DevicePropertyHardwareID => "HardwareID",
        property::DevicePropertyCompatibleIDs => "CompatibleIDs",
        property::DevicePropertyClassName => "Class",
        property::DevicePropertyClassGuid => "ClassGUID",
        property::DevicePropertyDriverKeyName => "Driver",
        property::DevicePropertyManufacturer => "Mfg",
        property::DevicePropertyFriendlyName => "FriendlyName",
        property::DevicePropertyLocationInformation => "LocationInformation",
        property::DevicePropertyUINumber => "UINumber",
        property::DevicePropertyAddress => "Address",
        property::DevicePropertyLegacyBusType => "LegacyBusType",
        property::DevicePropertyBusNumber => "BusNumber",
        property::DevicePropertyRemovalPolicy => "RemovalPolicy",
        property::DevicePropertyContainerID => "ContainerID",
        property::DevicePropertyBusTypeGuid => "BusTypeGuid",
        _ => return None,
    })
}

fn string(text: &str) -> Vec<u8> {
    bytes_of(&text.encode_utf16().chain([0]).collect::<Vec<u16>>())
}

fn strings(texts: &[String]) -> Vec<u8> {
    let all: Vec<u16> = texts.iter().flat_map(|text| text.encode_utf16().chain([0])).chain([0]).collect();
    bytes_of(&all)
}

/// The bytes of a GUID from its text in UTF-16, with braces.
fn guid(text: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf16_lossy(&units_of(text));
    let digits = text.trim_end_matches('\0').strip_prefix('{')?.strip_suffix('}')?.replace('-', "");
    let mut bytes = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32)?.to_be_bytes();
    bytes[..4].reverse();
    bytes[4..6].reverse();
    bytes[6..8].reverse();
    Some(bytes.to_vec())
}

impl Kernel {
    /// What the PnP manager has of the device of this number: `IoGetDeviceProperty`.
    pub(crate) fn pnp_property(&self, (driver, number): (Id, u32), wanted: i32) -> Result<Value, NTSTATUS> {
        if !(property::DevicePropertyDeviceDescription..=property::DevicePropertyContainerID).contains(&wanted) {
            return Err(STATUS_INVALID_PARAMETER_2);
        }
        let key = self.device_key(driver, number, DeviceKey::Hardware).to_uppercase();
        let key = key.strip_suffix(r"\DEVICE PARAMETERS").unwrap_or(&key);
        if let Some(value) = value_name(wanted).and_then(|name| self.registry.value(key, name).ok()) {
            return Ok(value.clone());
        }
        let service = self.objects.driver(driver).registry_path();
        let name = service.rsplit('\\').next().unwrap_or("driver");
        let dword = |value: u32| Value { kind: REG_DWORD, data: value.to_le_bytes().to_vec() };
        let text = |text: String| Value { kind: REG_SZ, data: string(&text) };
        Ok(match wanted {
            property::DevicePropertyDeviceDescription => text(name.to_owned()),
            property::DevicePropertyHardwareID => {
                Value { kind: REG_MULTI_SZ, data: strings(&[format!(r"SIM\{name}")]) }
            }
            property::DevicePropertyClassName => text("System".to_owned()),
            property::DevicePropertyClassGuid => text("{4d36e97d-e325-11ce-bfc1-08002be10318}".to_owned()),
            property::DevicePropertyDriverKeyName => {
                text(format!(r"{{4d36e97d-e325-11ce-bfc1-08002be10318}}\{number:04}"))
            }
            property::DevicePropertyManufacturer => text("(simulated)".to_owned()),
            property::DevicePropertyPhysicalDeviceObjectName => text(format!(r"\Device\{number:08x}")),
            property::DevicePropertyEnumeratorName => text("SIM".to_owned()),
            // Installed, and not expected to go.
            property::DevicePropertyInstallState => dword(0),
            property::DevicePropertyRemovalPolicy => dword(1),
            _ => return Err(STATUS_OBJECT_NAME_NOT_FOUND),
        })
    }

    /// What was assigned to a device, or what the PnP manager has of it: `IoGetDevicePropertyData`.
    pub(crate) fn property(&self, of: (Id, u32), key: &PropertyKey) -> Result<Property, NTSTATUS> {
        let (driver, number) = of;
        if let Some(property) = self.objects.driver(driver).properties.get(&(number, *key)) {
            return Ok(property.clone());
        }
        let (set, pid, _) = key;
        let wanted = number_of(*pid).filter(|_| *set == DEVICE_SET).ok_or(STATUS_OBJECT_NAME_NOT_FOUND)?;
        let value = self.pnp_property(of, wanted)?;
        let is_guid = GUIDS.contains(&wanted);
        let kind = match value.kind {
            REG_SZ if is_guid => {
                return guid(&value.data).map(|data| Property { kind: GUID, data }).ok_or(STATUS_OBJECT_NAME_NOT_FOUND);
            }
            _ if is_guid => GUID,
            REG_DWORD => KINDS[0],
            REG_SZ => KINDS[2],
            REG_MULTI_SZ => KINDS[3],
            _ => KINDS[1],
        };
        Ok(Property { kind, data: value.data })
    }

    /// Assigns a property, or takes it away.
    pub(crate) fn assign_property(&mut self, (driver, number): (Id, u32), key: PropertyKey, value: Option<Property>) {
        let properties = &mut self.objects.driver_mut(driver).properties;
        match value {
            Some(value) => drop(properties.insert((number, key), value)),
            None => drop(properties.remove(&(number, key))),
        }
    }
}
