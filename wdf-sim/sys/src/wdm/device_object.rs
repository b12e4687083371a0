//! `DEVICE_OBJECT`: the kernel's own device, which a `WDFDEVICE` wraps.
//!
//! [`_DEVICE_OBJECT`] has 328 bytes.
//!
//! Facts: wdm.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    _DEVOBJ_EXTENSION, _DRIVER_OBJECT, _IRP, BOOLEAN, CCHAR, CSHORT, KDEVICE_QUEUE, KDPC, KEVENT, LIST_ENTRY, LONG,
    PIO_TIMER, PSECURITY_DESCRIPTOR, PVOID, PVPB, ULONG, USHORT, WAIT_CONTEXT_BLOCK,
};

/// 328 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _DEVICE_OBJECT {
    pub Type: CSHORT,
    pub Size: USHORT,
    pub ReferenceCount: LONG,
    pub DriverObject: *mut _DRIVER_OBJECT,
    pub NextDevice: *mut _DEVICE_OBJECT,
    pub AttachedDevice: *mut _DEVICE_OBJECT,
    pub CurrentIrp: *mut _IRP,
    pub Timer: PIO_TIMER,
    pub Flags: ULONG,
    pub Characteristics: ULONG,
    pub Vpb: PVPB,
    pub DeviceExtension: PVOID,
    pub DeviceType: ULONG,
    pub StackSize: CCHAR,
    pub Queue: _DEVICE_OBJECT__bindgen_ty_1,
    pub AlignmentRequirement: ULONG,
    pub DeviceQueue: KDEVICE_QUEUE,
    pub Dpc: KDPC,
    pub ActiveThreadCount: ULONG,
    pub SecurityDescriptor: PSECURITY_DESCRIPTOR,
    pub DeviceLock: KEVENT,
    pub SectorSize: USHORT,
    pub Spare1: USHORT,
    pub DeviceObjectExtension: *mut _DEVOBJ_EXTENSION,
    pub Reserved: PVOID,
}
pub type DEVICE_OBJECT = _DEVICE_OBJECT;
pub type PDEVICE_OBJECT = *mut _DEVICE_OBJECT;
zeroed_default!(_DEVICE_OBJECT);
layout!(_DEVICE_OBJECT: size 328, align 8, {
    Type: 0, Size: 2, ReferenceCount: 4, DriverObject: 8, NextDevice: 16, AttachedDevice: 24,
    CurrentIrp: 32, Timer: 40, Flags: 48, Characteristics: 52, Vpb: 56, DeviceExtension: 64,
    DeviceType: 72, StackSize: 76, Queue: 80, AlignmentRequirement: 152, DeviceQueue: 160, Dpc: 200,
    ActiveThreadCount: 264, SecurityDescriptor: 272, DeviceLock: 280, SectorSize: 304, Spare1: 306,
    DeviceObjectExtension: 312, Reserved: 320,
});

/// 72 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _DEVICE_OBJECT__bindgen_ty_1 {
    pub ListEntry: LIST_ENTRY,
    pub Wcb: WAIT_CONTEXT_BLOCK,
}
zeroed_default!(_DEVICE_OBJECT__bindgen_ty_1);
layout!(_DEVICE_OBJECT__bindgen_ty_1: size 72, align 8, { ListEntry: 0, Wcb: 0 });

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _KDEVICE_QUEUE_ENTRY {
    pub DeviceListEntry: LIST_ENTRY,
    pub SortKey: ULONG,
    pub Inserted: BOOLEAN,
}
pub type KDEVICE_QUEUE_ENTRY = _KDEVICE_QUEUE_ENTRY;
pub type PKDEVICE_QUEUE_ENTRY = *mut _KDEVICE_QUEUE_ENTRY;
zeroed_default!(_KDEVICE_QUEUE_ENTRY);
layout!(_KDEVICE_QUEUE_ENTRY: size 24, align 8, { DeviceListEntry: 0, SortKey: 16, Inserted: 20 });
