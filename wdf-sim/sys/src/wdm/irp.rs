//! `IRP` and `IO_STATUS_BLOCK`: the kernel's own I/O request, which a `WDFREQUEST` wraps.
//!
//! [`_IRP`] has 208 bytes, [`_IO_STATUS_BLOCK`] 16. The parameters are in `stack_location.rs`.
//!
//! Facts: wdm.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _IO_STACK_LOCATION, _IORING_OBJECT, _MDL, BOOLEAN, CCHAR, CHAR, CSHORT, KAPC, KDEVICE_QUEUE_ENTRY, KIRQL,
    KPROCESSOR_MODE, LARGE_INTEGER, LIST_ENTRY, LONG, NTSTATUS, PCHAR, PDRIVER_CANCEL, PETHREAD, PFILE_OBJECT, PKEVENT,
    PVOID, UCHAR, ULONG, ULONG_PTR, USHORT,
};

pub type IO_APC_ROUTINE =
    Option<unsafe extern "C" fn(ApcContext: PVOID, IoStatusBlock: PIO_STATUS_BLOCK, Reserved: ULONG)>;
pub type PIO_APC_ROUTINE = IO_APC_ROUTINE;

/// 16 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IO_STATUS_BLOCK {
    pub __bindgen_anon_1: _IO_STATUS_BLOCK__bindgen_ty_1,
    pub Information: ULONG_PTR,
}
pub type IO_STATUS_BLOCK = _IO_STATUS_BLOCK;
pub type PIO_STATUS_BLOCK = *mut _IO_STATUS_BLOCK;
zeroed_default!(_IO_STATUS_BLOCK);
layout!(_IO_STATUS_BLOCK: size 16, align 8, { Information: 8 });

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IO_STATUS_BLOCK__bindgen_ty_1 {
    pub Status: NTSTATUS,
    pub Pointer: PVOID,
}
zeroed_default!(_IO_STATUS_BLOCK__bindgen_ty_1);
layout!(_IO_STATUS_BLOCK__bindgen_ty_1: size 8, align 8, { Status: 0, Pointer: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STATUS_BLOCK32 {
    pub Status: NTSTATUS,
    pub Information: ULONG,
}
pub type IO_STATUS_BLOCK32 = _IO_STATUS_BLOCK32;
pub type PIO_STATUS_BLOCK32 = *mut _IO_STATUS_BLOCK32;
layout!(_IO_STATUS_BLOCK32: size 8, align 4, { Status: 0, Information: 4 });

/// 208 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IRP {
    pub Type: CSHORT,
    pub Size: USHORT,
    pub MdlAddress: *mut _MDL,
    pub Flags: ULONG,
    pub AssociatedIrp: _IRP__bindgen_ty_1,
    pub ThreadListEntry: LIST_ENTRY,
    pub IoStatus: IO_STATUS_BLOCK,
    pub RequestorMode: KPROCESSOR_MODE,
    pub PendingReturned: BOOLEAN,
    pub StackCount: CHAR,
    pub CurrentLocation: CHAR,
    pub Cancel: BOOLEAN,
    pub CancelIrql: KIRQL,
    pub ApcEnvironment: CCHAR,
    pub AllocationFlags: UCHAR,
    pub UserIosb: PIO_STATUS_BLOCK,
    pub UserEvent: PKEVENT,
    pub Overlay: _IRP__bindgen_ty_2,
    pub CancelRoutine: PDRIVER_CANCEL,
    pub UserBuffer: PVOID,
    pub Tail: _IRP__bindgen_ty_3,
}
pub type IRP = _IRP;
pub type PIRP = *mut _IRP;
zeroed_default!(_IRP);
layout!(_IRP: size 208, align 8, {
    Type: 0, Size: 2, MdlAddress: 8, Flags: 16, AssociatedIrp: 24, ThreadListEntry: 32,
    IoStatus: 48, RequestorMode: 64, PendingReturned: 65, StackCount: 66, CurrentLocation: 67,
    Cancel: 68, CancelIrql: 69, ApcEnvironment: 70, AllocationFlags: 71, UserIosb: 72,
    UserEvent: 80, Overlay: 88, CancelRoutine: 104, UserBuffer: 112, Tail: 120,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_1 {
    pub MasterIrp: *mut _IRP,
    pub IrpCount: LONG,
    pub SystemBuffer: PVOID,
}
zeroed_default!(_IRP__bindgen_ty_1);
layout!(_IRP__bindgen_ty_1: size 8, align 8, { MasterIrp: 0, IrpCount: 0, SystemBuffer: 0 });

/// 16 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_2 {
    pub AsynchronousParameters: _IRP__bindgen_ty_2__bindgen_ty_1,
    pub AllocationSize: LARGE_INTEGER,
}
zeroed_default!(_IRP__bindgen_ty_2);
layout!(_IRP__bindgen_ty_2: size 16, align 8, { AsynchronousParameters: 0, AllocationSize: 0 });

/// 16 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IRP__bindgen_ty_2__bindgen_ty_1 {
    pub __bindgen_anon_1: _IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_1,
    pub __bindgen_anon_2: _IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_2,
}
zeroed_default!(_IRP__bindgen_ty_2__bindgen_ty_1);
layout!(_IRP__bindgen_ty_2__bindgen_ty_1: size 16, align 8, {
    __bindgen_anon_1: 0, __bindgen_anon_2: 8,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_1 {
    pub UserApcRoutine: PIO_APC_ROUTINE,
    pub IssuingProcess: PVOID,
}
zeroed_default!(_IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_1);
layout!(_IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_1: size 8, align 8, {
    UserApcRoutine: 0, IssuingProcess: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_2 {
    pub UserApcContext: PVOID,
    pub IoRing: *mut _IORING_OBJECT,
}
zeroed_default!(_IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_2);
layout!(_IRP__bindgen_ty_2__bindgen_ty_1__bindgen_ty_2: size 8, align 8, {
    UserApcContext: 0, IoRing: 0,
});

/// 88 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_3 {
    pub Overlay: _IRP__bindgen_ty_3__bindgen_ty_1,
    pub Apc: KAPC,
    pub CompletionKey: PVOID,
}
zeroed_default!(_IRP__bindgen_ty_3);
layout!(_IRP__bindgen_ty_3: size 88, align 8, { Overlay: 0, Apc: 0, CompletionKey: 0 });

/// 80 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IRP__bindgen_ty_3__bindgen_ty_1 {
    pub __bindgen_anon_1: _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1,
    pub Thread: PETHREAD,
    pub AuxiliaryBuffer: PCHAR,
    pub __bindgen_anon_2: _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2,
    pub OriginalFileObject: PFILE_OBJECT,
}
zeroed_default!(_IRP__bindgen_ty_3__bindgen_ty_1);
layout!(_IRP__bindgen_ty_3__bindgen_ty_1: size 80, align 8, {
    __bindgen_anon_1: 0, Thread: 32, AuxiliaryBuffer: 40, __bindgen_anon_2: 48,
    OriginalFileObject: 72,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1 {
    pub DeviceQueueEntry: KDEVICE_QUEUE_ENTRY,
    pub __bindgen_anon_1: _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1__bindgen_ty_1,
}
zeroed_default!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1);
layout!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1: size 32, align 8, {
    DeviceQueueEntry: 0, __bindgen_anon_1: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1__bindgen_ty_1 {
    pub DriverContext: [PVOID; 4],
}
zeroed_default!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1__bindgen_ty_1);
layout!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_1__bindgen_ty_1: size 32, align 8, {
    DriverContext: 0,
});

/// 24 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2 {
    pub ListEntry: LIST_ENTRY,
    pub __bindgen_anon_1: _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2__bindgen_ty_1,
}
zeroed_default!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2);
layout!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2: size 24, align 8, {
    ListEntry: 0, __bindgen_anon_1: 16,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2__bindgen_ty_1 {
    pub CurrentStackLocation: *mut _IO_STACK_LOCATION,
    pub PacketType: ULONG,
}
zeroed_default!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2__bindgen_ty_1);
layout!(_IRP__bindgen_ty_3__bindgen_ty_1__bindgen_ty_2__bindgen_ty_1: size 8, align 8, {
    CurrentStackLocation: 0, PacketType: 0,
});
