//! `WDFDRIVER`: the driver object, its configuration and its globals.
//!
//! [`_WDF_DRIVER_GLOBALS`], 56 bytes, is the first argument of every function of the table;
//! [`_WDF_DRIVER_CONFIG`] has 32.
//!
//! Facts: wdfdriver.h and wdfglobals.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdriver/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    ACCESS_MASK, BOOLEAN, CHAR, NTSTATUS, PCUNICODE_STRING, PCWSTR, PDRIVER_OBJECT, PULONG, PVOID,
    PWDF_OBJECT_ATTRIBUTES, PWDFDEVICE_INIT, PWSTR, UCHAR, ULONG, WDFDRIVER, WDFKEY, WDFSTRING,
};

pub mod _WDF_DRIVER_INIT_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfDriverInitNonPnpDriver: Type = 1;
    pub const WdfDriverInitNoDispatchOverride: Type = 2;
    pub const WdfVerifyOn: Type = 4;
    pub const WdfVerifierOn: Type = 8;
    pub const WdfDriverInitCompanion: Type = 0x10;
}
pub use self::_WDF_DRIVER_INIT_FLAGS::Type as WDF_DRIVER_INIT_FLAGS;

pub type EVT_WDF_DRIVER_DEVICE_ADD =
    Option<unsafe extern "C" fn(Driver: WDFDRIVER, DeviceInit: PWDFDEVICE_INIT) -> NTSTATUS>;
pub type PFN_WDF_DRIVER_DEVICE_ADD = EVT_WDF_DRIVER_DEVICE_ADD;

pub type EVT_WDF_DRIVER_UNLOAD = Option<unsafe extern "C" fn(Driver: WDFDRIVER)>;
pub type PFN_WDF_DRIVER_UNLOAD = EVT_WDF_DRIVER_UNLOAD;

pub type EVT_WDF_TRACE_CALLBACK = Option<
    unsafe extern "C" fn(
        minorFunction: UCHAR,
        dataPath: PVOID,
        bufferLength: ULONG,
        buffer: PVOID,
        context: PVOID,
        size: PULONG,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_TRACE_CALLBACK = EVT_WDF_TRACE_CALLBACK;

/// 56 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DRIVER_GLOBALS {
    pub Driver: WDFDRIVER,
    pub DriverFlags: ULONG,
    pub DriverTag: ULONG,
    pub DriverName: [CHAR; 32],
    pub DisplaceDriverUnload: BOOLEAN,
}
pub type WDF_DRIVER_GLOBALS = _WDF_DRIVER_GLOBALS;
pub type PWDF_DRIVER_GLOBALS = *mut _WDF_DRIVER_GLOBALS;
zeroed_default!(_WDF_DRIVER_GLOBALS);
layout!(_WDF_DRIVER_GLOBALS: size 56, align 8, {
    Driver: 0, DriverFlags: 8, DriverTag: 12, DriverName: 16, DisplaceDriverUnload: 48,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DRIVER_CONFIG {
    pub Size: ULONG,
    pub EvtDriverDeviceAdd: PFN_WDF_DRIVER_DEVICE_ADD,
    pub EvtDriverUnload: PFN_WDF_DRIVER_UNLOAD,
    pub DriverInitFlags: ULONG,
    pub DriverPoolTag: ULONG,
}
pub type WDF_DRIVER_CONFIG = _WDF_DRIVER_CONFIG;
pub type PWDF_DRIVER_CONFIG = *mut _WDF_DRIVER_CONFIG;
zeroed_default!(_WDF_DRIVER_CONFIG);
layout!(_WDF_DRIVER_CONFIG: size 32, align 8, {
    Size: 0, EvtDriverDeviceAdd: 8, EvtDriverUnload: 16, DriverInitFlags: 24, DriverPoolTag: 28,
});

/// 12 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_DRIVER_VERSION_AVAILABLE_PARAMS {
    pub Size: ULONG,
    pub MajorVersion: ULONG,
    pub MinorVersion: ULONG,
}
pub type WDF_DRIVER_VERSION_AVAILABLE_PARAMS = _WDF_DRIVER_VERSION_AVAILABLE_PARAMS;
pub type PWDF_DRIVER_VERSION_AVAILABLE_PARAMS = *mut _WDF_DRIVER_VERSION_AVAILABLE_PARAMS;
layout!(_WDF_DRIVER_VERSION_AVAILABLE_PARAMS: size 12, align 4, {
    Size: 0, MajorVersion: 4, MinorVersion: 8,
});

wdf_functions! {
    #[index(WdfDriverCreateTableIndex)]
    #[pointer(PFN_WDFDRIVERCREATE)]
    fn WdfDriverCreate(
        DriverObject: PDRIVER_OBJECT,
        RegistryPath: PCUNICODE_STRING,
        DriverAttributes: PWDF_OBJECT_ATTRIBUTES,
        DriverConfig: PWDF_DRIVER_CONFIG,
        Driver: *mut WDFDRIVER,
    ) -> NTSTATUS;

    #[index(WdfDriverGetRegistryPathTableIndex)]
    #[pointer(PFN_WDFDRIVERGETREGISTRYPATH)]
    fn WdfDriverGetRegistryPath(Driver: WDFDRIVER) -> PWSTR;

    #[index(WdfDriverWdmGetDriverObjectTableIndex)]
    #[pointer(PFN_WDFDRIVERWDMGETDRIVEROBJECT)]
    fn WdfDriverWdmGetDriverObject(Driver: WDFDRIVER) -> PDRIVER_OBJECT;

    #[index(WdfDriverOpenParametersRegistryKeyTableIndex)]
    #[pointer(PFN_WDFDRIVEROPENPARAMETERSREGISTRYKEY)]
    fn WdfDriverOpenParametersRegistryKey(
        Driver: WDFDRIVER,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfWdmDriverGetWdfDriverHandleTableIndex)]
    #[pointer(PFN_WDFWDMDRIVERGETWDFDRIVERHANDLE)]
    fn WdfWdmDriverGetWdfDriverHandle(DriverObject: PDRIVER_OBJECT) -> WDFDRIVER;

    #[index(WdfDriverRegisterTraceInfoTableIndex)]
    #[pointer(PFN_WDFDRIVERREGISTERTRACEINFO)]
    fn WdfDriverRegisterTraceInfo(
        DriverObject: PDRIVER_OBJECT,
        EvtTraceCallback: PFN_WDF_TRACE_CALLBACK,
        ControlBlock: PVOID,
    ) -> NTSTATUS;

    #[index(WdfDriverRetrieveVersionStringTableIndex)]
    #[pointer(PFN_WDFDRIVERRETRIEVEVERSIONSTRING)]
    fn WdfDriverRetrieveVersionString(Driver: WDFDRIVER, String: WDFSTRING) -> NTSTATUS;

    #[index(WdfDriverIsVersionAvailableTableIndex)]
    #[pointer(PFN_WDFDRIVERISVERSIONAVAILABLE)]
    fn WdfDriverIsVersionAvailable(
        Driver: WDFDRIVER,
        VersionAvailableParams: PWDF_DRIVER_VERSION_AVAILABLE_PARAMS,
    ) -> BOOLEAN;

    #[index(WdfGetTriageInfoTableIndex)]
    #[pointer(PFN_WDFGETTRIAGEINFO)]
    fn WdfGetTriageInfo() -> PVOID;

    #[index(WdfDriverOpenPersistentStateRegistryKeyTableIndex)]
    #[pointer(PFN_WDFDRIVEROPENPERSISTENTSTATEREGISTRYKEY)]
    fn WdfDriverOpenPersistentStateRegistryKey(
        Driver: WDFDRIVER,
        DesiredAccess: ACCESS_MASK,
        KeyAttributes: PWDF_OBJECT_ATTRIBUTES,
        Key: *mut WDFKEY,
    ) -> NTSTATUS;

    #[index(WdfDriverErrorReportApiMissingTableIndex)]
    #[pointer(PFN_WDFDRIVERERRORREPORTAPIMISSING)]
    fn WdfDriverErrorReportApiMissing(
        Driver: WDFDRIVER,
        FrameworkExtensionName: PCWSTR,
        ApiIndex: ULONG,
        DoesApiReturnNtstatus: BOOLEAN,
    ) -> NTSTATUS;
}
