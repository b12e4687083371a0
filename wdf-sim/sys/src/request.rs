//! `WDFREQUEST`: parameters, buffers, cancellation, sending and completion of an I/O request.
//!
//! The structures are [`_WDF_REQUEST_PARAMETERS`], 40 bytes, [`_WDF_REQUEST_COMPLETION_PARAMS`],
//! 72, and the options of reuse (24), sending (16) and forwarding (8). Queues are in `queue.rs`,
//! targets in `io_target.rs`.
//!
//! Facts: wdfrequest.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, CCHAR, IO_STATUS_BLOCK, KPROCESSOR_MODE, LONGLONG, NTSTATUS, PIO_SECURITY_CONTEXT, PIO_STACK_LOCATION,
    PIRP, PMDL, PVOID, PWDF_OBJECT_ATTRIBUTES, PWDF_USB_REQUEST_COMPLETION_PARAMS, UCHAR, ULONG, ULONG_PTR, USHORT,
    WDFCONTEXT, WDFFILEOBJECT, WDFIOTARGET, WDFMEMORY, WDFQUEUE, WDFREQUEST,
};

pub mod _WDF_REQUEST_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfRequestTypeCreate: Type = 0;
    pub const WdfRequestTypeCreateNamedPipe: Type = 1;
    pub const WdfRequestTypeClose: Type = 2;
    pub const WdfRequestTypeRead: Type = 3;
    pub const WdfRequestTypeWrite: Type = 4;
    pub const WdfRequestTypeQueryInformation: Type = 5;
    pub const WdfRequestTypeSetInformation: Type = 6;
    pub const WdfRequestTypeQueryEA: Type = 7;
    pub const WdfRequestTypeSetEA: Type = 8;
    pub const WdfRequestTypeFlushBuffers: Type = 9;
    pub const WdfRequestTypeQueryVolumeInformation: Type = 10;
    pub const WdfRequestTypeSetVolumeInformation: Type = 11;
    pub const WdfRequestTypeDirectoryControl: Type = 12;
    pub const WdfRequestTypeFileSystemControl: Type = 13;
    pub const WdfRequestTypeDeviceControl: Type = 14;
    pub const WdfRequestTypeDeviceControlInternal: Type = 15;
    pub const WdfRequestTypeShutdown: Type = 16;
    pub const WdfRequestTypeLockControl: Type = 17;
    pub const WdfRequestTypeCleanup: Type = 18;
    pub const WdfRequestTypeCreateMailSlot: Type = 19;
    pub const WdfRequestTypeQuerySecurity: Type = 20;
    pub const WdfRequestTypeSetSecurity: Type = 21;
    pub const WdfRequestTypePower: Type = 22;
    pub const WdfRequestTypeSystemControl: Type = 23;
    pub const WdfRequestTypeDeviceChange: Type = 24;
    pub const WdfRequestTypeQueryQuota: Type = 25;
    pub const WdfRequestTypeSetQuota: Type = 26;
    pub const WdfRequestTypePnp: Type = 27;
    pub const WdfRequestTypeOther: Type = 28;
    pub const WdfRequestTypeUsb: Type = 64;
    pub const WdfRequestTypeNoFormat: Type = 255;
    pub const WdfRequestTypeMax: Type = 0x100;
}
pub use self::_WDF_REQUEST_TYPE::Type as WDF_REQUEST_TYPE;

pub mod _WDF_REQUEST_REUSE_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_REQUEST_REUSE_NO_FLAGS: Type = 0;
    pub const WDF_REQUEST_REUSE_SET_NEW_IRP: Type = 1;
}
pub use self::_WDF_REQUEST_REUSE_FLAGS::Type as WDF_REQUEST_REUSE_FLAGS;

pub mod _WDF_REQUEST_STOP_ACTION_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfRequestStopActionInvalid: Type = 0;
    pub const WdfRequestStopActionSuspend: Type = 1;
    pub const WdfRequestStopActionPurge: Type = 2;
    pub const WdfRequestStopRequestCancelable: Type = 0x1000_0000;
}
pub use self::_WDF_REQUEST_STOP_ACTION_FLAGS::Type as WDF_REQUEST_STOP_ACTION_FLAGS;

pub mod _WDF_REQUEST_SEND_OPTIONS_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_REQUEST_SEND_OPTION_TIMEOUT: Type = 1;
    pub const WDF_REQUEST_SEND_OPTION_SYNCHRONOUS: Type = 2;
    pub const WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE: Type = 4;
    pub const WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET: Type = 8;
    pub const WDF_REQUEST_SEND_OPTION_IMPERSONATE_CLIENT: Type = 0x0001_0000;
    pub const WDF_REQUEST_SEND_OPTION_IMPERSONATION_IGNORE_FAILURE: Type = 0x0002_0000;
}
pub use self::_WDF_REQUEST_SEND_OPTIONS_FLAGS::Type as WDF_REQUEST_SEND_OPTIONS_FLAGS;

pub mod _WDF_REQUEST_FORWARD_OPTIONS_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET: Type = 1;
}
pub use self::_WDF_REQUEST_FORWARD_OPTIONS_FLAGS::Type as WDF_REQUEST_FORWARD_OPTIONS_FLAGS;

pub type EVT_WDF_REQUEST_CANCEL = Option<unsafe extern "C" fn(Request: WDFREQUEST)>;
pub type PFN_WDF_REQUEST_CANCEL = EVT_WDF_REQUEST_CANCEL;

pub type EVT_WDF_REQUEST_COMPLETION_ROUTINE = Option<
    unsafe extern "C" fn(
        Request: WDFREQUEST,
        Target: WDFIOTARGET,
        Params: PWDF_REQUEST_COMPLETION_PARAMS,
        Context: WDFCONTEXT,
    ),
>;
pub type PFN_WDF_REQUEST_COMPLETION_ROUTINE = EVT_WDF_REQUEST_COMPLETION_ROUTINE;

/// 40 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS {
    pub Size: USHORT,
    pub MinorFunction: UCHAR,
    pub Type: WDF_REQUEST_TYPE,
    pub Parameters: _WDF_REQUEST_PARAMETERS__bindgen_ty_1,
}
pub type WDF_REQUEST_PARAMETERS = _WDF_REQUEST_PARAMETERS;
pub type PWDF_REQUEST_PARAMETERS = *mut _WDF_REQUEST_PARAMETERS;
zeroed_default!(_WDF_REQUEST_PARAMETERS);
layout!(_WDF_REQUEST_PARAMETERS: size 40, align 8, {
    Size: 0, MinorFunction: 2, Type: 4, Parameters: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_PARAMETERS__bindgen_ty_1 {
    pub Create: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1,
    pub Read: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2,
    pub Write: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3,
    pub DeviceIoControl: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4,
    pub Others: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1: size 32, align 8, {
    Create: 0, Read: 0, Write: 0, DeviceIoControl: 0, Others: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1 {
    pub SecurityContext: PIO_SECURITY_CONTEXT,
    pub Options: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FileAttributes: USHORT,
    pub ShareAccess: USHORT,
    pub __bindgen_padding_1: [u8; 4],
    pub EaLength: ULONG,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1: size 32, align 8, {
    SecurityContext: 0, Options: 8, FileAttributes: 16, ShareAccess: 18, EaLength: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2 {
    pub Length: usize,
    pub Key: ULONG,
    pub DeviceOffset: LONGLONG,
}
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2: size 24, align 8, {
    Length: 0, Key: 8, DeviceOffset: 16,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3 {
    pub Length: usize,
    pub Key: ULONG,
    pub DeviceOffset: LONGLONG,
}
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3: size 24, align 8, {
    Length: 0, Key: 8, DeviceOffset: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4 {
    pub OutputBufferLength: usize,
    pub InputBufferLength: usize,
    pub IoControlCode: ULONG,
    pub Type3InputBuffer: PVOID,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4: size 32, align 8, {
    OutputBufferLength: 0, InputBufferLength: 8, IoControlCode: 16, Type3InputBuffer: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5 {
    pub Arg1: PVOID,
    pub Arg2: PVOID,
    pub IoControlCode: ULONG,
    pub Arg4: PVOID,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5: size 32, align 8, {
    Arg1: 0, Arg2: 8, IoControlCode: 16, Arg4: 24,
});

/// 72 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS {
    pub Size: ULONG,
    pub Type: WDF_REQUEST_TYPE,
    pub IoStatus: IO_STATUS_BLOCK,
    pub Parameters: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1,
}
pub type WDF_REQUEST_COMPLETION_PARAMS = _WDF_REQUEST_COMPLETION_PARAMS;
pub type PWDF_REQUEST_COMPLETION_PARAMS = *mut _WDF_REQUEST_COMPLETION_PARAMS;
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS);
layout!(_WDF_REQUEST_COMPLETION_PARAMS: size 72, align 8, {
    Size: 0, Type: 4, IoStatus: 8, Parameters: 24,
});

/// 48 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1 {
    pub Write: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1,
    pub Read: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2,
    pub Ioctl: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3,
    pub Others: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4,
    pub Usb: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1: size 48, align 8, {
    Write: 0, Read: 0, Ioctl: 0, Others: 0, Usb: 0,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1 {
    pub Buffer: WDFMEMORY,
    pub Length: usize,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1: size 24, align 8, {
    Buffer: 0, Length: 8, Offset: 16,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2 {
    pub Buffer: WDFMEMORY,
    pub Length: usize,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2: size 24, align 8, {
    Buffer: 0, Length: 8, Offset: 16,
});

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3 {
    pub IoControlCode: ULONG,
    pub Input: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1,
    pub Output: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3: size 48, align 8, {
    IoControlCode: 0, Input: 8, Output: 24,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1 {
    pub Buffer: WDFMEMORY,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1: size 16, align 8, {
    Buffer: 0, Offset: 8,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2 {
    pub Buffer: WDFMEMORY,
    pub Offset: usize,
    pub Length: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2: size 24, align 8, {
    Buffer: 0, Offset: 8, Length: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4 {
    pub Argument1: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1,
    pub Argument2: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2,
    pub Argument3: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3,
    pub Argument4: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4: size 32, align 8, {
    Argument1: 0, Argument2: 8, Argument3: 16, Argument4: 24,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5 {
    pub Completion: PWDF_USB_REQUEST_COMPLETION_PARAMS,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5: size 8, align 8, {
    Completion: 0,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_REUSE_PARAMS {
    pub Size: ULONG,
    pub Flags: ULONG,
    pub Status: NTSTATUS,
    pub NewIrp: PIRP,
}
pub type WDF_REQUEST_REUSE_PARAMS = _WDF_REQUEST_REUSE_PARAMS;
pub type PWDF_REQUEST_REUSE_PARAMS = *mut _WDF_REQUEST_REUSE_PARAMS;
zeroed_default!(_WDF_REQUEST_REUSE_PARAMS);
layout!(_WDF_REQUEST_REUSE_PARAMS: size 24, align 8, { Size: 0, Flags: 4, Status: 8, NewIrp: 16 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_SEND_OPTIONS {
    pub Size: ULONG,
    pub Flags: ULONG,
    pub Timeout: LONGLONG,
}
pub type WDF_REQUEST_SEND_OPTIONS = _WDF_REQUEST_SEND_OPTIONS;
pub type PWDF_REQUEST_SEND_OPTIONS = *mut _WDF_REQUEST_SEND_OPTIONS;
layout!(_WDF_REQUEST_SEND_OPTIONS: size 16, align 8, { Size: 0, Flags: 4, Timeout: 8 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_FORWARD_OPTIONS {
    pub Size: ULONG,
    pub Flags: ULONG,
}
pub type WDF_REQUEST_FORWARD_OPTIONS = _WDF_REQUEST_FORWARD_OPTIONS;
pub type PWDF_REQUEST_FORWARD_OPTIONS = *mut _WDF_REQUEST_FORWARD_OPTIONS;
layout!(_WDF_REQUEST_FORWARD_OPTIONS: size 8, align 4, { Size: 0, Flags: 4 });

wdf_functions! {
    #[index(WdfRequestCreateTableIndex)]
    #[pointer(PFN_WDFREQUESTCREATE)]
    fn WdfRequestCreate(
        RequestAttributes: PWDF_OBJECT_ATTRIBUTES,
        IoTarget: WDFIOTARGET,
        Request: *mut WDFREQUEST,
    ) -> NTSTATUS;

    #[index(WdfRequestCreateFromIrpTableIndex)]
    #[pointer(PFN_WDFREQUESTCREATEFROMIRP)]
    fn WdfRequestCreateFromIrp(
        RequestAttributes: PWDF_OBJECT_ATTRIBUTES,
        Irp: PIRP,
        RequestFreesIrp: BOOLEAN,
        Request: *mut WDFREQUEST,
    ) -> NTSTATUS;

    #[index(WdfRequestReuseTableIndex)]
    #[pointer(PFN_WDFREQUESTREUSE)]
    fn WdfRequestReuse(Request: WDFREQUEST, ReuseParams: PWDF_REQUEST_REUSE_PARAMS) -> NTSTATUS;

    #[index(WdfRequestChangeTargetTableIndex)]
    #[pointer(PFN_WDFREQUESTCHANGETARGET)]
    fn WdfRequestChangeTarget(Request: WDFREQUEST, IoTarget: WDFIOTARGET) -> NTSTATUS;

    #[index(WdfRequestFormatRequestUsingCurrentTypeTableIndex)]
    #[pointer(PFN_WDFREQUESTFORMATREQUESTUSINGCURRENTTYPE)]
    fn WdfRequestFormatRequestUsingCurrentType(Request: WDFREQUEST);

    #[index(WdfRequestWdmFormatUsingStackLocationTableIndex)]
    #[pointer(PFN_WDFREQUESTWDMFORMATUSINGSTACKLOCATION)]
    fn WdfRequestWdmFormatUsingStackLocation(Request: WDFREQUEST, Stack: PIO_STACK_LOCATION);

    #[index(WdfRequestSendTableIndex)]
    #[pointer(PFN_WDFREQUESTSEND)]
    fn WdfRequestSend(
        Request: WDFREQUEST,
        Target: WDFIOTARGET,
        Options: PWDF_REQUEST_SEND_OPTIONS,
    ) -> BOOLEAN;

    #[index(WdfRequestGetStatusTableIndex)]
    #[pointer(PFN_WDFREQUESTGETSTATUS)]
    fn WdfRequestGetStatus(Request: WDFREQUEST) -> NTSTATUS;

    #[index(WdfRequestMarkCancelableTableIndex)]
    #[pointer(PFN_WDFREQUESTMARKCANCELABLE)]
    fn WdfRequestMarkCancelable(Request: WDFREQUEST, EvtRequestCancel: PFN_WDF_REQUEST_CANCEL);

    #[index(WdfRequestUnmarkCancelableTableIndex)]
    #[pointer(PFN_WDFREQUESTUNMARKCANCELABLE)]
    fn WdfRequestUnmarkCancelable(Request: WDFREQUEST) -> NTSTATUS;

    #[index(WdfRequestIsCanceledTableIndex)]
    #[pointer(PFN_WDFREQUESTISCANCELED)]
    fn WdfRequestIsCanceled(Request: WDFREQUEST) -> BOOLEAN;

    #[index(WdfRequestCancelSentRequestTableIndex)]
    #[pointer(PFN_WDFREQUESTCANCELSENTREQUEST)]
    fn WdfRequestCancelSentRequest(Request: WDFREQUEST) -> BOOLEAN;

    #[index(WdfRequestIsFrom32BitProcessTableIndex)]
    #[pointer(PFN_WDFREQUESTISFROM32BITPROCESS)]
    fn WdfRequestIsFrom32BitProcess(Request: WDFREQUEST) -> BOOLEAN;

    #[index(WdfRequestSetCompletionRoutineTableIndex)]
    #[pointer(PFN_WDFREQUESTSETCOMPLETIONROUTINE)]
    fn WdfRequestSetCompletionRoutine(
        Request: WDFREQUEST,
        CompletionRoutine: PFN_WDF_REQUEST_COMPLETION_ROUTINE,
        CompletionContext: WDFCONTEXT,
    );

    #[index(WdfRequestGetCompletionParamsTableIndex)]
    #[pointer(PFN_WDFREQUESTGETCOMPLETIONPARAMS)]
    fn WdfRequestGetCompletionParams(Request: WDFREQUEST, Params: PWDF_REQUEST_COMPLETION_PARAMS);

    #[index(WdfRequestAllocateTimerTableIndex)]
    #[pointer(PFN_WDFREQUESTALLOCATETIMER)]
    fn WdfRequestAllocateTimer(Request: WDFREQUEST) -> NTSTATUS;

    #[index(WdfRequestCompleteTableIndex)]
    #[pointer(PFN_WDFREQUESTCOMPLETE)]
    fn WdfRequestComplete(Request: WDFREQUEST, Status: NTSTATUS);

    #[index(WdfRequestCompleteWithPriorityBoostTableIndex)]
    #[pointer(PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST)]
    fn WdfRequestCompleteWithPriorityBoost(
        Request: WDFREQUEST,
        Status: NTSTATUS,
        PriorityBoost: CCHAR,
    );

    #[index(WdfRequestCompleteWithInformationTableIndex)]
    #[pointer(PFN_WDFREQUESTCOMPLETEWITHINFORMATION)]
    fn WdfRequestCompleteWithInformation(
        Request: WDFREQUEST,
        Status: NTSTATUS,
        Information: ULONG_PTR,
    );

    #[index(WdfRequestGetParametersTableIndex)]
    #[pointer(PFN_WDFREQUESTGETPARAMETERS)]
    fn WdfRequestGetParameters(Request: WDFREQUEST, Parameters: PWDF_REQUEST_PARAMETERS);

    #[index(WdfRequestRetrieveInputMemoryTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEINPUTMEMORY)]
    fn WdfRequestRetrieveInputMemory(Request: WDFREQUEST, Memory: *mut WDFMEMORY) -> NTSTATUS;

    #[index(WdfRequestRetrieveOutputMemoryTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEOUTPUTMEMORY)]
    fn WdfRequestRetrieveOutputMemory(Request: WDFREQUEST, Memory: *mut WDFMEMORY) -> NTSTATUS;

    #[index(WdfRequestRetrieveInputBufferTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEINPUTBUFFER)]
    fn WdfRequestRetrieveInputBuffer(
        Request: WDFREQUEST,
        MinimumRequiredLength: usize,
        Buffer: *mut PVOID,
        Length: *mut usize,
    ) -> NTSTATUS;

    #[index(WdfRequestRetrieveOutputBufferTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER)]
    fn WdfRequestRetrieveOutputBuffer(
        Request: WDFREQUEST,
        MinimumRequiredSize: usize,
        Buffer: *mut PVOID,
        Length: *mut usize,
    ) -> NTSTATUS;

    #[index(WdfRequestRetrieveInputWdmMdlTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEINPUTWDMMDL)]
    fn WdfRequestRetrieveInputWdmMdl(Request: WDFREQUEST, Mdl: *mut PMDL) -> NTSTATUS;

    #[index(WdfRequestRetrieveOutputWdmMdlTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEOUTPUTWDMMDL)]
    fn WdfRequestRetrieveOutputWdmMdl(Request: WDFREQUEST, Mdl: *mut PMDL) -> NTSTATUS;

    #[index(WdfRequestRetrieveUnsafeUserInputBufferTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEUNSAFEUSERINPUTBUFFER)]
    fn WdfRequestRetrieveUnsafeUserInputBuffer(
        Request: WDFREQUEST,
        MinimumRequiredLength: usize,
        InputBuffer: *mut PVOID,
        Length: *mut usize,
    ) -> NTSTATUS;

    #[index(WdfRequestRetrieveUnsafeUserOutputBufferTableIndex)]
    #[pointer(PFN_WDFREQUESTRETRIEVEUNSAFEUSEROUTPUTBUFFER)]
    fn WdfRequestRetrieveUnsafeUserOutputBuffer(
        Request: WDFREQUEST,
        MinimumRequiredLength: usize,
        OutputBuffer: *mut PVOID,
        Length: *mut usize,
    ) -> NTSTATUS;

    #[index(WdfRequestSetInformationTableIndex)]
    #[pointer(PFN_WDFREQUESTSETINFORMATION)]
    fn WdfRequestSetInformation(Request: WDFREQUEST, Information: ULONG_PTR);

    #[index(WdfRequestGetInformationTableIndex)]
    #[pointer(PFN_WDFREQUESTGETINFORMATION)]
    fn WdfRequestGetInformation(Request: WDFREQUEST) -> ULONG_PTR;

    #[index(WdfRequestGetFileObjectTableIndex)]
    #[pointer(PFN_WDFREQUESTGETFILEOBJECT)]
    fn WdfRequestGetFileObject(Request: WDFREQUEST) -> WDFFILEOBJECT;

    #[index(WdfRequestProbeAndLockUserBufferForReadTableIndex)]
    #[pointer(PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORREAD)]
    fn WdfRequestProbeAndLockUserBufferForRead(
        Request: WDFREQUEST,
        Buffer: PVOID,
        Length: usize,
        MemoryObject: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfRequestProbeAndLockUserBufferForWriteTableIndex)]
    #[pointer(PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORWRITE)]
    fn WdfRequestProbeAndLockUserBufferForWrite(
        Request: WDFREQUEST,
        Buffer: PVOID,
        Length: usize,
        MemoryObject: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfRequestGetRequestorModeTableIndex)]
    #[pointer(PFN_WDFREQUESTGETREQUESTORMODE)]
    fn WdfRequestGetRequestorMode(Request: WDFREQUEST) -> KPROCESSOR_MODE;

    #[index(WdfRequestForwardToIoQueueTableIndex)]
    #[pointer(PFN_WDFREQUESTFORWARDTOIOQUEUE)]
    fn WdfRequestForwardToIoQueue(Request: WDFREQUEST, DestinationQueue: WDFQUEUE) -> NTSTATUS;

    #[index(WdfRequestGetIoQueueTableIndex)]
    #[pointer(PFN_WDFREQUESTGETIOQUEUE)]
    fn WdfRequestGetIoQueue(Request: WDFREQUEST) -> WDFQUEUE;

    #[index(WdfRequestRequeueTableIndex)]
    #[pointer(PFN_WDFREQUESTREQUEUE)]
    fn WdfRequestRequeue(Request: WDFREQUEST) -> NTSTATUS;

    #[index(WdfRequestStopAcknowledgeTableIndex)]
    #[pointer(PFN_WDFREQUESTSTOPACKNOWLEDGE)]
    fn WdfRequestStopAcknowledge(Request: WDFREQUEST, Requeue: BOOLEAN);

    #[index(WdfRequestWdmGetIrpTableIndex)]
    #[pointer(PFN_WDFREQUESTWDMGETIRP)]
    fn WdfRequestWdmGetIrp(Request: WDFREQUEST) -> PIRP;

    #[index(WdfRequestMarkCancelableExTableIndex)]
    #[pointer(PFN_WDFREQUESTMARKCANCELABLEEX)]
    fn WdfRequestMarkCancelableEx(
        Request: WDFREQUEST,
        EvtRequestCancel: PFN_WDF_REQUEST_CANCEL,
    ) -> NTSTATUS;

    #[index(WdfRequestIsReservedTableIndex)]
    #[pointer(PFN_WDFREQUESTISRESERVED)]
    fn WdfRequestIsReserved(Request: WDFREQUEST) -> BOOLEAN;

    #[index(WdfRequestForwardToParentDeviceIoQueueTableIndex)]
    #[pointer(PFN_WDFREQUESTFORWARDTOPARENTDEVICEIOQUEUE)]
    fn WdfRequestForwardToParentDeviceIoQueue(
        Request: WDFREQUEST,
        ParentDeviceQueue: WDFQUEUE,
        ForwardOptions: PWDF_REQUEST_FORWARD_OPTIONS,
    ) -> NTSTATUS;

    #[index(WdfRequestGetRequestorProcessIdTableIndex)]
    #[pointer(PFN_WDFREQUESTGETREQUESTORPROCESSID)]
    fn WdfRequestGetRequestorProcessId(Request: WDFREQUEST) -> ULONG;
}
