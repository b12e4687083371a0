//! `WDFDMAENABLER`: a device's DMA adapter.
//!
//! Configuration ([`_WDF_DMA_ENABLER_CONFIG`], 80 bytes), callbacks and functions. Transfers are in
//! `dma_transaction.rs`.
//!
//! Facts: wdfdmaenabler.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdmaenabler/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, DMA_WIDTH, NTSTATUS, PCM_PARTIAL_RESOURCE_DESCRIPTOR, PDMA_ADAPTER, PHYSICAL_ADDRESS,
    PWDF_OBJECT_ATTRIBUTES, ULONG, WDF_DMA_DIRECTION, WDFDEVICE, WDFDMAENABLER,
};

pub mod _WDF_DMA_PROFILE {
    pub type Type = core::ffi::c_int;
    pub const WdfDmaProfileInvalid: Type = 0;
    pub const WdfDmaProfilePacket: Type = 1;
    pub const WdfDmaProfileScatterGather: Type = 2;
    pub const WdfDmaProfilePacket64: Type = 3;
    pub const WdfDmaProfileScatterGather64: Type = 4;
    pub const WdfDmaProfileScatterGatherDuplex: Type = 5;
    pub const WdfDmaProfileScatterGather64Duplex: Type = 6;
    pub const WdfDmaProfileSystem: Type = 7;
    pub const WdfDmaProfileSystemDuplex: Type = 8;
}
pub use self::_WDF_DMA_PROFILE::Type as WDF_DMA_PROFILE;

pub mod _WDF_DMA_ENABLER_CONFIG_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_DMA_ENABLER_CONFIG_NO_SGLIST_PREALLOCATION: Type = 1;
    pub const WDF_DMA_ENABLER_CONFIG_REQUIRE_SINGLE_TRANSFER: Type = 2;
}
pub use self::_WDF_DMA_ENABLER_CONFIG_FLAGS::Type as WDF_DMA_ENABLER_CONFIG_FLAGS;

pub type EVT_WDF_DMA_ENABLER_FILL = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_FILL = EVT_WDF_DMA_ENABLER_FILL;

pub type EVT_WDF_DMA_ENABLER_FLUSH = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_FLUSH = EVT_WDF_DMA_ENABLER_FLUSH;

pub type EVT_WDF_DMA_ENABLER_ENABLE = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_ENABLE = EVT_WDF_DMA_ENABLER_ENABLE;

pub type EVT_WDF_DMA_ENABLER_DISABLE = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_DISABLE = EVT_WDF_DMA_ENABLER_DISABLE;

pub type EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START = EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START;

pub type EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP = Option<unsafe extern "C" fn(DmaEnabler: WDFDMAENABLER) -> NTSTATUS>;
pub type PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP = EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP;

/// 80 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DMA_ENABLER_CONFIG {
    pub Size: ULONG,
    pub Profile: WDF_DMA_PROFILE,
    pub MaximumLength: usize,
    pub EvtDmaEnablerFill: PFN_WDF_DMA_ENABLER_FILL,
    pub EvtDmaEnablerFlush: PFN_WDF_DMA_ENABLER_FLUSH,
    pub EvtDmaEnablerDisable: PFN_WDF_DMA_ENABLER_DISABLE,
    pub EvtDmaEnablerEnable: PFN_WDF_DMA_ENABLER_ENABLE,
    pub EvtDmaEnablerSelfManagedIoStart: PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START,
    pub EvtDmaEnablerSelfManagedIoStop: PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP,
    pub AddressWidthOverride: ULONG,
    pub WdmDmaVersionOverride: ULONG,
    pub Flags: ULONG,
}
pub type WDF_DMA_ENABLER_CONFIG = _WDF_DMA_ENABLER_CONFIG;
pub type PWDF_DMA_ENABLER_CONFIG = *mut _WDF_DMA_ENABLER_CONFIG;
zeroed_default!(_WDF_DMA_ENABLER_CONFIG);
layout!(_WDF_DMA_ENABLER_CONFIG: size 80, align 8, {
    Size: 0, Profile: 4, MaximumLength: 8, EvtDmaEnablerFill: 16, EvtDmaEnablerFlush: 24,
    EvtDmaEnablerDisable: 32, EvtDmaEnablerEnable: 40, EvtDmaEnablerSelfManagedIoStart: 48,
    EvtDmaEnablerSelfManagedIoStop: 56, AddressWidthOverride: 64, WdmDmaVersionOverride: 68,
    Flags: 72,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_DMA_SYSTEM_PROFILE_CONFIG {
    pub Size: ULONG,
    pub DemandMode: BOOLEAN,
    pub LoopedTransfer: BOOLEAN,
    pub DmaWidth: DMA_WIDTH,
    pub DeviceAddress: PHYSICAL_ADDRESS,
    pub DmaDescriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
}
pub type WDF_DMA_SYSTEM_PROFILE_CONFIG = _WDF_DMA_SYSTEM_PROFILE_CONFIG;
pub type PWDF_DMA_SYSTEM_PROFILE_CONFIG = *mut _WDF_DMA_SYSTEM_PROFILE_CONFIG;
zeroed_default!(_WDF_DMA_SYSTEM_PROFILE_CONFIG);
layout!(_WDF_DMA_SYSTEM_PROFILE_CONFIG: size 32, align 8, {
    Size: 0, DemandMode: 4, LoopedTransfer: 5, DmaWidth: 8, DeviceAddress: 16, DmaDescriptor: 24,
});

wdf_functions! {
    #[index(WdfDmaEnablerCreateTableIndex)]
    #[pointer(PFN_WDFDMAENABLERCREATE)]
    fn WdfDmaEnablerCreate(
        Device: WDFDEVICE,
        Config: PWDF_DMA_ENABLER_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        DmaEnablerHandle: *mut WDFDMAENABLER,
    ) -> NTSTATUS;

    #[index(WdfDmaEnablerGetMaximumLengthTableIndex)]
    #[pointer(PFN_WDFDMAENABLERGETMAXIMUMLENGTH)]
    fn WdfDmaEnablerGetMaximumLength(DmaEnabler: WDFDMAENABLER) -> usize;

    #[index(WdfDmaEnablerGetMaximumScatterGatherElementsTableIndex)]
    #[pointer(PFN_WDFDMAENABLERGETMAXIMUMSCATTERGATHERELEMENTS)]
    fn WdfDmaEnablerGetMaximumScatterGatherElements(DmaEnabler: WDFDMAENABLER) -> usize;

    #[index(WdfDmaEnablerSetMaximumScatterGatherElementsTableIndex)]
    #[pointer(PFN_WDFDMAENABLERSETMAXIMUMSCATTERGATHERELEMENTS)]
    fn WdfDmaEnablerSetMaximumScatterGatherElements(
        DmaEnabler: WDFDMAENABLER,
        MaximumFragments: usize,
    );

    #[index(WdfDmaEnablerGetFragmentLengthTableIndex)]
    #[pointer(PFN_WDFDMAENABLERGETFRAGMENTLENGTH)]
    fn WdfDmaEnablerGetFragmentLength(
        DmaEnabler: WDFDMAENABLER,
        DmaDirection: WDF_DMA_DIRECTION,
    ) -> usize;

    #[index(WdfDmaEnablerWdmGetDmaAdapterTableIndex)]
    #[pointer(PFN_WDFDMAENABLERWDMGETDMAADAPTER)]
    fn WdfDmaEnablerWdmGetDmaAdapter(
        DmaEnabler: WDFDMAENABLER,
        DmaDirection: WDF_DMA_DIRECTION,
    ) -> PDMA_ADAPTER;

    #[index(WdfDmaEnablerConfigureSystemProfileTableIndex)]
    #[pointer(PFN_WDFDMAENABLERCONFIGURESYSTEMPROFILE)]
    fn WdfDmaEnablerConfigureSystemProfile(
        DmaEnabler: WDFDMAENABLER,
        ProfileConfig: PWDF_DMA_SYSTEM_PROFILE_CONFIG,
        ConfigDirection: WDF_DMA_DIRECTION,
    ) -> NTSTATUS;
}
