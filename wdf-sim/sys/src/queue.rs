//! `WDFQUEUE`: configuration, callbacks and control of an I/O queue.
//!
//! Configuration is [`_WDF_IO_QUEUE_CONFIG`], 96 bytes. What a queue delivers is in `request.rs`.
//!
//! Facts: wdfio.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfio/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, NTSTATUS, PIRP, PULONG, PWDF_OBJECT_ATTRIBUTES, PWDF_REQUEST_PARAMETERS, ULONG, WDF_TRI_STATE, WDFCONTEXT,
    WDFDEVICE, WDFDRIVER, WDFFILEOBJECT, WDFQUEUE, WDFREQUEST,
};

pub mod _WDF_IO_QUEUE_DISPATCH_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfIoQueueDispatchInvalid: Type = 0;
    pub const WdfIoQueueDispatchSequential: Type = 1;
    pub const WdfIoQueueDispatchParallel: Type = 2;
    pub const WdfIoQueueDispatchManual: Type = 3;
    pub const WdfIoQueueDispatchMax: Type = 4;
}
pub use self::_WDF_IO_QUEUE_DISPATCH_TYPE::Type as WDF_IO_QUEUE_DISPATCH_TYPE;

pub mod _WDF_IO_QUEUE_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfIoQueueAcceptRequests: Type = 1;
    pub const WdfIoQueueDispatchRequests: Type = 2;
    pub const WdfIoQueueNoRequests: Type = 4;
    pub const WdfIoQueueDriverNoRequests: Type = 8;
    pub const WdfIoQueuePnpHeld: Type = 16;
}
pub use self::_WDF_IO_QUEUE_STATE::Type as WDF_IO_QUEUE_STATE;

pub mod _WDF_IO_FORWARD_PROGRESS_ACTION {
    pub type Type = core::ffi::c_int;
    pub const WdfIoForwardProgressActionInvalid: Type = 0;
    pub const WdfIoForwardProgressActionFailRequest: Type = 1;
    pub const WdfIoForwardProgressActionUseReservedRequest: Type = 2;
}
pub use self::_WDF_IO_FORWARD_PROGRESS_ACTION::Type as WDF_IO_FORWARD_PROGRESS_ACTION;

pub mod _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY {
    pub type Type = core::ffi::c_int;
    pub const WdfIoForwardProgressInvalidPolicy: Type = 0;
    pub const WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest: Type = 1;
    pub const WdfIoForwardProgressReservedPolicyUseExamine: Type = 2;
    pub const WdfIoForwardProgressReservedPolicyPagingIO: Type = 3;
}
pub use self::_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY::Type as WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY;

pub type EVT_WDF_IO_QUEUE_IO_DEFAULT = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST)>;
pub type PFN_WDF_IO_QUEUE_IO_DEFAULT = EVT_WDF_IO_QUEUE_IO_DEFAULT;

pub type EVT_WDF_IO_QUEUE_IO_STOP =
    Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST, ActionFlags: ULONG)>;
pub type PFN_WDF_IO_QUEUE_IO_STOP = EVT_WDF_IO_QUEUE_IO_STOP;

pub type EVT_WDF_IO_QUEUE_IO_RESUME = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST)>;
pub type PFN_WDF_IO_QUEUE_IO_RESUME = EVT_WDF_IO_QUEUE_IO_RESUME;

pub type EVT_WDF_IO_QUEUE_IO_READ = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST, Length: usize)>;
pub type PFN_WDF_IO_QUEUE_IO_READ = EVT_WDF_IO_QUEUE_IO_READ;

pub type EVT_WDF_IO_QUEUE_IO_WRITE = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST, Length: usize)>;
pub type PFN_WDF_IO_QUEUE_IO_WRITE = EVT_WDF_IO_QUEUE_IO_WRITE;

pub type EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL = Option<
    unsafe extern "C" fn(
        Queue: WDFQUEUE,
        Request: WDFREQUEST,
        OutputBufferLength: usize,
        InputBufferLength: usize,
        IoControlCode: ULONG,
    ),
>;
pub type PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL = EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL;

pub type EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL = Option<
    unsafe extern "C" fn(
        Queue: WDFQUEUE,
        Request: WDFREQUEST,
        OutputBufferLength: usize,
        InputBufferLength: usize,
        IoControlCode: ULONG,
    ),
>;
pub type PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL = EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL;

pub type EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST)>;
pub type PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE = EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE;

pub type EVT_WDF_IO_QUEUE_STATE = Option<unsafe extern "C" fn(Queue: WDFQUEUE, Context: WDFCONTEXT)>;
pub type PFN_WDF_IO_QUEUE_STATE = EVT_WDF_IO_QUEUE_STATE;

pub type EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST =
    Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST) -> NTSTATUS>;
pub type PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST = EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST;

pub type EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES =
    Option<unsafe extern "C" fn(Queue: WDFQUEUE, Request: WDFREQUEST) -> NTSTATUS>;
pub type PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES = EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES;

pub type EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS =
    Option<unsafe extern "C" fn(Queue: WDFQUEUE, Irp: PIRP) -> WDF_IO_FORWARD_PROGRESS_ACTION>;
pub type PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS = EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS;

/// 96 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_IO_QUEUE_CONFIG {
    pub Size: ULONG,
    pub DispatchType: WDF_IO_QUEUE_DISPATCH_TYPE,
    pub PowerManaged: WDF_TRI_STATE,
    pub AllowZeroLengthRequests: BOOLEAN,
    pub DefaultQueue: BOOLEAN,
    pub EvtIoDefault: PFN_WDF_IO_QUEUE_IO_DEFAULT,
    pub EvtIoRead: PFN_WDF_IO_QUEUE_IO_READ,
    pub EvtIoWrite: PFN_WDF_IO_QUEUE_IO_WRITE,
    pub EvtIoDeviceControl: PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL,
    pub EvtIoInternalDeviceControl: PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL,
    pub EvtIoStop: PFN_WDF_IO_QUEUE_IO_STOP,
    pub EvtIoResume: PFN_WDF_IO_QUEUE_IO_RESUME,
    pub EvtIoCanceledOnQueue: PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE,
    pub Settings: _WDF_IO_QUEUE_CONFIG__bindgen_ty_1,
    pub Driver: WDFDRIVER,
}
pub type WDF_IO_QUEUE_CONFIG = _WDF_IO_QUEUE_CONFIG;
pub type PWDF_IO_QUEUE_CONFIG = *mut _WDF_IO_QUEUE_CONFIG;
zeroed_default!(_WDF_IO_QUEUE_CONFIG);
layout!(_WDF_IO_QUEUE_CONFIG: size 96, align 8, {
    Size: 0, DispatchType: 4, PowerManaged: 8, AllowZeroLengthRequests: 12, DefaultQueue: 13,
    EvtIoDefault: 16, EvtIoRead: 24, EvtIoWrite: 32, EvtIoDeviceControl: 40,
    EvtIoInternalDeviceControl: 48, EvtIoStop: 56, EvtIoResume: 64, EvtIoCanceledOnQueue: 72,
    Settings: 80, Driver: 88,
});

/// 4 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_IO_QUEUE_CONFIG__bindgen_ty_1 {
    pub Parallel: _WDF_IO_QUEUE_CONFIG__bindgen_ty_1__bindgen_ty_1,
}
zeroed_default!(_WDF_IO_QUEUE_CONFIG__bindgen_ty_1);
layout!(_WDF_IO_QUEUE_CONFIG__bindgen_ty_1: size 4, align 4, { Parallel: 0 });

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_IO_QUEUE_CONFIG__bindgen_ty_1__bindgen_ty_1 {
    pub NumberOfPresentedRequests: ULONG,
}
layout!(_WDF_IO_QUEUE_CONFIG__bindgen_ty_1__bindgen_ty_1: size 4, align 4, {
    NumberOfPresentedRequests: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS {
    pub Policy: _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1,
}
pub type WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS = _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS;
zeroed_default!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS);
layout!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS: size 8, align 8, { Policy: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1 {
    pub ExaminePolicy: _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1__bindgen_ty_1,
}
zeroed_default!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1);
layout!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1: size 8, align 8, {
    ExaminePolicy: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1__bindgen_ty_1 {
    pub EvtIoWdmIrpForForwardProgress: PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS,
}
zeroed_default!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS__bindgen_ty_1__bindgen_ty_1: size 8, align 8, {
    EvtIoWdmIrpForForwardProgress: 0,
});

/// 40 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY {
    pub Size: ULONG,
    pub TotalForwardProgressRequests: ULONG,
    pub ForwardProgressReservedPolicy: WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY,
    pub ForwardProgressReservePolicySettings: WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS,
    pub EvtIoAllocateResourcesForReservedRequest: PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST,
    pub EvtIoAllocateRequestResources: PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES,
}
pub type WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY = _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;
pub type PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY = *mut _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;
zeroed_default!(_WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY);
layout!(_WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY: size 40, align 8, {
    Size: 0, TotalForwardProgressRequests: 4, ForwardProgressReservedPolicy: 8,
    ForwardProgressReservePolicySettings: 16, EvtIoAllocateResourcesForReservedRequest: 24,
    EvtIoAllocateRequestResources: 32,
});

wdf_functions! {
    #[index(WdfIoQueueCreateTableIndex)]
    #[pointer(PFN_WDFIOQUEUECREATE)]
    fn WdfIoQueueCreate(
        Device: WDFDEVICE,
        Config: PWDF_IO_QUEUE_CONFIG,
        QueueAttributes: PWDF_OBJECT_ATTRIBUTES,
        Queue: *mut WDFQUEUE,
    ) -> NTSTATUS;

    #[index(WdfIoQueueGetStateTableIndex)]
    #[pointer(PFN_WDFIOQUEUEGETSTATE)]
    fn WdfIoQueueGetState(
        Queue: WDFQUEUE,
        QueueRequests: PULONG,
        DriverRequests: PULONG,
    ) -> WDF_IO_QUEUE_STATE;

    #[index(WdfIoQueueStartTableIndex)]
    #[pointer(PFN_WDFIOQUEUESTART)]
    fn WdfIoQueueStart(Queue: WDFQUEUE);

    #[index(WdfIoQueueStopTableIndex)]
    #[pointer(PFN_WDFIOQUEUESTOP)]
    fn WdfIoQueueStop(Queue: WDFQUEUE, StopComplete: PFN_WDF_IO_QUEUE_STATE, Context: WDFCONTEXT);

    #[index(WdfIoQueueStopSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOQUEUESTOPSYNCHRONOUSLY)]
    fn WdfIoQueueStopSynchronously(Queue: WDFQUEUE);

    #[index(WdfIoQueueGetDeviceTableIndex)]
    #[pointer(PFN_WDFIOQUEUEGETDEVICE)]
    fn WdfIoQueueGetDevice(Queue: WDFQUEUE) -> WDFDEVICE;

    #[index(WdfIoQueueRetrieveNextRequestTableIndex)]
    #[pointer(PFN_WDFIOQUEUERETRIEVENEXTREQUEST)]
    fn WdfIoQueueRetrieveNextRequest(Queue: WDFQUEUE, OutRequest: *mut WDFREQUEST) -> NTSTATUS;

    #[index(WdfIoQueueRetrieveRequestByFileObjectTableIndex)]
    #[pointer(PFN_WDFIOQUEUERETRIEVEREQUESTBYFILEOBJECT)]
    fn WdfIoQueueRetrieveRequestByFileObject(
        Queue: WDFQUEUE,
        FileObject: WDFFILEOBJECT,
        OutRequest: *mut WDFREQUEST,
    ) -> NTSTATUS;

    #[index(WdfIoQueueFindRequestTableIndex)]
    #[pointer(PFN_WDFIOQUEUEFINDREQUEST)]
    fn WdfIoQueueFindRequest(
        Queue: WDFQUEUE,
        FoundRequest: WDFREQUEST,
        FileObject: WDFFILEOBJECT,
        Parameters: PWDF_REQUEST_PARAMETERS,
        OutRequest: *mut WDFREQUEST,
    ) -> NTSTATUS;

    #[index(WdfIoQueueRetrieveFoundRequestTableIndex)]
    #[pointer(PFN_WDFIOQUEUERETRIEVEFOUNDREQUEST)]
    fn WdfIoQueueRetrieveFoundRequest(
        Queue: WDFQUEUE,
        FoundRequest: WDFREQUEST,
        OutRequest: *mut WDFREQUEST,
    ) -> NTSTATUS;

    #[index(WdfIoQueueDrainSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOQUEUEDRAINSYNCHRONOUSLY)]
    fn WdfIoQueueDrainSynchronously(Queue: WDFQUEUE);

    #[index(WdfIoQueueDrainTableIndex)]
    #[pointer(PFN_WDFIOQUEUEDRAIN)]
    fn WdfIoQueueDrain(Queue: WDFQUEUE, DrainComplete: PFN_WDF_IO_QUEUE_STATE, Context: WDFCONTEXT);

    #[index(WdfIoQueuePurgeSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOQUEUEPURGESYNCHRONOUSLY)]
    fn WdfIoQueuePurgeSynchronously(Queue: WDFQUEUE);

    #[index(WdfIoQueuePurgeTableIndex)]
    #[pointer(PFN_WDFIOQUEUEPURGE)]
    fn WdfIoQueuePurge(Queue: WDFQUEUE, PurgeComplete: PFN_WDF_IO_QUEUE_STATE, Context: WDFCONTEXT);

    #[index(WdfIoQueueReadyNotifyTableIndex)]
    #[pointer(PFN_WDFIOQUEUEREADYNOTIFY)]
    fn WdfIoQueueReadyNotify(
        Queue: WDFQUEUE,
        QueueReady: PFN_WDF_IO_QUEUE_STATE,
        Context: WDFCONTEXT,
    ) -> NTSTATUS;

    #[index(WdfIoQueueAssignForwardProgressPolicyTableIndex)]
    #[pointer(PFN_WDFIOQUEUEASSIGNFORWARDPROGRESSPOLICY)]
    fn WdfIoQueueAssignForwardProgressPolicy(
        Queue: WDFQUEUE,
        ForwardProgressPolicy: PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY,
    ) -> NTSTATUS;

    #[index(WdfIoQueueStopAndPurgeTableIndex)]
    #[pointer(PFN_WDFIOQUEUESTOPANDPURGE)]
    fn WdfIoQueueStopAndPurge(
        Queue: WDFQUEUE,
        StopAndPurgeComplete: PFN_WDF_IO_QUEUE_STATE,
        Context: WDFCONTEXT,
    );

    #[index(WdfIoQueueStopAndPurgeSynchronouslyTableIndex)]
    #[pointer(PFN_WDFIOQUEUESTOPANDPURGESYNCHRONOUSLY)]
    fn WdfIoQueueStopAndPurgeSynchronously(Queue: WDFQUEUE);
}
