//! `WDFCHILDLIST`: how a bus driver reports its children.
//!
//! Configuration ([`_WDF_CHILD_LIST_CONFIG`], 96 bytes), the callbacks that compare, copy and
//! create children, and the functions. A child is a device of `pdo.rs`.
//!
//! Facts: wdfchildlist.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfchildlist/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{BOOLEAN, NTSTATUS, PVOID, PWDF_OBJECT_ATTRIBUTES, PWDFDEVICE_INIT, ULONG, WDFCHILDLIST, WDFDEVICE};

pub mod _WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS {
    pub type Type = core::ffi::c_int;
    pub const WdfChildListRetrieveDeviceUndefined: Type = 0;
    pub const WdfChildListRetrieveDeviceSuccess: Type = 1;
    pub const WdfChildListRetrieveDeviceNotYetCreated: Type = 2;
    pub const WdfChildListRetrieveDeviceNoSuchDevice: Type = 3;
}
pub use self::_WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS::Type as WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS;
pub type PWDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS = *mut _WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS::Type;

pub mod _WDF_RETRIEVE_CHILD_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfRetrieveUnspecified: Type = 0;
    pub const WdfRetrievePresentChildren: Type = 1;
    pub const WdfRetrieveMissingChildren: Type = 2;
    pub const WdfRetrievePendingChildren: Type = 4;
    pub const WdfRetrieveAddedChildren: Type = 5;
    pub const WdfRetrieveAllChildren: Type = 7;
}
pub use self::_WDF_RETRIEVE_CHILD_FLAGS::Type as WDF_RETRIEVE_CHILD_FLAGS;

pub type EVT_WDF_CHILD_LIST_CREATE_DEVICE = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        ChildInit: PWDFDEVICE_INIT,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_CHILD_LIST_CREATE_DEVICE = EVT_WDF_CHILD_LIST_CREATE_DEVICE;

pub type EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN = Option<unsafe extern "C" fn(ChildList: WDFCHILDLIST)>;
pub type PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN = EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN;

pub type EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        SourceIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        DestinationIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ),
>;
pub type PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY = EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY;

pub type EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        SourceIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        DestinationIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE =
    EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE;

pub type EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        FirstIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        SecondIdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ) -> BOOLEAN,
>;
pub type PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE = EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE;

pub type EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ),
>;
pub type PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP = EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP;

pub type EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        SourceAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
        DestinationAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ),
>;
pub type PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY = EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY;

pub type EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        SourceAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
        DestinationAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE = EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE;

pub type EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP =
    Option<unsafe extern "C" fn(ChildList: WDFCHILDLIST, AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER)>;
pub type PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP = EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP;

pub type EVT_WDF_CHILD_LIST_DEVICE_REENUMERATED = Option<
    unsafe extern "C" fn(
        ChildList: WDFCHILDLIST,
        OldDevice: WDFDEVICE,
        OldAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
        NewAddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> BOOLEAN,
>;
pub type PFN_WDF_CHILD_LIST_DEVICE_REENUMERATED = EVT_WDF_CHILD_LIST_DEVICE_REENUMERATED;

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER {
    pub IdentificationDescriptionSize: ULONG,
}
pub type WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER = _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER;
pub type PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER = *mut _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER;
layout!(_WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER: size 4, align 4, {
    IdentificationDescriptionSize: 0,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER {
    pub AddressDescriptionSize: ULONG,
}
pub type WDF_CHILD_ADDRESS_DESCRIPTION_HEADER = _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER;
pub type PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER = *mut _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER;
layout!(_WDF_CHILD_ADDRESS_DESCRIPTION_HEADER: size 4, align 4, { AddressDescriptionSize: 0 });

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_CHILD_RETRIEVE_INFO {
    pub Size: ULONG,
    pub IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    pub AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    pub Status: WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS,
    pub EvtChildListIdentificationDescriptionCompare: PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE,
}
pub type WDF_CHILD_RETRIEVE_INFO = _WDF_CHILD_RETRIEVE_INFO;
pub type PWDF_CHILD_RETRIEVE_INFO = *mut _WDF_CHILD_RETRIEVE_INFO;
zeroed_default!(_WDF_CHILD_RETRIEVE_INFO);
layout!(_WDF_CHILD_RETRIEVE_INFO: size 40, align 8, {
    Size: 0, IdentificationDescription: 8, AddressDescription: 16, Status: 24,
    EvtChildListIdentificationDescriptionCompare: 32,
});

/// 96 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_CHILD_LIST_CONFIG {
    pub Size: ULONG,
    pub IdentificationDescriptionSize: ULONG,
    pub AddressDescriptionSize: ULONG,
    pub EvtChildListCreateDevice: PFN_WDF_CHILD_LIST_CREATE_DEVICE,
    pub EvtChildListScanForChildren: PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN,
    pub EvtChildListIdentificationDescriptionCopy: PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY,
    pub EvtChildListIdentificationDescriptionDuplicate: PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE,
    pub EvtChildListIdentificationDescriptionCleanup: PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP,
    pub EvtChildListIdentificationDescriptionCompare: PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE,
    pub EvtChildListAddressDescriptionCopy: PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY,
    pub EvtChildListAddressDescriptionDuplicate: PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE,
    pub EvtChildListAddressDescriptionCleanup: PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP,
    pub EvtChildListDeviceReenumerated: PFN_WDF_CHILD_LIST_DEVICE_REENUMERATED,
}
pub type WDF_CHILD_LIST_CONFIG = _WDF_CHILD_LIST_CONFIG;
pub type PWDF_CHILD_LIST_CONFIG = *mut _WDF_CHILD_LIST_CONFIG;
zeroed_default!(_WDF_CHILD_LIST_CONFIG);
layout!(_WDF_CHILD_LIST_CONFIG: size 96, align 8, {
    Size: 0, IdentificationDescriptionSize: 4, AddressDescriptionSize: 8,
    EvtChildListCreateDevice: 16, EvtChildListScanForChildren: 24,
    EvtChildListIdentificationDescriptionCopy: 32,
    EvtChildListIdentificationDescriptionDuplicate: 40,
    EvtChildListIdentificationDescriptionCleanup: 48,
    EvtChildListIdentificationDescriptionCompare: 56, EvtChildListAddressDescriptionCopy: 64,
    EvtChildListAddressDescriptionDuplicate: 72, EvtChildListAddressDescriptionCleanup: 80,
    EvtChildListDeviceReenumerated: 88,
});

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_CHILD_LIST_ITERATOR {
    pub Size: ULONG,
    pub Flags: ULONG,
    pub Reserved: [PVOID; 4],
}
pub type WDF_CHILD_LIST_ITERATOR = _WDF_CHILD_LIST_ITERATOR;
pub type PWDF_CHILD_LIST_ITERATOR = *mut _WDF_CHILD_LIST_ITERATOR;
zeroed_default!(_WDF_CHILD_LIST_ITERATOR);
layout!(_WDF_CHILD_LIST_ITERATOR: size 40, align 8, { Size: 0, Flags: 4, Reserved: 8 });

wdf_functions! {
    #[index(WdfChildListCreateTableIndex)]
    #[pointer(PFN_WDFCHILDLISTCREATE)]
    fn WdfChildListCreate(
        Device: WDFDEVICE,
        Config: PWDF_CHILD_LIST_CONFIG,
        ChildListAttributes: PWDF_OBJECT_ATTRIBUTES,
        ChildList: *mut WDFCHILDLIST,
    ) -> NTSTATUS;

    #[index(WdfChildListGetDeviceTableIndex)]
    #[pointer(PFN_WDFCHILDLISTGETDEVICE)]
    fn WdfChildListGetDevice(ChildList: WDFCHILDLIST) -> WDFDEVICE;

    #[index(WdfChildListRetrievePdoTableIndex)]
    #[pointer(PFN_WDFCHILDLISTRETRIEVEPDO)]
    fn WdfChildListRetrievePdo(
        ChildList: WDFCHILDLIST,
        RetrieveInfo: PWDF_CHILD_RETRIEVE_INFO,
    ) -> WDFDEVICE;

    #[index(WdfChildListRetrieveAddressDescriptionTableIndex)]
    #[pointer(PFN_WDFCHILDLISTRETRIEVEADDRESSDESCRIPTION)]
    fn WdfChildListRetrieveAddressDescription(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfChildListBeginScanTableIndex)]
    #[pointer(PFN_WDFCHILDLISTBEGINSCAN)]
    fn WdfChildListBeginScan(ChildList: WDFCHILDLIST);

    #[index(WdfChildListEndScanTableIndex)]
    #[pointer(PFN_WDFCHILDLISTENDSCAN)]
    fn WdfChildListEndScan(ChildList: WDFCHILDLIST);

    #[index(WdfChildListBeginIterationTableIndex)]
    #[pointer(PFN_WDFCHILDLISTBEGINITERATION)]
    fn WdfChildListBeginIteration(ChildList: WDFCHILDLIST, Iterator: PWDF_CHILD_LIST_ITERATOR);

    #[index(WdfChildListRetrieveNextDeviceTableIndex)]
    #[pointer(PFN_WDFCHILDLISTRETRIEVENEXTDEVICE)]
    fn WdfChildListRetrieveNextDevice(
        ChildList: WDFCHILDLIST,
        Iterator: PWDF_CHILD_LIST_ITERATOR,
        Device: *mut WDFDEVICE,
        Info: PWDF_CHILD_RETRIEVE_INFO,
    ) -> NTSTATUS;

    #[index(WdfChildListEndIterationTableIndex)]
    #[pointer(PFN_WDFCHILDLISTENDITERATION)]
    fn WdfChildListEndIteration(ChildList: WDFCHILDLIST, Iterator: PWDF_CHILD_LIST_ITERATOR);

    #[index(WdfChildListAddOrUpdateChildDescriptionAsPresentTableIndex)]
    #[pointer(PFN_WDFCHILDLISTADDORUPDATECHILDDESCRIPTIONASPRESENT)]
    fn WdfChildListAddOrUpdateChildDescriptionAsPresent(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
        AddressDescription: PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfChildListUpdateChildDescriptionAsMissingTableIndex)]
    #[pointer(PFN_WDFCHILDLISTUPDATECHILDDESCRIPTIONASMISSING)]
    fn WdfChildListUpdateChildDescriptionAsMissing(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ) -> NTSTATUS;

    #[index(WdfChildListUpdateAllChildDescriptionsAsPresentTableIndex)]
    #[pointer(PFN_WDFCHILDLISTUPDATEALLCHILDDESCRIPTIONSASPRESENT)]
    fn WdfChildListUpdateAllChildDescriptionsAsPresent(ChildList: WDFCHILDLIST);

    #[index(WdfChildListRequestChildEjectTableIndex)]
    #[pointer(PFN_WDFCHILDLISTREQUESTCHILDEJECT)]
    fn WdfChildListRequestChildEject(
        ChildList: WDFCHILDLIST,
        IdentificationDescription: PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER,
    ) -> BOOLEAN;
}
