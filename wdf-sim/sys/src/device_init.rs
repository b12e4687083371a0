//! `WDFDEVICE_INIT`: what is settled before a device exists.
//!
//! The functions that take a `PWDFDEVICE_INIT`, and what they take beside it. `WdfDeviceCreate`, in
//! `device.rs`, consumes it.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, GUID, NTSTATUS, PCUNICODE_STRING, PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION,
    PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION, PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION, PIRP,
    PUCHAR, PWDF_FILEOBJECT_CONFIG, PWDF_OBJECT_ATTRIBUTES, PWDF_PNPPOWER_EVENT_CALLBACKS,
    PWDF_POWER_POLICY_EVENT_CALLBACKS, PWDFDEVICE_INIT, UCHAR, ULONG, WDF_DEVICE_PNP_STATE,
    WDF_DEVICE_POWER_POLICY_STATE, WDF_DEVICE_POWER_STATE, WDFCONTEXT, WDFDEVICE, WDFREQUEST,
};

pub mod _WDF_DEVICE_IO_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfDeviceIoUndefined: Type = 0;
    pub const WdfDeviceIoNeither: Type = 1;
    pub const WdfDeviceIoBuffered: Type = 2;
    pub const WdfDeviceIoDirect: Type = 3;
    pub const WdfDeviceIoBufferedOrDirect: Type = 4;
    pub const WdfDeviceIoMaximum: Type = 5;
}
pub use self::_WDF_DEVICE_IO_TYPE::Type as WDF_DEVICE_IO_TYPE;
pub type PWDF_DEVICE_IO_TYPE = *mut _WDF_DEVICE_IO_TYPE::Type;

pub mod _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE {
    pub type Type = core::ffi::c_int;
    pub const WdfReleaseHardwareOrderOnFailureInvalid: Type = 0;
    pub const WdfReleaseHardwareOrderOnFailureEarly: Type = 1;
    pub const WdfReleaseHardwareOrderOnFailureAfterDescendants: Type = 2;
}
pub use self::_WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE::Type as WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE;
pub type PWDF_RELEASE_HARDWARE_ORDER_ON_FAILURE = *mut _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE::Type;

pub mod _WDF_REMOVE_LOCK_OPTIONS_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO: Type = 1;
}
pub use self::_WDF_REMOVE_LOCK_OPTIONS_FLAGS::Type as WDF_REMOVE_LOCK_OPTIONS_FLAGS;

pub type EVT_WDFDEVICE_WDM_IRP_PREPROCESS = Option<unsafe extern "C" fn(Device: WDFDEVICE, Irp: PIRP) -> NTSTATUS>;
pub type PFN_WDFDEVICE_WDM_IRP_PREPROCESS = EVT_WDFDEVICE_WDM_IRP_PREPROCESS;

pub type EVT_WDFDEVICE_WDM_IRP_DISPATCH = Option<
    unsafe extern "C" fn(
        Device: WDFDEVICE,
        MajorFunction: UCHAR,
        MinorFunction: UCHAR,
        Code: ULONG,
        DriverContext: WDFCONTEXT,
        Irp: PIRP,
        DispatchContext: WDFCONTEXT,
    ) -> NTSTATUS,
>;
pub type PFN_WDFDEVICE_WDM_IRP_DISPATCH = EVT_WDFDEVICE_WDM_IRP_DISPATCH;

pub type EVT_WDF_IO_IN_CALLER_CONTEXT = Option<unsafe extern "C" fn(Device: WDFDEVICE, Request: WDFREQUEST)>;
pub type PFN_WDF_IO_IN_CALLER_CONTEXT = EVT_WDF_IO_IN_CALLER_CONTEXT;

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REMOVE_LOCK_OPTIONS {
    pub Size: ULONG,
    pub Flags: ULONG,
}
pub type WDF_REMOVE_LOCK_OPTIONS = _WDF_REMOVE_LOCK_OPTIONS;
pub type PWDF_REMOVE_LOCK_OPTIONS = *mut _WDF_REMOVE_LOCK_OPTIONS;
layout!(_WDF_REMOVE_LOCK_OPTIONS: size 8, align 4, { Size: 0, Flags: 4 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_IO_TYPE_CONFIG {
    pub Size: ULONG,
    pub ReadWriteIoType: WDF_DEVICE_IO_TYPE,
    pub DeviceControlIoType: WDF_DEVICE_IO_TYPE,
    pub DirectTransferThreshold: ULONG,
}
pub type WDF_IO_TYPE_CONFIG = _WDF_IO_TYPE_CONFIG;
pub type PWDF_IO_TYPE_CONFIG = *mut _WDF_IO_TYPE_CONFIG;
zeroed_default!(_WDF_IO_TYPE_CONFIG);
layout!(_WDF_IO_TYPE_CONFIG: size 16, align 4, {
    Size: 0, ReadWriteIoType: 4, DeviceControlIoType: 8, DirectTransferThreshold: 12,
});

wdf_functions! {
    #[index(WdfDeviceInitFreeTableIndex)]
    #[pointer(PFN_WDFDEVICEINITFREE)]
    fn WdfDeviceInitFree(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfDeviceInitSetPnpPowerEventCallbacksTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPNPPOWEREVENTCALLBACKS)]
    fn WdfDeviceInitSetPnpPowerEventCallbacks(
        DeviceInit: PWDFDEVICE_INIT,
        PnpPowerEventCallbacks: PWDF_PNPPOWER_EVENT_CALLBACKS,
    );

    #[index(WdfDeviceInitSetPowerPolicyEventCallbacksTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPOWERPOLICYEVENTCALLBACKS)]
    fn WdfDeviceInitSetPowerPolicyEventCallbacks(
        DeviceInit: PWDFDEVICE_INIT,
        PowerPolicyEventCallbacks: PWDF_POWER_POLICY_EVENT_CALLBACKS,
    );

    #[index(WdfDeviceInitSetPowerPolicyOwnershipTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPOWERPOLICYOWNERSHIP)]
    fn WdfDeviceInitSetPowerPolicyOwnership(
        DeviceInit: PWDFDEVICE_INIT,
        IsPowerPolicyOwner: BOOLEAN,
    );

    #[index(WdfDeviceInitRegisterPnpStateChangeCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICEINITREGISTERPNPSTATECHANGECALLBACK)]
    fn WdfDeviceInitRegisterPnpStateChangeCallback(
        DeviceInit: PWDFDEVICE_INIT,
        PnpState: WDF_DEVICE_PNP_STATE,
        EvtDevicePnpStateChange: PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION,
        CallbackTypes: ULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitRegisterPowerStateChangeCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICEINITREGISTERPOWERSTATECHANGECALLBACK)]
    fn WdfDeviceInitRegisterPowerStateChangeCallback(
        DeviceInit: PWDFDEVICE_INIT,
        PowerState: WDF_DEVICE_POWER_STATE,
        EvtDevicePowerStateChange: PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION,
        CallbackTypes: ULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitRegisterPowerPolicyStateChangeCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICEINITREGISTERPOWERPOLICYSTATECHANGECALLBACK)]
    fn WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
        DeviceInit: PWDFDEVICE_INIT,
        PowerPolicyState: WDF_DEVICE_POWER_POLICY_STATE,
        EvtDevicePowerPolicyStateChange: PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION,
        CallbackTypes: ULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitSetIoTypeTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETIOTYPE)]
    fn WdfDeviceInitSetIoType(DeviceInit: PWDFDEVICE_INIT, IoType: WDF_DEVICE_IO_TYPE);

    #[index(WdfDeviceInitSetExclusiveTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETEXCLUSIVE)]
    fn WdfDeviceInitSetExclusive(DeviceInit: PWDFDEVICE_INIT, IsExclusive: BOOLEAN);

    #[index(WdfDeviceInitSetPowerNotPageableTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPOWERNOTPAGEABLE)]
    fn WdfDeviceInitSetPowerNotPageable(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfDeviceInitSetPowerPageableTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPOWERPAGEABLE)]
    fn WdfDeviceInitSetPowerPageable(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfDeviceInitSetPowerInrushTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETPOWERINRUSH)]
    fn WdfDeviceInitSetPowerInrush(DeviceInit: PWDFDEVICE_INIT);

    #[index(WdfDeviceInitSetDeviceTypeTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETDEVICETYPE)]
    fn WdfDeviceInitSetDeviceType(DeviceInit: PWDFDEVICE_INIT, DeviceType: ULONG);

    #[index(WdfDeviceInitAssignNameTableIndex)]
    #[pointer(PFN_WDFDEVICEINITASSIGNNAME)]
    fn WdfDeviceInitAssignName(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceName: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitAssignSDDLStringTableIndex)]
    #[pointer(PFN_WDFDEVICEINITASSIGNSDDLSTRING)]
    fn WdfDeviceInitAssignSDDLString(
        DeviceInit: PWDFDEVICE_INIT,
        SDDLString: PCUNICODE_STRING,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitSetDeviceClassTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETDEVICECLASS)]
    fn WdfDeviceInitSetDeviceClass(DeviceInit: PWDFDEVICE_INIT, DeviceClassGuid: *const GUID);

    #[index(WdfDeviceInitSetCharacteristicsTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETCHARACTERISTICS)]
    fn WdfDeviceInitSetCharacteristics(
        DeviceInit: PWDFDEVICE_INIT,
        DeviceCharacteristics: ULONG,
        OrInValues: BOOLEAN,
    );

    #[index(WdfDeviceInitSetFileObjectConfigTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETFILEOBJECTCONFIG)]
    fn WdfDeviceInitSetFileObjectConfig(
        DeviceInit: PWDFDEVICE_INIT,
        FileObjectConfig: PWDF_FILEOBJECT_CONFIG,
        FileObjectAttributes: PWDF_OBJECT_ATTRIBUTES,
    );

    #[index(WdfDeviceInitSetRequestAttributesTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETREQUESTATTRIBUTES)]
    fn WdfDeviceInitSetRequestAttributes(
        DeviceInit: PWDFDEVICE_INIT,
        RequestAttributes: PWDF_OBJECT_ATTRIBUTES,
    );

    #[index(WdfDeviceInitAssignWdmIrpPreprocessCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICEINITASSIGNWDMIRPPREPROCESSCALLBACK)]
    fn WdfDeviceInitAssignWdmIrpPreprocessCallback(
        DeviceInit: PWDFDEVICE_INIT,
        EvtDeviceWdmIrpPreprocess: PFN_WDFDEVICE_WDM_IRP_PREPROCESS,
        MajorFunction: UCHAR,
        MinorFunctions: PUCHAR,
        NumMinorFunctions: ULONG,
    ) -> NTSTATUS;

    #[index(WdfDeviceInitSetIoInCallerContextCallbackTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETIOINCALLERCONTEXTCALLBACK)]
    fn WdfDeviceInitSetIoInCallerContextCallback(
        DeviceInit: PWDFDEVICE_INIT,
        EvtIoInCallerContext: PFN_WDF_IO_IN_CALLER_CONTEXT,
    );

    #[index(WdfDeviceInitSetRemoveLockOptionsTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETREMOVELOCKOPTIONS)]
    fn WdfDeviceInitSetRemoveLockOptions(
        DeviceInit: PWDFDEVICE_INIT,
        Options: PWDF_REMOVE_LOCK_OPTIONS,
    );

    #[index(WdfDeviceInitSetReleaseHardwareOrderOnFailureTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETRELEASEHARDWAREORDERONFAILURE)]
    fn WdfDeviceInitSetReleaseHardwareOrderOnFailure(
        DeviceInit: PWDFDEVICE_INIT,
        ReleaseHardwareOrderOnFailure: WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE,
    );

    #[index(WdfDeviceInitSetIoTypeExTableIndex)]
    #[pointer(PFN_WDFDEVICEINITSETIOTYPEEX)]
    fn WdfDeviceInitSetIoTypeEx(DeviceInit: PWDFDEVICE_INIT, IoTypeConfig: PWDF_IO_TYPE_CONFIG);
}
