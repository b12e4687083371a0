//! The parameters of an IRP that concerns a file or a volume: members 1 to 24 of the union in `stack_location.rs`.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _FILE_GET_QUOTA_INFORMATION, _SCSI_REQUEST_BLOCK, BOOLEAN, DIRECTORY_NOTIFY_INFORMATION_CLASS,
    FILE_INFORMATION_CLASS, FS_INFORMATION_CLASS, HANDLE, LARGE_INTEGER, PDEVICE_OBJECT, PFILE_OBJECT,
    PIO_SECURITY_CONTEXT, PLARGE_INTEGER, PMAILSLOT_CREATE_PARAMETERS, PNAMED_PIPE_CREATE_PARAMETERS,
    PSECURITY_DESCRIPTOR, PSID, PUNICODE_STRING, PVOID, PVPB, SECURITY_INFORMATION, ULONG, USHORT,
};

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
