//! Properties of devices: what the PnP manager and other drivers know of them.
//!
//! *Where it stands.* Under [`device`](super).
//!
//! *Key types.* [`DeviceProperty`], by number; [`PropertyKey`], by key, with the type of its value; [`PropertyMemory`], a value
//! in memory of the framework.
//!
//! *Wraps.* "Accessing Unified Device Properties", `WdfDeviceQueryProperty`, `WdfDeviceAllocAndQueryProperty`,
//! `WdfDeviceQueryPropertyEx`, `WdfDeviceAllocAndQueryPropertyEx`, `WdfDeviceAssignProperty`, `WdfFdoInitQueryProperty`; PASSIVE_LEVEL. A control device
//! has no properties: each of them is an error there, STATUS_INVALID_DEVICE_REQUEST.
#![expect(unsafe_code, reason = "calls of the framework with a device's handle")]

use super::{Device, DeviceInit, Function, Guid};
use crate::context::ObjectContext;
use crate::irql::{Cx, Passive};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, STATUS_BUFFER_TOO_SMALL, WDFMEMORY, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr;
use core::slice;

/// A property that has a number: `DEVICE_REGISTRY_PROPERTY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceProperty {
    /// What it is, as a string.
    Description,
    /// The identifications of what it is, as strings, each ended by a zero, and another zero.
    HardwareId,
    /// Less exact ones.
    CompatibleIds,
    /// The name of its setup class.
    ClassName,
    /// The GUID of its setup class, as a string.
    ClassGuid,
    /// The name of the driver's key.
    DriverKeyName,
    /// Who made it.
    Manufacturer,
    /// What the user knows it by.
    FriendlyName,
    /// Where it is, as a string.
    LocationInformation,
    /// The name of the device at the bottom of its stack.
    PhysicalDeviceObjectName,
    /// The number of the bus it is on, of four bytes.
    BusNumber,
    /// The name of what enumerates it.
    EnumeratorName,
    /// Its address on its bus, of four bytes.
    Address,
    /// Its number as the user sees it, of four bytes.
    UiNumber,
    /// Whether it is expected to be removed, of four bytes.
    RemovalPolicy,
}

impl DeviceProperty {
    const fn raw(self) -> sys::DEVICE_REGISTRY_PROPERTY::Type {
        use sys::DEVICE_REGISTRY_PROPERTY as number;
        match self {
            Self::Description => number::DevicePropertyDeviceDescription,
            Self::HardwareId => number::DevicePropertyHardwareID,
            Self::CompatibleIds => number::DevicePropertyCompatibleIDs,
            Self::ClassName => number::DevicePropertyClassName,
            Self::ClassGuid => number::DevicePropertyClassGuid,
            Self::DriverKeyName => number::DevicePropertyDriverKeyName,
            Self::Manufacturer => number::DevicePropertyManufacturer,
            Self::FriendlyName => number::DevicePropertyFriendlyName,
            Self::LocationInformation => number::DevicePropertyLocationInformation,
            Self::PhysicalDeviceObjectName => number::DevicePropertyPhysicalDeviceObjectName,
            Self::BusNumber => number::DevicePropertyBusNumber,
            Self::EnumeratorName => number::DevicePropertyEnumeratorName,
            Self::Address => number::DevicePropertyAddress,
            Self::UiNumber => number::DevicePropertyUINumber,
            Self::RemovalPolicy => number::DevicePropertyRemovalPolicy,
        }
    }
}

mod sealed {
    pub trait Sealed: Copy {
        /// The bytes of the value; its room is the longest's.
        fn to_bytes(self) -> [u8; 16];
        fn from_bytes(bytes: &[u8; 16]) -> Self;
    }
}

/// A type of value that a property can have.
#[diagnostic::on_unimplemented(
    message = "a property of a device is no `{Self}`",
    label = "the system has no such property"
)]
pub trait PropertyValue: sealed::Sealed {
    /// `DEVPROP_TYPE_…`.
    const TYPE: u32;
    /// How many bytes it has.
    const SIZE: u32;
}

macro_rules! values {
    ($($type:ty: $number:literal, $size:literal, |$value:ident| $to:expr, |$bytes:ident| $from:expr;)*) => { $(
        impl sealed::Sealed for $type {
            fn to_bytes(self) -> [u8; 16] {
                let $value = self;
                let mut bytes = [0; 16];
                bytes[..$size].copy_from_slice(&$to);
                bytes
            }

            fn from_bytes(bytes: &[u8; 16]) -> Self {
                let mut $bytes = [0; $size];
                $bytes.copy_from_slice(&bytes[..$size]);
                $from
            }
        }

        impl PropertyValue for $type {
            const TYPE: u32 = $number;
            const SIZE: u32 = $size;
        }
    )* };
}

values! {
    u32: 0x07, 4, |value| value.to_le_bytes(), |bytes| Self::from_le_bytes(bytes);
    i32: 0x06, 4, |value| value.to_le_bytes(), |bytes| Self::from_le_bytes(bytes);
    u64: 0x09, 8, |value| value.to_le_bytes(), |bytes| Self::from_le_bytes(bytes);
    // DEVPROP_TRUE is -1, of one byte.
    bool: 0x11, 1, |value| [if value { u8::MAX } else { 0 }], |bytes| bytes != [0];
    Guid: 0x0D, 16, |value| value.to_bytes(), |bytes| Self::from_bytes(bytes);
}

/// The key of a property with a value of type `V`: `DEVPROPKEY`.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::device::{Guid, PropertyKey};
///
/// /// `DEVPKEY_Device_BusNumber`.
/// const BUS_NUMBER: PropertyKey<u32> = PropertyKey::new(
///     Guid(0xA45C_254E, 0xDF1C, 0x4EFD, [0x80, 0x20, 0x67, 0xD1, 0x46, 0xA8, 0x50, 0xE0]),
///     23,
/// );
/// ```
pub struct PropertyKey<V> {
    set: Guid,
    id: u32,
    value: PhantomData<fn() -> V>,
}

impl<V> PropertyKey<V> {
    /// The property with this number of the set.
    pub const fn new(set: Guid, id: u32) -> Self {
        Self { set, id, value: PhantomData }
    }

    fn raw(&self) -> sys::DEVPROPKEY {
        sys::DEVPROPKEY { fmtid: self.set.raw(), pid: self.id }
    }
}

impl DeviceInit<'_, Function> {
    /// Asks for a property of the device that is to be made, into a buffer; returns how much of it was written: what it is may
    /// decide how it is made. `WdfFdoInitQueryProperty`; PASSIVE_LEVEL.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// # use wdf_safe::prelude::*;
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     let mut bus = [0; 4];
    ///     let on_a_bus = init.query_property(cx, DeviceProperty::BusNumber, &mut bus).is_ok();
    ///     let device = init.create(cx, ())?;
    ///     device.set_state(cx, DeviceState::new().not_disableable(on_a_bus))?;
    ///     Ok(device.added())
    /// }
    /// ```
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when it does not fit; STATUS_OBJECT_NAME_NOT_FOUND when the device has no such property.
    pub fn query_property(&self, _cx: &mut Cx<'_, Passive>, property: DeviceProperty, to: &mut [u8]) -> Result<usize> {
        let room = u32::try_from(to.len()).unwrap_or(u32::MAX);
        let mut length = 0;
        // SAFETY: the init of a function device, before `WdfDeviceCreate`, PASSIVE_LEVEL; a buffer with room for so many bytes, and
        // a place for the length.
        let status = unsafe {
            ddi!(WdfFdoInitQueryProperty, self.as_raw(), property.raw(), room, to.as_mut_ptr().cast(), &raw mut length)
        };
        NtStatus::check("WdfFdoInitQueryProperty", status)?;
        Ok(to.len().min(length as usize))
    }
}

impl<T: ObjectContext> Device<T> {
    /// Asks for a property, into a buffer; returns how much of it was written. `WdfDeviceQueryProperty`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when it does not fit; STATUS_OBJECT_NAME_NOT_FOUND when the device has no such property;
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn query_property(&self, _cx: &mut Cx<'_, Passive>, property: DeviceProperty, to: &mut [u8]) -> Result<usize> {
        self.pnp()?;
        let room = u32::try_from(to.len()).unwrap_or(u32::MAX);
        let mut length = 0;
        // SAFETY: a live device, PASSIVE_LEVEL; a buffer with room for so many bytes, and a place for the length.
        let status = unsafe {
            ddi!(WdfDeviceQueryProperty, self.raw(), property.raw(), room, to.as_mut_ptr().cast(), &raw mut length)
        };
        NtStatus::check("WdfDeviceQueryProperty", status)?;
        Ok(to.len().min(length as usize))
    }

    /// Asks for a property, into memory of the framework. `WdfDeviceAllocAndQueryProperty`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when the device has no such property; STATUS_INVALID_DEVICE_REQUEST of a control device;
    /// STATUS_INSUFFICIENT_RESOURCES.
    pub fn alloc_property(&self, _cx: &mut Cx<'_, Passive>, property: DeviceProperty) -> Result<PropertyMemory<'_>> {
        self.pnp()?;
        let mut attributes = self.child_attributes();
        let mut memory = ptr::null_mut();
        let pool = sys::_POOL_TYPE::NonPagedPoolNx;
        // SAFETY: a live device, the memory's parent; PASSIVE_LEVEL; a structure with its size set and a place for the handle.
        let status = unsafe {
            ddi!(WdfDeviceAllocAndQueryProperty, self.raw(), property.raw(), pool, &raw mut attributes, &raw mut memory)
        };
        NtStatus::check("WdfDeviceAllocAndQueryProperty", status)?;
        // INVARIANT: a new memory, child of the device, which is borrowed.
        Ok(PropertyMemory { memory, device: PhantomData })
    }

    /// Asks for the value of a property. `WdfDeviceQueryPropertyEx`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when the device has no such property; STATUS_INVALID_PARAMETER when it has another type;
    /// STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn property<V: PropertyValue>(&self, _cx: &mut Cx<'_, Passive>, key: &PropertyKey<V>) -> Result<V> {
        self.pnp()?;
        let raw = key.raw();
        let mut data = sys::config::device_property_data(&raw);
        let (mut value, mut length, mut found) = ([0_u8; 16], 0, 0);
        // SAFETY: a live device, PASSIVE_LEVEL; a structure with its size set and a key that lives during the call; a buffer
        // with room for so many bytes; places for length and type.
        let status = unsafe {
            ddi!(
                WdfDeviceQueryPropertyEx,
                self.raw(),
                &raw mut data,
                V::SIZE,
                value.as_mut_ptr().cast(),
                &raw mut length,
                &raw mut found
            )
        };
        // One that is longer is of another type.
        if status == STATUS_BUFFER_TOO_SMALL {
            return Err(NtStatus::INVALID_PARAMETER.into());
        }
        NtStatus::check("WdfDeviceQueryPropertyEx", status)?;
        if found != V::TYPE || length != V::SIZE {
            return Err(NtStatus::INVALID_PARAMETER.into());
        }
        Ok(V::from_bytes(&value))
    }

    /// Asks for a property of any type, into memory of the framework; returns its type too, `DEVPROP_TYPE_…`.
    /// `WdfDeviceAllocAndQueryPropertyEx`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`alloc_property`](Self::alloc_property).
    pub fn alloc_property_of<V>(
        &self,
        _cx: &mut Cx<'_, Passive>,
        key: &PropertyKey<V>,
    ) -> Result<(PropertyMemory<'_>, u32)> {
        self.pnp()?;
        let raw = key.raw();
        let mut data = sys::config::device_property_data(&raw);
        let mut attributes = self.child_attributes();
        let (mut memory, mut found) = (ptr::null_mut(), 0);
        let pool = sys::_POOL_TYPE::NonPagedPoolNx;
        // SAFETY: as of `alloc_property`, and `property`.
        let status = unsafe {
            ddi!(
                WdfDeviceAllocAndQueryPropertyEx,
                self.raw(),
                &raw mut data,
                pool,
                &raw mut attributes,
                &raw mut memory,
                &raw mut found
            )
        };
        NtStatus::check("WdfDeviceAllocAndQueryPropertyEx", status)?;
        // INVARIANT: a new memory, child of the device, which is borrowed.
        Ok((PropertyMemory { memory, device: PhantomData }, found))
    }

    /// Gives a property this value, or with `None` takes it away. `WdfDeviceAssignProperty`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned; STATUS_INVALID_DEVICE_REQUEST of a control device.
    pub fn assign_property<V: PropertyValue>(
        &self,
        _cx: &mut Cx<'_, Passive>,
        key: &PropertyKey<V>,
        value: Option<V>,
    ) -> Result<()> {
        self.pnp()?;
        let raw = key.raw();
        let mut data = sys::config::device_property_data(&raw);
        let mut bytes = value.map(sealed::Sealed::to_bytes);
        let (size, place) = match &mut bytes {
            Some(bytes) => (V::SIZE, bytes.as_mut_ptr().cast()),
            None => (0, ptr::null_mut()),
        };
        // SAFETY: a live device, PASSIVE_LEVEL; a structure with its size set and a key that lives during the call; so many
        // bytes, which are read during the call.
        let status = unsafe { ddi!(WdfDeviceAssignProperty, self.raw(), &raw mut data, V::TYPE, size, place) };
        NtStatus::check("WdfDeviceAssignProperty", status)
    }

    fn child_attributes(&self) -> sys::WDF_OBJECT_ATTRIBUTES {
        sys::WDF_OBJECT_ATTRIBUTES { ParentObject: self.raw().cast(), ..sys::config::object_attributes() }
    }
}

/// The value of a property, until this is dropped.
///
/// # Invariants
/// `memory` is a memory object of our own, child of a device that is borrowed during `'d`; nobody writes to it.
pub struct PropertyMemory<'d> {
    memory: WDFMEMORY,
    device: PhantomData<&'d ()>,
}

impl PropertyMemory<'_> {
    /// The bytes of the value.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        let mut length = 0;
        // SAFETY: a live memory (invariant); a place for the length. Any IRQL.
        let start = unsafe { ddi!(WdfMemoryGetBuffer, self.memory, &raw mut length) };
        if start.is_null() {
            return &[];
        }
        // SAFETY: so many bytes, written by the framework, and by nobody else (invariant).
        unsafe { slice::from_raw_parts(start.cast(), length) }
    }

    /// A string's characters, in UTF-16, without the zero at its end.
    pub fn utf16(&self) -> impl Iterator<Item = u16> {
        let pairs = self.bytes().chunks_exact(2).map(|pair| match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => 0,
        });
        pairs.take_while(|character| *character != 0)
    }
}

impl Drop for PropertyMemory<'_> {
    fn drop(&mut self) {
        // SAFETY: at any IRQL.
        let level = unsafe { sys::KeGetCurrentIrql() };
        // In an interrupt's lock nothing can be deleted: it goes with its device.
        if u32::from(level) <= sys::DISPATCH_LEVEL {
            // SAFETY: our own memory, of which nothing is borrowed any more; IRQL <= DISPATCH_LEVEL.
            unsafe { ddi!(WdfObjectDelete, self.memory.cast()) };
        }
    }
}

impl fmt::Debug for PropertyMemory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertyMemory").finish_non_exhaustive()
    }
}

impl<V> fmt::Debug for PropertyKey<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertyKey").field("set", &self.set).field("id", &self.id).finish()
    }
}
