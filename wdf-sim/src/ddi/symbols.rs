//! What the framework's import library defines: the symbols behind which a driver finds the table, and the sizes of its
//! structures.
//!
//! The first that a driver touches: `wdk-sys` and the headers' inline functions call through `WdfFunctions_01033` into the
//! [table](TABLE). The symbols' names and types are released ones, so a driver compiled from C against the 1.33 headers
//! links with them too.
//!
//! Facts: wdf.h and wdffuncenum.h of each release, `fxlibrarycommon.cpp`.
#![expect(unsafe_code, reason = "defines the symbols that a driver links with")]

use wdf_sim_sys::{BOOLEAN, PWDF_DRIVER_GLOBALS, ULONG, WDF_STRUCT_INFO, WDFFUNC};

use super::failing;
use super::globals::GLOBALS;
use super::names::NOT_SIMULATED;
use super::table::SIMULATED;

/// What the driver calls.
static TABLE: [WDFFUNC; NOT_SIMULATED.len()] = failing::guarded(SIMULATED);

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

// The header of each release renames the symbol of the table to its own version; places in the table never move, so one
// table serves all. From 1.15 the symbol is a pointer to the table, before it was the table itself.

macro_rules! pointers {
    ($($name:ident)*) => {$(
        #[unsafe(no_mangle)]
        static mut $name: *const WDFFUNC = TABLE.as_ptr();
    )*};
}

macro_rules! arrays {
    ($($name:ident)*) => {$(
        #[unsafe(no_mangle)]
        static $name: [WDFFUNC; TABLE.len()] = TABLE;
    )*};
}

arrays! { WdfFunctions_01005 WdfFunctions_01007 WdfFunctions_01009 WdfFunctions_01011 WdfFunctions_01013 }

pointers! {
    WdfFunctions_01015 WdfFunctions_01017 WdfFunctions_01019 WdfFunctions_01021 WdfFunctions_01023
    WdfFunctions_01025 WdfFunctions_01027 WdfFunctions_01029 WdfFunctions_01031
}

/// What a miniport's inline function calls; the framework fills it in for miniports alone.
#[unsafe(no_mangle)]
static mut WdfDriverMiniportUnloadOverride: WDFFUNC = None;
