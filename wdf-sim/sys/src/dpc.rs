//! `WDFDPC`: deferred procedure calls.
//!
//! Configuration ([`_WDF_DPC_CONFIG`], 24 bytes), the callback and functions.
//!
//! Facts: wdfdpc.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdpc/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{BOOLEAN, NTSTATUS, PKDPC, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFDPC, WDFOBJECT};

pub type EVT_WDF_DPC = Option<unsafe extern "C" fn(Dpc: WDFDPC)>;
pub type PFN_WDF_DPC = EVT_WDF_DPC;

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DPC_CONFIG {
    pub Size: ULONG,
    pub EvtDpcFunc: PFN_WDF_DPC,
    pub AutomaticSerialization: BOOLEAN,
}
pub type WDF_DPC_CONFIG = _WDF_DPC_CONFIG;
pub type PWDF_DPC_CONFIG = *mut _WDF_DPC_CONFIG;
zeroed_default!(_WDF_DPC_CONFIG);
layout!(_WDF_DPC_CONFIG: size 24, align 8, { Size: 0, EvtDpcFunc: 8, AutomaticSerialization: 16 });

wdf_functions! {
    #[index(WdfDpcCreateTableIndex)]
    #[pointer(PFN_WDFDPCCREATE)]
    fn WdfDpcCreate(
        Config: PWDF_DPC_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        Dpc: *mut WDFDPC,
    ) -> NTSTATUS;

    #[index(WdfDpcEnqueueTableIndex)]
    #[pointer(PFN_WDFDPCENQUEUE)]
    fn WdfDpcEnqueue(Dpc: WDFDPC) -> BOOLEAN;

    #[index(WdfDpcCancelTableIndex)]
    #[pointer(PFN_WDFDPCCANCEL)]
    fn WdfDpcCancel(Dpc: WDFDPC, Wait: BOOLEAN) -> BOOLEAN;

    #[index(WdfDpcGetParentObjectTableIndex)]
    #[pointer(PFN_WDFDPCGETPARENTOBJECT)]
    fn WdfDpcGetParentObject(Dpc: WDFDPC) -> WDFOBJECT;

    #[index(WdfDpcWdmGetDpcTableIndex)]
    #[pointer(PFN_WDFDPCWDMGETDPC)]
    fn WdfDpcWdmGetDpc(Dpc: WDFDPC) -> PKDPC;
}
