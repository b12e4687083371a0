//! What lies under wdf-safe: the names of `wdk-sys` 0.5, each listed.
//!
//! *Where it stands.* Row 0. Nothing else in the crate names `wdk_sys`, except [`sync`](crate::sync) for the
//! simulator's scheduling points and [`image`](crate::image) for the value by which a simulated driver is known.
//!
//! *Key types.* The handles; [`ddi!`], through which every call of the framework goes; [`config`], the initialisers
//! that are inline functions in the headers of the WDK and so not part of `wdk-sys`.
//!
//! *Wraps.* `wdf.h`. Which crate `wdk_sys` is, is chosen by target in `Cargo.toml` and `lib.rs`: the real one on
//! Windows, the stand-in `wdf-sim-sys` elsewhere and under `--cfg wdf_sim`. Both have the same names, types and
//! layouts, so nothing here depends on the choice.

pub(crate) mod call;
pub(crate) mod config;
pub(crate) mod copy;
pub(crate) mod print;
pub(crate) mod register;

/// All of what lies under wdf-safe: for drivers that call what it does not wrap ([`raw`](crate::raw)).
#[cfg(any(not(windows), wdf_sim))]
pub use ::wdf_sim_sys as bindings;
#[cfg(all(windows, not(wdf_sim)))]
pub use ::wdk_sys as bindings;
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
pub(crate) use wdk_sys::ntddk::KeBugCheckEx;
pub(crate) use wdk_sys::ntddk::{
    ExAllocatePool2, ExFreePoolWithTag, KeGetCurrentIrql, KeInitializeEvent, KeSetEvent, KeWaitForSingleObject,
    MmMapLockedPagesSpecifyCache,
};
pub(crate) use wdk_sys::{
    _DEVICE_POWER_STATE, _DEVICE_RELATION_TYPE, _WDF_DEVICE_FAILED_ACTION, _WDF_DRIVER_INIT_FLAGS,
    _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE, _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES,
    _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL, _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL, _WDF_SPECIAL_FILE_TYPE, BOOLEAN,
    DEVICE_POWER_STATE, DEVICE_REGISTRY_PROPERTY, DEVICE_RELATION_TYPE, DEVPROPKEY, WDF_DEVICE_PNP_CAPABILITIES,
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, WDF_DEVICE_PROPERTY_DATA,
    WDF_DEVICE_STATE, WDF_POWER_POLICY_EVENT_CALLBACKS, WDF_POWER_POLICY_S0_IDLE_CAPABILITIES, WDF_SPECIAL_FILE_TYPE,
    WDF_TRI_STATE,
};
pub(crate) use wdk_sys::{_EVENT_TYPE, _KWAIT_REASON, _MODE, KEVENT};
pub(crate) use wdk_sys::{
    _MEMORY_CACHING_TYPE, _POOL_TYPE, _WDF_DEVICE_IO_TYPE, _WDF_EXECUTION_LEVEL, _WDF_FILEOBJECT_CLASS,
    _WDF_IO_QUEUE_DISPATCH_TYPE, _WDF_IO_TARGET_OPEN_TYPE, _WDF_IO_TARGET_PURGE_IO_ACTION,
    _WDF_IO_TARGET_SENT_IO_ACTION, _WDF_REQUEST_FORWARD_OPTIONS_FLAGS, _WDF_REQUEST_SEND_OPTIONS_FLAGS,
    _WDF_REQUEST_STOP_ACTION_FLAGS, _WDF_REQUEST_TYPE, _WDF_SYNCHRONIZATION_SCOPE, _WDF_TRI_STATE, GUID,
    KPROCESSOR_MODE, MDL, NT_SUCCESS, PCWDF_OBJECT_CONTEXT_TYPE_INFO, PFN_WDF_IO_QUEUE_STATE,
    PFN_WDF_REQUEST_COMPLETION_ROUTINE, PFN_WDFREQUESTFORWARDTOIOQUEUE, PMDL, PVOID, PWDF_DRIVER_GLOBALS,
    PWDF_REQUEST_COMPLETION_PARAMS, PWDFDEVICE_INIT, UNICODE_STRING, WDF_DEVICE_IO_TYPE, WDF_DPC_CONFIG,
    WDF_DRIVER_CONFIG, WDF_EXECUTION_LEVEL, WDF_FILEOBJECT_CONFIG, WDF_INTERRUPT_CONFIG, WDF_IO_QUEUE_CONFIG,
    WDF_IO_QUEUE_DISPATCH_TYPE, WDF_IO_TARGET_OPEN_PARAMS, WDF_OBJECT_ATTRIBUTES, WDF_OBJECT_CONTEXT_TYPE_INFO,
    WDF_PNPPOWER_EVENT_CALLBACKS, WDF_POWER_DEVICE_STATE, WDF_REQUEST_COMPLETION_PARAMS, WDF_REQUEST_FORWARD_OPTIONS,
    WDF_REQUEST_PARAMETERS, WDF_REQUEST_REUSE_PARAMS, WDF_REQUEST_SEND_OPTIONS, WDF_REQUEST_TYPE,
    WDF_SYNCHRONIZATION_SCOPE, WDF_TIMER_CONFIG, WDF_WORKITEM_CONFIG, WDFCOLLECTION, WDFDEVICE, WDFDPC, WDFDRIVER,
    WDFFILEOBJECT, WDFINTERRUPT, WDFIOTARGET, WDFKEY, WDFLOOKASIDE, WDFMEMORY, WDFQUEUE, WDFREQUEST, WDFSPINLOCK,
    WDFTIMER, WDFWAITLOCK, WDFWORKITEM,
};
pub(crate) use wdk_sys::{APC_LEVEL, DISPATCH_LEVEL, POOL_FLAG_NON_PAGED, POOL_FLAG_PAGED, POOL_FLAGS};
pub(crate) use wdk_sys::{CM_PARTIAL_RESOURCE_DESCRIPTOR, CmResourceTypeInterrupt, CmResourceTypeMemory, WDFCMRESLIST};
// These appear in what generated code names.
/// A WDM stack location, for who formats a request by hand.
pub use wdk_sys::IO_STACK_LOCATION as IoStackLocation;
/// A WDM device object, for who opens a target by what another driver handed over.
pub use wdk_sys::PDEVICE_OBJECT as DeviceObjectPointer;
/// A WDM file object, for the same.
pub use wdk_sys::PFILE_OBJECT as FileObjectPointer;
pub use wdk_sys::{NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, WDFOBJECT};
pub(crate) use wdk_sys::{
    STATUS_BUFFER_OVERFLOW, STATUS_BUFFER_TOO_SMALL, STATUS_CANCELLED, STATUS_DEVICE_BUSY,
    STATUS_DEVICE_CONFIGURATION_ERROR, STATUS_DEVICE_NOT_READY, STATUS_INSUFFICIENT_RESOURCES,
    STATUS_INVALID_BUFFER_SIZE, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER,
    STATUS_IO_TIMEOUT, STATUS_NO_MORE_ENTRIES, STATUS_NOT_FOUND, STATUS_NOT_SUPPORTED, STATUS_OBJECT_NAME_EXISTS,
    STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_TYPE_MISMATCH, STATUS_PENDING, STATUS_SUCCESS, STATUS_TIMEOUT,
    STATUS_UNSUCCESSFUL,
};

/// STATUS_WDF_PAUSED, of `wdfstatus.h`, which is not part of `wdk-sys`.
pub(crate) const STATUS_WDF_PAUSED: NTSTATUS = 0xC020_0203_u32.cast_signed();

/// A time from now on, as the system's functions take it: negative, in units of 100 ns; more than 29,000 years is 29,000
/// years.
#[inline]
pub(crate) fn relative(time: core::time::Duration) -> i64 {
    let units = time
        .as_secs()
        .saturating_mul(10_000_000)
        .saturating_add(u64::from(time.subsec_nanos()).div_ceil(100))
        .min(i64::MAX.cast_unsigned());
    -units.cast_signed()
}

/// Calls a function of the framework's table by name. An unsafe call: it stands in an `unsafe` block of the caller,
/// with the proof of what the function's page demands.
macro_rules! ddi {
    ($name:ident $(, $argument:expr)* $(,)?) => {
        $crate::sys::call::$name()($crate::sys::call::globals() $(, $argument)*)
    };
}
pub(crate) use ddi;

/// The same for a function that not every framework has: an error where it is missing.
macro_rules! ddi_if_there {
    ($name:ident $(, $argument:expr)* $(,)?) => {
        match $crate::sys::call::$name() {
            Some(function) => Ok(function($crate::sys::call::globals() $(, $argument)*)),
            None => Err($crate::status::Error::Missing { ddi: stringify!($name) }),
        }
    };
}
pub(crate) use ddi_if_there;
