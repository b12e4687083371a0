//! `WDFREQUEST`: buffers, cancellation, sending and completion of an I/O request.
//!
//! The structures are the options of reuse (24 bytes), sending (16) and forwarding (8); what a
//! request asks for and what came of it is in `request_parameters.rs`. Queues are in `queue.rs`,
//! targets in `io_target.rs`.
//!
//! Facts: wdfrequest.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, CCHAR, KPROCESSOR_MODE, LONGLONG, NTSTATUS, PIO_STACK_LOCATION, PIRP, PMDL, PVOID, PWDF_OBJECT_ATTRIBUTES,
    PWDF_REQUEST_COMPLETION_PARAMS, PWDF_REQUEST_PARAMETERS, ULONG, ULONG_PTR, WDFCONTEXT, WDFFILEOBJECT, WDFIOTARGET,
    WDFMEMORY, WDFQUEUE, WDFREQUEST,
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
