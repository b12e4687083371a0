//! `IO_STACK_LOCATION`: the parameters of an IRP for one of the drivers it passes.
//!
//! [`_IO_STACK_LOCATION`] has 72 bytes, of which the parameters, a union of 39 members, take 32.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _FILE_GET_QUOTA_INFORMATION, _SCSI_REQUEST_BLOCK, BOOLEAN, BUS_QUERY_ID_TYPE, DEVICE_RELATION_TYPE,
    DEVICE_TEXT_TYPE, DEVICE_USAGE_NOTIFICATION_TYPE, GUID, HANDLE, LARGE_INTEGER, LCID, NTSTATUS, PCM_RESOURCE_LIST,
    PDEVICE_CAPABILITIES, PDEVICE_OBJECT, PFILE_OBJECT, PINTERFACE, PIO_RESOURCE_REQUIREMENTS_LIST,
    PIO_SECURITY_CONTEXT, PIRP, PLARGE_INTEGER, PMAILSLOT_CREATE_PARAMETERS, PNAMED_PIPE_CREATE_PARAMETERS,
    POWER_ACTION, POWER_STATE, POWER_STATE_TYPE, PPOWER_SEQUENCE, PSECURITY_DESCRIPTOR, PSID, PUNICODE_STRING, PVOID,
    PVPB, SECURITY_INFORMATION, SYSTEM_POWER_STATE, SYSTEM_POWER_STATE_CONTEXT, UCHAR, ULONG, ULONG_PTR, USHORT,
};

pub type IO_COMPLETION_ROUTINE =
    Option<unsafe extern "C" fn(DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Context: PVOID) -> NTSTATUS>;
pub type PIO_COMPLETION_ROUTINE = IO_COMPLETION_ROUTINE;

/// The classes themselves are not listed: a KMDF driver meets them only through file-system requests.
pub mod _FILE_INFORMATION_CLASS {
    pub type Type = core::ffi::c_int;
}
pub use self::_FILE_INFORMATION_CLASS::Type as FILE_INFORMATION_CLASS;

/// The classes themselves are not listed: a KMDF driver meets them only through file-system requests.
pub mod _FS_INFORMATION_CLASS {
    pub type Type = core::ffi::c_int;
}
pub use self::_FS_INFORMATION_CLASS::Type as FS_INFORMATION_CLASS;

/// The classes themselves are not listed: a KMDF driver meets them only through file-system requests.
pub mod _DIRECTORY_NOTIFY_INFORMATION_CLASS {
    pub type Type = core::ffi::c_int;
}
pub use self::_DIRECTORY_NOTIFY_INFORMATION_CLASS::Type as DIRECTORY_NOTIFY_INFORMATION_CLASS;

/// 72 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION {
    pub MajorFunction: UCHAR,
    pub MinorFunction: UCHAR,
    pub Flags: UCHAR,
    pub Control: UCHAR,
    pub Parameters: _IO_STACK_LOCATION__bindgen_ty_1,
    pub DeviceObject: PDEVICE_OBJECT,
    pub FileObject: PFILE_OBJECT,
    pub CompletionRoutine: PIO_COMPLETION_ROUTINE,
    pub Context: PVOID,
}
pub type IO_STACK_LOCATION = _IO_STACK_LOCATION;
pub type PIO_STACK_LOCATION = *mut _IO_STACK_LOCATION;
zeroed_default!(_IO_STACK_LOCATION);
layout!(_IO_STACK_LOCATION: size 72, align 8, {
    MajorFunction: 0, MinorFunction: 1, Flags: 2, Control: 3, Parameters: 8, DeviceObject: 40,
    FileObject: 48, CompletionRoutine: 56, Context: 64,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IO_STACK_LOCATION__bindgen_ty_1 {
    pub Create: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_1,
    pub CreatePipe: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_2,
    pub CreateMailslot: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_3,
    pub Read: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_4,
    pub Write: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_5,
    pub QueryDirectory: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_6,
    pub NotifyDirectory: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_7,
    pub NotifyDirectoryEx: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_8,
    pub QueryFile: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_9,
    pub SetFile: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10,
    pub QueryEa: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_11,
    pub SetEa: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_12,
    pub QueryVolume: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_13,
    pub SetVolume: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_14,
    pub FileSystemControl: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_15,
    pub LockControl: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_16,
    pub DeviceIoControl: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_17,
    pub QuerySecurity: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_18,
    pub SetSecurity: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_19,
    pub MountVolume: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_20,
    pub VerifyVolume: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_21,
    pub Scsi: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_22,
    pub QueryQuota: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_23,
    pub SetQuota: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_24,
    pub QueryDeviceRelations: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25,
    pub QueryInterface: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26,
    pub DeviceCapabilities: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27,
    pub FilterResourceRequirements: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28,
    pub ReadWriteConfig: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29,
    pub SetLock: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30,
    pub QueryId: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31,
    pub QueryDeviceText: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32,
    pub UsageNotification: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33,
    pub WaitWake: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34,
    pub PowerSequence: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35,
    pub Power: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36,
    pub StartDevice: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37,
    pub WMI: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38,
    pub Others: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1);
layout!(_IO_STACK_LOCATION__bindgen_ty_1: size 32, align 8, {
    Create: 0, CreatePipe: 0, CreateMailslot: 0, Read: 0, Write: 0, QueryDirectory: 0,
    NotifyDirectory: 0, NotifyDirectoryEx: 0, QueryFile: 0, SetFile: 0, QueryEa: 0, SetEa: 0,
    QueryVolume: 0, SetVolume: 0, FileSystemControl: 0, LockControl: 0, DeviceIoControl: 0,
    QuerySecurity: 0, SetSecurity: 0, MountVolume: 0, VerifyVolume: 0, Scsi: 0, QueryQuota: 0,
    SetQuota: 0, QueryDeviceRelations: 0, QueryInterface: 0, DeviceCapabilities: 0,
    FilterResourceRequirements: 0, ReadWriteConfig: 0, SetLock: 0, QueryId: 0, QueryDeviceText: 0,
    UsageNotification: 0, WaitWake: 0, PowerSequence: 0, Power: 0, StartDevice: 0, WMI: 0,
    Others: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_1 {
    pub SecurityContext: PIO_SECURITY_CONTEXT,
    pub Options: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FileAttributes: USHORT,
    pub ShareAccess: USHORT,
    pub __bindgen_padding_1: [u8; 4],
    pub EaLength: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_1);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_1: size 32, align 8, {
    SecurityContext: 0, Options: 8, FileAttributes: 16, ShareAccess: 18, EaLength: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_2 {
    pub SecurityContext: PIO_SECURITY_CONTEXT,
    pub Options: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Reserved: USHORT,
    pub ShareAccess: USHORT,
    pub Parameters: PNAMED_PIPE_CREATE_PARAMETERS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_2);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_2: size 32, align 8, {
    SecurityContext: 0, Options: 8, Reserved: 16, ShareAccess: 18, Parameters: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_3 {
    pub SecurityContext: PIO_SECURITY_CONTEXT,
    pub Options: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Reserved: USHORT,
    pub ShareAccess: USHORT,
    pub Parameters: PMAILSLOT_CREATE_PARAMETERS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_3);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_3: size 32, align 8, {
    SecurityContext: 0, Options: 8, Reserved: 16, ShareAccess: 18, Parameters: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_4 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Key: ULONG,
    pub Flags: ULONG,
    pub ByteOffset: LARGE_INTEGER,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_4);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_4: size 24, align 8, {
    Length: 0, Key: 8, Flags: 12, ByteOffset: 16,
});

/// 24 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_5 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Key: ULONG,
    pub Flags: ULONG,
    pub ByteOffset: LARGE_INTEGER,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_5);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_5: size 24, align 8, {
    Length: 0, Key: 8, Flags: 12, ByteOffset: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_6 {
    pub Length: ULONG,
    pub FileName: PUNICODE_STRING,
    pub FileInformationClass: FILE_INFORMATION_CLASS,
    pub __bindgen_padding_0: [u8; 4],
    pub FileIndex: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_6);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_6: size 32, align 8, {
    Length: 0, FileName: 8, FileInformationClass: 16, FileIndex: 24,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_7 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub CompletionFilter: ULONG,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_7: size 16, align 8, {
    Length: 0, CompletionFilter: 8,
});

/// 24 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_8 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub CompletionFilter: ULONG,
    pub __bindgen_padding_1: [u8; 4],
    pub DirectoryNotifyInformationClass: DIRECTORY_NOTIFY_INFORMATION_CLASS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_8);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_8: size 24, align 8, {
    Length: 0, CompletionFilter: 8, DirectoryNotifyInformationClass: 16,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_9 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FileInformationClass: FILE_INFORMATION_CLASS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_9);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_9: size 16, align 8, {
    Length: 0, FileInformationClass: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FileInformationClass: FILE_INFORMATION_CLASS,
    pub FileObject: PFILE_OBJECT,
    pub __bindgen_anon_1: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10: size 32, align 8, {
    Length: 0, FileInformationClass: 8, FileObject: 16,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1 {
    pub __bindgen_anon_1: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1__bindgen_ty_1,
    pub ClusterCount: ULONG,
    pub DeleteHandle: HANDLE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1: size 8, align 8, {
    __bindgen_anon_1: 0, ClusterCount: 0, DeleteHandle: 0,
});

/// 2 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1__bindgen_ty_1 {
    pub ReplaceIfExists: BOOLEAN,
    pub AdvanceOnly: BOOLEAN,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10__bindgen_ty_1__bindgen_ty_1: size 2, align 1, {
    ReplaceIfExists: 0, AdvanceOnly: 1,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_11 {
    pub Length: ULONG,
    pub EaList: PVOID,
    pub EaListLength: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub EaIndex: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_11);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_11: size 32, align 8, {
    Length: 0, EaList: 8, EaListLength: 16, EaIndex: 24,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_12 {
    pub Length: ULONG,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_12: size 4, align 4, { Length: 0 });

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_13 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FsInformationClass: FS_INFORMATION_CLASS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_13);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_13: size 16, align 8, {
    Length: 0, FsInformationClass: 8,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_14 {
    pub Length: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FsInformationClass: FS_INFORMATION_CLASS,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_14);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_14: size 16, align 8, {
    Length: 0, FsInformationClass: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_15 {
    pub OutputBufferLength: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub InputBufferLength: ULONG,
    pub __bindgen_padding_1: [u8; 4],
    pub FsControlCode: ULONG,
    pub Type3InputBuffer: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_15);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_15: size 32, align 8, {
    OutputBufferLength: 0, InputBufferLength: 8, FsControlCode: 16, Type3InputBuffer: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_16 {
    pub Length: PLARGE_INTEGER,
    pub Key: ULONG,
    pub ByteOffset: LARGE_INTEGER,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_16);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_16: size 24, align 8, {
    Length: 0, Key: 8, ByteOffset: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_17 {
    pub OutputBufferLength: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub InputBufferLength: ULONG,
    pub __bindgen_padding_1: [u8; 4],
    pub IoControlCode: ULONG,
    pub Type3InputBuffer: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_17);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_17: size 32, align 8, {
    OutputBufferLength: 0, InputBufferLength: 8, IoControlCode: 16, Type3InputBuffer: 24,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_18 {
    pub SecurityInformation: SECURITY_INFORMATION,
    pub __bindgen_padding_0: [u8; 4],
    pub Length: ULONG,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_18: size 16, align 8, {
    SecurityInformation: 0, Length: 8,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_19 {
    pub SecurityInformation: SECURITY_INFORMATION,
    pub SecurityDescriptor: PSECURITY_DESCRIPTOR,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_19);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_19: size 16, align 8, {
    SecurityInformation: 0, SecurityDescriptor: 8,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_20 {
    pub Vpb: PVPB,
    pub DeviceObject: PDEVICE_OBJECT,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_20);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_20: size 16, align 8, {
    Vpb: 0, DeviceObject: 8,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_21 {
    pub Vpb: PVPB,
    pub DeviceObject: PDEVICE_OBJECT,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_21);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_21: size 16, align 8, {
    Vpb: 0, DeviceObject: 8,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_22 {
    pub Srb: *mut _SCSI_REQUEST_BLOCK,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_22);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_22: size 8, align 8, { Srb: 0 });

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_23 {
    pub Length: ULONG,
    pub StartSid: PSID,
    pub SidList: *mut _FILE_GET_QUOTA_INFORMATION,
    pub SidListLength: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_23);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_23: size 32, align 8, {
    Length: 0, StartSid: 8, SidList: 16, SidListLength: 24,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_24 {
    pub Length: ULONG,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_24: size 4, align 4, { Length: 0 });

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25 {
    pub Type: DEVICE_RELATION_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25: size 4, align 4, { Type: 0 });

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26 {
    pub InterfaceType: *const GUID,
    pub Size: USHORT,
    pub Version: USHORT,
    pub Interface: PINTERFACE,
    pub InterfaceSpecificData: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26: size 32, align 8, {
    InterfaceType: 0, Size: 8, Version: 10, Interface: 16, InterfaceSpecificData: 24,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27 {
    pub Capabilities: PDEVICE_CAPABILITIES,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27: size 8, align 8, { Capabilities: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28 {
    pub IoResourceRequirementList: PIO_RESOURCE_REQUIREMENTS_LIST,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28: size 8, align 8, {
    IoResourceRequirementList: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29 {
    pub WhichSpace: ULONG,
    pub Buffer: PVOID,
    pub Offset: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Length: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29: size 32, align 8, {
    WhichSpace: 0, Buffer: 8, Offset: 16, Length: 24,
});

/// 1 byte.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30 {
    pub Lock: BOOLEAN,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30: size 1, align 1, { Lock: 0 });

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31 {
    pub IdType: BUS_QUERY_ID_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31: size 4, align 4, { IdType: 0 });

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32 {
    pub DeviceTextType: DEVICE_TEXT_TYPE,
    pub __bindgen_padding_0: [u8; 4],
    pub LocaleId: LCID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32: size 16, align 8, {
    DeviceTextType: 0, LocaleId: 8,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33 {
    pub InPath: BOOLEAN,
    pub Reserved: [BOOLEAN; 3],
    pub __bindgen_padding_0: [u8; 4],
    pub Type: DEVICE_USAGE_NOTIFICATION_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33: size 16, align 8, {
    InPath: 0, Reserved: 1, Type: 8,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34 {
    pub PowerState: SYSTEM_POWER_STATE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34: size 4, align 4, { PowerState: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35 {
    pub PowerSequence: PPOWER_SEQUENCE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35: size 8, align 8, { PowerSequence: 0 });

/// 32 bytes.
#[repr(C, align(8))]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36 {
    pub __bindgen_anon_1: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1,
    pub __bindgen_padding_0: [u8; 4],
    pub Type: POWER_STATE_TYPE,
    pub __bindgen_padding_1: [u8; 4],
    pub State: POWER_STATE,
    pub __bindgen_padding_2: [u8; 4],
    pub ShutdownType: POWER_ACTION::Type,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36: size 32, align 8, {
    Type: 8, State: 16, ShutdownType: 24,
});

/// 4 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1 {
    pub SystemContext: ULONG,
    pub SystemPowerStateContext: SYSTEM_POWER_STATE_CONTEXT,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1: size 4, align 4, {
    SystemContext: 0, SystemPowerStateContext: 0,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37 {
    pub AllocatedResources: PCM_RESOURCE_LIST,
    pub AllocatedResourcesTranslated: PCM_RESOURCE_LIST,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37: size 16, align 8, {
    AllocatedResources: 0, AllocatedResourcesTranslated: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38 {
    pub ProviderId: ULONG_PTR,
    pub DataPath: PVOID,
    pub BufferSize: ULONG,
    pub Buffer: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38: size 32, align 8, {
    ProviderId: 0, DataPath: 8, BufferSize: 16, Buffer: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39 {
    pub Argument1: PVOID,
    pub Argument2: PVOID,
    pub Argument3: PVOID,
    pub Argument4: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39: size 32, align 8, {
    Argument1: 0, Argument2: 8, Argument3: 16, Argument4: 24,
});
