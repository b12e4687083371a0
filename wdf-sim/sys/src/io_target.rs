//! `WDFIOTARGET`: where a driver sends requests.
//!
//! Parameters of opening ([`_WDF_IO_TARGET_OPEN_PARAMS`], 136 bytes), states, callbacks and
//! functions. The sending itself is `WdfRequestSend`, in `request.rs`.
//!
//! Facts: wdfiotarget.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfiotarget/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    ACCESS_MASK, DEVICE_REGISTRY_PROPERTY, HANDLE, LPCGUID, NTSTATUS, PDEVICE_OBJECT, PFILE_OBJECT, PINTERFACE,
    PLONGLONG, POOL_TYPE, PULONG, PULONG_PTR, PVOID, PWDF_MEMORY_DESCRIPTOR, PWDF_OBJECT_ATTRIBUTES,
    PWDF_REQUEST_SEND_OPTIONS, PWDFMEMORY_OFFSET, ULONG, UNICODE_STRING, USHORT, WDFDEVICE, WDFIOTARGET, WDFMEMORY,
    WDFREQUEST,
};

pub mod _WDF_IO_TARGET_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfIoTargetStateUndefined: Type = 0;
    pub const WdfIoTargetStarted: Type = 1;
    pub const WdfIoTargetStopped: Type = 2;
    pub const WdfIoTargetClosedForQueryRemove: Type = 3;
    pub const WdfIoTargetClosed: Type = 4;
    pub const WdfIoTargetDeleted: Type = 5;
    pub const WdfIoTargetPurged: Type = 6;
}
pub use self::_WDF_IO_TARGET_STATE::Type as WDF_IO_TARGET_STATE;
pub type PWDF_IO_TARGET_STATE = *mut _WDF_IO_TARGET_STATE::Type;

pub mod _WDF_IO_TARGET_OPEN_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfIoTargetOpenUndefined: Type = 0;
    pub const WdfIoTargetOpenUseExistingDevice: Type = 1;
    pub const WdfIoTargetOpenByName: Type = 2;
    pub const WdfIoTargetOpenReopen: Type = 3;
    pub const WdfIoTargetOpenLocalTargetByFile: Type = 4;
}
pub use self::_WDF_IO_TARGET_OPEN_TYPE::Type as WDF_IO_TARGET_OPEN_TYPE;

pub mod _WDF_IO_TARGET_SENT_IO_ACTION {
    pub type Type = core::ffi::c_int;
    pub const WdfIoTargetSentIoUndefined: Type = 0;
    pub const WdfIoTargetCancelSentIo: Type = 1;
    pub const WdfIoTargetWaitForSentIoToComplete: Type = 2;
    pub const WdfIoTargetLeaveSentIoPending: Type = 3;
}
pub use self::_WDF_IO_TARGET_SENT_IO_ACTION::Type as WDF_IO_TARGET_SENT_IO_ACTION;

pub mod _WDF_IO_TARGET_PURGE_IO_ACTION {
    pub type Type = core::ffi::c_int;
    pub const WdfIoTargetPurgeIoUndefined: Type = 0;
    pub const WdfIoTargetPurgeIoAndWait: Type = 1;
    pub const WdfIoTargetPurgeIo: Type = 2;
}
pub use self::_WDF_IO_TARGET_PURGE_IO_ACTION::Type as WDF_IO_TARGET_PURGE_IO_ACTION;

pub type EVT_WDF_IO_TARGET_QUERY_REMOVE = Option<unsafe extern "C" fn(IoTarget: WDFIOTARGET) -> NTSTATUS>;
pub type PFN_WDF_IO_TARGET_QUERY_REMOVE = EVT_WDF_IO_TARGET_QUERY_REMOVE;

pub type EVT_WDF_IO_TARGET_REMOVE_CANCELED = Option<unsafe extern "C" fn(IoTarget: WDFIOTARGET)>;
pub type PFN_WDF_IO_TARGET_REMOVE_CANCELED = EVT_WDF_IO_TARGET_REMOVE_CANCELED;

pub type EVT_WDF_IO_TARGET_REMOVE_COMPLETE = Option<unsafe extern "C" fn(IoTarget: WDFIOTARGET)>;
pub type PFN_WDF_IO_TARGET_REMOVE_COMPLETE = EVT_WDF_IO_TARGET_REMOVE_COMPLETE;

/// 136 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_IO_TARGET_OPEN_PARAMS {
    pub Size: ULONG,
    pub Type: WDF_IO_TARGET_OPEN_TYPE,
    pub EvtIoTargetQueryRemove: PFN_WDF_IO_TARGET_QUERY_REMOVE,
    pub EvtIoTargetRemoveCanceled: PFN_WDF_IO_TARGET_REMOVE_CANCELED,
    pub EvtIoTargetRemoveComplete: PFN_WDF_IO_TARGET_REMOVE_COMPLETE,
    pub TargetDeviceObject: PDEVICE_OBJECT,
    pub TargetFileObject: PFILE_OBJECT,
    pub TargetDeviceName: UNICODE_STRING,
    pub DesiredAccess: ACCESS_MASK,
    pub ShareAccess: ULONG,
    pub FileAttributes: ULONG,
    pub CreateDisposition: ULONG,
    pub CreateOptions: ULONG,
    pub EaBuffer: PVOID,
    pub EaBufferLength: ULONG,
    pub AllocationSize: PLONGLONG,
    pub FileInformation: ULONG,
    pub FileName: UNICODE_STRING,
}
pub type WDF_IO_TARGET_OPEN_PARAMS = _WDF_IO_TARGET_OPEN_PARAMS;
pub type PWDF_IO_TARGET_OPEN_PARAMS = *mut _WDF_IO_TARGET_OPEN_PARAMS;
zeroed_default!(_WDF_IO_TARGET_OPEN_PARAMS);
layout!(_WDF_IO_TARGET_OPEN_PARAMS: size 136, align 8, {
    Size: 0, Type: 4, EvtIoTargetQueryRemove: 8, EvtIoTargetRemoveCanceled: 16,
    EvtIoTargetRemoveComplete: 24, TargetDeviceObject: 32, TargetFileObject: 40,
    TargetDeviceName: 48, DesiredAccess: 64, ShareAccess: 68, FileAttributes: 72,
    CreateDisposition: 76, CreateOptions: 80, EaBuffer: 88, EaBufferLength: 96, AllocationSize: 104,
    FileInformation: 112, FileName: 120,
});

wdf_functions! {
    #[index(WdfIoTargetCreateTableIndex)]
    #[pointer(PFN_WDFIOTARGETCREATE)]
    fn WdfIoTargetCreate(
        Device: WDFDEVICE,
        IoTargetAttributes: PWDF_OBJECT_ATTRIBUTES,
        IoTarget: *mut WDFIOTARGET,
    ) -> NTSTATUS;

    #[index(WdfIoTargetOpenTableIndex)]
    #[pointer(PFN_WDFIOTARGETOPEN)]
    fn WdfIoTargetOpen(IoTarget: WDFIOTARGET, OpenParams: PWDF_IO_TARGET_OPEN_PARAMS) -> NTSTATUS;

    #[index(WdfIoTargetCloseForQueryRemoveTableIndex)]
    #[pointer(PFN_WDFIOTARGETCLOSEFORQUERYREMOVE)]
    fn WdfIoTargetCloseForQueryRemove(IoTarget: WDFIOTARGET);

    #[index(WdfIoTargetCloseTableIndex)]
    #[pointer(PFN_WDFIOTARGETCLOSE)]
    fn WdfIoTargetClose(IoTarget: WDFIOTARGET);

    #[index(WdfIoTargetStartTableIndex)]
    #[pointer(PFN_WDFIOTARGETSTART)]
    fn WdfIoTargetStart(IoTarget: WDFIOTARGET) -> NTSTATUS;

    #[index(WdfIoTargetStopTableIndex)]
    #[pointer(PFN_WDFIOTARGETSTOP)]
    fn WdfIoTargetStop(IoTarget: WDFIOTARGET, Action: WDF_IO_TARGET_SENT_IO_ACTION);

    #[index(WdfIoTargetGetStateTableIndex)]
    #[pointer(PFN_WDFIOTARGETGETSTATE)]
    fn WdfIoTargetGetState(IoTarget: WDFIOTARGET) -> WDF_IO_TARGET_STATE;

    #[index(WdfIoTargetGetDeviceTableIndex)]
    #[pointer(PFN_WDFIOTARGETGETDEVICE)]
    fn WdfIoTargetGetDevice(IoTarget: WDFIOTARGET) -> WDFDEVICE;

    #[index(WdfIoTargetQueryTargetPropertyTableIndex)]
    #[pointer(PFN_WDFIOTARGETQUERYTARGETPROPERTY)]
    fn WdfIoTargetQueryTargetProperty(
        IoTarget: WDFIOTARGET,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        BufferLength: ULONG,
        PropertyBuffer: PVOID,
        ResultLength: PULONG,
    ) -> NTSTATUS;

    #[index(WdfIoTargetAllocAndQueryTargetPropertyTableIndex)]
    #[pointer(PFN_WDFIOTARGETALLOCANDQUERYTARGETPROPERTY)]
    fn WdfIoTargetAllocAndQueryTargetProperty(
        IoTarget: WDFIOTARGET,
        DeviceProperty: DEVICE_REGISTRY_PROPERTY::Type,
        PoolType: POOL_TYPE,
        PropertyMemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PropertyMemory: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfIoTargetQueryForInterfaceTableIndex)]
    #[pointer(PFN_WDFIOTARGETQUERYFORINTERFACE)]
    fn WdfIoTargetQueryForInterface(
        IoTarget: WDFIOTARGET,
        InterfaceType: LPCGUID,
        Interface: PINTERFACE,
        Size: USHORT,
        Version: USHORT,
        InterfaceSpecificData: PVOID,
    ) -> NTSTATUS;

    #[index(WdfIoTargetWdmGetTargetDeviceObjectTableIndex)]
    #[pointer(PFN_WDFIOTARGETWDMGETTARGETDEVICEOBJECT)]
    fn WdfIoTargetWdmGetTargetDeviceObject(IoTarget: WDFIOTARGET) -> PDEVICE_OBJECT;

    #[index(WdfIoTargetWdmGetTargetPhysicalDeviceTableIndex)]
    #[pointer(PFN_WDFIOTARGETWDMGETTARGETPHYSICALDEVICE)]
    fn WdfIoTargetWdmGetTargetPhysicalDevice(IoTarget: WDFIOTARGET) -> PDEVICE_OBJECT;

    #[index(WdfIoTargetWdmGetTargetFileObjectTableIndex)]
    #[pointer(PFN_WDFIOTARGETWDMGETTARGETFILEOBJECT)]
    fn WdfIoTargetWdmGetTargetFileObject(IoTarget: WDFIOTARGET) -> PFILE_OBJECT;

    #[index(WdfIoTargetWdmGetTargetFileHandleTableIndex)]
    #[pointer(PFN_WDFIOTARGETWDMGETTARGETFILEHANDLE)]
    fn WdfIoTargetWdmGetTargetFileHandle(IoTarget: WDFIOTARGET) -> HANDLE;

    #[index(WdfIoTargetSendReadSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOTARGETSENDREADSYNCHRONOUSLY)]
    fn WdfIoTargetSendReadSynchronously(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        OutputBuffer: PWDF_MEMORY_DESCRIPTOR,
        DeviceOffset: PLONGLONG,
        RequestOptions: PWDF_REQUEST_SEND_OPTIONS,
        BytesRead: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfIoTargetFormatRequestForReadTableIndex)]
    #[pointer(PFN_WDFIOTARGETFORMATREQUESTFORREAD)]
    fn WdfIoTargetFormatRequestForRead(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        OutputBuffer: WDFMEMORY,
        OutputBufferOffset: PWDFMEMORY_OFFSET,
        DeviceOffset: PLONGLONG,
    ) -> NTSTATUS;

    #[index(WdfIoTargetSendWriteSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOTARGETSENDWRITESYNCHRONOUSLY)]
    fn WdfIoTargetSendWriteSynchronously(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        InputBuffer: PWDF_MEMORY_DESCRIPTOR,
        DeviceOffset: PLONGLONG,
        RequestOptions: PWDF_REQUEST_SEND_OPTIONS,
        BytesWritten: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfIoTargetFormatRequestForWriteTableIndex)]
    #[pointer(PFN_WDFIOTARGETFORMATREQUESTFORWRITE)]
    fn WdfIoTargetFormatRequestForWrite(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        InputBuffer: WDFMEMORY,
        InputBufferOffset: PWDFMEMORY_OFFSET,
        DeviceOffset: PLONGLONG,
    ) -> NTSTATUS;

    #[index(WdfIoTargetSendIoctlSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOTARGETSENDIOCTLSYNCHRONOUSLY)]
    fn WdfIoTargetSendIoctlSynchronously(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        InputBuffer: PWDF_MEMORY_DESCRIPTOR,
        OutputBuffer: PWDF_MEMORY_DESCRIPTOR,
        RequestOptions: PWDF_REQUEST_SEND_OPTIONS,
        BytesReturned: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfIoTargetFormatRequestForIoctlTableIndex)]
    #[pointer(PFN_WDFIOTARGETFORMATREQUESTFORIOCTL)]
    fn WdfIoTargetFormatRequestForIoctl(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        InputBuffer: WDFMEMORY,
        InputBufferOffset: PWDFMEMORY_OFFSET,
        OutputBuffer: WDFMEMORY,
        OutputBufferOffset: PWDFMEMORY_OFFSET,
    ) -> NTSTATUS;

    #[index(WdfIoTargetSendInternalIoctlSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOTARGETSENDINTERNALIOCTLSYNCHRONOUSLY)]
    fn WdfIoTargetSendInternalIoctlSynchronously(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        InputBuffer: PWDF_MEMORY_DESCRIPTOR,
        OutputBuffer: PWDF_MEMORY_DESCRIPTOR,
        RequestOptions: PWDF_REQUEST_SEND_OPTIONS,
        BytesReturned: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfIoTargetFormatRequestForInternalIoctlTableIndex)]
    #[pointer(PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTL)]
    fn WdfIoTargetFormatRequestForInternalIoctl(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        InputBuffer: WDFMEMORY,
        InputBufferOffset: PWDFMEMORY_OFFSET,
        OutputBuffer: WDFMEMORY,
        OutputBufferOffset: PWDFMEMORY_OFFSET,
    ) -> NTSTATUS;

    #[index(WdfIoTargetSendInternalIoctlOthersSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOTARGETSENDINTERNALIOCTLOTHERSSYNCHRONOUSLY)]
    fn WdfIoTargetSendInternalIoctlOthersSynchronously(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        OtherArg1: PWDF_MEMORY_DESCRIPTOR,
        OtherArg2: PWDF_MEMORY_DESCRIPTOR,
        OtherArg4: PWDF_MEMORY_DESCRIPTOR,
        RequestOptions: PWDF_REQUEST_SEND_OPTIONS,
        BytesReturned: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfIoTargetFormatRequestForInternalIoctlOthersTableIndex)]
    #[pointer(PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTLOTHERS)]
    fn WdfIoTargetFormatRequestForInternalIoctlOthers(
        IoTarget: WDFIOTARGET,
        Request: WDFREQUEST,
        IoctlCode: ULONG,
        OtherArg1: WDFMEMORY,
        OtherArg1Offset: PWDFMEMORY_OFFSET,
        OtherArg2: WDFMEMORY,
        OtherArg2Offset: PWDFMEMORY_OFFSET,
        OtherArg4: WDFMEMORY,
        OtherArg4Offset: PWDFMEMORY_OFFSET,
    ) -> NTSTATUS;

    #[index(WdfIoTargetPurgeTableIndex)]
    #[pointer(PFN_WDFIOTARGETPURGE)]
    fn WdfIoTargetPurge(IoTarget: WDFIOTARGET, Action: WDF_IO_TARGET_PURGE_IO_ACTION);
}
