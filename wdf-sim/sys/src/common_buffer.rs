//! `WDFCOMMONBUFFER`: memory that a device and its driver share.
//!
//! Made for a DMA enabler of `dma_enabler.rs`; [`_WDF_COMMON_BUFFER_CONFIG`] has 8 bytes.
//!
//! Facts: wdfcommonbuffer.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfcommonbuffer/>.

use crate::declare::{layout, wdf_functions};
use crate::{NTSTATUS, PHYSICAL_ADDRESS, PVOID, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFCOMMONBUFFER, WDFDMAENABLER};

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_COMMON_BUFFER_CONFIG {
    pub Size: ULONG,
    pub AlignmentRequirement: ULONG,
}
pub type WDF_COMMON_BUFFER_CONFIG = _WDF_COMMON_BUFFER_CONFIG;
pub type PWDF_COMMON_BUFFER_CONFIG = *mut _WDF_COMMON_BUFFER_CONFIG;
layout!(_WDF_COMMON_BUFFER_CONFIG: size 8, align 4, { Size: 0, AlignmentRequirement: 4 });

wdf_functions! {
    #[index(WdfCommonBufferCreateTableIndex)]
    #[pointer(PFN_WDFCOMMONBUFFERCREATE)]
    fn WdfCommonBufferCreate(
        DmaEnabler: WDFDMAENABLER,
        Length: usize,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        CommonBuffer: *mut WDFCOMMONBUFFER,
    ) -> NTSTATUS;

    #[index(WdfCommonBufferGetAlignedVirtualAddressTableIndex)]
    #[pointer(PFN_WDFCOMMONBUFFERGETALIGNEDVIRTUALADDRESS)]
    fn WdfCommonBufferGetAlignedVirtualAddress(CommonBuffer: WDFCOMMONBUFFER) -> PVOID;

    #[index(WdfCommonBufferGetAlignedLogicalAddressTableIndex)]
    #[pointer(PFN_WDFCOMMONBUFFERGETALIGNEDLOGICALADDRESS)]
    fn WdfCommonBufferGetAlignedLogicalAddress(CommonBuffer: WDFCOMMONBUFFER) -> PHYSICAL_ADDRESS;

    #[index(WdfCommonBufferGetLengthTableIndex)]
    #[pointer(PFN_WDFCOMMONBUFFERGETLENGTH)]
    fn WdfCommonBufferGetLength(CommonBuffer: WDFCOMMONBUFFER) -> usize;

    #[index(WdfCommonBufferCreateWithConfigTableIndex)]
    #[pointer(PFN_WDFCOMMONBUFFERCREATEWITHCONFIG)]
    fn WdfCommonBufferCreateWithConfig(
        DmaEnabler: WDFDMAENABLER,
        Length: usize,
        Config: PWDF_COMMON_BUFFER_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        CommonBuffer: *mut WDFCOMMONBUFFER,
    ) -> NTSTATUS;
}
