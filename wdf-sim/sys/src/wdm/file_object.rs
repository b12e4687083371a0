//! `FILE_OBJECT`: the kernel's own open file, which a `WDFFILEOBJECT` wraps, and the object ids of
//! files.
//!
//! [`_FILE_OBJECT`] has 216 bytes.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    BOOLEAN, CSHORT, KEVENT, KSPIN_LOCK, LARGE_INTEGER, LIST_ENTRY, LONGLONG, NTSTATUS, PDEVICE_OBJECT,
    PIO_COMPLETION_CONTEXT, PSECTION_OBJECT_POINTERS, PVOID, PVPB, UCHAR, ULONG, UNICODE_STRING,
};

/// 216 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _FILE_OBJECT {
    pub Type: CSHORT,
    pub Size: CSHORT,
    pub DeviceObject: PDEVICE_OBJECT,
    pub Vpb: PVPB,
    pub FsContext: PVOID,
    pub FsContext2: PVOID,
    pub SectionObjectPointer: PSECTION_OBJECT_POINTERS,
    pub PrivateCacheMap: PVOID,
    pub FinalStatus: NTSTATUS,
    pub RelatedFileObject: *mut _FILE_OBJECT,
    pub LockOperation: BOOLEAN,
    pub DeletePending: BOOLEAN,
    pub ReadAccess: BOOLEAN,
    pub WriteAccess: BOOLEAN,
    pub DeleteAccess: BOOLEAN,
    pub SharedRead: BOOLEAN,
    pub SharedWrite: BOOLEAN,
    pub SharedDelete: BOOLEAN,
    pub Flags: ULONG,
    pub FileName: UNICODE_STRING,
    pub CurrentByteOffset: LARGE_INTEGER,
    pub Waiters: ULONG,
    pub Busy: ULONG,
    pub LastLock: PVOID,
    pub Lock: KEVENT,
    pub Event: KEVENT,
    pub CompletionContext: PIO_COMPLETION_CONTEXT,
    pub IrpListLock: KSPIN_LOCK,
    pub IrpList: LIST_ENTRY,
    pub FileObjectExtension: PVOID,
}
pub type FILE_OBJECT = _FILE_OBJECT;
pub type PFILE_OBJECT = *mut _FILE_OBJECT;
zeroed_default!(_FILE_OBJECT);
layout!(_FILE_OBJECT: size 216, align 8, {
    Type: 0, Size: 2, DeviceObject: 8, Vpb: 16, FsContext: 24, FsContext2: 32,
    SectionObjectPointer: 40, PrivateCacheMap: 48, FinalStatus: 56, RelatedFileObject: 64,
    LockOperation: 72, DeletePending: 73, ReadAccess: 74, WriteAccess: 75, DeleteAccess: 76,
    SharedRead: 77, SharedWrite: 78, SharedDelete: 79, Flags: 80, FileName: 88,
    CurrentByteOffset: 104, Waiters: 112, Busy: 116, LastLock: 120, Lock: 128, Event: 152,
    CompletionContext: 176, IrpListLock: 184, IrpList: 192, FileObjectExtension: 208,
});

/// 72 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _FILE_OBJECTID_INFORMATION {
    pub FileReference: LONGLONG,
    pub ObjectId: [UCHAR; 16],
    pub __bindgen_anon_1: _FILE_OBJECTID_INFORMATION__bindgen_ty_1,
}
pub type FILE_OBJECTID_INFORMATION = _FILE_OBJECTID_INFORMATION;
pub type PFILE_OBJECTID_INFORMATION = *mut _FILE_OBJECTID_INFORMATION;
zeroed_default!(_FILE_OBJECTID_INFORMATION);
layout!(_FILE_OBJECTID_INFORMATION: size 72, align 8, { FileReference: 0, ObjectId: 8 });

/// 48 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _FILE_OBJECTID_INFORMATION__bindgen_ty_1 {
    pub __bindgen_anon_1: _FILE_OBJECTID_INFORMATION__bindgen_ty_1__bindgen_ty_1,
    pub ExtendedInfo: [UCHAR; 48],
}
zeroed_default!(_FILE_OBJECTID_INFORMATION__bindgen_ty_1);
layout!(_FILE_OBJECTID_INFORMATION__bindgen_ty_1: size 48, align 1, {
    __bindgen_anon_1: 0, ExtendedInfo: 0,
});

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _FILE_OBJECTID_INFORMATION__bindgen_ty_1__bindgen_ty_1 {
    pub BirthVolumeId: [UCHAR; 16],
    pub BirthObjectId: [UCHAR; 16],
    pub DomainId: [UCHAR; 16],
}
layout!(_FILE_OBJECTID_INFORMATION__bindgen_ty_1__bindgen_ty_1: size 48, align 1, {
    BirthVolumeId: 0, BirthObjectId: 16, DomainId: 32,
});

/// 64 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _FILE_OBJECTID_BUFFER {
    pub ObjectId: [UCHAR; 16],
    pub __bindgen_anon_1: _FILE_OBJECTID_BUFFER__bindgen_ty_1,
}
pub type FILE_OBJECTID_BUFFER = _FILE_OBJECTID_BUFFER;
pub type PFILE_OBJECTID_BUFFER = *mut _FILE_OBJECTID_BUFFER;
zeroed_default!(_FILE_OBJECTID_BUFFER);
layout!(_FILE_OBJECTID_BUFFER: size 64, align 1, { ObjectId: 0 });

/// 48 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _FILE_OBJECTID_BUFFER__bindgen_ty_1 {
    pub __bindgen_anon_1: _FILE_OBJECTID_BUFFER__bindgen_ty_1__bindgen_ty_1,
    pub ExtendedInfo: [UCHAR; 48],
}
zeroed_default!(_FILE_OBJECTID_BUFFER__bindgen_ty_1);
layout!(_FILE_OBJECTID_BUFFER__bindgen_ty_1: size 48, align 1, {
    __bindgen_anon_1: 0, ExtendedInfo: 0,
});

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _FILE_OBJECTID_BUFFER__bindgen_ty_1__bindgen_ty_1 {
    pub BirthVolumeId: [UCHAR; 16],
    pub BirthObjectId: [UCHAR; 16],
    pub DomainId: [UCHAR; 16],
}
layout!(_FILE_OBJECTID_BUFFER__bindgen_ty_1__bindgen_ty_1: size 48, align 1, {
    BirthVolumeId: 0, BirthObjectId: 16, DomainId: 32,
});
