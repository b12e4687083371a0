//! Function device objects: what a function or filter driver asks of the device below it.
//!
//! The event callbacks ([`_WDF_FDO_EVENT_CALLBACKS`], 32 bytes) and functions, with the static
//! child lists of simple buses.
//!
//! Facts: wdffdo.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdffdo/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    ACCESS_MASK, DEVICE_REGISTRY_PROPERTY, LPCGUID, NTSTATUS, PDEVICE_OBJECT, PDEVPROPTYPE, PINTERFACE, POOL_TYPE,
    PULONG, PVOID, PWDF_CHILD_LIST_CONFIG, PWDF_DEVICE_PROPERTY_DATA, PWDF_OBJECT_ATTRIBUTES, PWDFDEVICE_INIT, ULONG,
    USHORT, WDFCHILDLIST, WDFCMRESLIST, WDFDEVICE, WDFIORESREQLIST, WDFKEY, WDFMEMORY,
};

pub type EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, IoResourceRequirementsList: WDFIORESREQLIST) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS = EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS;

pub type EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES = Option<
    unsafe extern "C" fn(Device: WDFDEVICE, ResourcesRaw: WDFCMRESLIST, ResourcesTranslated: WDFCMRESLIST) -> NTSTATUS,
>;
pub type PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES = EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES;

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_FDO_EVENT_CALLBACKS {
    pub Size: ULONG,
    pub EvtDeviceFilterAddResourceRequirements: PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS,
    pub EvtDeviceFilterRemoveResourceRequirements: PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS,
    pub EvtDeviceRemoveAddedResources: PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES,
}
pub type WDF_FDO_EVENT_CALLBACKS = _WDF_FDO_EVENT_CALLBACKS;
pub type PWDF_FDO_EVENT_CALLBACKS = *mut _WDF_FDO_EVENT_CALLBACKS;
zeroed_default!(_WDF_FDO_EVENT_CALLBACKS);
layout!(_WDF_FDO_EVENT_CALLBACKS: size 32, align 8, {
    Size: 0, EvtDeviceFilterAddResourceRequirements: 8,
    EvtDeviceFilterRemoveResourceRequirements: 16, EvtDeviceRemoveAddedResources: 24,
});

wdf_functions! {
    #[index(WdfFdoInitWdmGetPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFFDOINITWDMGETPHYSICALDEVICE)]
    fn WdfFdoInitWdmGetPhysicalDevice(DeviceInit: PWDFDEVICE_INIT) -> PDEVICE_OBJECT;

    #[index(WdfFdoInitOpenRegistryKeyTableIndex)]
    #[pointer(PFN_WDFFDOINITOPENREGISTRYKEY)]
    fn WdfFdoInitOpenRegistryKey(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceInstanceKeyType: ULONG,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfFdoInitQueryPropertyTableIndex)]
    #[pointer(PFN_WDFFDOINITQUERYPROPERTY)]
    fn WdfFdoInitQueryProperty(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        BufferLength: ULONG,
        PropertyBuffer: PVOID,
        ResultLength: PULONG,
    ) -> NTSTATUS;

    #[index(WdfFdoInitAllocAndQueryPropertyTableIndex)]
    #[pointer(PFN_WDFFDOINITALLOCANDQUERYPROPERTY)]
    fn WdfFdoInitAllocAndQueryProperty(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        PoolType: POOL_TYPE,
        PropertyMemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PropertyMemory: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfFdoInitSetEventCallbacksTableIndex)]
    #[pointer(PFN_WDFFDOINITSETEVENTCALLBACKS)]
    fn WdfFdoInitSetEventCallbacks(
        DeviceInit: PWDFDEVICE_INIT,
        FdoEventCallbacks: PWDF_FDO_EVENT_CALLBACKS,
    );

    #[index(WdfFdoInitSetFilterTableIndex)]
    #[pointer(PFN_WDFFDOINITSETFILTER)]
    fn WdfFdoInitSetFilter(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfFdoInitSetDefaultChildListConfigTableIndex)]
    #[pointer(PFN_WDFFDOINITSETDEFAULTCHILDLISTCONFIG)]
    fn WdfFdoInitSetDefaultChildListConfig(
        DeviceInit: PWDFDEVICE_INIT,
        Config: PWDF_CHILD_LIST_CONFIG,
        DefaultChildListAttributes: PWDF_OBJECT_ATTRIBUTES,
    );

    #[index(WdfFdoQueryForInterfaceTableIndex)]
    #[pointer(PFN_WDFFDOQUERYFORINTERFACE)]
    fn WdfFdoQueryForInterface(
        Fdo: WDFDEVICE,
        InterfaceType: LPCGUID,
        Interface: PINTERFACE,
        Size: USHORT,
        Version: USHORT,
        InterfaceSpecificData: PVOID,
    ) -> NTSTATUS;

    #[index(WdfFdoGetDefaultChildListTableIndex)]
    #[pointer(PFN_WDFFDOGETDEFAULTCHILDLIST)]
    fn WdfFdoGetDefaultChildList(Fdo: WDFDEVICE) -> WDFCHILDLIST;

    #[index(WdfFdoAddStaticChildTableIndex)]
    #[pointer(PFN_WDFFDOADDSTATICCHILD)]
    fn WdfFdoAddStaticChild(Fdo: WDFDEVICE, Child: WDFDEVICE) -> NTSTATUS;

    #[index(WdfFdoLockStaticChildListForIterationTableIndex)]
    #[pointer(PFN_WDFFDOLOCKSTATICCHILDLISTFORITERATION)]
    fn WdfFdoLockStaticChildListForIteration(Fdo: WDFDEVICE);

    #[index(WdfFdoRetrieveNextStaticChildTableIndex)]
    #[pointer(PFN_WDFFDORETRIEVENEXTSTATICCHILD)]
    fn WdfFdoRetrieveNextStaticChild(
        Fdo: WDFDEVICE,
        PreviousChild: WDFDEVICE,
        Flags: ULONG,
    ) -> WDFDEVICE;

    #[index(WdfFdoUnlockStaticChildListFromIterationTableIndex)]
    #[pointer(PFN_WDFFDOUNLOCKSTATICCHILDLISTFROMITERATION)]
    fn WdfFdoUnlockStaticChildListFromIteration(Fdo: WDFDEVICE);

    #[index(WdfFdoInitQueryPropertyExTableIndex)]
    #[pointer(PFN_WDFFDOINITQUERYPROPERTYEX)]
    fn WdfFdoInitQueryPropertyEx(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceProperty: PWDF_DEVICE_PROPERTY_DATA,
        BufferLength: ULONG,
        PropertyBuffer: PVOID,
        ResultLength: PULONG,
        Type: PDEVPROPTYPE,
    ) -> NTSTATUS;

    #[index(WdfFdoInitAllocAndQueryPropertyExTableIndex)]
    #[pointer(PFN_WDFFDOINITALLOCANDQUERYPROPERTYEX)]
    fn WdfFdoInitAllocAndQueryPropertyEx(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceProperty: PWDF_DEVICE_PROPERTY_DATA,
        PoolType: POOL_TYPE,
        PropertyMemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PropertyMemory: *mut WDFMEMORY,
        Type: PDEVPROPTYPE,
    ) -> NTSTATUS;
}
