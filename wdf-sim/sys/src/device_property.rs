//! A device's properties and its interfaces: what others find of it.
//!
//! The functions of a finished device that read and write properties, and make device interfaces.
//! All others are in `device.rs`.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, DEVICE_REGISTRY_PROPERTY, DEVPROPKEY, DEVPROPTYPE, GUID, LCID, NTSTATUS, PCUNICODE_STRING, PDEVPROPTYPE,
    POOL_TYPE, PULONG, PVOID, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFDEVICE, WDFMEMORY, WDFSTRING,
};

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_PROPERTY_DATA {
    pub Size: ULONG,
    pub PropertyKey: *const DEVPROPKEY,
    pub Lcid: LCID,
    pub Flags: ULONG,
}
pub type WDF_DEVICE_PROPERTY_DATA = _WDF_DEVICE_PROPERTY_DATA;
pub type PWDF_DEVICE_PROPERTY_DATA = *mut _WDF_DEVICE_PROPERTY_DATA;
zeroed_default!(_WDF_DEVICE_PROPERTY_DATA);
layout!(_WDF_DEVICE_PROPERTY_DATA: size 24, align 8, {
    Size: 0, PropertyKey: 8, Lcid: 16, Flags: 20,
});

wdf_functions! {
    #[index(WdfDeviceCreateDeviceInterfaceTableIndex)]
    #[pointer(PFN_WDFDEVICECREATEDEVICEINTERFACE)]
    fn WdfDeviceCreateDeviceInterface(
        Device: WDFDEVICE,
        InterfaceClassGUID: *const GUID,
        ReferenceString: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceSetDeviceInterfaceStateTableIndex)]
    #[pointer(PFN_WDFDEVICESETDEVICEINTERFACESTATE)]
    fn WdfDeviceSetDeviceInterfaceState(
        Device: WDFDEVICE,
        InterfaceClassGUID: *const GUID,
        ReferenceString: PCUNICODE_STRING,
        IsInterfaceEnabled: BOOLEAN,
    );

    #[index(WdfDeviceRetrieveDeviceInterfaceStringTableIndex)]
    #[pointer(PFN_WDFDEVICERETRIEVEDEVICEINTERFACESTRING)]
    fn WdfDeviceRetrieveDeviceInterfaceString(
        Device: WDFDEVICE,
        InterfaceClassGUID: *const GUID,
        ReferenceString: PCUNICODE_STRING,
        String: WDFSTRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceQueryPropertyTableIndex)]
    #[pointer(PFN_WDFDEVICEQUERYPROPERTY)]
    fn WdfDeviceQueryProperty(
        Device: WDFDEVICE,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        BufferLength: ULONG,
        PropertyBuffer: PVOID,
        ResultLength: PULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceAllocAndQueryPropertyTableIndex)]
    #[pointer(PFN_WDFDEVICEALLOCANDQUERYPROPERTY)]
    fn WdfDeviceAllocAndQueryProperty(
        Device: WDFDEVICE,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        PoolType: POOL_TYPE,
        PropertyMemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PropertyMemory: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfDeviceQueryPropertyExTableIndex)]
    #[pointer(PFN_WDFDEVICEQUERYPROPERTYEX)]
    fn WdfDeviceQueryPropertyEx(
        Device: WDFDEVICE,
        DeviceProperty: PWDF_DEVICE_PROPERTY_DATA,
        BufferLength: ULONG,
        PropertyBuffer: PVOID,
        RequiredSize: PULONG,
        Type: PDEVPROPTYPE,
    ) -> NTSTATUS;

    #[index(WdfDeviceAllocAndQueryPropertyExTableIndex)]
    #[pointer(PFN_WDFDEVICEALLOCANDQUERYPROPERTYEX)]
    fn WdfDeviceAllocAndQueryPropertyEx(
        Device: WDFDEVICE,
        DeviceProperty: PWDF_DEVICE_PROPERTY_DATA,
        PoolType: POOL_TYPE,
        PropertyMemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PropertyMemory: *mut WDFMEMORY,
        Type: PDEVPROPTYPE,
    ) -> NTSTATUS;

    #[index(WdfDeviceAssignPropertyTableIndex)]
    #[pointer(PFN_WDFDEVICEASSIGNPROPERTY)]
    fn WdfDeviceAssignProperty(
        Device: WDFDEVICE,
        DeviceProperty: PWDF_DEVICE_PROPERTY_DATA,
        Type: DEVPROPTYPE,
        Size: ULONG,
        Data: PVOID,
    ) -> NTSTATUS;

    #[index(WdfDeviceSetDeviceInterfaceStateExTableIndex)]
    #[pointer(PFN_WDFDEVICESETDEVICEINTERFACESTATEEX)]
    fn WdfDeviceSetDeviceInterfaceStateEx(
        Device: WDFDEVICE,
        InterfaceClassGUID: *const GUID,
        ReferenceString: PCUNICODE_STRING,
        IsInterfaceEnabled: BOOLEAN,
    );
}
