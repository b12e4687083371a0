//! Structures that a driver holds only by pointer, or whose inside it never touches.
//!
//! The real `wdk-sys` declares them in full. Of the first kind not even the size is known here; the
//! second kind has the size and alignment of the true one.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, opaque};

opaque! {
    _EPROCESS, *mut PEPROCESS;
    _ETHREAD, *mut PETHREAD;
    _KTHREAD, *mut PKTHREAD;
    _KINTERRUPT, *mut PKINTERRUPT;
    _DEVOBJ_EXTENSION;
    _DRIVER_EXTENSION, DRIVER_EXTENSION, *mut PDRIVER_EXTENSION;
    _FAST_IO_DISPATCH, FAST_IO_DISPATCH, *mut PFAST_IO_DISPATCH;
    _FILE_GET_QUOTA_INFORMATION;
    _SCSI_REQUEST_BLOCK, SCSI_REQUEST_BLOCK, *mut PSCSI_REQUEST_BLOCK;
    _VPB, VPB, *mut PVPB;
    _IO_TIMER, *mut PIO_TIMER;
    _IO_COMPLETION_CONTEXT, IO_COMPLETION_CONTEXT, *mut PIO_COMPLETION_CONTEXT;
    _SECTION_OBJECT_POINTERS, SECTION_OBJECT_POINTERS, *mut PSECTION_OBJECT_POINTERS;
    _IO_SECURITY_CONTEXT, IO_SECURITY_CONTEXT, *mut PIO_SECURITY_CONTEXT;
    _NAMED_PIPE_CREATE_PARAMETERS, NAMED_PIPE_CREATE_PARAMETERS, *mut PNAMED_PIPE_CREATE_PARAMETERS;
    _MAILSLOT_CREATE_PARAMETERS, MAILSLOT_CREATE_PARAMETERS, *mut PMAILSLOT_CREATE_PARAMETERS;
    _DEVICE_CAPABILITIES, DEVICE_CAPABILITIES, *mut PDEVICE_CAPABILITIES;
    _IO_RESOURCE_REQUIREMENTS_LIST, IO_RESOURCE_REQUIREMENTS_LIST, *mut PIO_RESOURCE_REQUIREMENTS_LIST;
    _IO_RESOURCE_DESCRIPTOR, IO_RESOURCE_DESCRIPTOR, *mut PIO_RESOURCE_DESCRIPTOR;
    _CM_RESOURCE_LIST, CM_RESOURCE_LIST, *mut PCM_RESOURCE_LIST;
    _POWER_SEQUENCE, POWER_SEQUENCE, *mut PPOWER_SEQUENCE;
    _DMA_ADAPTER, DMA_ADAPTER, *mut PDMA_ADAPTER;
    _SCATTER_GATHER_LIST, SCATTER_GATHER_LIST, *mut PSCATTER_GATHER_LIST;
    _IORING_OBJECT;
    _WDF_USB_REQUEST_COMPLETION_PARAMS, *mut PWDF_USB_REQUEST_COMPLETION_PARAMS;
}

/// 24 bytes, of which a driver touches none itself.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _DISPATCHER_HEADER {
    _inside: [u64; 3],
}
pub type DISPATCHER_HEADER = _DISPATCHER_HEADER;
pub type PDISPATCHER_HEADER = *mut _DISPATCHER_HEADER;
layout!(_DISPATCHER_HEADER: size 24, align 8, {});

/// 88 bytes, of which a driver touches none itself.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _KAPC {
    _inside: [u64; 11],
}
pub type KAPC = _KAPC;
pub type PKAPC = *mut _KAPC;
layout!(_KAPC: size 88, align 8, {});

/// 40 bytes, of which a driver touches none itself.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _KDEVICE_QUEUE {
    _inside: [u64; 5],
}
pub type KDEVICE_QUEUE = _KDEVICE_QUEUE;
pub type PKDEVICE_QUEUE = *mut _KDEVICE_QUEUE;
layout!(_KDEVICE_QUEUE: size 40, align 8, {});

/// 72 bytes, of which a driver touches none itself.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WAIT_CONTEXT_BLOCK {
    _inside: [u64; 9],
}
pub type WAIT_CONTEXT_BLOCK = _WAIT_CONTEXT_BLOCK;
pub type PWAIT_CONTEXT_BLOCK = *mut _WAIT_CONTEXT_BLOCK;
layout!(_WAIT_CONTEXT_BLOCK: size 72, align 8, {});
