//! PnP: relations, buses, ids, interfaces and properties of devices.
//!
//! [`_INTERFACE`] has 32 bytes, [`_DEVPROPKEY`] 20.
//!
//! Facts: wdm.h and devpropdef.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{GUID, PVOID, ULONG, USHORT};

pub type DEVPROPGUID = GUID;
pub type DEVPROPID = ULONG;
pub type DEVPROPTYPE = ULONG;
pub type PDEVPROPTYPE = *mut ULONG;
pub type INTERFACE_REFERENCE = Option<unsafe extern "C" fn(Context: PVOID)>;
pub type PINTERFACE_REFERENCE = INTERFACE_REFERENCE;
pub type INTERFACE_DEREFERENCE = Option<unsafe extern "C" fn(Context: PVOID)>;
pub type PINTERFACE_DEREFERENCE = INTERFACE_DEREFERENCE;

pub mod DEVICE_REGISTRY_PROPERTY {
    pub type Type = core::ffi::c_int;
    pub const DevicePropertyDeviceDescription: Type = 0;
    pub const DevicePropertyHardwareID: Type = 1;
    pub const DevicePropertyCompatibleIDs: Type = 2;
    pub const DevicePropertyBootConfiguration: Type = 3;
    pub const DevicePropertyBootConfigurationTranslated: Type = 4;
    pub const DevicePropertyClassName: Type = 5;
    pub const DevicePropertyClassGuid: Type = 6;
    pub const DevicePropertyDriverKeyName: Type = 7;
    pub const DevicePropertyManufacturer: Type = 8;
    pub const DevicePropertyFriendlyName: Type = 9;
    pub const DevicePropertyLocationInformation: Type = 10;
    pub const DevicePropertyPhysicalDeviceObjectName: Type = 11;
    pub const DevicePropertyBusTypeGuid: Type = 12;
    pub const DevicePropertyLegacyBusType: Type = 13;
    pub const DevicePropertyBusNumber: Type = 14;
    pub const DevicePropertyEnumeratorName: Type = 15;
    pub const DevicePropertyAddress: Type = 16;
    pub const DevicePropertyUINumber: Type = 17;
    pub const DevicePropertyInstallState: Type = 18;
    pub const DevicePropertyRemovalPolicy: Type = 19;
    pub const DevicePropertyResourceRequirements: Type = 20;
    pub const DevicePropertyAllocatedResources: Type = 21;
    pub const DevicePropertyContainerID: Type = 22;
}
pub mod DMA_COMPLETION_STATUS {
    pub type Type = core::ffi::c_int;
    pub const DmaComplete: Type = 0;
    pub const DmaAborted: Type = 1;
    pub const DmaError: Type = 2;
    pub const DmaCancelled: Type = 3;
}

pub mod _BUS_QUERY_ID_TYPE {
    pub type Type = core::ffi::c_int;
    pub const BusQueryDeviceID: Type = 0;
    pub const BusQueryHardwareIDs: Type = 1;
    pub const BusQueryCompatibleIDs: Type = 2;
    pub const BusQueryInstanceID: Type = 3;
    pub const BusQueryDeviceSerialNumber: Type = 4;
    pub const BusQueryContainerID: Type = 5;
}
pub use self::_BUS_QUERY_ID_TYPE::Type as BUS_QUERY_ID_TYPE;
pub mod _DEVICE_TEXT_TYPE {
    pub type Type = core::ffi::c_int;
    pub const DeviceTextDescription: Type = 0;
    pub const DeviceTextLocationInformation: Type = 1;
}
pub use self::_DEVICE_TEXT_TYPE::Type as DEVICE_TEXT_TYPE;
pub mod _DEVICE_USAGE_NOTIFICATION_TYPE {
    pub type Type = core::ffi::c_int;
    pub const DeviceUsageTypeUndefined: Type = 0;
    pub const DeviceUsageTypePaging: Type = 1;
    pub const DeviceUsageTypeHibernation: Type = 2;
    pub const DeviceUsageTypeDumpFile: Type = 3;
    pub const DeviceUsageTypeBoot: Type = 4;
    pub const DeviceUsageTypePostDisplay: Type = 5;
    pub const DeviceUsageTypeGuestAssigned: Type = 6;
}
pub use self::_DEVICE_USAGE_NOTIFICATION_TYPE::Type as DEVICE_USAGE_NOTIFICATION_TYPE;
pub mod _DMA_WIDTH {
    pub type Type = core::ffi::c_int;
    pub const Width8Bits: Type = 0;
    pub const Width16Bits: Type = 1;
    pub const Width32Bits: Type = 2;
    pub const Width64Bits: Type = 3;
    pub const WidthNoWrap: Type = 4;
    pub const MaximumDmaWidth: Type = 5;
}
pub use self::_DMA_WIDTH::Type as DMA_WIDTH;

pub mod _INTERFACE_TYPE {
    pub type Type = core::ffi::c_int;
    pub const InterfaceTypeUndefined: Type = -1;
    pub const Internal: Type = 0;
    pub const Isa: Type = 1;
    pub const Eisa: Type = 2;
    pub const MicroChannel: Type = 3;
    pub const TurboChannel: Type = 4;
    pub const PCIBus: Type = 5;
    pub const VMEBus: Type = 6;
    pub const NuBus: Type = 7;
    pub const PCMCIABus: Type = 8;
    pub const CBus: Type = 9;
    pub const MPIBus: Type = 10;
    pub const MPSABus: Type = 11;
    pub const ProcessorInternal: Type = 12;
    pub const InternalPowerBus: Type = 13;
    pub const PNPISABus: Type = 14;
    pub const PNPBus: Type = 15;
    pub const Vmcs: Type = 16;
    pub const ACPIBus: Type = 17;
    pub const MaximumInterfaceType: Type = 18;
}
pub use self::_INTERFACE_TYPE::Type as INTERFACE_TYPE;
pub type PINTERFACE_TYPE = *mut _INTERFACE_TYPE::Type;

pub mod _DEVICE_RELATION_TYPE {
    pub type Type = core::ffi::c_int;
    pub const BusRelations: Type = 0;
    pub const EjectionRelations: Type = 1;
    pub const PowerRelations: Type = 2;
    pub const RemovalRelations: Type = 3;
    pub const TargetDeviceRelation: Type = 4;
    pub const SingleBusRelations: Type = 5;
    pub const TransportRelations: Type = 6;
}
pub use self::_DEVICE_RELATION_TYPE::Type as DEVICE_RELATION_TYPE;
pub type PDEVICE_RELATION_TYPE = *mut _DEVICE_RELATION_TYPE::Type;

/// 20 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _DEVPROPKEY {
    pub fmtid: DEVPROPGUID,
    pub pid: DEVPROPID,
}
pub type DEVPROPKEY = _DEVPROPKEY;
pub type PDEVPROPKEY = *mut _DEVPROPKEY;
layout!(_DEVPROPKEY: size 20, align 4, { fmtid: 0, pid: 16 });

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _INTERFACE {
    pub Size: USHORT,
    pub Version: USHORT,
    pub Context: PVOID,
    pub InterfaceReference: PINTERFACE_REFERENCE,
    pub InterfaceDereference: PINTERFACE_DEREFERENCE,
}
pub type INTERFACE = _INTERFACE;
pub type PINTERFACE = *mut _INTERFACE;
zeroed_default!(_INTERFACE);
layout!(_INTERFACE: size 32, align 8, {
    Size: 0, Version: 2, Context: 8, InterfaceReference: 16, InterfaceDereference: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _PNP_BUS_INFORMATION {
    pub BusTypeGuid: GUID,
    pub LegacyBusType: INTERFACE_TYPE,
    pub BusNumber: ULONG,
}
pub type PNP_BUS_INFORMATION = _PNP_BUS_INFORMATION;
pub type PPNP_BUS_INFORMATION = *mut _PNP_BUS_INFORMATION;
zeroed_default!(_PNP_BUS_INFORMATION);
layout!(_PNP_BUS_INFORMATION: size 24, align 4, {
    BusTypeGuid: 0, LegacyBusType: 16, BusNumber: 20,
});
