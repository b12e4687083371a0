//! `WDFWMIPROVIDER` and `WDFWMIINSTANCE`: WMI data blocks.
//!
//! Configuration of a provider (40 bytes) and of an instance (64), callbacks and functions.
//!
//! Facts: wdfwmi.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfwmi/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, GUID, NTSTATUS, PULONG, PVOID, PWDF_OBJECT_ATTRIBUTES, ULONG, ULONGLONG, WDFDEVICE, WDFWMIINSTANCE,
    WDFWMIPROVIDER,
};

pub mod _WDF_WMI_PROVIDER_CONTROL {
    pub type Type = core::ffi::c_int;
    pub const WdfWmiControlInvalid: Type = 0;
    pub const WdfWmiEventControl: Type = 1;
    pub const WdfWmiInstanceControl: Type = 2;
}
pub use self::_WDF_WMI_PROVIDER_CONTROL::Type as WDF_WMI_PROVIDER_CONTROL;

pub mod _WDF_WMI_PROVIDER_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfWmiProviderEventOnly: Type = 1;
    pub const WdfWmiProviderExpensive: Type = 2;
    pub const WdfWmiProviderTracing: Type = 4;
    pub const WdfWmiProviderValidFlags: Type = 7;
}
pub use self::_WDF_WMI_PROVIDER_FLAGS::Type as WDF_WMI_PROVIDER_FLAGS;

pub type EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE = Option<
    unsafe extern "C" fn(
        WmiInstance: WDFWMIINSTANCE,
        OutBufferSize: ULONG,
        OutBuffer: PVOID,
        BufferUsed: PULONG,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE = EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE;

pub type EVT_WDF_WMI_INSTANCE_SET_INSTANCE =
    Option<unsafe extern "C" fn(WmiInstance: WDFWMIINSTANCE, InBufferSize: ULONG, InBuffer: PVOID) -> NTSTATUS>;
pub type PFN_WDF_WMI_INSTANCE_SET_INSTANCE = EVT_WDF_WMI_INSTANCE_SET_INSTANCE;

pub type EVT_WDF_WMI_INSTANCE_SET_ITEM = Option<
    unsafe extern "C" fn(
        WmiInstance: WDFWMIINSTANCE,
        DataItemId: ULONG,
        InBufferSize: ULONG,
        InBuffer: PVOID,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_WMI_INSTANCE_SET_ITEM = EVT_WDF_WMI_INSTANCE_SET_ITEM;

pub type EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD = Option<
    unsafe extern "C" fn(
        WmiInstance: WDFWMIINSTANCE,
        MethodId: ULONG,
        InBufferSize: ULONG,
        OutBufferSize: ULONG,
        Buffer: PVOID,
        BufferUsed: PULONG,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD = EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD;

pub type EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL = Option<
    unsafe extern "C" fn(WmiProvider: WDFWMIPROVIDER, Control: WDF_WMI_PROVIDER_CONTROL, Enable: BOOLEAN) -> NTSTATUS,
>;
pub type PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL = EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL;

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_WMI_PROVIDER_CONFIG {
    pub Size: ULONG,
    pub Guid: GUID,
    pub Flags: ULONG,
    pub MinInstanceBufferSize: ULONG,
    pub EvtWmiProviderFunctionControl: PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL,
}
pub type WDF_WMI_PROVIDER_CONFIG = _WDF_WMI_PROVIDER_CONFIG;
pub type PWDF_WMI_PROVIDER_CONFIG = *mut _WDF_WMI_PROVIDER_CONFIG;
zeroed_default!(_WDF_WMI_PROVIDER_CONFIG);
layout!(_WDF_WMI_PROVIDER_CONFIG: size 40, align 8, {
    Size: 0, Guid: 4, Flags: 20, MinInstanceBufferSize: 24, EvtWmiProviderFunctionControl: 32,
});

/// 64 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_WMI_INSTANCE_CONFIG {
    pub Size: ULONG,
    pub Provider: WDFWMIPROVIDER,
    pub ProviderConfig: PWDF_WMI_PROVIDER_CONFIG,
    pub UseContextForQuery: BOOLEAN,
    pub Register: BOOLEAN,
    pub EvtWmiInstanceQueryInstance: PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE,
    pub EvtWmiInstanceSetInstance: PFN_WDF_WMI_INSTANCE_SET_INSTANCE,
    pub EvtWmiInstanceSetItem: PFN_WDF_WMI_INSTANCE_SET_ITEM,
    pub EvtWmiInstanceExecuteMethod: PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD,
}
pub type WDF_WMI_INSTANCE_CONFIG = _WDF_WMI_INSTANCE_CONFIG;
pub type PWDF_WMI_INSTANCE_CONFIG = *mut _WDF_WMI_INSTANCE_CONFIG;
zeroed_default!(_WDF_WMI_INSTANCE_CONFIG);
layout!(_WDF_WMI_INSTANCE_CONFIG: size 64, align 8, {
    Size: 0, Provider: 8, ProviderConfig: 16, UseContextForQuery: 24, Register: 25,
    EvtWmiInstanceQueryInstance: 32, EvtWmiInstanceSetInstance: 40, EvtWmiInstanceSetItem: 48,
    EvtWmiInstanceExecuteMethod: 56,
});

wdf_functions! {
    #[index(WdfWmiProviderCreateTableIndex)]
    #[pointer(PFN_WDFWMIPROVIDERCREATE)]
    fn WdfWmiProviderCreate(
        Device: WDFDEVICE,
        WmiProviderConfig: PWDF_WMI_PROVIDER_CONFIG,
        ProviderAttributes: PWDF_OBJECT_ATTRIBUTES,
        WmiProvider: *mut WDFWMIPROVIDER,
    ) -> NTSTATUS;

    #[index(WdfWmiProviderGetDeviceTableIndex)]
    #[pointer(PFN_WDFWMIPROVIDERGETDEVICE)]
    fn WdfWmiProviderGetDevice(WmiProvider: WDFWMIPROVIDER) -> WDFDEVICE;

    #[index(WdfWmiProviderIsEnabledTableIndex)]
    #[pointer(PFN_WDFWMIPROVIDERISENABLED)]
    fn WdfWmiProviderIsEnabled(
        WmiProvider: WDFWMIPROVIDER,
        ProviderControl: WDF_WMI_PROVIDER_CONTROL,
    ) -> BOOLEAN;

    #[index(WdfWmiProviderGetTracingHandleTableIndex)]
    #[pointer(PFN_WDFWMIPROVIDERGETTRACINGHANDLE)]
    fn WdfWmiProviderGetTracingHandle(WmiProvider: WDFWMIPROVIDER) -> ULONGLONG;

    #[index(WdfWmiInstanceCreateTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCECREATE)]
    fn WdfWmiInstanceCreate(
        Device: WDFDEVICE,
        InstanceConfig: PWDF_WMI_INSTANCE_CONFIG,
        InstanceAttributes: PWDF_OBJECT_ATTRIBUTES,
        Instance: *mut WDFWMIINSTANCE,
    ) -> NTSTATUS;

    #[index(WdfWmiInstanceRegisterTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCEREGISTER)]
    fn WdfWmiInstanceRegister(WmiInstance: WDFWMIINSTANCE) -> NTSTATUS;

    #[index(WdfWmiInstanceDeregisterTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCEDEREGISTER)]
    fn WdfWmiInstanceDeregister(WmiInstance: WDFWMIINSTANCE);

    #[index(WdfWmiInstanceGetDeviceTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCEGETDEVICE)]
    fn WdfWmiInstanceGetDevice(WmiInstance: WDFWMIINSTANCE) -> WDFDEVICE;

    #[index(WdfWmiInstanceGetProviderTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCEGETPROVIDER)]
    fn WdfWmiInstanceGetProvider(WmiInstance: WDFWMIINSTANCE) -> WDFWMIPROVIDER;

    #[index(WdfWmiInstanceFireEventTableIndex)]
    #[pointer(PFN_WDFWMIINSTANCEFIREEVENT)]
    fn WdfWmiInstanceFireEvent(
        WmiInstance: WDFWMIINSTANCE,
        EventDataSize: ULONG,
        EventData: PVOID,
    ) -> NTSTATUS;
}
