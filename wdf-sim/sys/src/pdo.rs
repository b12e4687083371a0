//! Physical device objects, which bus drivers make.
//!
//! The event callbacks ([`_WDF_PDO_EVENT_CALLBACKS`], 64 bytes) and functions. Lists of such
//! devices are in `child_list.rs`.
//!
//! Facts: wdfpdo.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfpdo/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, GUID, LCID, NTSTATUS, PCUNICODE_STRING, PDEVICE_OBJECT, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, PWDFDEVICE_INIT, SYSTEM_POWER_STATE, ULONG, WDFCMRESLIST, WDFDEVICE,
    WDFIORESREQLIST,
};

pub type EVT_WDF_DEVICE_RESOURCES_QUERY =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, Resources: WDFCMRESLIST) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_RESOURCES_QUERY = EVT_WDF_DEVICE_RESOURCES_QUERY;

pub type EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, IoResourceRequirementsList: WDFIORESREQLIST) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY = EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY;

pub type EVT_WDF_DEVICE_EJECT = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_EJECT = EVT_WDF_DEVICE_EJECT;

pub type EVT_WDF_DEVICE_SET_LOCK = Option<unsafe extern "C" fn(Device: WDFDEVICE, IsLocked: BOOLEAN) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_SET_LOCK = EVT_WDF_DEVICE_SET_LOCK;

pub type EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PowerState: SYSTEM_POWER_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS = EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS;

pub type EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS = EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS;

pub type EVT_WDF_DEVICE_REPORTED_MISSING = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_REPORTED_MISSING = EVT_WDF_DEVICE_REPORTED_MISSING;

/// 64 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_PDO_EVENT_CALLBACKS {
    pub Size: ULONG,
    pub EvtDeviceResourcesQuery: PFN_WDF_DEVICE_RESOURCES_QUERY,
    pub EvtDeviceResourceRequirementsQuery: PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY,
    pub EvtDeviceEject: PFN_WDF_DEVICE_EJECT,
    pub EvtDeviceSetLock: PFN_WDF_DEVICE_SET_LOCK,
    pub EvtDeviceEnableWakeAtBus: PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS,
    pub EvtDeviceDisableWakeAtBus: PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS,
    pub EvtDeviceReportedMissing: PFN_WDF_DEVICE_REPORTED_MISSING,
}
pub type WDF_PDO_EVENT_CALLBACKS = _WDF_PDO_EVENT_CALLBACKS;
pub type PWDF_PDO_EVENT_CALLBACKS = *mut _WDF_PDO_EVENT_CALLBACKS;
zeroed_default!(_WDF_PDO_EVENT_CALLBACKS);
layout!(_WDF_PDO_EVENT_CALLBACKS: size 64, align 8, {
    Size: 0, EvtDeviceResourcesQuery: 8, EvtDeviceResourceRequirementsQuery: 16, EvtDeviceEject: 24,
    EvtDeviceSetLock: 32, EvtDeviceEnableWakeAtBus: 40, EvtDeviceDisableWakeAtBus: 48,
    EvtDeviceReportedMissing: 56,
});

wdf_functions! {
    #[index(WdfPdoInitAllocateTableIndex)]
    #[pointer(PFN_WDFPDOINITALLOCATE)]
    fn WdfPdoInitAllocate(ParentDevice: WDFDEVICE) -> PWDFDEVICE_INIT;

    #[index(WdfPdoInitSetEventCallbacksTableIndex)]
    #[pointer(PFN_WDFPDOINITSETEVENTCALLBACKS)]
    fn WdfPdoInitSetEventCallbacks(
        DeviceInit: PWDFDEVICE_INIT,
        DispatchTable: PWDF_PDO_EVENT_CALLBACKS,
    );

    #[index(WdfPdoInitAssignDeviceIDTableIndex)]
    #[pointer(PFN_WDFPDOINITASSIGNDEVICEID)]
    fn WdfPdoInitAssignDeviceID(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceID: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfPdoInitAssignInstanceIDTableIndex)]
    #[pointer(PFN_WDFPDOINITASSIGNINSTANCEID)]
    fn WdfPdoInitAssignInstanceID(
        DeviceInit: PWDFDEVICE_INIT,
        InstanceID: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfPdoInitAddHardwareIDTableIndex)]
    #[pointer(PFN_WDFPDOINITADDHARDWAREID)]
    fn WdfPdoInitAddHardwareID(
        DeviceInit: PWDFDEVICE_INIT,
        HardwareID: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfPdoInitAddCompatibleIDTableIndex)]
    #[pointer(PFN_WDFPDOINITADDCOMPATIBLEID)]
    fn WdfPdoInitAddCompatibleID(
        DeviceInit: PWDFDEVICE_INIT,
        CompatibleID: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfPdoInitAddDeviceTextTableIndex)]
    #[pointer(PFN_WDFPDOINITADDDEVICETEXT)]
    fn WdfPdoInitAddDeviceText(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceDescription: PCUNICODE_STRING,
        DeviceLocation: PCUNICODE_STRING,
        LocaleId: LCID,
    ) -> NTSTATUS;

    #[index(WdfPdoInitSetDefaultLocaleTableIndex)]
    #[pointer(PFN_WDFPDOINITSETDEFAULTLOCALE)]
    fn WdfPdoInitSetDefaultLocale(DeviceInit: PWDFDEVICE_INIT, LocaleId: LCID);

    #[index(WdfPdoInitAssignRawDeviceTableIndex)]
    #[pointer(PFN_WDFPDOINITASSIGNRAWDEVICE)]
    fn WdfPdoInitAssignRawDevice(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceClassGuid: *const GUID,
    ) -> NTSTATUS;

    #[index(WdfPdoMarkMissingTableIndex)]
    #[pointer(PFN_WDFPDOMARKMISSING)]
    fn WdfPdoMarkMissing(Device: WDFDEVICE) -> NTSTATUS;

    #[index(WdfPdoRequestEjectTableIndex)]
    #[pointer(PFN_WDFPDOREQUESTEJECT)]
    fn WdfPdoRequestEject(Device: WDFDEVICE);

    #[index(WdfPdoGetParentTableIndex)]
    #[pointer(PFN_WDFPDOGETPARENT)]
    fn WdfPdoGetParent(Device: WDFDEVICE) -> WDFDEVICE;

    #[index(WdfPdoRetrieveIdentificationDescriptionTableIndex)]
    #[pointer(PFN_WDFPDORETRIEVEIDENTIFICATIONDESCRIPTION)]
    fn WdfPdoRetrieveIdentificationDescription(
        Device: WDFDEVICE,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfPdoRetrieveAddressDescriptionTableIndex)]
    #[pointer(PFN_WDFPDORETRIEVEADDRESSDESCRIPTION)]
    fn WdfPdoRetrieveAddressDescription(
        Device: WDFDEVICE,
        AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfPdoUpdateAddressDescriptionTableIndex)]
    #[pointer(PFN_WDFPDOUPDATEADDRESSDESCRIPTION)]
    fn WdfPdoUpdateAddressDescription(
        Device: WDFDEVICE,
        AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfPdoAddEjectionRelationsPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFPDOADDEJECTIONRELATIONSPHYSICALDEVICE)]
    fn WdfPdoAddEjectionRelationsPhysicalDevice(
        Device: WDFDEVICE,
        PhysicalDevice: PDEVICE_OBJECT,
    ) -> NTSTATUS;

    #[index(WdfPdoRemoveEjectionRelationsPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFPDOREMOVEEJECTIONRELATIONSPHYSICALDEVICE)]
    fn WdfPdoRemoveEjectionRelationsPhysicalDevice(
        Device: WDFDEVICE,
        PhysicalDevice: PDEVICE_OBJECT,
    );

    #[index(WdfPdoClearEjectionRelationsDevicesTableIndex)]
    #[pointer(PFN_WDFPDOCLEAREJECTIONRELATIONSDEVICES)]
    fn WdfPdoClearEjectionRelationsDevices(Device: WDFDEVICE);

    #[index(WdfPdoInitAssignContainerIDTableIndex)]
    #[pointer(PFN_WDFPDOINITASSIGNCONTAINERID)]
    fn WdfPdoInitAssignContainerID(
        DeviceInit: PWDFDEVICE_INIT,
        ContainerID: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfPdoInitAllowForwardingRequestToParentTableIndex)]
    #[pointer(PFN_WDFPDOINITALLOWFORWARDINGREQUESTTOPARENT)]
    fn WdfPdoInitAllowForwardingRequestToParent(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfPdoInitRemovePowerDependencyOnParentTableIndex)]
    #[pointer(PFN_WDFPDOINITREMOVEPOWERDEPENDENCYONPARENT)]
    fn WdfPdoInitRemovePowerDependencyOnParent(DeviceInit: PWDFDEVICE_INIT);
}
