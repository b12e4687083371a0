//! `WDFWORKITEM`: work at PASSIVE_LEVEL.
//!
//! Configuration ([`_WDF_WORKITEM_CONFIG`], 24 bytes), the callback and functions.
//!
//! Facts: wdfworkitem.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfworkitem/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{BOOLEAN, NTSTATUS, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFOBJECT, WDFWORKITEM};

pub type EVT_WDF_WORKITEM = Option<unsafe extern "C" fn(WorkItem: WDFWORKITEM)>;
pub type PFN_WDF_WORKITEM = EVT_WDF_WORKITEM;

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_WORKITEM_CONFIG {
    pub Size: ULONG,
    pub EvtWorkItemFunc: PFN_WDF_WORKITEM,
    pub AutomaticSerialization: BOOLEAN,
}
pub type WDF_WORKITEM_CONFIG = _WDF_WORKITEM_CONFIG;
pub type PWDF_WORKITEM_CONFIG = *mut _WDF_WORKITEM_CONFIG;
zeroed_default!(_WDF_WORKITEM_CONFIG);
layout!(_WDF_WORKITEM_CONFIG: size 24, align 8, {
    Size: 0, EvtWorkItemFunc: 8, AutomaticSerialization: 16,
});

wdf_functions! {
    #[index(WdfWorkItemCreateTableIndex)]
    #[pointer(PFN_WDFWORKITEMCREATE)]
    fn WdfWorkItemCreate(
        Config: PWDF_WORKITEM_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        WorkItem: *mut WDFWORKITEM,
    ) -> NTSTATUS;

    #[index(WdfWorkItemEnqueueTableIndex)]
    #[pointer(PFN_WDFWORKITEMENQUEUE)]
    fn WdfWorkItemEnqueue(WorkItem: WDFWORKITEM);

    #[index(WdfWorkItemGetParentObjectTableIndex)]
    #[pointer(PFN_WDFWORKITEMGETPARENTOBJECT)]
    fn WdfWorkItemGetParentObject(WorkItem: WDFWORKITEM) -> WDFOBJECT;

    #[index(WdfWorkItemFlushTableIndex)]
    #[pointer(PFN_WDFWORKITEMFLUSH)]
    fn WdfWorkItemFlush(WorkItem: WDFWORKITEM);
}
