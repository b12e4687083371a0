//! `DRIVER_OBJECT`, which the system passes to `DriverEntry`, and the routines it points to.
//!
//! [`_DRIVER_OBJECT`] has 336 bytes.
//!
//! Facts: wdm.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _DEVICE_OBJECT, _FAST_IO_DISPATCH, _IRP, CSHORT, NTSTATUS, PDEVICE_OBJECT, PDRIVER_EXTENSION, PUNICODE_STRING,
    PVOID, ULONG, UNICODE_STRING,
};

pub type DRIVER_INITIALIZE =
    Option<unsafe extern "C" fn(DriverObject: *mut _DRIVER_OBJECT, RegistryPath: PUNICODE_STRING) -> NTSTATUS>;
pub type PDRIVER_INITIALIZE = DRIVER_INITIALIZE;
pub type DRIVER_STARTIO = Option<unsafe extern "C" fn(DeviceObject: *mut _DEVICE_OBJECT, Irp: *mut _IRP)>;
pub type PDRIVER_STARTIO = DRIVER_STARTIO;
pub type DRIVER_UNLOAD = Option<unsafe extern "C" fn(DriverObject: *mut _DRIVER_OBJECT)>;
pub type PDRIVER_UNLOAD = DRIVER_UNLOAD;
pub type DRIVER_DISPATCH = Option<unsafe extern "C" fn(DeviceObject: *mut _DEVICE_OBJECT, Irp: *mut _IRP) -> NTSTATUS>;
pub type PDRIVER_DISPATCH = DRIVER_DISPATCH;
pub type DRIVER_CANCEL = Option<unsafe extern "C" fn(DeviceObject: *mut _DEVICE_OBJECT, Irp: *mut _IRP)>;
pub type PDRIVER_CANCEL = DRIVER_CANCEL;

/// 336 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _DRIVER_OBJECT {
    pub Type: CSHORT,
    pub Size: CSHORT,
    pub DeviceObject: PDEVICE_OBJECT,
    pub Flags: ULONG,
    pub DriverStart: PVOID,
    pub DriverSize: ULONG,
    pub DriverSection: PVOID,
    pub DriverExtension: PDRIVER_EXTENSION,
    pub DriverName: UNICODE_STRING,
    pub HardwareDatabase: PUNICODE_STRING,
    pub FastIoDispatch: *mut _FAST_IO_DISPATCH,
    pub DriverInit: PDRIVER_INITIALIZE,
    pub DriverStartIo: PDRIVER_STARTIO,
    pub DriverUnload: PDRIVER_UNLOAD,
    pub MajorFunction: [PDRIVER_DISPATCH; 28],
}
pub type DRIVER_OBJECT = _DRIVER_OBJECT;
pub type PDRIVER_OBJECT = *mut _DRIVER_OBJECT;
zeroed_default!(_DRIVER_OBJECT);
layout!(_DRIVER_OBJECT: size 336, align 8, {
    Type: 0, Size: 2, DeviceObject: 8, Flags: 16, DriverStart: 24, DriverSize: 32,
    DriverSection: 40, DriverExtension: 48, DriverName: 56, HardwareDatabase: 72,
    FastIoDispatch: 80, DriverInit: 88, DriverStartIo: 96, DriverUnload: 104, MajorFunction: 112,
});
