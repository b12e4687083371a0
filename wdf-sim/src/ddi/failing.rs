//! The functions of the table that can fail for want of resources, each behind a check whether this call is to fail: a point
//! of an exploration with [`Fault::FailedCall`](crate::Fault::FailedCall).
//!
//! Here is the whole list. [`guarded`] puts these functions into the table in place of the simulated ones, which they call.
//! The status is the one that the function's page names. A test (`tests.rs`) sees to it that each simulated function that
//! returns a status is in this list or in that of those that cannot fail so.
#![expect(unsafe_code, reason = "functions of the table: they call others of the same type through it")]

use std::mem::transmute;

use wdf_sim_sys::{_WDFFUNCENUM as index, NTSTATUS, STATUS_INSUFFICIENT_RESOURCES, STATUS_UNSUCCESSFUL, WDFFUNC};

use super::names::NAMES;
use super::table::SIMULATED;
use crate::exec::fault;
use crate::kernel::status::STATUS_WDF_BUSY;

/// What a function returns that fails.
trait Failed: Sized {
    fn failed(at: usize) -> Self;
}

impl Failed for NTSTATUS {
    fn failed(at: usize) -> Self {
        let forwards = [
            index::WdfRequestForwardToIoQueueTableIndex,
            index::WdfRequestForwardToParentDeviceIoQueueTableIndex,
            index::WdfDeviceEnqueueRequestTableIndex,
        ];
        match at {
            _ if forwards.iter().any(|it| *it as usize == at) => STATUS_WDF_BUSY,
            // Its page says nothing; the source does (`fxcollectionapi.cpp`).
            _ if index::WdfCollectionAddTableIndex as usize == at => STATUS_UNSUCCESSFUL,
            _ => STATUS_INSUFFICIENT_RESOURCES,
        }
    }
}

impl<T> Failed for *mut T {
    fn failed(_: usize) -> Self {
        std::ptr::null_mut()
    }
}

/// A function pointer of the table, and the function that stands at this place before the simulated one.
trait Guard<const AT: usize>: Sized {
    const GUARD: Self;
}

/// For functions of so many arguments.
macro_rules! guards {
    ($($guard:ident($($argument:ident: $type:ident),*);)*) => {
        $(
            unsafe extern "C" fn $guard<const AT: usize, $($type,)* R: Failed>($($argument: $type),*) -> R {
                if fault::failed_call(|| NAMES[AT]) {
                    return R::failed(AT);
                }
                // SAFETY: `simulated!` and `failing!` give both functions the type that the driver calls this place by.
                let function = unsafe {
                    transmute::<WDFFUNC, Option<unsafe extern "C" fn($($type),*) -> R>>(const { SIMULATED[AT] })
                };
                let function = function.expect("every place of the table is filled");
                // SAFETY: the arguments are those of the caller.
                unsafe { function($($argument),*) }
            }

            impl<const AT: usize, $($type,)* R: Failed> Guard<AT> for Option<unsafe extern "C" fn($($type),*) -> R> {
                const GUARD: Self = Some($guard::<AT, $($type,)* R>);
            }
        )*
    };
}

guards! {
    of_two(a: A, b: B);
    of_three(a: A, b: B, c: C);
    of_four(a: A, b: B, c: C, d: D);
    of_five(a: A, b: B, c: C, d: D, e: E);
    of_six(a: A, b: B, c: C, d: D, e: E, f: F);
    of_seven(a: A, b: B, c: C, d: D, e: E, f: F, g: G);
    of_eight(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H);
    of_nine(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I);
    of_ten(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H, i: I, j: J);
}

macro_rules! failing {
    ($($index:ident, $pointer:ident;)*) => {
        /// The table of simulated functions with those in it that can fail.
        pub(super) const fn guarded(mut table: [WDFFUNC; NAMES.len()]) -> [WDFFUNC; NAMES.len()] {
            $({
                let typed = <wdf_sim_sys::$pointer as Guard<{ index::$index as usize }>>::GUARD;
                // SAFETY: both are an optional function pointer; who calls it gives it its type back.
                table[index::$index as usize] = unsafe { transmute::<wdf_sim_sys::$pointer, WDFFUNC>(typed) };
            })*
            table
        }

        /// The places of these functions.
        #[cfg(test)]
        pub(super) const FAILING: &[i32] = &[$(index::$index),*];
    };
}

failing! {
    WdfDeviceInitAssignWdmIrpPreprocessCallbackTableIndex, PFN_WDFDEVICEINITASSIGNWDMIRPPREPROCESSCALLBACK;
    WdfDeviceConfigureWdmIrpDispatchCallbackTableIndex, PFN_WDFDEVICECONFIGUREWDMIRPDISPATCHCALLBACK;
    WdfRequestRetrieveInputWdmMdlTableIndex, PFN_WDFREQUESTRETRIEVEINPUTWDMMDL;
    WdfRequestRetrieveOutputWdmMdlTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTWDMMDL;
    WdfRequestProbeAndLockUserBufferForReadTableIndex, PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORREAD;
    WdfRequestProbeAndLockUserBufferForWriteTableIndex, PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORWRITE;
    WdfCollectionCreateTableIndex, PFN_WDFCOLLECTIONCREATE;
    WdfCollectionAddTableIndex, PFN_WDFCOLLECTIONADD;
    WdfDeviceInitAssignNameTableIndex, PFN_WDFDEVICEINITASSIGNNAME;
    WdfDeviceCreateTableIndex, PFN_WDFDEVICECREATE;
    WdfDeviceCreateDeviceInterfaceTableIndex, PFN_WDFDEVICECREATEDEVICEINTERFACE;
    WdfDeviceCreateSymbolicLinkTableIndex, PFN_WDFDEVICECREATESYMBOLICLINK;
    WdfDeviceEnqueueRequestTableIndex, PFN_WDFDEVICEENQUEUEREQUEST;
    WdfDeviceConfigureRequestDispatchingTableIndex, PFN_WDFDEVICECONFIGUREREQUESTDISPATCHING;
    WdfIoQueueAssignForwardProgressPolicyTableIndex, PFN_WDFIOQUEUEASSIGNFORWARDPROGRESSPOLICY;
    WdfDpcCreateTableIndex, PFN_WDFDPCCREATE;
    WdfDriverCreateTableIndex, PFN_WDFDRIVERCREATE;
    WdfFdoAddStaticChildTableIndex, PFN_WDFFDOADDSTATICCHILD;
    WdfPdoInitAllocateTableIndex, PFN_WDFPDOINITALLOCATE;
    WdfPdoInitAssignDeviceIDTableIndex, PFN_WDFPDOINITASSIGNDEVICEID;
    WdfPdoInitAssignInstanceIDTableIndex, PFN_WDFPDOINITASSIGNINSTANCEID;
    WdfPdoInitAddHardwareIDTableIndex, PFN_WDFPDOINITADDHARDWAREID;
    WdfPdoInitAddCompatibleIDTableIndex, PFN_WDFPDOINITADDCOMPATIBLEID;
    WdfPdoInitAddDeviceTextTableIndex, PFN_WDFPDOINITADDDEVICETEXT;
    WdfRequestForwardToParentDeviceIoQueueTableIndex, PFN_WDFREQUESTFORWARDTOPARENTDEVICEIOQUEUE;
    WdfInterruptCreateTableIndex, PFN_WDFINTERRUPTCREATE;
    WdfCmResourceListAppendDescriptorTableIndex, PFN_WDFCMRESOURCELISTAPPENDDESCRIPTOR;
    WdfCmResourceListInsertDescriptorTableIndex, PFN_WDFCMRESOURCELISTINSERTDESCRIPTOR;
    WdfIoQueueCreateTableIndex, PFN_WDFIOQUEUECREATE;
    WdfMemoryCreateTableIndex, PFN_WDFMEMORYCREATE;
    WdfObjectAllocateContextTableIndex, PFN_WDFOBJECTALLOCATECONTEXT;
    WdfObjectCreateTableIndex, PFN_WDFOBJECTCREATE;
    WdfIoTargetCreateTableIndex, PFN_WDFIOTARGETCREATE;
    WdfIoTargetOpenTableIndex, PFN_WDFIOTARGETOPEN;
    WdfIoTargetFormatRequestForReadTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORREAD;
    WdfIoTargetFormatRequestForWriteTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORWRITE;
    WdfIoTargetFormatRequestForIoctlTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORIOCTL;
    WdfIoTargetFormatRequestForInternalIoctlTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTL;
    WdfIoTargetFormatRequestForInternalIoctlOthersTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTLOTHERS;
    WdfIoTargetSendReadSynchronouslyTableIndex, PFN_WDFIOTARGETSENDREADSYNCHRONOUSLY;
    WdfIoTargetSendWriteSynchronouslyTableIndex, PFN_WDFIOTARGETSENDWRITESYNCHRONOUSLY;
    WdfIoTargetSendIoctlSynchronouslyTableIndex, PFN_WDFIOTARGETSENDIOCTLSYNCHRONOUSLY;
    WdfIoTargetSendInternalIoctlSynchronouslyTableIndex, PFN_WDFIOTARGETSENDINTERNALIOCTLSYNCHRONOUSLY;
    WdfIoTargetSendInternalIoctlOthersSynchronouslyTableIndex, PFN_WDFIOTARGETSENDINTERNALIOCTLOTHERSSYNCHRONOUSLY;
    WdfRequestCreateTableIndex, PFN_WDFREQUESTCREATE;
    WdfRequestCreateFromIrpTableIndex, PFN_WDFREQUESTCREATEFROMIRP;
    WdfRequestChangeTargetTableIndex, PFN_WDFREQUESTCHANGETARGET;
    WdfRequestAllocateTimerTableIndex, PFN_WDFREQUESTALLOCATETIMER;
    WdfRequestRetrieveInputMemoryTableIndex, PFN_WDFREQUESTRETRIEVEINPUTMEMORY;
    WdfRequestRetrieveOutputMemoryTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTMEMORY;
    WdfRequestRetrieveInputBufferTableIndex, PFN_WDFREQUESTRETRIEVEINPUTBUFFER;
    WdfRequestRetrieveOutputBufferTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER;
    WdfRequestForwardToIoQueueTableIndex, PFN_WDFREQUESTFORWARDTOIOQUEUE;
    WdfWaitLockCreateTableIndex, PFN_WDFWAITLOCKCREATE;
    WdfSpinLockCreateTableIndex, PFN_WDFSPINLOCKCREATE;
    WdfDeviceOpenRegistryKeyTableIndex, PFN_WDFDEVICEOPENREGISTRYKEY;
    WdfFdoInitOpenRegistryKeyTableIndex, PFN_WDFFDOINITOPENREGISTRYKEY;
    WdfRegistryOpenKeyTableIndex, PFN_WDFREGISTRYOPENKEY;
    WdfRegistryCreateKeyTableIndex, PFN_WDFREGISTRYCREATEKEY;
    WdfRegistryQueryValueTableIndex, PFN_WDFREGISTRYQUERYVALUE;
    WdfRegistryQueryMemoryTableIndex, PFN_WDFREGISTRYQUERYMEMORY;
    WdfRegistryQueryMultiStringTableIndex, PFN_WDFREGISTRYQUERYMULTISTRING;
    WdfRegistryQueryUnicodeStringTableIndex, PFN_WDFREGISTRYQUERYUNICODESTRING;
    WdfRegistryQueryStringTableIndex, PFN_WDFREGISTRYQUERYSTRING;
    WdfRegistryAssignValueTableIndex, PFN_WDFREGISTRYASSIGNVALUE;
    WdfRegistryAssignMemoryTableIndex, PFN_WDFREGISTRYASSIGNMEMORY;
    WdfRegistryAssignMultiStringTableIndex, PFN_WDFREGISTRYASSIGNMULTISTRING;
    WdfRegistryAssignUnicodeStringTableIndex, PFN_WDFREGISTRYASSIGNUNICODESTRING;
    WdfRegistryAssignStringTableIndex, PFN_WDFREGISTRYASSIGNSTRING;
    WdfRegistryAssignULongTableIndex, PFN_WDFREGISTRYASSIGNULONG;
    WdfMemoryCreatePreallocatedTableIndex, PFN_WDFMEMORYCREATEPREALLOCATED;
    WdfLookasideListCreateTableIndex, PFN_WDFLOOKASIDELISTCREATE;
    WdfMemoryCreateFromLookasideTableIndex, PFN_WDFMEMORYCREATEFROMLOOKASIDE;
    WdfDriverOpenParametersRegistryKeyTableIndex, PFN_WDFDRIVEROPENPARAMETERSREGISTRYKEY;
    WdfControlDeviceInitAllocateTableIndex, PFN_WDFCONTROLDEVICEINITALLOCATE;
    WdfDeviceInitAssignSDDLStringTableIndex, PFN_WDFDEVICEINITASSIGNSDDLSTRING;
    WdfStringCreateTableIndex, PFN_WDFSTRINGCREATE;
    WdfTimerCreateTableIndex, PFN_WDFTIMERCREATE;
    WdfWorkItemCreateTableIndex, PFN_WDFWORKITEMCREATE;
    WdfDeviceRetrieveDeviceInterfaceStringTableIndex, PFN_WDFDEVICERETRIEVEDEVICEINTERFACESTRING;
    WdfDeviceAssignS0IdleSettingsTableIndex, PFN_WDFDEVICEASSIGNS0IDLESETTINGS;
    WdfDeviceAssignSxWakeSettingsTableIndex, PFN_WDFDEVICEASSIGNSXWAKESETTINGS;
    WdfDeviceAllocAndQueryPropertyTableIndex, PFN_WDFDEVICEALLOCANDQUERYPROPERTY;
    WdfDeviceAllocAndQueryPropertyExTableIndex, PFN_WDFDEVICEALLOCANDQUERYPROPERTYEX;
    WdfDeviceAssignPropertyTableIndex, PFN_WDFDEVICEASSIGNPROPERTY;
    WdfFdoInitAllocAndQueryPropertyTableIndex, PFN_WDFFDOINITALLOCANDQUERYPROPERTY;
    WdfFdoInitAllocAndQueryPropertyExTableIndex, PFN_WDFFDOINITALLOCANDQUERYPROPERTYEX;
    WdfIoTargetAllocAndQueryTargetPropertyTableIndex, PFN_WDFIOTARGETALLOCANDQUERYTARGETPROPERTY;
    WdfDeviceAddQueryInterfaceTableIndex, PFN_WDFDEVICEADDQUERYINTERFACE;
    WdfWmiProviderCreateTableIndex, PFN_WDFWMIPROVIDERCREATE;
    WdfWmiInstanceCreateTableIndex, PFN_WDFWMIINSTANCECREATE;
    WdfWmiInstanceRegisterTableIndex, PFN_WDFWMIINSTANCEREGISTER;
    WdfWmiInstanceFireEventTableIndex, PFN_WDFWMIINSTANCEFIREEVENT;
    WdfDeviceAddRemovalRelationsPhysicalDeviceTableIndex, PFN_WDFDEVICEADDREMOVALRELATIONSPHYSICALDEVICE;
    WdfPdoAddEjectionRelationsPhysicalDeviceTableIndex, PFN_WDFPDOADDEJECTIONRELATIONSPHYSICALDEVICE;
    WdfDeviceAddDependentUsageDeviceObjectTableIndex, PFN_WDFDEVICEADDDEPENDENTUSAGEDEVICEOBJECT;
    WdfDeviceAssignMofResourceNameTableIndex, PFN_WDFDEVICEASSIGNMOFRESOURCENAME;
}
