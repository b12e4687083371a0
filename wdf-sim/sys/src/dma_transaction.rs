//! `WDFDMATRANSACTION`: one DMA transfer, in as many pieces as the device needs.
//!
//! Callbacks and functions. The adapter it runs on is in `dma_enabler.rs`.
//!
//! Facts: wdfdmatransaction.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdmatransaction/>.

use crate::declare::wdf_functions;
use crate::{
    BOOLEAN, DMA_COMPLETION_STATUS, NTSTATUS, PMDL, PSCATTER_GATHER_LIST, PVOID, PWDF_OBJECT_ATTRIBUTES, ULONG,
    WDFCONTEXT, WDFDEVICE, WDFDMAENABLER, WDFDMATRANSACTION, WDFREQUEST,
};

pub mod _WDF_DMA_DIRECTION {
    pub type Type = core::ffi::c_int;
    pub const WdfDmaDirectionReadFromDevice: Type = 0;
    pub const WdfDmaDirectionWriteToDevice: Type = 1;
}
pub use self::_WDF_DMA_DIRECTION::Type as WDF_DMA_DIRECTION;

pub type EVT_WDF_PROGRAM_DMA = Option<
    unsafe extern "C" fn(
        Transaction: WDFDMATRANSACTION,
        Device: WDFDEVICE,
        Context: WDFCONTEXT,
        Direction: WDF_DMA_DIRECTION,
        SgList: PSCATTER_GATHER_LIST,
    ) -> BOOLEAN,
>;
pub type PFN_WDF_PROGRAM_DMA = EVT_WDF_PROGRAM_DMA;

pub type EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL = Option<
    unsafe extern "C" fn(
        DmaTransaction: WDFDMATRANSACTION,
        Device: WDFDEVICE,
        Context: PVOID,
        Mdl: PMDL,
        Offset: usize,
        Length: usize,
    ) -> BOOLEAN,
>;
pub type PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL = EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL;

pub type EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE = Option<
    unsafe extern "C" fn(
        Transaction: WDFDMATRANSACTION,
        Device: WDFDEVICE,
        Context: WDFCONTEXT,
        Direction: WDF_DMA_DIRECTION,
        Status: DMA_COMPLETION_STATUS::Type,
    ),
>;
pub type PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE = EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE;

pub type EVT_WDF_RESERVE_DMA = Option<unsafe extern "C" fn(DmaTransaction: WDFDMATRANSACTION, Context: PVOID)>;
pub type PFN_WDF_RESERVE_DMA = EVT_WDF_RESERVE_DMA;

wdf_functions! {
    #[index(WdfDmaTransactionCreateTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONCREATE)]
    fn WdfDmaTransactionCreate(
        DmaEnabler: WDFDMAENABLER,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        DmaTransaction: *mut WDFDMATRANSACTION,
    ) -> NTSTATUS;

    #[index(WdfDmaTransactionInitializeTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONINITIALIZE)]
    fn WdfDmaTransactionInitialize(
        DmaTransaction: WDFDMATRANSACTION,
        EvtProgramDmaFunction: PFN_WDF_PROGRAM_DMA,
        DmaDirection: WDF_DMA_DIRECTION,
        Mdl: PMDL,
        VirtualAddress: PVOID,
        Length: usize,
    ) -> NTSTATUS;

    #[index(WdfDmaTransactionInitializeUsingRequestTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONINITIALIZEUSINGREQUEST)]
    fn WdfDmaTransactionInitializeUsingRequest(
        DmaTransaction: WDFDMATRANSACTION,
        Request: WDFREQUEST,
        EvtProgramDmaFunction: PFN_WDF_PROGRAM_DMA,
        DmaDirection: WDF_DMA_DIRECTION,
    ) -> NTSTATUS;

    #[index(WdfDmaTransactionExecuteTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONEXECUTE)]
    fn WdfDmaTransactionExecute(DmaTransaction: WDFDMATRANSACTION, Context: WDFCONTEXT) -> NTSTATUS;

    #[index(WdfDmaTransactionReleaseTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONRELEASE)]
    fn WdfDmaTransactionRelease(DmaTransaction: WDFDMATRANSACTION) -> NTSTATUS;

    #[index(WdfDmaTransactionDmaCompletedTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONDMACOMPLETED)]
    fn WdfDmaTransactionDmaCompleted(
        DmaTransaction: WDFDMATRANSACTION,
        Status: *mut NTSTATUS,
    ) -> BOOLEAN;

    #[index(WdfDmaTransactionDmaCompletedWithLengthTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONDMACOMPLETEDWITHLENGTH)]
    fn WdfDmaTransactionDmaCompletedWithLength(
        DmaTransaction: WDFDMATRANSACTION,
        TransferredLength: usize,
        Status: *mut NTSTATUS,
    ) -> BOOLEAN;

    #[index(WdfDmaTransactionDmaCompletedFinalTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONDMACOMPLETEDFINAL)]
    fn WdfDmaTransactionDmaCompletedFinal(
        DmaTransaction: WDFDMATRANSACTION,
        FinalTransferredLength: usize,
        Status: *mut NTSTATUS,
    ) -> BOOLEAN;

    #[index(WdfDmaTransactionGetBytesTransferredTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONGETBYTESTRANSFERRED)]
    fn WdfDmaTransactionGetBytesTransferred(DmaTransaction: WDFDMATRANSACTION) -> usize;

    #[index(WdfDmaTransactionSetMaximumLengthTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETMAXIMUMLENGTH)]
    fn WdfDmaTransactionSetMaximumLength(DmaTransaction: WDFDMATRANSACTION, MaximumLength: usize);

    #[index(WdfDmaTransactionGetRequestTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONGETREQUEST)]
    fn WdfDmaTransactionGetRequest(DmaTransaction: WDFDMATRANSACTION) -> WDFREQUEST;

    #[index(WdfDmaTransactionGetCurrentDmaTransferLengthTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONGETCURRENTDMATRANSFERLENGTH)]
    fn WdfDmaTransactionGetCurrentDmaTransferLength(DmaTransaction: WDFDMATRANSACTION) -> usize;

    #[index(WdfDmaTransactionGetDeviceTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONGETDEVICE)]
    fn WdfDmaTransactionGetDevice(DmaTransaction: WDFDMATRANSACTION) -> WDFDEVICE;

    #[index(WdfDmaTransactionInitializeUsingOffsetTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONINITIALIZEUSINGOFFSET)]
    fn WdfDmaTransactionInitializeUsingOffset(
        DmaTransaction: WDFDMATRANSACTION,
        EvtProgramDmaFunction: PFN_WDF_PROGRAM_DMA,
        DmaDirection: WDF_DMA_DIRECTION,
        Mdl: PMDL,
        Offset: usize,
        Length: usize,
    ) -> NTSTATUS;

    #[index(WdfDmaTransactionGetTransferInfoTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONGETTRANSFERINFO)]
    fn WdfDmaTransactionGetTransferInfo(
        DmaTransaction: WDFDMATRANSACTION,
        MapRegisterCount: *mut ULONG,
        ScatterGatherElementCount: *mut ULONG,
    );

    #[index(WdfDmaTransactionSetChannelConfigurationCallbackTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETCHANNELCONFIGURATIONCALLBACK)]
    fn WdfDmaTransactionSetChannelConfigurationCallback(
        DmaTransaction: WDFDMATRANSACTION,
        ConfigureRoutine: PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL,
        ConfigureContext: PVOID,
    );

    #[index(WdfDmaTransactionSetTransferCompleteCallbackTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETTRANSFERCOMPLETECALLBACK)]
    fn WdfDmaTransactionSetTransferCompleteCallback(
        DmaTransaction: WDFDMATRANSACTION,
        DmaCompletionRoutine: PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE,
        DmaCompletionContext: PVOID,
    );

    #[index(WdfDmaTransactionSetImmediateExecutionTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETIMMEDIATEEXECUTION)]
    fn WdfDmaTransactionSetImmediateExecution(
        DmaTransaction: WDFDMATRANSACTION,
        UseImmediateExecution: BOOLEAN,
    );

    #[index(WdfDmaTransactionAllocateResourcesTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONALLOCATERESOURCES)]
    fn WdfDmaTransactionAllocateResources(
        DmaTransaction: WDFDMATRANSACTION,
        DmaDirection: WDF_DMA_DIRECTION,
        RequiredMapRegisters: ULONG,
        EvtReserveDmaFunction: PFN_WDF_RESERVE_DMA,
        EvtReserveDmaContext: PVOID,
    ) -> NTSTATUS;

    #[index(WdfDmaTransactionSetDeviceAddressOffsetTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETDEVICEADDRESSOFFSET)]
    fn WdfDmaTransactionSetDeviceAddressOffset(DmaTransaction: WDFDMATRANSACTION, Offset: ULONG);

    #[index(WdfDmaTransactionFreeResourcesTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONFREERESOURCES)]
    fn WdfDmaTransactionFreeResources(DmaTransaction: WDFDMATRANSACTION);

    #[index(WdfDmaTransactionCancelTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONCANCEL)]
    fn WdfDmaTransactionCancel(DmaTransaction: WDFDMATRANSACTION) -> BOOLEAN;

    #[index(WdfDmaTransactionWdmGetTransferContextTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONWDMGETTRANSFERCONTEXT)]
    fn WdfDmaTransactionWdmGetTransferContext(DmaTransaction: WDFDMATRANSACTION) -> PVOID;

    #[index(WdfDmaTransactionStopSystemTransferTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSTOPSYSTEMTRANSFER)]
    fn WdfDmaTransactionStopSystemTransfer(DmaTransaction: WDFDMATRANSACTION);

    #[index(WdfDmaTransactionSetSingleTransferRequirementTableIndex)]
    #[pointer(PFN_WDFDMATRANSACTIONSETSINGLETRANSFERREQUIREMENT)]
    fn WdfDmaTransactionSetSingleTransferRequirement(
        DmaTransaction: WDFDMATRANSACTION,
        RequireSingleTransfer: BOOLEAN,
    );
}
