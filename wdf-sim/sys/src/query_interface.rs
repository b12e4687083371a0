//! Interfaces that one driver exposes to another.
//!
//! [`_WDF_QUERY_INTERFACE_CONFIG`] has 48 bytes; the interface itself begins with an `_INTERFACE`,
//! in `wdm/pnp.rs`.
//!
//! Facts: wdfqueryinterface.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfqueryinterface/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{BOOLEAN, GUID, LPGUID, NTSTATUS, PINTERFACE, PVOID, ULONG, WDFDEVICE};

pub type EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST = Option<
    unsafe extern "C" fn(
        Device: WDFDEVICE,
        InterfaceType: LPGUID,
        ExposedInterface: PINTERFACE,
        ExposedInterfaceSpecificData: PVOID,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST = EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST;

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_QUERY_INTERFACE_CONFIG {
    pub Size: ULONG,
    pub Interface: PINTERFACE,
    pub InterfaceType: *const GUID,
    pub SendQueryToParentStack: BOOLEAN,
    pub EvtDeviceProcessQueryInterfaceRequest: PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST,
    pub ImportInterface: BOOLEAN,
}
pub type WDF_QUERY_INTERFACE_CONFIG = _WDF_QUERY_INTERFACE_CONFIG;
pub type PWDF_QUERY_INTERFACE_CONFIG = *mut _WDF_QUERY_INTERFACE_CONFIG;
zeroed_default!(_WDF_QUERY_INTERFACE_CONFIG);
layout!(_WDF_QUERY_INTERFACE_CONFIG: size 48, align 8, {
    Size: 0, Interface: 8, InterfaceType: 16, SendQueryToParentStack: 24,
    EvtDeviceProcessQueryInterfaceRequest: 32, ImportInterface: 40,
});

wdf_functions! {
    #[index(WdfDeviceAddQueryInterfaceTableIndex)]
    #[pointer(PFN_WDFDEVICEADDQUERYINTERFACE)]
    fn WdfDeviceAddQueryInterface(
        Device: WDFDEVICE,
        InterfaceConfig: PWDF_QUERY_INTERFACE_CONFIG,
    ) -> NTSTATUS;
}
