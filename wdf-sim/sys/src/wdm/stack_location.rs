//! `IO_STACK_LOCATION`: the parameters of an IRP for one of the drivers it passes.
//!
//! [`_IO_STACK_LOCATION`] has 72 bytes, of which the parameters, a union of 39 members, take 32: those of files are in
//! `file_parameters.rs`, those of PnP and power in `device_parameters.rs`.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_1, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_2,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_3, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_4,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_5, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_6,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_7, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_8,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_9, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_10,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_11, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_12,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_13, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_14,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_15, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_16,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_17, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_18,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_19, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_20,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_21, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_22,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_23, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_24,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37, _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38,
    _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39, NTSTATUS, PDEVICE_OBJECT, PFILE_OBJECT, PIRP, PVOID, UCHAR,
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
