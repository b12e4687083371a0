//! The symbols that the framework's import library defines, and the table behind them.
//!
//! `WdfFunctions_01033` points to the table: [`NOT_SIMULATED`] with the simulated functions put
//! in. The symbols' names and types are released ones, so a driver compiled from C against the 1.33 headers links with
//! them too. Facts: wdffuncenum.h, `fxlibrarycommon.cpp`.
#![expect(unsafe_code, reason = "defines symbols, and forgets the types of functions as the table does")]

use std::mem::transmute;
use std::sync::atomic::{AtomicPtr, Ordering};

use wdf_sim_sys::{BOOLEAN, PWDF_DRIVER_GLOBALS, ULONG, WDF_DRIVER_GLOBALS, WDF_STRUCT_INFO, WDFDRIVER, WDFFUNC};

use super::names::NOT_SIMULATED;
use super::{
    collection, control, device, device_init, device_interface, device_relations, device_state, dpc, driver, failing,
    format, forward_progress, interrupt, interrupt_create, lock, memory, object, pdo, power_policy, preprocess,
    property, query_interface, queue, registry, registry_assign, request, resource, send, string, target, timer,
    verifier, wdm, wmi, workitem,
};

/// Puts functions into the table, each checked against the type that a driver calls it by.
macro_rules! simulated {
    ($($index:ident, $pointer:ident => $function:path;)*) => {
        pub(super) const SIMULATED: [WDFFUNC; NOT_SIMULATED.len()] = {
            let mut table = NOT_SIMULATED;
            $({
                let typed: wdf_sim_sys::$pointer = Some($function);
                // SAFETY: both are an optional function pointer; who calls it gives it its type back.
                table[wdf_sim_sys::_WDFFUNCENUM::$index as usize] = unsafe { transmute::<wdf_sim_sys::$pointer, WDFFUNC>(typed) };
            })*
            table
        };

        /// The places in the table that are simulated, each with its function's type in words.
        #[cfg(test)]
        pub(super) fn simulated() -> Vec<(i32, &'static str)> {
            vec![$((wdf_sim_sys::_WDFFUNCENUM::$index, std::any::type_name::<wdf_sim_sys::$pointer>())),*]
        }
    };
}

simulated! {
    WdfWdmDeviceGetWdfDeviceHandleTableIndex, PFN_WDFWDMDEVICEGETWDFDEVICEHANDLE => wdm::device_handle;
    WdfDeviceWdmGetDeviceObjectTableIndex, PFN_WDFDEVICEWDMGETDEVICEOBJECT => wdm::device_object;
    WdfDeviceWdmGetAttachedDeviceTableIndex, PFN_WDFDEVICEWDMGETATTACHEDDEVICE => wdm::attached_device;
    WdfDeviceWdmGetPhysicalDeviceTableIndex, PFN_WDFDEVICEWDMGETPHYSICALDEVICE => wdm::physical_device;
    WdfWdmDriverGetWdfDriverHandleTableIndex, PFN_WDFWDMDRIVERGETWDFDRIVERHANDLE => wdm::driver_handle;
    WdfFileObjectWdmGetFileObjectTableIndex, PFN_WDFFILEOBJECTWDMGETFILEOBJECT => wdm::file_object;
    WdfRequestRetrieveInputWdmMdlTableIndex, PFN_WDFREQUESTRETRIEVEINPUTWDMMDL => wdm::input_mdl;
    WdfRequestRetrieveOutputWdmMdlTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTWDMMDL => wdm::output_mdl;
    WdfRequestRetrieveUnsafeUserInputBufferTableIndex, PFN_WDFREQUESTRETRIEVEUNSAFEUSERINPUTBUFFER => wdm::unsafe_input;
    WdfRequestRetrieveUnsafeUserOutputBufferTableIndex, PFN_WDFREQUESTRETRIEVEUNSAFEUSEROUTPUTBUFFER => wdm::unsafe_output;
    WdfRequestProbeAndLockUserBufferForReadTableIndex, PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORREAD => wdm::lock_for_read;
    WdfRequestProbeAndLockUserBufferForWriteTableIndex, PFN_WDFREQUESTPROBEANDLOCKUSERBUFFERFORWRITE => wdm::lock_for_write;
    WdfRequestWdmGetIrpTableIndex, PFN_WDFREQUESTWDMGETIRP => wdm::irp;
    WdfCollectionCreateTableIndex, PFN_WDFCOLLECTIONCREATE => collection::create;
    WdfCollectionGetCountTableIndex, PFN_WDFCOLLECTIONGETCOUNT => collection::get_count;
    WdfCollectionAddTableIndex, PFN_WDFCOLLECTIONADD => collection::add;
    WdfCollectionRemoveTableIndex, PFN_WDFCOLLECTIONREMOVE => collection::remove;
    WdfCollectionRemoveItemTableIndex, PFN_WDFCOLLECTIONREMOVEITEM => collection::remove_item;
    WdfCollectionGetItemTableIndex, PFN_WDFCOLLECTIONGETITEM => collection::get_item;
    WdfCollectionGetFirstItemTableIndex, PFN_WDFCOLLECTIONGETFIRSTITEM => collection::get_first_item;
    WdfCollectionGetLastItemTableIndex, PFN_WDFCOLLECTIONGETLASTITEM => collection::get_last_item;
    WdfDeviceGetDriverTableIndex, PFN_WDFDEVICEGETDRIVER => device::get_driver;
    WdfDeviceInitSetPnpPowerEventCallbacksTableIndex, PFN_WDFDEVICEINITSETPNPPOWEREVENTCALLBACKS => device_init::set_pnp_power_event_callbacks;
    WdfDeviceInitSetIoTypeTableIndex, PFN_WDFDEVICEINITSETIOTYPE => device_init::set_io_type;
    WdfDeviceInitSetExclusiveTableIndex, PFN_WDFDEVICEINITSETEXCLUSIVE => device_init::set_exclusive;
    WdfDeviceInitSetDeviceTypeTableIndex, PFN_WDFDEVICEINITSETDEVICETYPE => device_init::set_device_type;
    WdfDeviceInitAssignNameTableIndex, PFN_WDFDEVICEINITASSIGNNAME => device_init::assign_name;
    WdfDeviceInitSetCharacteristicsTableIndex, PFN_WDFDEVICEINITSETCHARACTERISTICS => device_init::set_characteristics;
    WdfDeviceInitSetFileObjectConfigTableIndex, PFN_WDFDEVICEINITSETFILEOBJECTCONFIG => device_init::set_file_object_config;
    WdfDeviceInitSetRequestAttributesTableIndex, PFN_WDFDEVICEINITSETREQUESTATTRIBUTES => device_init::set_request_attributes;
    WdfDeviceInitAssignWdmIrpPreprocessCallbackTableIndex, PFN_WDFDEVICEINITASSIGNWDMIRPPREPROCESSCALLBACK => preprocess::assign;
    WdfDeviceWdmDispatchPreprocessedIrpTableIndex, PFN_WDFDEVICEWDMDISPATCHPREPROCESSEDIRP => preprocess::dispatch;
    WdfDeviceInitSetIoInCallerContextCallbackTableIndex, PFN_WDFDEVICEINITSETIOINCALLERCONTEXTCALLBACK => device_init::set_io_in_caller_context_callback;
    WdfDeviceCreateTableIndex, PFN_WDFDEVICECREATE => device::create;
    WdfDeviceCreateDeviceInterfaceTableIndex, PFN_WDFDEVICECREATEDEVICEINTERFACE => device_interface::create;
    WdfDeviceCreateSymbolicLinkTableIndex, PFN_WDFDEVICECREATESYMBOLICLINK => device::create_symbolic_link;
    WdfDeviceEnqueueRequestTableIndex, PFN_WDFDEVICEENQUEUEREQUEST => request::device_enqueue_request;
    WdfDeviceGetDefaultQueueTableIndex, PFN_WDFDEVICEGETDEFAULTQUEUE => device::get_default_queue;
    WdfDeviceConfigureRequestDispatchingTableIndex, PFN_WDFDEVICECONFIGUREREQUESTDISPATCHING => device::configure_request_dispatching;
    WdfDeviceSetDeviceInterfaceStateTableIndex, PFN_WDFDEVICESETDEVICEINTERFACESTATE => device_interface::set_state;
    WdfDeviceSetDeviceInterfaceStateExTableIndex, PFN_WDFDEVICESETDEVICEINTERFACESTATEEX => device_interface::set_state_ex;
    WdfDeviceRetrieveDeviceInterfaceStringTableIndex, PFN_WDFDEVICERETRIEVEDEVICEINTERFACESTRING => device_interface::retrieve_string;
    WdfDeviceAssignS0IdleSettingsTableIndex, PFN_WDFDEVICEASSIGNS0IDLESETTINGS => power_policy::assign_s0_idle_settings;
    WdfDeviceAssignSxWakeSettingsTableIndex, PFN_WDFDEVICEASSIGNSXWAKESETTINGS => power_policy::assign_sx_wake_settings;
    WdfDeviceStopIdleNoTrackTableIndex, PFN_WDFDEVICESTOPIDLENOTRACK => power_policy::stop_idle_no_track;
    WdfDeviceStopIdleActualTableIndex, PFN_WDFDEVICESTOPIDLEACTUAL => power_policy::stop_idle_actual;
    WdfDeviceResumeIdleNoTrackTableIndex, PFN_WDFDEVICERESUMEIDLENOTRACK => power_policy::resume_idle_no_track;
    WdfDeviceResumeIdleActualTableIndex, PFN_WDFDEVICERESUMEIDLEACTUAL => power_policy::resume_idle_actual;
    WdfDeviceGetDevicePowerPolicyStateTableIndex, PFN_WDFDEVICEGETDEVICEPOWERPOLICYSTATE => power_policy::get_device_power_policy_state;
    WdfDeviceGetSystemPowerActionTableIndex, PFN_WDFDEVICEGETSYSTEMPOWERACTION => power_policy::get_system_power_action;
    WdfDeviceQueryPropertyTableIndex, PFN_WDFDEVICEQUERYPROPERTY => property::device_query;
    WdfDeviceAllocAndQueryPropertyTableIndex, PFN_WDFDEVICEALLOCANDQUERYPROPERTY => property::device_alloc_and_query;
    WdfDeviceQueryPropertyExTableIndex, PFN_WDFDEVICEQUERYPROPERTYEX => property::device_query_ex;
    WdfDeviceAllocAndQueryPropertyExTableIndex, PFN_WDFDEVICEALLOCANDQUERYPROPERTYEX => property::device_alloc_and_query_ex;
    WdfDeviceAssignPropertyTableIndex, PFN_WDFDEVICEASSIGNPROPERTY => property::device_assign;
    WdfFdoInitQueryPropertyTableIndex, PFN_WDFFDOINITQUERYPROPERTY => property::init_query;
    WdfFdoInitAllocAndQueryPropertyTableIndex, PFN_WDFFDOINITALLOCANDQUERYPROPERTY => property::init_alloc_and_query;
    WdfFdoInitQueryPropertyExTableIndex, PFN_WDFFDOINITQUERYPROPERTYEX => property::init_query_ex;
    WdfFdoInitAllocAndQueryPropertyExTableIndex, PFN_WDFFDOINITALLOCANDQUERYPROPERTYEX => property::init_alloc_and_query_ex;
    WdfIoTargetQueryTargetPropertyTableIndex, PFN_WDFIOTARGETQUERYTARGETPROPERTY => property::target_query;
    WdfIoTargetAllocAndQueryTargetPropertyTableIndex, PFN_WDFIOTARGETALLOCANDQUERYTARGETPROPERTY => property::target_alloc_and_query;
    WdfDeviceAddQueryInterfaceTableIndex, PFN_WDFDEVICEADDQUERYINTERFACE => query_interface::add;
    WdfFdoQueryForInterfaceTableIndex, PFN_WDFFDOQUERYFORINTERFACE => query_interface::fdo_query;
    WdfIoTargetQueryForInterfaceTableIndex, PFN_WDFIOTARGETQUERYFORINTERFACE => query_interface::target_query;
    WdfWmiProviderCreateTableIndex, PFN_WDFWMIPROVIDERCREATE => wmi::provider_create;
    WdfWmiProviderGetDeviceTableIndex, PFN_WDFWMIPROVIDERGETDEVICE => wmi::provider_get_device;
    WdfWmiProviderIsEnabledTableIndex, PFN_WDFWMIPROVIDERISENABLED => wmi::provider_is_enabled;
    WdfWmiProviderGetTracingHandleTableIndex, PFN_WDFWMIPROVIDERGETTRACINGHANDLE => wmi::provider_get_tracing_handle;
    WdfWmiInstanceCreateTableIndex, PFN_WDFWMIINSTANCECREATE => wmi::instance_create;
    WdfWmiInstanceRegisterTableIndex, PFN_WDFWMIINSTANCEREGISTER => wmi::instance_register;
    WdfWmiInstanceDeregisterTableIndex, PFN_WDFWMIINSTANCEDEREGISTER => wmi::instance_deregister;
    WdfWmiInstanceGetDeviceTableIndex, PFN_WDFWMIINSTANCEGETDEVICE => wmi::instance_get_device;
    WdfWmiInstanceGetProviderTableIndex, PFN_WDFWMIINSTANCEGETPROVIDER => wmi::instance_get_provider;
    WdfWmiInstanceFireEventTableIndex, PFN_WDFWMIINSTANCEFIREEVENT => wmi::instance_fire_event;
    WdfDeviceSetBusInformationForChildrenTableIndex, PFN_WDFDEVICESETBUSINFORMATIONFORCHILDREN => device_relations::set_bus_information;
    WdfDeviceSetSpecialFileSupportTableIndex, PFN_WDFDEVICESETSPECIALFILESUPPORT => device_relations::set_special_file_support;
    WdfDeviceAddRemovalRelationsPhysicalDeviceTableIndex, PFN_WDFDEVICEADDREMOVALRELATIONSPHYSICALDEVICE => device_relations::add_removal;
    WdfDeviceRemoveRemovalRelationsPhysicalDeviceTableIndex, PFN_WDFDEVICEREMOVEREMOVALRELATIONSPHYSICALDEVICE => device_relations::remove_removal;
    WdfDeviceClearRemovalRelationsDevicesTableIndex, PFN_WDFDEVICECLEARREMOVALRELATIONSDEVICES => device_relations::clear_removal;
    WdfPdoAddEjectionRelationsPhysicalDeviceTableIndex, PFN_WDFPDOADDEJECTIONRELATIONSPHYSICALDEVICE => device_relations::add_ejection;
    WdfPdoRemoveEjectionRelationsPhysicalDeviceTableIndex, PFN_WDFPDOREMOVEEJECTIONRELATIONSPHYSICALDEVICE => device_relations::remove_ejection;
    WdfPdoClearEjectionRelationsDevicesTableIndex, PFN_WDFPDOCLEAREJECTIONRELATIONSDEVICES => device_relations::clear_ejection;
    WdfDeviceAddDependentUsageDeviceObjectTableIndex, PFN_WDFDEVICEADDDEPENDENTUSAGEDEVICEOBJECT => device_relations::add_usage;
    WdfDeviceRemoveDependentUsageDeviceObjectTableIndex, PFN_WDFDEVICEREMOVEDEPENDENTUSAGEDEVICEOBJECT => device_relations::remove_usage;
    WdfDeviceAssignMofResourceNameTableIndex, PFN_WDFDEVICEASSIGNMOFRESOURCENAME => device_relations::assign_mof_resource_name;
    WdfDeviceIndicateWakeStatusTableIndex, PFN_WDFDEVICEINDICATEWAKESTATUS => device_relations::indicate_wake_status;
    WdfDeviceGetFileObjectTableIndex, PFN_WDFDEVICEGETFILEOBJECT => device_relations::get_file_object;
    WdfFdoInitSetEventCallbacksTableIndex, PFN_WDFFDOINITSETEVENTCALLBACKS => device_relations::set_fdo_event_callbacks;
    WdfDeviceInitSetReleaseHardwareOrderOnFailureTableIndex, PFN_WDFDEVICEINITSETRELEASEHARDWAREORDERONFAILURE => device_relations::set_release_order;
    WdfFdoInitWdmGetPhysicalDeviceTableIndex, PFN_WDFFDOINITWDMGETPHYSICALDEVICE => device_relations::init_physical_device;
    WdfRequestIsFrom32BitProcessTableIndex, PFN_WDFREQUESTISFROM32BITPROCESS => request::is_from_32_bit_process;
    WdfRequestGetRequestorProcessIdTableIndex, PFN_WDFREQUESTGETREQUESTORPROCESSID => request::get_requestor_process_id;
    WdfFileObjectGetFlagsTableIndex, PFN_WDFFILEOBJECTGETFLAGS => device_state::file_get_flags;
    WdfFileObjectGetInitiatorProcessIdTableIndex, PFN_WDFFILEOBJECTGETINITIATORPROCESSID => device_state::file_get_initiator_process_id;
    WdfPdoInitRemovePowerDependencyOnParentTableIndex, PFN_WDFPDOINITREMOVEPOWERDEPENDENCYONPARENT => pdo::init_remove_power_dependency;
    WdfPdoInitAssignContainerIDTableIndex, PFN_WDFPDOINITASSIGNCONTAINERID => pdo::init_assign_container_id;
    WdfIoQueueAssignForwardProgressPolicyTableIndex, PFN_WDFIOQUEUEASSIGNFORWARDPROGRESSPOLICY => forward_progress::assign_policy;
    WdfRequestIsReservedTableIndex, PFN_WDFREQUESTISRESERVED => forward_progress::is_reserved;
    WdfDpcCreateTableIndex, PFN_WDFDPCCREATE => dpc::create;
    WdfDpcEnqueueTableIndex, PFN_WDFDPCENQUEUE => dpc::enqueue;
    WdfDpcCancelTableIndex, PFN_WDFDPCCANCEL => dpc::cancel;
    WdfDpcGetParentObjectTableIndex, PFN_WDFDPCGETPARENTOBJECT => dpc::get_parent_object;
    WdfDriverCreateTableIndex, PFN_WDFDRIVERCREATE => driver::create;
    WdfDriverWdmGetDriverObjectTableIndex, PFN_WDFDRIVERWDMGETDRIVEROBJECT => driver::wdm_get_driver_object;
    WdfDeviceInitFreeTableIndex, PFN_WDFDEVICEINITFREE => device_init::free;
    WdfFdoAddStaticChildTableIndex, PFN_WDFFDOADDSTATICCHILD => pdo::add_static_child;
    WdfFdoLockStaticChildListForIterationTableIndex, PFN_WDFFDOLOCKSTATICCHILDLISTFORITERATION => pdo::lock_static_child_list;
    WdfFdoRetrieveNextStaticChildTableIndex, PFN_WDFFDORETRIEVENEXTSTATICCHILD => pdo::retrieve_next_static_child;
    WdfFdoUnlockStaticChildListFromIterationTableIndex, PFN_WDFFDOUNLOCKSTATICCHILDLISTFROMITERATION => pdo::unlock_static_child_list;
    WdfPdoInitAllocateTableIndex, PFN_WDFPDOINITALLOCATE => pdo::init_allocate;
    WdfPdoInitSetEventCallbacksTableIndex, PFN_WDFPDOINITSETEVENTCALLBACKS => pdo::init_set_event_callbacks;
    WdfPdoInitAssignDeviceIDTableIndex, PFN_WDFPDOINITASSIGNDEVICEID => pdo::init_assign_device_id;
    WdfPdoInitAssignInstanceIDTableIndex, PFN_WDFPDOINITASSIGNINSTANCEID => pdo::init_assign_instance_id;
    WdfPdoInitAddHardwareIDTableIndex, PFN_WDFPDOINITADDHARDWAREID => pdo::init_add_hardware_id;
    WdfPdoInitAddCompatibleIDTableIndex, PFN_WDFPDOINITADDCOMPATIBLEID => pdo::init_add_compatible_id;
    WdfPdoInitAddDeviceTextTableIndex, PFN_WDFPDOINITADDDEVICETEXT => pdo::init_add_device_text;
    WdfPdoInitSetDefaultLocaleTableIndex, PFN_WDFPDOINITSETDEFAULTLOCALE => pdo::init_set_default_locale;
    WdfPdoInitAssignRawDeviceTableIndex, PFN_WDFPDOINITASSIGNRAWDEVICE => pdo::init_assign_raw_device;
    WdfPdoInitAllowForwardingRequestToParentTableIndex, PFN_WDFPDOINITALLOWFORWARDINGREQUESTTOPARENT => pdo::init_allow_forwarding_request_to_parent;
    WdfPdoMarkMissingTableIndex, PFN_WDFPDOMARKMISSING => pdo::mark_missing;
    WdfPdoRequestEjectTableIndex, PFN_WDFPDOREQUESTEJECT => pdo::request_eject;
    WdfPdoGetParentTableIndex, PFN_WDFPDOGETPARENT => pdo::get_parent;
    WdfRequestForwardToParentDeviceIoQueueTableIndex, PFN_WDFREQUESTFORWARDTOPARENTDEVICEIOQUEUE => pdo::forward_to_parent_device_io_queue;
    WdfFdoInitSetFilterTableIndex, PFN_WDFFDOINITSETFILTER => device_init::fdo_init_set_filter;
    WdfInterruptCreateTableIndex, PFN_WDFINTERRUPTCREATE => interrupt_create::create;
    WdfInterruptQueueDpcForIsrTableIndex, PFN_WDFINTERRUPTQUEUEDPCFORISR => interrupt::queue_dpc_for_isr;
    WdfInterruptQueueWorkItemForIsrTableIndex, PFN_WDFINTERRUPTQUEUEWORKITEMFORISR => interrupt::queue_work_item_for_isr;
    WdfInterruptSynchronizeTableIndex, PFN_WDFINTERRUPTSYNCHRONIZE => interrupt::synchronize;
    WdfInterruptAcquireLockTableIndex, PFN_WDFINTERRUPTACQUIRELOCK => interrupt::acquire_lock;
    WdfInterruptReleaseLockTableIndex, PFN_WDFINTERRUPTRELEASELOCK => interrupt::release_lock;
    WdfInterruptTryToAcquireLockTableIndex, PFN_WDFINTERRUPTTRYTOACQUIRELOCK => interrupt::try_to_acquire_lock;
    WdfInterruptEnableTableIndex, PFN_WDFINTERRUPTENABLE => interrupt::enable;
    WdfInterruptDisableTableIndex, PFN_WDFINTERRUPTDISABLE => interrupt::disable;
    WdfInterruptWdmGetInterruptTableIndex, PFN_WDFINTERRUPTWDMGETINTERRUPT => interrupt::wdm_get_interrupt;
    WdfInterruptGetInfoTableIndex, PFN_WDFINTERRUPTGETINFO => interrupt::get_info;
    WdfInterruptSetPolicyTableIndex, PFN_WDFINTERRUPTSETPOLICY => interrupt::set_policy;
    WdfInterruptSetExtendedPolicyTableIndex, PFN_WDFINTERRUPTSETEXTENDEDPOLICY => interrupt::set_extended_policy;
    WdfInterruptGetDeviceTableIndex, PFN_WDFINTERRUPTGETDEVICE => interrupt::get_device;
    WdfInterruptReportActiveTableIndex, PFN_WDFINTERRUPTREPORTACTIVE => interrupt::report_active;
    WdfInterruptReportInactiveTableIndex, PFN_WDFINTERRUPTREPORTINACTIVE => interrupt::report_inactive;
    WdfCmResourceListGetCountTableIndex, PFN_WDFCMRESOURCELISTGETCOUNT => resource::cm_get_count;
    WdfCmResourceListGetDescriptorTableIndex, PFN_WDFCMRESOURCELISTGETDESCRIPTOR => resource::cm_get_descriptor;
    WdfCmResourceListAppendDescriptorTableIndex, PFN_WDFCMRESOURCELISTAPPENDDESCRIPTOR => resource::cm_append_descriptor;
    WdfCmResourceListInsertDescriptorTableIndex, PFN_WDFCMRESOURCELISTINSERTDESCRIPTOR => resource::cm_insert_descriptor;
    WdfCmResourceListRemoveTableIndex, PFN_WDFCMRESOURCELISTREMOVE => resource::cm_remove;
    WdfCmResourceListRemoveByDescriptorTableIndex, PFN_WDFCMRESOURCELISTREMOVEBYDESCRIPTOR => resource::cm_remove_by_descriptor;
    WdfIoQueueCreateTableIndex, PFN_WDFIOQUEUECREATE => queue::create;
    WdfFileObjectGetDeviceTableIndex, PFN_WDFFILEOBJECTGETDEVICE => device::file_object_get_device;
    WdfIoQueueGetStateTableIndex, PFN_WDFIOQUEUEGETSTATE => queue::get_state;
    WdfIoQueueStartTableIndex, PFN_WDFIOQUEUESTART => queue::start;
    WdfIoQueueStopTableIndex, PFN_WDFIOQUEUESTOP => queue::stop;
    WdfIoQueueStopSynchronouslyTableIndex, PFN_WDFIOQUEUESTOPSYNCHRONOUSLY => queue::stop_synchronously;
    WdfIoQueueGetDeviceTableIndex, PFN_WDFIOQUEUEGETDEVICE => queue::get_device;
    WdfIoQueueRetrieveNextRequestTableIndex, PFN_WDFIOQUEUERETRIEVENEXTREQUEST => queue::retrieve_next_request;
    WdfIoQueueRetrieveRequestByFileObjectTableIndex, PFN_WDFIOQUEUERETRIEVEREQUESTBYFILEOBJECT => queue::retrieve_request_by_file_object;
    WdfIoQueueFindRequestTableIndex, PFN_WDFIOQUEUEFINDREQUEST => queue::find_request;
    WdfIoQueueRetrieveFoundRequestTableIndex, PFN_WDFIOQUEUERETRIEVEFOUNDREQUEST => queue::retrieve_found_request;
    WdfIoQueueDrainSynchronouslyTableIndex, PFN_WDFIOQUEUEDRAINSYNCHRONOUSLY => queue::drain_synchronously;
    WdfIoQueueDrainTableIndex, PFN_WDFIOQUEUEDRAIN => queue::drain;
    WdfIoQueuePurgeSynchronouslyTableIndex, PFN_WDFIOQUEUEPURGESYNCHRONOUSLY => queue::purge_synchronously;
    WdfIoQueuePurgeTableIndex, PFN_WDFIOQUEUEPURGE => queue::purge;
    WdfIoQueueReadyNotifyTableIndex, PFN_WDFIOQUEUEREADYNOTIFY => queue::ready_notify;
    WdfMemoryCreateTableIndex, PFN_WDFMEMORYCREATE => memory::create;
    WdfMemoryGetBufferTableIndex, PFN_WDFMEMORYGETBUFFER => memory::get_buffer;
    WdfMemoryCopyToBufferTableIndex, PFN_WDFMEMORYCOPYTOBUFFER => memory::copy_to_buffer;
    WdfMemoryCopyFromBufferTableIndex, PFN_WDFMEMORYCOPYFROMBUFFER => memory::copy_from_buffer;
    WdfObjectGetTypedContextWorkerTableIndex, PFN_WDFOBJECTGETTYPEDCONTEXTWORKER => object::get_typed_context;
    WdfObjectAllocateContextTableIndex, PFN_WDFOBJECTALLOCATECONTEXT => object::allocate_context;
    WdfObjectContextGetObjectTableIndex, PFN_WDFOBJECTCONTEXTGETOBJECT => object::context_get_object;
    WdfObjectQueryTableIndex, PFN_WDFOBJECTQUERY => object::query;
    WdfObjectReferenceActualTableIndex, PFN_WDFOBJECTREFERENCEACTUAL => object::reference;
    WdfObjectDereferenceActualTableIndex, PFN_WDFOBJECTDEREFERENCEACTUAL => object::dereference;
    WdfObjectCreateTableIndex, PFN_WDFOBJECTCREATE => object::create;
    WdfObjectDeleteTableIndex, PFN_WDFOBJECTDELETE => object::delete;
    WdfDeviceGetIoTargetTableIndex, PFN_WDFDEVICEGETIOTARGET => target::device_get_io_target;
    WdfIoTargetCreateTableIndex, PFN_WDFIOTARGETCREATE => target::create;
    WdfIoTargetOpenTableIndex, PFN_WDFIOTARGETOPEN => target::open;
    WdfIoTargetCloseForQueryRemoveTableIndex, PFN_WDFIOTARGETCLOSEFORQUERYREMOVE => target::close_for_query_remove;
    WdfIoTargetCloseTableIndex, PFN_WDFIOTARGETCLOSE => target::close;
    WdfIoTargetStartTableIndex, PFN_WDFIOTARGETSTART => target::start;
    WdfIoTargetStopTableIndex, PFN_WDFIOTARGETSTOP => target::stop;
    WdfIoTargetPurgeTableIndex, PFN_WDFIOTARGETPURGE => target::purge;
    WdfIoTargetGetStateTableIndex, PFN_WDFIOTARGETGETSTATE => target::get_state;
    WdfIoTargetGetDeviceTableIndex, PFN_WDFIOTARGETGETDEVICE => target::get_device;
    WdfIoTargetWdmGetTargetDeviceObjectTableIndex, PFN_WDFIOTARGETWDMGETTARGETDEVICEOBJECT => target::wdm_get_target_device_object;
    WdfIoTargetWdmGetTargetPhysicalDeviceTableIndex, PFN_WDFIOTARGETWDMGETTARGETPHYSICALDEVICE => target::wdm_get_target_physical_device;
    WdfIoTargetWdmGetTargetFileObjectTableIndex, PFN_WDFIOTARGETWDMGETTARGETFILEOBJECT => target::wdm_get_target_file_object;
    WdfIoTargetWdmGetTargetFileHandleTableIndex, PFN_WDFIOTARGETWDMGETTARGETFILEHANDLE => target::wdm_get_target_file_handle;
    WdfIoTargetFormatRequestForReadTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORREAD => format::for_read;
    WdfIoTargetFormatRequestForWriteTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORWRITE => format::for_write;
    WdfIoTargetFormatRequestForIoctlTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORIOCTL => format::for_ioctl;
    WdfIoTargetFormatRequestForInternalIoctlTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTL => format::for_internal_ioctl;
    WdfIoTargetFormatRequestForInternalIoctlOthersTableIndex, PFN_WDFIOTARGETFORMATREQUESTFORINTERNALIOCTLOTHERS => format::for_internal_ioctl_others;
    WdfIoTargetSendReadSynchronouslyTableIndex, PFN_WDFIOTARGETSENDREADSYNCHRONOUSLY => format::send_read;
    WdfIoTargetSendWriteSynchronouslyTableIndex, PFN_WDFIOTARGETSENDWRITESYNCHRONOUSLY => format::send_write;
    WdfIoTargetSendIoctlSynchronouslyTableIndex, PFN_WDFIOTARGETSENDIOCTLSYNCHRONOUSLY => format::send_ioctl;
    WdfIoTargetSendInternalIoctlSynchronouslyTableIndex, PFN_WDFIOTARGETSENDINTERNALIOCTLSYNCHRONOUSLY => format::send_internal_ioctl;
    WdfIoTargetSendInternalIoctlOthersSynchronouslyTableIndex, PFN_WDFIOTARGETSENDINTERNALIOCTLOTHERSSYNCHRONOUSLY => format::send_internal_ioctl_others;
    WdfRequestCreateTableIndex, PFN_WDFREQUESTCREATE => send::create;
    WdfRequestCreateFromIrpTableIndex, PFN_WDFREQUESTCREATEFROMIRP => send::create_from_irp;
    WdfRequestReuseTableIndex, PFN_WDFREQUESTREUSE => send::reuse;
    WdfRequestChangeTargetTableIndex, PFN_WDFREQUESTCHANGETARGET => send::change_target;
    WdfRequestFormatRequestUsingCurrentTypeTableIndex, PFN_WDFREQUESTFORMATREQUESTUSINGCURRENTTYPE => send::format_using_current_type;
    WdfRequestWdmFormatUsingStackLocationTableIndex, PFN_WDFREQUESTWDMFORMATUSINGSTACKLOCATION => send::wdm_format_using_stack_location;
    WdfRequestSendTableIndex, PFN_WDFREQUESTSEND => send::send;
    WdfRequestCancelSentRequestTableIndex, PFN_WDFREQUESTCANCELSENTREQUEST => send::cancel_sent_request;
    WdfRequestSetCompletionRoutineTableIndex, PFN_WDFREQUESTSETCOMPLETIONROUTINE => send::set_completion_routine;
    WdfRequestGetCompletionParamsTableIndex, PFN_WDFREQUESTGETCOMPLETIONPARAMS => send::get_completion_params;
    WdfRequestAllocateTimerTableIndex, PFN_WDFREQUESTALLOCATETIMER => send::allocate_timer;
    WdfRequestGetStatusTableIndex, PFN_WDFREQUESTGETSTATUS => request::get_status;
    WdfRequestMarkCancelableTableIndex, PFN_WDFREQUESTMARKCANCELABLE => request::mark_cancelable;
    WdfRequestUnmarkCancelableTableIndex, PFN_WDFREQUESTUNMARKCANCELABLE => request::unmark_cancelable;
    WdfRequestIsCanceledTableIndex, PFN_WDFREQUESTISCANCELED => request::is_canceled;
    WdfRequestCompleteTableIndex, PFN_WDFREQUESTCOMPLETE => request::complete;
    WdfRequestCompleteWithPriorityBoostTableIndex, PFN_WDFREQUESTCOMPLETEWITHPRIORITYBOOST => request::complete_with_priority_boost;
    WdfRequestCompleteWithInformationTableIndex, PFN_WDFREQUESTCOMPLETEWITHINFORMATION => request::complete_with_information;
    WdfRequestGetParametersTableIndex, PFN_WDFREQUESTGETPARAMETERS => request::get_parameters;
    WdfRequestRetrieveInputMemoryTableIndex, PFN_WDFREQUESTRETRIEVEINPUTMEMORY => request::retrieve_input_memory;
    WdfRequestRetrieveOutputMemoryTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTMEMORY => request::retrieve_output_memory;
    WdfRequestRetrieveInputBufferTableIndex, PFN_WDFREQUESTRETRIEVEINPUTBUFFER => request::retrieve_input_buffer;
    WdfRequestRetrieveOutputBufferTableIndex, PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER => request::retrieve_output_buffer;
    WdfRequestSetInformationTableIndex, PFN_WDFREQUESTSETINFORMATION => request::set_information;
    WdfRequestGetInformationTableIndex, PFN_WDFREQUESTGETINFORMATION => request::get_information;
    WdfRequestGetFileObjectTableIndex, PFN_WDFREQUESTGETFILEOBJECT => request::get_file_object;
    WdfRequestGetRequestorModeTableIndex, PFN_WDFREQUESTGETREQUESTORMODE => request::get_requestor_mode;
    WdfRequestForwardToIoQueueTableIndex, PFN_WDFREQUESTFORWARDTOIOQUEUE => request::forward_to_io_queue;
    WdfRequestGetIoQueueTableIndex, PFN_WDFREQUESTGETIOQUEUE => request::get_io_queue;
    WdfRequestRequeueTableIndex, PFN_WDFREQUESTREQUEUE => request::requeue;
    WdfRequestStopAcknowledgeTableIndex, PFN_WDFREQUESTSTOPACKNOWLEDGE => request::stop_acknowledge;
    WdfObjectAcquireLockTableIndex, PFN_WDFOBJECTACQUIRELOCK => object::acquire_lock;
    WdfObjectReleaseLockTableIndex, PFN_WDFOBJECTRELEASELOCK => object::release_lock;
    WdfWaitLockCreateTableIndex, PFN_WDFWAITLOCKCREATE => lock::wait_create;
    WdfWaitLockAcquireTableIndex, PFN_WDFWAITLOCKACQUIRE => lock::wait_acquire;
    WdfWaitLockReleaseTableIndex, PFN_WDFWAITLOCKRELEASE => lock::wait_release;
    WdfSpinLockCreateTableIndex, PFN_WDFSPINLOCKCREATE => lock::spin_create;
    WdfSpinLockAcquireTableIndex, PFN_WDFSPINLOCKACQUIRE => lock::spin_acquire;
    WdfSpinLockReleaseTableIndex, PFN_WDFSPINLOCKRELEASE => lock::spin_release;
    WdfDeviceOpenRegistryKeyTableIndex, PFN_WDFDEVICEOPENREGISTRYKEY => device::open_registry_key;
    WdfFdoInitOpenRegistryKeyTableIndex, PFN_WDFFDOINITOPENREGISTRYKEY => device_init::fdo_init_open_registry_key;
    WdfRegistryOpenKeyTableIndex, PFN_WDFREGISTRYOPENKEY => registry::open_key;
    WdfRegistryCreateKeyTableIndex, PFN_WDFREGISTRYCREATEKEY => registry::create;
    WdfRegistryCloseTableIndex, PFN_WDFREGISTRYCLOSE => registry::close;
    WdfRegistryWdmGetHandleTableIndex, PFN_WDFREGISTRYWDMGETHANDLE => registry::wdm_get_handle;
    WdfRegistryRemoveKeyTableIndex, PFN_WDFREGISTRYREMOVEKEY => registry::remove_key;
    WdfRegistryRemoveValueTableIndex, PFN_WDFREGISTRYREMOVEVALUE => registry::remove_value;
    WdfRegistryQueryValueTableIndex, PFN_WDFREGISTRYQUERYVALUE => registry::query_value;
    WdfRegistryQueryMemoryTableIndex, PFN_WDFREGISTRYQUERYMEMORY => registry::query_memory;
    WdfRegistryQueryMultiStringTableIndex, PFN_WDFREGISTRYQUERYMULTISTRING => registry::query_multi_string;
    WdfRegistryQueryUnicodeStringTableIndex, PFN_WDFREGISTRYQUERYUNICODESTRING => registry::query_unicode_string;
    WdfRegistryQueryStringTableIndex, PFN_WDFREGISTRYQUERYSTRING => registry::query_string;
    WdfRegistryQueryULongTableIndex, PFN_WDFREGISTRYQUERYULONG => registry::query_ulong;
    WdfRegistryAssignValueTableIndex, PFN_WDFREGISTRYASSIGNVALUE => registry_assign::value;
    WdfRegistryAssignMemoryTableIndex, PFN_WDFREGISTRYASSIGNMEMORY => registry_assign::memory;
    WdfRegistryAssignMultiStringTableIndex, PFN_WDFREGISTRYASSIGNMULTISTRING => registry_assign::multi_string;
    WdfRegistryAssignUnicodeStringTableIndex, PFN_WDFREGISTRYASSIGNUNICODESTRING => registry_assign::unicode_string;
    WdfRegistryAssignStringTableIndex, PFN_WDFREGISTRYASSIGNSTRING => registry_assign::string;
    WdfRegistryAssignULongTableIndex, PFN_WDFREGISTRYASSIGNULONG => registry_assign::ulong;
    WdfMemoryCreatePreallocatedTableIndex, PFN_WDFMEMORYCREATEPREALLOCATED => memory::create_preallocated;
    WdfMemoryAssignBufferTableIndex, PFN_WDFMEMORYASSIGNBUFFER => memory::assign_buffer;
    WdfLookasideListCreateTableIndex, PFN_WDFLOOKASIDELISTCREATE => memory::lookaside_list_create;
    WdfMemoryCreateFromLookasideTableIndex, PFN_WDFMEMORYCREATEFROMLOOKASIDE => memory::create_from_lookaside;
    WdfDriverGetRegistryPathTableIndex, PFN_WDFDRIVERGETREGISTRYPATH => driver::get_registry_path;
    WdfDriverOpenParametersRegistryKeyTableIndex, PFN_WDFDRIVEROPENPARAMETERSREGISTRYKEY => driver::open_parameters_registry_key;
    WdfDriverRegisterTraceInfoTableIndex, PFN_WDFDRIVERREGISTERTRACEINFO => driver::register_trace_info;
    WdfDriverRetrieveVersionStringTableIndex, PFN_WDFDRIVERRETRIEVEVERSIONSTRING => driver::retrieve_version_string;
    WdfDriverIsVersionAvailableTableIndex, PFN_WDFDRIVERISVERSIONAVAILABLE => driver::is_version_available;
    WdfControlDeviceInitAllocateTableIndex, PFN_WDFCONTROLDEVICEINITALLOCATE => control::init_allocate;
    WdfControlDeviceInitSetShutdownNotificationTableIndex, PFN_WDFCONTROLDEVICEINITSETSHUTDOWNNOTIFICATION => control::init_set_shutdown_notification;
    WdfControlFinishInitializingTableIndex, PFN_WDFCONTROLFINISHINITIALIZING => control::finish_initializing;
    WdfDeviceGetDeviceStateTableIndex, PFN_WDFDEVICEGETDEVICESTATE => device_state::get_device_state;
    WdfDeviceSetDeviceStateTableIndex, PFN_WDFDEVICESETDEVICESTATE => device_state::set_device_state;
    WdfDeviceSetPnpCapabilitiesTableIndex, PFN_WDFDEVICESETPNPCAPABILITIES => device_state::set_pnp_capabilities;
    WdfDeviceSetPowerCapabilitiesTableIndex, PFN_WDFDEVICESETPOWERCAPABILITIES => device_state::set_power_capabilities;
    WdfDeviceSetFailedTableIndex, PFN_WDFDEVICESETFAILED => device_state::set_failed;
    WdfDeviceSetStaticStopRemoveTableIndex, PFN_WDFDEVICESETSTATICSTOPREMOVE => device_state::set_static_stop_remove;
    WdfDeviceGetDevicePnpStateTableIndex, PFN_WDFDEVICEGETDEVICEPNPSTATE => device_state::get_device_pnp_state;
    WdfDeviceGetDevicePowerStateTableIndex, PFN_WDFDEVICEGETDEVICEPOWERSTATE => device_state::get_device_power_state;
    WdfDeviceSetCharacteristicsTableIndex, PFN_WDFDEVICESETCHARACTERISTICS => device_state::set_characteristics;
    WdfDeviceGetCharacteristicsTableIndex, PFN_WDFDEVICEGETCHARACTERISTICS => device_state::get_characteristics;
    WdfDeviceSetAlignmentRequirementTableIndex, PFN_WDFDEVICESETALIGNMENTREQUIREMENT => device_state::set_alignment_requirement;
    WdfDeviceGetAlignmentRequirementTableIndex, PFN_WDFDEVICEGETALIGNMENTREQUIREMENT => device_state::get_alignment_requirement;
    WdfDeviceRetrieveDeviceNameTableIndex, PFN_WDFDEVICERETRIEVEDEVICENAME => device_state::retrieve_device_name;
    WdfFileObjectGetFileNameTableIndex, PFN_WDFFILEOBJECTGETFILENAME => device_state::file_get_file_name;
    WdfDeviceInitAssignSDDLStringTableIndex, PFN_WDFDEVICEINITASSIGNSDDLSTRING => device_init::assign_sddl_string;
    WdfDeviceInitSetDeviceClassTableIndex, PFN_WDFDEVICEINITSETDEVICECLASS => device_init::set_device_class;
    WdfDeviceInitSetPowerNotPageableTableIndex, PFN_WDFDEVICEINITSETPOWERNOTPAGEABLE => device_init::set_power_not_pageable;
    WdfDeviceInitSetPowerPageableTableIndex, PFN_WDFDEVICEINITSETPOWERPAGEABLE => device_init::set_power_pageable;
    WdfDeviceInitSetPowerInrushTableIndex, PFN_WDFDEVICEINITSETPOWERINRUSH => device_init::set_power_inrush;
    WdfDeviceInitSetRemoveLockOptionsTableIndex, PFN_WDFDEVICEINITSETREMOVELOCKOPTIONS => device_init::set_remove_lock_options;
    WdfDeviceInitSetPowerPolicyEventCallbacksTableIndex, PFN_WDFDEVICEINITSETPOWERPOLICYEVENTCALLBACKS => device_init::set_power_policy_event_callbacks;
    WdfDeviceInitSetPowerPolicyOwnershipTableIndex, PFN_WDFDEVICEINITSETPOWERPOLICYOWNERSHIP => device_init::set_power_policy_ownership;
    WdfVerifierDbgBreakPointTableIndex, PFN_WDFVERIFIERDBGBREAKPOINT => verifier::dbg_break_point;
    WdfVerifierKeBugCheckTableIndex, PFN_WDFVERIFIERKEBUGCHECK => verifier::ke_bug_check;
    WdfStringCreateTableIndex, PFN_WDFSTRINGCREATE => string::create;
    WdfStringGetUnicodeStringTableIndex, PFN_WDFSTRINGGETUNICODESTRING => string::get_unicode_string;
    WdfTimerCreateTableIndex, PFN_WDFTIMERCREATE => timer::create;
    WdfTimerStartTableIndex, PFN_WDFTIMERSTART => timer::start;
    WdfTimerStopTableIndex, PFN_WDFTIMERSTOP => timer::stop;
    WdfTimerGetParentObjectTableIndex, PFN_WDFTIMERGETPARENTOBJECT => timer::get_parent_object;
    WdfWorkItemCreateTableIndex, PFN_WDFWORKITEMCREATE => workitem::create;
    WdfWorkItemEnqueueTableIndex, PFN_WDFWORKITEMENQUEUE => workitem::enqueue;
    WdfWorkItemGetParentObjectTableIndex, PFN_WDFWORKITEMGETPARENTOBJECT => workitem::get_parent_object;
    WdfWorkItemFlushTableIndex, PFN_WDFWORKITEMFLUSH => workitem::flush;
    WdfRequestMarkCancelableExTableIndex, PFN_WDFREQUESTMARKCANCELABLEEX => request::mark_cancelable_ex;
    WdfIoQueueStopAndPurgeTableIndex, PFN_WDFIOQUEUESTOPANDPURGE => queue::stop_and_purge;
    WdfIoQueueStopAndPurgeSynchronouslyTableIndex, PFN_WDFIOQUEUESTOPANDPURGESYNCHRONOUSLY => queue::stop_and_purge_synchronously;
    WdfDeviceInitSetIoTypeExTableIndex, PFN_WDFDEVICEINITSETIOTYPEEX => device_init::set_io_type_ex;
}

/// What the driver calls.
pub(crate) static TABLE: [WDFFUNC; NOT_SIMULATED.len()] = failing::guarded(SIMULATED);

/// The sizes of the structures, by `_WDFSTRUCTENUM`.
macro_rules! sizes {
    ($($index:ident => $structure:ident;)*) => {{
        let mut sizes = [0; STRUCTURES];
        $(sizes[wdf_sim_sys::_WDFSTRUCTENUM::$index as usize] = size_of::<wdf_sim_sys::$structure>();)*
        sizes
    }};
}

const STRUCTURES: usize = 81;

/// Structures that no driver of this library's kind passes (USB, class extensions) have size 0.
static mut SIZES: [usize; STRUCTURES] = sizes! {
    INDEX_WDF_CHILD_ADDRESS_DESCRIPTION_HEADER => _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER;
    INDEX_WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER => _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER;
    INDEX_WDF_CHILD_LIST_CONFIG => _WDF_CHILD_LIST_CONFIG;
    INDEX_WDF_CHILD_LIST_ITERATOR => _WDF_CHILD_LIST_ITERATOR;
    INDEX_WDF_CHILD_RETRIEVE_INFO => _WDF_CHILD_RETRIEVE_INFO;
    INDEX_WDF_COMMON_BUFFER_CONFIG => _WDF_COMMON_BUFFER_CONFIG;
    INDEX_WDF_CUSTOM_TYPE_CONTEXT => _WDF_CUSTOM_TYPE_CONTEXT;
    INDEX_WDF_DEVICE_PNP_CAPABILITIES => _WDF_DEVICE_PNP_CAPABILITIES;
    INDEX_WDF_DEVICE_PNP_NOTIFICATION_DATA => _WDF_DEVICE_PNP_NOTIFICATION_DATA;
    INDEX_WDF_DEVICE_POWER_CAPABILITIES => _WDF_DEVICE_POWER_CAPABILITIES;
    INDEX_WDF_DEVICE_POWER_NOTIFICATION_DATA => _WDF_DEVICE_POWER_NOTIFICATION_DATA;
    INDEX_WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS => _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;
    INDEX_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA => _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
    INDEX_WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS => _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;
    INDEX_WDF_DEVICE_PROPERTY_DATA => _WDF_DEVICE_PROPERTY_DATA;
    INDEX_WDF_DEVICE_STATE => _WDF_DEVICE_STATE;
    INDEX_WDF_DMA_ENABLER_CONFIG => _WDF_DMA_ENABLER_CONFIG;
    INDEX_WDF_DMA_SYSTEM_PROFILE_CONFIG => _WDF_DMA_SYSTEM_PROFILE_CONFIG;
    INDEX_WDF_DPC_CONFIG => _WDF_DPC_CONFIG;
    INDEX_WDF_DRIVER_CONFIG => _WDF_DRIVER_CONFIG;
    INDEX_WDF_DRIVER_GLOBALS => _WDF_DRIVER_GLOBALS;
    INDEX_WDF_DRIVER_VERSION_AVAILABLE_PARAMS => _WDF_DRIVER_VERSION_AVAILABLE_PARAMS;
    INDEX_WDF_FDO_EVENT_CALLBACKS => _WDF_FDO_EVENT_CALLBACKS;
    INDEX_WDF_FILEOBJECT_CONFIG => _WDF_FILEOBJECT_CONFIG;
    INDEX_WDF_INTERRUPT_CONFIG => _WDF_INTERRUPT_CONFIG;
    INDEX_WDF_INTERRUPT_EXTENDED_POLICY => _WDF_INTERRUPT_EXTENDED_POLICY;
    INDEX_WDF_INTERRUPT_INFO => _WDF_INTERRUPT_INFO;
    INDEX_WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS => _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS;
    INDEX_WDF_IO_QUEUE_CONFIG => _WDF_IO_QUEUE_CONFIG;
    INDEX_WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY => _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;
    INDEX_WDF_IO_TARGET_OPEN_PARAMS => _WDF_IO_TARGET_OPEN_PARAMS;
    INDEX_WDF_IO_TYPE_CONFIG => _WDF_IO_TYPE_CONFIG;
    INDEX_WDF_MEMORY_DESCRIPTOR => _WDF_MEMORY_DESCRIPTOR;
    INDEX_WDF_OBJECT_ATTRIBUTES => _WDF_OBJECT_ATTRIBUTES;
    INDEX_WDF_OBJECT_CONTEXT_TYPE_INFO => _WDF_OBJECT_CONTEXT_TYPE_INFO;
    INDEX_WDF_PDO_EVENT_CALLBACKS => _WDF_PDO_EVENT_CALLBACKS;
    INDEX_WDF_PNPPOWER_EVENT_CALLBACKS => _WDF_PNPPOWER_EVENT_CALLBACKS;
    INDEX_WDF_POWER_FRAMEWORK_SETTINGS => _WDF_POWER_FRAMEWORK_SETTINGS;
    INDEX_WDF_POWER_POLICY_EVENT_CALLBACKS => _WDF_POWER_POLICY_EVENT_CALLBACKS;
    INDEX_WDF_POWER_ROUTINE_TIMED_OUT_DATA => _WDF_POWER_ROUTINE_TIMED_OUT_DATA;
    INDEX_WDF_QUERY_INTERFACE_CONFIG => _WDF_QUERY_INTERFACE_CONFIG;
    INDEX_WDF_QUEUE_FATAL_ERROR_DATA => _WDF_QUEUE_FATAL_ERROR_DATA;
    INDEX_WDF_REMOVE_LOCK_OPTIONS => _WDF_REMOVE_LOCK_OPTIONS;
    INDEX_WDF_REQUEST_COMPLETION_PARAMS => _WDF_REQUEST_COMPLETION_PARAMS;
    INDEX_WDF_REQUEST_FORWARD_OPTIONS => _WDF_REQUEST_FORWARD_OPTIONS;
    INDEX_WDF_REQUEST_PARAMETERS => _WDF_REQUEST_PARAMETERS;
    INDEX_WDF_REQUEST_REUSE_PARAMS => _WDF_REQUEST_REUSE_PARAMS;
    INDEX_WDF_REQUEST_SEND_OPTIONS => _WDF_REQUEST_SEND_OPTIONS;
    INDEX_WDF_TASK_SEND_OPTIONS => _WDF_TASK_SEND_OPTIONS;
    INDEX_WDF_TIMER_CONFIG => _WDF_TIMER_CONFIG;
    INDEX_WDF_WMI_INSTANCE_CONFIG => _WDF_WMI_INSTANCE_CONFIG;
    INDEX_WDF_WMI_PROVIDER_CONFIG => _WDF_WMI_PROVIDER_CONFIG;
    INDEX_WDF_WORKITEM_CONFIG => _WDF_WORKITEM_CONFIG;
    INDEX_WDFMEMORY_OFFSET => _WDFMEMORY_OFFSET;
};

static mut GLOBALS: WDF_DRIVER_GLOBALS = WDF_DRIVER_GLOBALS {
    Driver: std::ptr::null_mut(),
    DriverFlags: 0,
    DriverTag: u32::from_le_bytes(*b"FxDr"),
    DriverName: [0; 32],
    DisplaceDriverUnload: 0,
};

/// Where the driver's globals are.
pub(crate) fn globals() -> PWDF_DRIVER_GLOBALS {
    &raw mut GLOBALS
}

/// Says which driver it is, which the headers' `WdfGetDriver` reads. It is one symbol for a whole process, so it tells
/// the truth only where one driver is in the process.
pub(super) fn set_driver(driver: WDFDRIVER) {
    let place = (&raw mut GLOBALS).cast::<WDFDRIVER>();
    // SAFETY: the handle is the first member, aligned, and written by nobody else but atomically.
    unsafe { AtomicPtr::from_ptr(place) }.store(driver, Ordering::Relaxed);
}

/// The framework's table, version 1.33.
// The framework's import library defines this symbol; a simulated driver is linked with this one instead.
#[unsafe(no_mangle)]
static mut WdfFunctions_01033: *const WDFFUNC = TABLE.as_ptr();

/// The first argument of every call.
// As above.
#[unsafe(no_mangle)]
static mut WdfDriverGlobals: PWDF_DRIVER_GLOBALS = &raw mut GLOBALS;

/// How many functions the table has.
// As above.
#[unsafe(no_mangle)]
static mut WdfFunctionCount: ULONG = TABLE.len() as ULONG;

/// The simulated framework is as new as the newest driver.
// As above.
#[unsafe(no_mangle)]
static mut WdfClientVersionHigherThanFramework: BOOLEAN = 0;

/// The sizes of the structures.
// As above.
#[unsafe(no_mangle)]
static mut WdfStructures: WDF_STRUCT_INFO = (&raw mut SIZES).cast::<usize>();

/// How many structures there are.
// As above.
#[unsafe(no_mangle)]
static mut WdfStructureCount: ULONG = STRUCTURES as ULONG;
