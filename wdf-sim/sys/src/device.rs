//! `WDFDEVICE`: creating a device, asking it things and telling it things.
//!
//! The functions that take a finished device. Its properties and interfaces are in
//! `device_property.rs`; what is settled before is in `device_init.rs`, the callbacks of PnP and
//! power are in `pnp_power.rs`.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::declare::wdf_functions;
use crate::{
    ACCESS_MASK, BOOLEAN, LONG, NTSTATUS, PCCH, PCUNICODE_STRING, PDEVICE_OBJECT, PFILE_OBJECT,
    PFN_WDFDEVICE_WDM_IRP_DISPATCH, PIRP, POWER_ACTION, PPNP_BUS_INFORMATION, PVOID, PWDF_DEVICE_PNP_CAPABILITIES,
    PWDF_DEVICE_POWER_CAPABILITIES, PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS,
    PWDF_DEVICE_STATE, PWDF_OBJECT_ATTRIBUTES, PWDF_POWER_FRAMEWORK_SETTINGS, PWDFDEVICE_INIT, UCHAR, ULONG,
    WDF_DEVICE_FAILED_ACTION, WDF_DEVICE_PNP_STATE, WDF_DEVICE_POWER_POLICY_STATE, WDF_DEVICE_POWER_STATE,
    WDF_REQUEST_TYPE, WDF_SPECIAL_FILE_TYPE, WDFCOMPANIONTARGET, WDFCONTEXT, WDFDEVICE, WDFDRIVER, WDFFILEOBJECT,
    WDFIOTARGET, WDFKEY, WDFQUEUE, WDFREQUEST, WDFSTRING,
};

pub mod _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS: Type = 0;
    pub const WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK: Type = 1;
    pub const WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP: Type = 2;
}
pub use self::_WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS::Type as WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS;

wdf_functions! {
    #[index(WdfDeviceGetDeviceStateTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDEVICESTATE)]
    fn WdfDeviceGetDeviceState(Device: WDFDEVICE, DeviceState: PWDF_DEVICE_STATE);

    #[index(WdfDeviceSetDeviceStateTableIndex)]
    #[pointer(PFN_WDFDEVICESETDEVICESTATE)]
    fn WdfDeviceSetDeviceState(Device: WDFDEVICE, DeviceState: PWDF_DEVICE_STATE);

    #[index(WdfWdmDeviceGetWdfDeviceHandleTableIndex)]
    #[pointer(PFN_WDFWDMDEVICEGETWDFDEVICEHANDLE)]
    fn WdfWdmDeviceGetWdfDeviceHandle(DeviceObject: PDEVICE_OBJECT) -> WDFDEVICE;

    #[index(WdfDeviceWdmGetDeviceObjectTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMGETDEVICEOBJECT)]
    fn WdfDeviceWdmGetDeviceObject(Device: WDFDEVICE) -> PDEVICE_OBJECT;

    #[index(WdfDeviceWdmGetAttachedDeviceTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMGETATTACHEDDEVICE)]
    fn WdfDeviceWdmGetAttachedDevice(Device: WDFDEVICE) -> PDEVICE_OBJECT;

    #[index(WdfDeviceWdmGetPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMGETPHYSICALDEVICE)]
    fn WdfDeviceWdmGetPhysicalDevice(Device: WDFDEVICE) -> PDEVICE_OBJECT;

    #[index(WdfDeviceWdmDispatchPreprocessedIrpTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMDISPATCHPREPROCESSEDIRP)]
    fn WdfDeviceWdmDispatchPreprocessedIrp(Device: WDFDEVICE, Irp: PIRP) -> NTSTATUS;

    #[index(WdfDeviceAddDependentUsageDeviceObjectTableIndex)]
    #[pointer(PFN_WDFDEVICEADDDEPENDENTUSAGEDEVICEOBJECT)]
    fn WdfDeviceAddDependentUsageDeviceObject(
        Device: WDFDEVICE,
        DependentDevice: PDEVICE_OBJECT,
    ) -> NTSTATUS;

    #[index(WdfDeviceAddRemovalRelationsPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFDEVICEADDREMOVALRELATIONSPHYSICALDEVICE)]
    fn WdfDeviceAddRemovalRelationsPhysicalDevice(
        Device: WDFDEVICE,
        PhysicalDevice: PDEVICE_OBJECT,
    ) -> NTSTATUS;

    #[index(WdfDeviceRemoveRemovalRelationsPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFDEVICEREMOVEREMOVALRELATIONSPHYSICALDEVICE)]
    fn WdfDeviceRemoveRemovalRelationsPhysicalDevice(
        Device: WDFDEVICE,
        PhysicalDevice: PDEVICE_OBJECT,
    );

    #[index(WdfDeviceClearRemovalRelationsDevicesTableIndex)]
    #[pointer(PFN_WDFDEVICECLEARREMOVALRELATIONSDEVICES)]
    fn WdfDeviceClearRemovalRelationsDevices(Device: WDFDEVICE);

    #[index(WdfDeviceGetDriverTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDRIVER)]
    fn WdfDeviceGetDriver(Device: WDFDEVICE) -> WDFDRIVER;

    #[index(WdfDeviceRetrieveDeviceNameTableIndex)]
    #[pointer(PFN_WDFDEVICERETRIEVEDEVICENAME)]
    fn WdfDeviceRetrieveDeviceName(Device: WDFDEVICE, String: WDFSTRING) -> NTSTATUS;

    #[index(WdfDeviceAssignMofResourceNameTableIndex)]
    #[pointer(PFN_WDFDEVICEASSIGNMOFRESOURCENAME)]
    fn WdfDeviceAssignMofResourceName(
        Device: WDFDEVICE,
        MofResourceName: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceGetIoTargetTableIndex)]
    #[pointer(PFN_WDFDEVICEGETIOTARGET)]
    fn WdfDeviceGetIoTarget(Device: WDFDEVICE) -> WDFIOTARGET;

    #[index(WdfDeviceGetDevicePnpStateTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDEVICEPNPSTATE)]
    fn WdfDeviceGetDevicePnpState(Device: WDFDEVICE) -> WDF_DEVICE_PNP_STATE;

    #[index(WdfDeviceGetDevicePowerStateTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDEVICEPOWERSTATE)]
    fn WdfDeviceGetDevicePowerState(Device: WDFDEVICE) -> WDF_DEVICE_POWER_STATE;

    #[index(WdfDeviceGetDevicePowerPolicyStateTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDEVICEPOWERPOLICYSTATE)]
    fn WdfDeviceGetDevicePowerPolicyState(Device: WDFDEVICE) -> WDF_DEVICE_POWER_POLICY_STATE;

    #[index(WdfDeviceAssignS0IdleSettingsTableIndex)]
    #[pointer(PFN_WDFDEVICEASSIGNS0IDLESETTINGS)]
    fn WdfDeviceAssignS0IdleSettings(
        Device: WDFDEVICE,
        Settings: PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS,
    ) -> NTSTATUS;

    #[index(WdfDeviceAssignSxWakeSettingsTableIndex)]
    #[pointer(PFN_WDFDEVICEASSIGNSXWAKESETTINGS)]
    fn WdfDeviceAssignSxWakeSettings(
        Device: WDFDEVICE,
        Settings: PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS,
    ) -> NTSTATUS;

    #[index(WdfDeviceOpenRegistryKeyTableIndex)]
    #[pointer(PFN_WDFDEVICEOPENREGISTRYKEY)]
    fn WdfDeviceOpenRegistryKey(
        Device: WDFDEVICE,
        DeviceInstanceKeyType: ULONG,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfDeviceSetSpecialFileSupportTableIndex)]
    #[pointer(PFN_WDFDEVICESETSPECIALFILESUPPORT)]
    fn WdfDeviceSetSpecialFileSupport(
        Device: WDFDEVICE,
        FileType: WDF_SPECIAL_FILE_TYPE,
        FileTypeIsSupported: BOOLEAN,
    );

    #[index(WdfDeviceSetCharacteristicsTableIndex)]
    #[pointer(PFN_WDFDEVICESETCHARACTERISTICS)]
    fn WdfDeviceSetCharacteristics(Device: WDFDEVICE, DeviceCharacteristics: ULONG);

    #[index(WdfDeviceGetCharacteristicsTableIndex)]
    #[pointer(PFN_WDFDEVICEGETCHARACTERISTICS)]
    fn WdfDeviceGetCharacteristics(Device: WDFDEVICE) -> ULONG;

    #[index(WdfDeviceGetAlignmentRequirementTableIndex)]
    #[pointer(PFN_WDFDEVICEGETALIGNMENTREQUIREMENT)]
    fn WdfDeviceGetAlignmentRequirement(Device: WDFDEVICE) -> ULONG;

    #[index(WdfDeviceSetAlignmentRequirementTableIndex)]
    #[pointer(PFN_WDFDEVICESETALIGNMENTREQUIREMENT)]
    fn WdfDeviceSetAlignmentRequirement(Device: WDFDEVICE, AlignmentRequirement: ULONG);

    #[index(WdfDeviceCreateTableIndex)]
    #[pointer(PFN_WDFDEVICECREATE)]
    fn WdfDeviceCreate(
        DeviceInit: *mut PWDFDEVICE_INIT,
        DeviceAttributes: PWDF_OBJECT_ATTRIBUTES,
        Device: *mut WDFDEVICE,
    ) -> NTSTATUS;

    #[index(WdfDeviceSetStaticStopRemoveTableIndex)]
    #[pointer(PFN_WDFDEVICESETSTATICSTOPREMOVE)]
    fn WdfDeviceSetStaticStopRemove(Device: WDFDEVICE, Stoppable: BOOLEAN);

    #[index(WdfDeviceCreateSymbolicLinkTableIndex)]
    #[pointer(PFN_WDFDEVICECREATESYMBOLICLINK)]
    fn WdfDeviceCreateSymbolicLink(
        Device: WDFDEVICE,
        SymbolicLinkName: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceSetPnpCapabilitiesTableIndex)]
    #[pointer(PFN_WDFDEVICESETPNPCAPABILITIES)]
    fn WdfDeviceSetPnpCapabilities(
        Device: WDFDEVICE,
        PnpCapabilities: PWDF_DEVICE_PNP_CAPABILITIES,
    );

    #[index(WdfDeviceSetPowerCapabilitiesTableIndex)]
    #[pointer(PFN_WDFDEVICESETPOWERCAPABILITIES)]
    fn WdfDeviceSetPowerCapabilities(
        Device: WDFDEVICE,
        PowerCapabilities: PWDF_DEVICE_POWER_CAPABILITIES,
    );

    #[index(WdfDeviceSetBusInformationForChildrenTableIndex)]
    #[pointer(PFN_WDFDEVICESETBUSINFORMATIONFORCHILDREN)]
    fn WdfDeviceSetBusInformationForChildren(
        Device: WDFDEVICE,
        BusInformation: PPNP_BUS_INFORMATION,
    );

    #[index(WdfDeviceIndicateWakeStatusTableIndex)]
    #[pointer(PFN_WDFDEVICEINDICATEWAKESTATUS)]
    fn WdfDeviceIndicateWakeStatus(Device: WDFDEVICE, WaitWakeStatus: NTSTATUS) -> NTSTATUS;

    #[index(WdfDeviceSetFailedTableIndex)]
    #[pointer(PFN_WDFDEVICESETFAILED)]
    fn WdfDeviceSetFailed(Device: WDFDEVICE, FailedAction: WDF_DEVICE_FAILED_ACTION);

    #[index(WdfDeviceStopIdleNoTrackTableIndex)]
    #[pointer(PFN_WDFDEVICESTOPIDLENOTRACK)]
    fn WdfDeviceStopIdleNoTrack(Device: WDFDEVICE, WaitForD0: BOOLEAN) -> NTSTATUS;

    #[index(WdfDeviceResumeIdleNoTrackTableIndex)]
    #[pointer(PFN_WDFDEVICERESUMEIDLENOTRACK)]
    fn WdfDeviceResumeIdleNoTrack(Device: WDFDEVICE);

    #[index(WdfDeviceGetFileObjectTableIndex)]
    #[pointer(PFN_WDFDEVICEGETFILEOBJECT)]
    fn WdfDeviceGetFileObject(Device: WDFDEVICE, FileObject: PFILE_OBJECT) -> WDFFILEOBJECT;

    #[index(WdfDeviceEnqueueRequestTableIndex)]
    #[pointer(PFN_WDFDEVICEENQUEUEREQUEST)]
    fn WdfDeviceEnqueueRequest(Device: WDFDEVICE, Request: WDFREQUEST) -> NTSTATUS;

    #[index(WdfDeviceGetDefaultQueueTableIndex)]
    #[pointer(PFN_WDFDEVICEGETDEFAULTQUEUE)]
    fn WdfDeviceGetDefaultQueue(Device: WDFDEVICE) -> WDFQUEUE;

    #[index(WdfDeviceConfigureRequestDispatchingTableIndex)]
    #[pointer(PFN_WDFDEVICECONFIGUREREQUESTDISPATCHING)]
    fn WdfDeviceConfigureRequestDispatching(
        Device: WDFDEVICE,
        Queue: WDFQUEUE,
        RequestType: WDF_REQUEST_TYPE,
    ) -> NTSTATUS;

    #[index(WdfDeviceRemoveDependentUsageDeviceObjectTableIndex)]
    #[pointer(PFN_WDFDEVICEREMOVEDEPENDENTUSAGEDEVICEOBJECT)]
    fn WdfDeviceRemoveDependentUsageDeviceObject(
        Device: WDFDEVICE,
        DependentDevice: PDEVICE_OBJECT,
    );

    #[index(WdfDeviceGetSystemPowerActionTableIndex)]
    #[pointer(PFN_WDFDEVICEGETSYSTEMPOWERACTION)]
    fn WdfDeviceGetSystemPowerAction(Device: WDFDEVICE) -> POWER_ACTION::Type;

    #[index(WdfDeviceWdmDispatchIrpTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMDISPATCHIRP)]
    fn WdfDeviceWdmDispatchIrp(
        Device: WDFDEVICE,
        Irp: PIRP,
        DispatchContext: WDFCONTEXT,
    ) -> NTSTATUS;

    #[index(WdfDeviceWdmDispatchIrpToIoQueueTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMDISPATCHIRPTOIOQUEUE)]
    fn WdfDeviceWdmDispatchIrpToIoQueue(
        Device: WDFDEVICE,
        Irp: PIRP,
        Queue: WDFQUEUE,
        Flags: ULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceConfigureWdmIrpDispatchCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICECONFIGUREWDMIRPDISPATCHCALLBACK)]
    fn WdfDeviceConfigureWdmIrpDispatchCallback(
        Device: WDFDEVICE,
        Driver: WDFDRIVER,
        MajorFunction: UCHAR,
        EvtDeviceWdmIrpDispatch: PFN_WDFDEVICE_WDM_IRP_DISPATCH,
        DriverContext: WDFCONTEXT,
    ) -> NTSTATUS;

    #[index(WdfDeviceWdmAssignPowerFrameworkSettingsTableIndex)]
    #[pointer(PFN_WDFDEVICEWDMASSIGNPOWERFRAMEWORKSETTINGS)]
    fn WdfDeviceWdmAssignPowerFrameworkSettings(
        Device: WDFDEVICE,
        PowerFrameworkSettings: PWDF_POWER_FRAMEWORK_SETTINGS,
    ) -> NTSTATUS;

    #[index(WdfDeviceStopIdleActualTableIndex)]
    #[pointer(PFN_WDFDEVICESTOPIDLEACTUAL)]
    fn WdfDeviceStopIdleActual(
        Device: WDFDEVICE,
        WaitForD0: BOOLEAN,
        Tag: PVOID,
        Line: LONG,
        File: PCCH,
    ) -> NTSTATUS;

    #[index(WdfDeviceResumeIdleActualTableIndex)]
    #[pointer(PFN_WDFDEVICERESUMEIDLEACTUAL)]
    fn WdfDeviceResumeIdleActual(Device: WDFDEVICE, Tag: PVOID, Line: LONG, File: PCCH);

    #[index(WdfDeviceOpenDevicemapKeyTableIndex)]
    #[pointer(PFN_WDFDEVICEOPENDEVICEMAPKEY)]
    fn WdfDeviceOpenDevicemapKey(
        Device: WDFDEVICE,
        KeyName: PCUNICODE_STRING,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfDeviceRetrieveCompanionTargetTableIndex)]
    #[pointer(PFN_WDFDEVICERETRIEVECOMPANIONTARGET)]
    fn WdfDeviceRetrieveCompanionTarget(
        Device: WDFDEVICE,
        CompanionTarget: *mut WDFCOMPANIONTARGET,
    ) -> NTSTATUS;
}
