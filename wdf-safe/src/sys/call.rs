//! The call of a function of the framework: load the table, load the entry, load the globals, jump.
//!
//! *Where it stands.* Row 0. [`ddi!`](super::ddi) names a function of this list; a function that is used for the first time
//! gets a line here.
//!
//! *Wraps.* The inline functions of the WDK's headers, which C drivers call: they do the same. The macro of `wdk-sys` also
//! loads the framework's function count, compares, and has a path that panics. For the functions of the oldest framework
//! that wdf-safe can be bound to this is not needed, and it is proved below that no others are in the list `functions!`.
//! A function of a newer framework is in the list `newer_functions!`: it is asked for, as `WDF_IS_FUNCTION_AVAILABLE` of
//! the headers asks, and there is an error where it is missing.
//!
//! # Why no entry is missing
//!
//! 1. `wdk-sys` binds drivers to a framework of at least KMDF 1.15: from there on the symbol is a pointer to the table
//!    (`WdfFunctions_01015` and up). The loader refuses to load the driver if the framework is older than that.
//! 2. A framework of version 1.15 has [`GUARANTEED`] functions, and newer ones only append ("Framework Library
//!    Versioning"; wdffuncenum.h). The framework writes the pointer to its table, all entries filled, before it calls
//!    `DriverEntry`, and never changes either.
//! 3. The code of this crate runs in a driver, so after that. Each index of the list is below [`GUARANTEED`], which is
//!    asserted when the crate is compiled.
//! 4. A framework that is older than the one a driver was compiled for says how many functions it has
//!    (`WdfFunctionCount`), before it calls `DriverEntry`; all others have at least those of the headers. (That a framework may be
//!    older than a driver's headers came with 1.25: "Building a WDF driver for multiple versions of Windows".)
//!
//! | KMDF | 1.15 | 1.19 | 1.21 | 1.23 | 1.25 | 1.31, 1.33 |
//! |---|---|---|---|---|---|---|
//! | functions | 444 | 446 | 448 | 451 | 453 | 458 |
#![expect(unsafe_code, reason = "reads the framework's function table")]
#![expect(non_snake_case, reason = "the functions have the framework's names")]

use wdk_sys::_WDFFUNCENUM;

/// How many functions KMDF 1.15 has.
const GUARANTEED: usize = 444;

/// The function pointer in an entry of the table.
pub(crate) trait Entry {
    /// Without the case that it is missing.
    type Function;
}

impl<F> Entry for Option<F> {
    type Function = F;
}

/// The first argument of every call.
#[inline(always)]
pub(crate) fn globals() -> wdk_sys::PWDF_DRIVER_GLOBALS {
    // SAFETY: written when the driver was bound, and never after (point 2 of the module).
    unsafe { wdk_sys::WdfDriverGlobals }
}

/// The entry at this index.
///
/// # Safety
/// The framework has a function at this index, and `P` is the type of its entry.
#[inline(always)]
unsafe fn entry<P: Entry + Copy>(index: usize) -> P {
    // SAFETY: written when the driver was bound, and never after (point 2 of the module).
    let table = unsafe { wdk_sys::WdfFunctions };
    // SAFETY: the table has more entries than that (the caller's promise).
    let entry = unsafe { table.add(index) };
    // SAFETY: all are filled, and function pointers of the type that the index has.
    unsafe { entry.cast::<P>().read() }
}

/// The size of a structure that the framework below knows, where that is older than the headers; else this one.
///
/// `WDF_STRUCTURE_SIZE` of wdffuncenum.h. A framework refuses a structure whose size it does not know.
#[inline(never)]
pub(crate) fn structure_size(index: usize, ours: u32) -> u32 {
    // SAFETY: written when the driver was bound, and never after (point 2 of the module), as the next two are.
    if unsafe { wdk_sys::WdfClientVersionHigherThanFramework } == 0 {
        return ours;
    }
    // SAFETY: as above.
    let count = unsafe { wdk_sys::WdfStructureCount };
    if index >= count as usize {
        // The framework has no such structure: what the headers have for it.
        return u32::MAX;
    }
    // SAFETY: as above.
    let sizes = unsafe { wdk_sys::WdfStructures };
    // SAFETY: one of `count` sizes.
    let size = unsafe { sizes.add(index) };
    // SAFETY: as above.
    unsafe { size.read() as u32 }
}

macro_rules! functions {
    ($($name:ident: $pointer:ident, $index:ident;)*) => {
        $(
            /// The function of this name.
            #[inline(always)]
            pub(crate) fn $name() -> <wdk_sys::$pointer as Entry>::Function {
                const INDEX: usize = _WDFFUNCENUM::$index as usize;
                const { assert!(INDEX < GUARANTEED, "an older framework does not have this function") };
                // SAFETY: asserted (point 1), and of this type.
                let entry = unsafe { entry::<wdk_sys::$pointer>(INDEX) };
                // SAFETY: all entries are filled (point 2 of the module).
                unsafe { entry.unwrap_unchecked() }
            }
        )*
    };
}

macro_rules! newer_functions {
    ($($name:ident: $pointer:ident, $index:ident;)*) => {
        $(
            /// The function of this name; `None`: the framework is older than it.
            #[inline(always)]
            pub(crate) fn $name() -> Option<<wdk_sys::$pointer as Entry>::Function> {
                const INDEX: usize = _WDFFUNCENUM::$index as usize;
                const { assert!(INDEX >= GUARANTEED, "every framework has this function") };
                // SAFETY: written when the driver was bound, and never after (point 4).
                if INDEX >= unsafe { wdk_sys::WdfFunctionCount } as usize {
                    return None;
                }
                // SAFETY: just asked, and of this type.
                unsafe { entry::<wdk_sys::$pointer>(INDEX) }
            }
        )*
    };
}

newer_functions! {
    WdfRequestGetRequestorProcessId: PFN_WDFREQUESTGETREQUESTORPROCESSID, WdfRequestGetRequestorProcessIdTableIndex;
}

functions! {
    WdfCmResourceListGetCount: PFN_WDFCMRESOURCELISTGETCOUNT, WdfCmResourceListGetCountTableIndex;
    WdfCmResourceListGetDescriptor: PFN_WDFCMRESOURCELISTGETDESCRIPTOR, WdfCmResourceListGetDescriptorTableIndex;
    WdfCollectionAdd: PFN_WDFCOLLECTIONADD, WdfCollectionAddTableIndex;
    WdfCollectionCreate: PFN_WDFCOLLECTIONCREATE, WdfCollectionCreateTableIndex;
    WdfCollectionGetCount: PFN_WDFCOLLECTIONGETCOUNT, WdfCollectionGetCountTableIndex;
    WdfCollectionGetFirstItem: PFN_WDFCOLLECTIONGETFIRSTITEM, WdfCollectionGetFirstItemTableIndex;
    WdfCollectionGetItem: PFN_WDFCOLLECTIONGETITEM, WdfCollectionGetItemTableIndex;
    WdfCollectionGetLastItem: PFN_WDFCOLLECTIONGETLASTITEM, WdfCollectionGetLastItemTableIndex;
    WdfCollectionRemoveItem: PFN_WDFCOLLECTIONREMOVEITEM, WdfCollectionRemoveItemTableIndex;
    WdfControlDeviceInitAllocate: PFN_WDFCONTROLDEVICEINITALLOCATE, WdfControlDeviceInitAllocateTableIndex;
    WdfControlDeviceInitSetShutdownNotification: PFN_WDFCONTROLDEVICEINITSETSHUTDOWNNOTIFICATION, WdfControlDeviceInitSetShutdownNotificationTableIndex;
    WdfControlFinishInitializing: PFN_WDFCONTROLFINISHINITIALIZING, WdfControlFinishInitializingTableIndex;
    WdfDeviceAllocAndQueryProperty: PFN_WDFDEVICEALLOCANDQUERYPROPERTY, WdfDeviceAllocAndQueryPropertyTableIndex;
    WdfDeviceAllocAndQueryPropertyEx: PFN_WDFDEVICEALLOCANDQUERYPROPERTYEX, WdfDeviceAllocAndQueryPropertyExTableIndex;
    WdfDeviceAssignProperty: PFN_WDFDEVICEASSIGNPROPERTY, WdfDeviceAssignPropertyTableIndex;
    WdfDeviceAssignS0IdleSettings: PFN_WDFDEVICEASSIGNS0IDLESETTINGS, WdfDeviceAssignS0IdleSettingsTableIndex;
    WdfDeviceAssignSxWakeSettings: PFN_WDFDEVICEASSIGNSXWAKESETTINGS, WdfDeviceAssignSxWakeSettingsTableIndex;
    WdfDeviceCreate: PFN_WDFDEVICECREATE, WdfDeviceCreateTableIndex;
    WdfDeviceConfigureRequestDispatching: PFN_WDFDEVICECONFIGUREREQUESTDISPATCHING, WdfDeviceConfigureRequestDispatchingTableIndex;
    WdfDeviceCreateDeviceInterface: PFN_WDFDEVICECREATEDEVICEINTERFACE, WdfDeviceCreateDeviceInterfaceTableIndex;
    WdfDeviceCreateSymbolicLink: PFN_WDFDEVICECREATESYMBOLICLINK, WdfDeviceCreateSymbolicLinkTableIndex;
    WdfDeviceEnqueueRequest: PFN_WDFDEVICEENQUEUEREQUEST, WdfDeviceEnqueueRequestTableIndex;
    WdfDeviceGetDeviceState: PFN_WDFDEVICEGETDEVICESTATE, WdfDeviceGetDeviceStateTableIndex;
    WdfDeviceGetDriver: PFN_WDFDEVICEGETDRIVER, WdfDeviceGetDriverTableIndex;
    WdfDeviceGetIoTarget: PFN_WDFDEVICEGETIOTARGET, WdfDeviceGetIoTargetTableIndex;
    WdfDeviceInitAssignName: PFN_WDFDEVICEINITASSIGNNAME, WdfDeviceInitAssignNameTableIndex;
    WdfDeviceInitAssignSDDLString: PFN_WDFDEVICEINITASSIGNSDDLSTRING, WdfDeviceInitAssignSDDLStringTableIndex;
    WdfDeviceInitFree: PFN_WDFDEVICEINITFREE, WdfDeviceInitFreeTableIndex;
    WdfDeviceInitSetCharacteristics: PFN_WDFDEVICEINITSETCHARACTERISTICS, WdfDeviceInitSetCharacteristicsTableIndex;
    WdfDeviceInitSetDeviceClass: PFN_WDFDEVICEINITSETDEVICECLASS, WdfDeviceInitSetDeviceClassTableIndex;
    WdfDeviceInitSetDeviceType: PFN_WDFDEVICEINITSETDEVICETYPE, WdfDeviceInitSetDeviceTypeTableIndex;
    WdfDeviceInitSetExclusive: PFN_WDFDEVICEINITSETEXCLUSIVE, WdfDeviceInitSetExclusiveTableIndex;
    WdfDeviceInitSetFileObjectConfig: PFN_WDFDEVICEINITSETFILEOBJECTCONFIG, WdfDeviceInitSetFileObjectConfigTableIndex;
    WdfDeviceInitSetIoInCallerContextCallback: PFN_WDFDEVICEINITSETIOINCALLERCONTEXTCALLBACK, WdfDeviceInitSetIoInCallerContextCallbackTableIndex;
    WdfDeviceInitSetIoType: PFN_WDFDEVICEINITSETIOTYPE, WdfDeviceInitSetIoTypeTableIndex;
    WdfDeviceInitSetPnpPowerEventCallbacks: PFN_WDFDEVICEINITSETPNPPOWEREVENTCALLBACKS, WdfDeviceInitSetPnpPowerEventCallbacksTableIndex;
    WdfDeviceInitSetPowerNotPageable: PFN_WDFDEVICEINITSETPOWERNOTPAGEABLE, WdfDeviceInitSetPowerNotPageableTableIndex;
    WdfDeviceInitSetPowerPolicyEventCallbacks: PFN_WDFDEVICEINITSETPOWERPOLICYEVENTCALLBACKS, WdfDeviceInitSetPowerPolicyEventCallbacksTableIndex;
    WdfDeviceInitSetPowerPolicyOwnership: PFN_WDFDEVICEINITSETPOWERPOLICYOWNERSHIP, WdfDeviceInitSetPowerPolicyOwnershipTableIndex;
    WdfDeviceInitSetRequestAttributes: PFN_WDFDEVICEINITSETREQUESTATTRIBUTES, WdfDeviceInitSetRequestAttributesTableIndex;
    WdfDeviceOpenRegistryKey: PFN_WDFDEVICEOPENREGISTRYKEY, WdfDeviceOpenRegistryKeyTableIndex;
    WdfDeviceQueryProperty: PFN_WDFDEVICEQUERYPROPERTY, WdfDeviceQueryPropertyTableIndex;
    WdfDeviceQueryPropertyEx: PFN_WDFDEVICEQUERYPROPERTYEX, WdfDeviceQueryPropertyExTableIndex;
    WdfDeviceResumeIdleNoTrack: PFN_WDFDEVICERESUMEIDLENOTRACK, WdfDeviceResumeIdleNoTrackTableIndex;
    WdfDeviceSetDeviceInterfaceState: PFN_WDFDEVICESETDEVICEINTERFACESTATE, WdfDeviceSetDeviceInterfaceStateTableIndex;
    WdfDeviceSetDeviceState: PFN_WDFDEVICESETDEVICESTATE, WdfDeviceSetDeviceStateTableIndex;
    WdfDeviceSetFailed: PFN_WDFDEVICESETFAILED, WdfDeviceSetFailedTableIndex;
    WdfDeviceSetPnpCapabilities: PFN_WDFDEVICESETPNPCAPABILITIES, WdfDeviceSetPnpCapabilitiesTableIndex;
    WdfDeviceSetStaticStopRemove: PFN_WDFDEVICESETSTATICSTOPREMOVE, WdfDeviceSetStaticStopRemoveTableIndex;
    WdfDeviceStopIdleNoTrack: PFN_WDFDEVICESTOPIDLENOTRACK, WdfDeviceStopIdleNoTrackTableIndex;
    WdfDpcCancel: PFN_WDFDPCCANCEL, WdfDpcCancelTableIndex;
    WdfDpcCreate: PFN_WDFDPCCREATE, WdfDpcCreateTableIndex;
    WdfDpcEnqueue: PFN_WDFDPCENQUEUE, WdfDpcEnqueueTableIndex;
    WdfDriverCreate: PFN_WDFDRIVERCREATE, WdfDriverCreateTableIndex;
    WdfDriverOpenParametersRegistryKey: PFN_WDFDRIVEROPENPARAMETERSREGISTRYKEY, WdfDriverOpenParametersRegistryKeyTableIndex;
    WdfFdoAddStaticChild: PFN_WDFFDOADDSTATICCHILD, WdfFdoAddStaticChildTableIndex;
    WdfFdoInitQueryProperty: PFN_WDFFDOINITQUERYPROPERTY, WdfFdoInitQueryPropertyTableIndex;
    WdfFdoInitSetFilter: PFN_WDFFDOINITSETFILTER, WdfFdoInitSetFilterTableIndex;
    WdfFileObjectGetDevice: PFN_WDFFILEOBJECTGETDEVICE, WdfFileObjectGetDeviceTableIndex;
    WdfFileObjectGetFileName: PFN_WDFFILEOBJECTGETFILENAME, WdfFileObjectGetFileNameTableIndex;
    WdfInterruptAcquireLock: PFN_WDFINTERRUPTACQUIRELOCK, WdfInterruptAcquireLockTableIndex;
    WdfInterruptCreate: PFN_WDFINTERRUPTCREATE, WdfInterruptCreateTableIndex;
    WdfInterruptQueueDpcForIsr: PFN_WDFINTERRUPTQUEUEDPCFORISR, WdfInterruptQueueDpcForIsrTableIndex;
    WdfInterruptReleaseLock: PFN_WDFINTERRUPTRELEASELOCK, WdfInterruptReleaseLockTableIndex;
    WdfInterruptTryToAcquireLock: PFN_WDFINTERRUPTTRYTOACQUIRELOCK, WdfInterruptTryToAcquireLockTableIndex;
    WdfIoQueueCreate: PFN_WDFIOQUEUECREATE, WdfIoQueueCreateTableIndex;
    WdfIoQueueDrain: PFN_WDFIOQUEUEDRAIN, WdfIoQueueDrainTableIndex;
    WdfIoQueueDrainSynchronously: PFN_WDFIOQUEUEDRAINSYNCHRONOUSLY, WdfIoQueueDrainSynchronouslyTableIndex;
    WdfIoQueueFindRequest: PFN_WDFIOQUEUEFINDREQUEST, WdfIoQueueFindRequestTableIndex;
    WdfIoQueueGetDevice: PFN_WDFIOQUEUEGETDEVICE, WdfIoQueueGetDeviceTableIndex;
    WdfIoQueuePurge: PFN_WDFIOQUEUEPURGE, WdfIoQueuePurgeTableIndex;
    WdfIoQueuePurgeSynchronously: PFN_WDFIOQUEUEPURGESYNCHRONOUSLY, WdfIoQueuePurgeSynchronouslyTableIndex;
    WdfIoQueueReadyNotify: PFN_WDFIOQUEUEREADYNOTIFY, WdfIoQueueReadyNotifyTableIndex;
    WdfIoQueueRetrieveFoundRequest: PFN_WDFIOQUEUERETRIEVEFOUNDREQUEST, WdfIoQueueRetrieveFoundRequestTableIndex;
    WdfIoQueueRetrieveNextRequest: PFN_WDFIOQUEUERETRIEVENEXTREQUEST, WdfIoQueueRetrieveNextRequestTableIndex;
    WdfIoQueueRetrieveRequestByFileObject: PFN_WDFIOQUEUERETRIEVEREQUESTBYFILEOBJECT, WdfIoQueueRetrieveRequestByFileObjectTableIndex;
    WdfIoQueueStart: PFN_WDFIOQUEUESTART, WdfIoQueueStartTableIndex;
    WdfIoQueueStop: PFN_WDFIOQUEUESTOP, WdfIoQueueStopTableIndex;
    WdfIoQueueStopAndPurge: PFN_WDFIOQUEUESTOPANDPURGE, WdfIoQueueStopAndPurgeTableIndex;
    WdfIoQueueStopAndPurgeSynchronously: PFN_WDFIOQUEUESTOPANDPURGESYNCHRONOUSLY, WdfIoQueueStopAndPurgeSynchronouslyTableIndex;
    WdfIoQueueStopSynchronously: PFN_WDFIOQUEUESTOPSYNCHRONOUSLY, WdfIoQueueStopSynchronouslyTableIndex;
    WdfIoTargetClose: PFN_WDFIOTARGETCLOSE, WdfIoTargetCloseTableIndex;
    WdfIoTargetCloseForQueryRemove: PFN_WDFIOTARGETCLOSEFORQUERYREMOVE, WdfIoTargetCloseForQueryRemoveTableIndex;
    WdfIoTargetCreate: PFN_WDFIOTARGETCREATE, WdfIoTargetCreateTableIndex;
    WdfIoTargetFormatRequestForInternalIoctl: PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTL, WdfIoTargetFormatRequestForInternalIoctlTableIndex;
    WdfIoTargetFormatRequestForInternalIoctlOthers: PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTLOTHERS, WdfIoTargetFormatRequestForInternalIoctlOthersTableIndex;
    WdfIoTargetFormatRequestForIoctl: PFN_WDFIOTARGETFORMATREQUESTFORIOCTL, WdfIoTargetFormatRequestForIoctlTableIndex;
    WdfIoTargetFormatRequestForRead: PFN_WDFIOTARGETFORMATREQUESTFORREAD, WdfIoTargetFormatRequestForReadTableIndex;
    WdfIoTargetFormatRequestForWrite: PFN_WDFIOTARGETFORMATREQUESTFORWRITE, WdfIoTargetFormatRequestForWriteTableIndex;
    WdfIoTargetGetDevice: PFN_WDFIOTARGETGETDEVICE, WdfIoTargetGetDeviceTableIndex;
    WdfIoTargetOpen: PFN_WDFIOTARGETOPEN, WdfIoTargetOpenTableIndex;
    WdfIoTargetPurge: PFN_WDFIOTARGETPURGE, WdfIoTargetPurgeTableIndex;
    WdfIoTargetStart: PFN_WDFIOTARGETSTART, WdfIoTargetStartTableIndex;
    WdfIoTargetStop: PFN_WDFIOTARGETSTOP, WdfIoTargetStopTableIndex;
    WdfIoTargetWdmGetTargetDeviceObject: PFN_WDFIOTARGETWDMGETTARGETDEVICEOBJECT, WdfIoTargetWdmGetTargetDeviceObjectTableIndex;
    WdfIoTargetWdmGetTargetFileObject: PFN_WDFIOTARGETWDMGETTARGETFILEOBJECT, WdfIoTargetWdmGetTargetFileObjectTableIndex;
    WdfLookasideListCreate: PFN_WDFLOOKASIDELISTCREATE, WdfLookasideListCreateTableIndex;
    WdfMemoryCreate: PFN_WDFMEMORYCREATE, WdfMemoryCreateTableIndex;
    WdfMemoryCreateFromLookaside: PFN_WDFMEMORYCREATEFROMLOOKASIDE, WdfMemoryCreateFromLookasideTableIndex;
    WdfMemoryGetBuffer: PFN_WDFMEMORYGETBUFFER, WdfMemoryGetBufferTableIndex;
    WdfObjectAcquireLock: PFN_WDFOBJECTACQUIRELOCK, WdfObjectAcquireLockTableIndex;
    WdfObjectAllocateContext: PFN_WDFOBJECTALLOCATECONTEXT, WdfObjectAllocateContextTableIndex;
    WdfObjectCreate: PFN_WDFOBJECTCREATE, WdfObjectCreateTableIndex;
    WdfObjectDelete: PFN_WDFOBJECTDELETE, WdfObjectDeleteTableIndex;
    WdfObjectDereferenceActual: PFN_WDFOBJECTDEREFERENCEACTUAL, WdfObjectDereferenceActualTableIndex;
    WdfObjectGetTypedContextWorker: PFN_WDFOBJECTGETTYPEDCONTEXTWORKER, WdfObjectGetTypedContextWorkerTableIndex;
    WdfObjectReferenceActual: PFN_WDFOBJECTREFERENCEACTUAL, WdfObjectReferenceActualTableIndex;
    WdfObjectReleaseLock: PFN_WDFOBJECTRELEASELOCK, WdfObjectReleaseLockTableIndex;
    WdfPdoInitAddHardwareID: PFN_WDFPDOINITADDHARDWAREID, WdfPdoInitAddHardwareIDTableIndex;
    WdfPdoInitAllocate: PFN_WDFPDOINITALLOCATE, WdfPdoInitAllocateTableIndex;
    WdfPdoInitAllowForwardingRequestToParent: PFN_WDFPDOINITALLOWFORWARDINGREQUESTTOPARENT, WdfPdoInitAllowForwardingRequestToParentTableIndex;
    WdfPdoInitAssignDeviceID: PFN_WDFPDOINITASSIGNDEVICEID, WdfPdoInitAssignDeviceIDTableIndex;
    WdfPdoInitAssignInstanceID: PFN_WDFPDOINITASSIGNINSTANCEID, WdfPdoInitAssignInstanceIDTableIndex;
    WdfRegistryAssignULong: PFN_WDFREGISTRYASSIGNULONG, WdfRegistryAssignULongTableIndex;
    WdfRegistryAssignUnicodeString: PFN_WDFREGISTRYASSIGNUNICODESTRING, WdfRegistryAssignUnicodeStringTableIndex;
    WdfRegistryAssignValue: PFN_WDFREGISTRYASSIGNVALUE, WdfRegistryAssignValueTableIndex;
    WdfRegistryClose: PFN_WDFREGISTRYCLOSE, WdfRegistryCloseTableIndex;
    WdfRegistryCreateKey: PFN_WDFREGISTRYCREATEKEY, WdfRegistryCreateKeyTableIndex;
    WdfRegistryOpenKey: PFN_WDFREGISTRYOPENKEY, WdfRegistryOpenKeyTableIndex;
    WdfRegistryQueryULong: PFN_WDFREGISTRYQUERYULONG, WdfRegistryQueryULongTableIndex;
    WdfRegistryQueryValue: PFN_WDFREGISTRYQUERYVALUE, WdfRegistryQueryValueTableIndex;
    WdfRegistryRemoveValue: PFN_WDFREGISTRYREMOVEVALUE, WdfRegistryRemoveValueTableIndex;
    WdfRequestCancelSentRequest: PFN_WDFREQUESTCANCELSENTREQUEST, WdfRequestCancelSentRequestTableIndex;
    WdfRequestChangeTarget: PFN_WDFREQUESTCHANGETARGET, WdfRequestChangeTargetTableIndex;
    WdfRequestComplete: PFN_WDFREQUESTCOMPLETE, WdfRequestCompleteTableIndex;
    WdfRequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION, WdfRequestCompleteWithInformationTableIndex;
    WdfRequestCompleteWithPriorityBoost: PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST, WdfRequestCompleteWithPriorityBoostTableIndex;
    WdfRequestCreate: PFN_WDFREQUESTCREATE, WdfRequestCreateTableIndex;
    WdfRequestFormatRequestUsingCurrentType: PFN_WDFREQUESTFORMATREQUESTUSINGCURRENTTYPE, WdfRequestFormatRequestUsingCurrentTypeTableIndex;
    WdfRequestForwardToIoQueue: PFN_WDFREQUESTFORWARDTOIOQUEUE, WdfRequestForwardToIoQueueTableIndex;
    WdfRequestForwardToParentDeviceIoQueue: PFN_WDFREQUESTFORWARDTOPARENTDEVICEIOQUEUE, WdfRequestForwardToParentDeviceIoQueueTableIndex;
    WdfRequestGetCompletionParams: PFN_WDFREQUESTGETCOMPLETIONPARAMS, WdfRequestGetCompletionParamsTableIndex;
    WdfRequestGetFileObject: PFN_WDFREQUESTGETFILEOBJECT, WdfRequestGetFileObjectTableIndex;
    WdfRequestGetInformation: PFN_WDFREQUESTGETINFORMATION, WdfRequestGetInformationTableIndex;
    WdfRequestGetIoQueue: PFN_WDFREQUESTGETIOQUEUE, WdfRequestGetIoQueueTableIndex;
    WdfRequestGetParameters: PFN_WDFREQUESTGETPARAMETERS, WdfRequestGetParametersTableIndex;
    WdfRequestGetStatus: PFN_WDFREQUESTGETSTATUS, WdfRequestGetStatusTableIndex;
    WdfRequestIsCanceled: PFN_WDFREQUESTISCANCELED, WdfRequestIsCanceledTableIndex;
    WdfRequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX, WdfRequestMarkCancelableExTableIndex;
    WdfRequestProbeAndLockUserBufferForRead: PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORREAD, WdfRequestProbeAndLockUserBufferForReadTableIndex;
    WdfRequestProbeAndLockUserBufferForWrite: PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORWRITE, WdfRequestProbeAndLockUserBufferForWriteTableIndex;
    WdfRequestRequeue: PFN_WDFREQUESTREQUEUE, WdfRequestRequeueTableIndex;
    WdfRequestRetrieveInputBuffer: PFN_WDFREQUESTRETRIEVEINPUTBUFFER, WdfRequestRetrieveInputBufferTableIndex;
    WdfRequestRetrieveInputMemory: PFN_WDFREQUESTRETRIEVEINPUTMEMORY, WdfRequestRetrieveInputMemoryTableIndex;
    WdfRequestRetrieveInputWdmMdl: PFN_WDFREQUESTRETRIEVEINPUTWDMMDL, WdfRequestRetrieveInputWdmMdlTableIndex;
    WdfRequestRetrieveOutputBuffer: PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER, WdfRequestRetrieveOutputBufferTableIndex;
    WdfRequestRetrieveOutputMemory: PFN_WDFREQUESTRETRIEVEOUTPUTMEMORY, WdfRequestRetrieveOutputMemoryTableIndex;
    WdfRequestRetrieveOutputWdmMdl: PFN_WDFREQUESTRETRIEVEOUTPUTWDMMDL, WdfRequestRetrieveOutputWdmMdlTableIndex;
    WdfRequestRetrieveUnsafeUserInputBuffer: PFN_WDFREQUESTRETRIEVEUNSAFEUSERINPUTBUFFER, WdfRequestRetrieveUnsafeUserInputBufferTableIndex;
    WdfRequestRetrieveUnsafeUserOutputBuffer: PFN_WDFREQUESTRETRIEVEUNSAFEUSEROUTPUTBUFFER, WdfRequestRetrieveUnsafeUserOutputBufferTableIndex;
    WdfRequestReuse: PFN_WDFREQUESTREUSE, WdfRequestReuseTableIndex;
    WdfRequestSend: PFN_WDFREQUESTSEND, WdfRequestSendTableIndex;
    WdfRequestSetCompletionRoutine: PFN_WDFREQUESTSETCOMPLETIONROUTINE, WdfRequestSetCompletionRoutineTableIndex;
    WdfRequestStopAcknowledge: PFN_WDFREQUESTSTOPACKNOWLEDGE, WdfRequestStopAcknowledgeTableIndex;
    WdfRequestUnmarkCancelable: PFN_WDFREQUESTUNMARKCANCELABLE, WdfRequestUnmarkCancelableTableIndex;
    WdfRequestWdmFormatUsingStackLocation: PFN_WDFREQUESTWDMFORMATUSINGSTACKLOCATION, WdfRequestWdmFormatUsingStackLocationTableIndex;
    WdfSpinLockAcquire: PFN_WDFSPINLOCKACQUIRE, WdfSpinLockAcquireTableIndex;
    WdfSpinLockCreate: PFN_WDFSPINLOCKCREATE, WdfSpinLockCreateTableIndex;
    WdfSpinLockRelease: PFN_WDFSPINLOCKRELEASE, WdfSpinLockReleaseTableIndex;
    WdfTimerCreate: PFN_WDFTIMERCREATE, WdfTimerCreateTableIndex;
    WdfTimerStart: PFN_WDFTIMERSTART, WdfTimerStartTableIndex;
    WdfTimerStop: PFN_WDFTIMERSTOP, WdfTimerStopTableIndex;
    WdfWaitLockAcquire: PFN_WDFWAITLOCKACQUIRE, WdfWaitLockAcquireTableIndex;
    WdfWaitLockCreate: PFN_WDFWAITLOCKCREATE, WdfWaitLockCreateTableIndex;
    WdfWaitLockRelease: PFN_WDFWAITLOCKRELEASE, WdfWaitLockReleaseTableIndex;
    WdfWorkItemCreate: PFN_WDFWORKITEMCREATE, WdfWorkItemCreateTableIndex;
    WdfWorkItemEnqueue: PFN_WDFWORKITEMENQUEUE, WdfWorkItemEnqueueTableIndex;
}
