//! The framework's verifier: its two functions, and what the framework puts into a bug check.
//!
//! [`_WDF_BUGCHECK_CODES`] is the first parameter of bug check 0x10D, WDF_VIOLATION; the structures
//! are what other parameters point to.
//!
//! Facts: wdfverifier.h and wdfbugcodes.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfverifier/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    NTSTATUS, PDEVICE_OBJECT, PIRP, PKTHREAD, UCHAR, ULONG, ULONG_PTR, WDF_DEVICE_POWER_POLICY_STATE,
    WDF_DEVICE_POWER_STATE, WDFDEVICE, WDFQUEUE, WDFREQUEST,
};

pub mod _WDF_BUGCHECK_CODES {
    pub type Type = core::ffi::c_int;
    pub const WDF_POWER_ROUTINE_TIMED_OUT: Type = 1;
    pub const WDF_RECURSIVE_LOCK: Type = 2;
    pub const WDF_VERIFIER_FATAL_ERROR: Type = 3;
    pub const WDF_REQUIRED_PARAMETER_IS_NULL: Type = 4;
    pub const WDF_INVALID_HANDLE: Type = 5;
    pub const WDF_REQUEST_FATAL_ERROR: Type = 6;
    pub const WDF_OBJECT_ERROR: Type = 7;
    pub const WDF_DMA_FATAL_ERROR: Type = 8;
    pub const WDF_INVALID_INTERRUPT: Type = 9;
    pub const WDF_QUEUE_FATAL_ERROR: Type = 10;
    pub const WDF_INVALID_LOCK_OPERATION: Type = 11;
    pub const WDF_PNP_FATAL_ERROR: Type = 12;
    pub const WDF_POWER_MULTIPLE_PPO: Type = 13;
    pub const WDF_VERIFIER_IRQL_MISMATCH: Type = 14;
    pub const WDF_VERIFIER_CRITICAL_REGION_MISMATCH: Type = 15;
    pub const WDF_API_UNAVAILABLE: Type = 16;
}
pub use self::_WDF_BUGCHECK_CODES::Type as WDF_BUGCHECK_CODES;

pub mod _WDF_REQUEST_FATAL_ERROR_CODES {
    pub type Type = core::ffi::c_int;
    pub const WDF_REQUEST_FATAL_ERROR_NO_MORE_STACK_LOCATIONS: Type = 1;
    pub const WDF_REQUEST_FATAL_ERROR_NULL_IRP: Type = 2;
    pub const WDF_REQUEST_FATAL_ERROR_REQUEST_ALREADY_SENT: Type = 3;
    pub const WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH: Type = 4;
    pub const WDF_REQUEST_FATAL_ERROR_REQUEST_NOT_IN_QUEUE: Type = 5;
}
pub use self::_WDF_REQUEST_FATAL_ERROR_CODES::Type as WDF_REQUEST_FATAL_ERROR_CODES;

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_POWER_ROUTINE_TIMED_OUT_DATA {
    pub PowerState: WDF_DEVICE_POWER_STATE,
    pub PowerPolicyState: WDF_DEVICE_POWER_POLICY_STATE,
    pub DeviceObject: PDEVICE_OBJECT,
    pub Device: WDFDEVICE,
    pub TimedOutThread: PKTHREAD,
}
pub type WDF_POWER_ROUTINE_TIMED_OUT_DATA = _WDF_POWER_ROUTINE_TIMED_OUT_DATA;
zeroed_default!(_WDF_POWER_ROUTINE_TIMED_OUT_DATA);
layout!(_WDF_POWER_ROUTINE_TIMED_OUT_DATA: size 32, align 8, {
    PowerState: 0, PowerPolicyState: 4, DeviceObject: 8, Device: 16, TimedOutThread: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_QUEUE_FATAL_ERROR_DATA {
    pub Queue: WDFQUEUE,
    pub Request: WDFREQUEST,
    pub Status: NTSTATUS,
}
pub type WDF_QUEUE_FATAL_ERROR_DATA = _WDF_QUEUE_FATAL_ERROR_DATA;
pub type PWDF_QUEUE_FATAL_ERROR_DATA = *mut _WDF_QUEUE_FATAL_ERROR_DATA;
zeroed_default!(_WDF_QUEUE_FATAL_ERROR_DATA);
layout!(_WDF_QUEUE_FATAL_ERROR_DATA: size 24, align 8, { Queue: 0, Request: 8, Status: 16 });

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA {
    pub Request: WDFREQUEST,
    pub Irp: PIRP,
    pub OutputBufferLength: ULONG,
    pub Information: ULONG_PTR,
    pub MajorFunction: UCHAR,
}
pub type WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA =
    _WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA;
pub type PWDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA =
    *mut _WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA;
zeroed_default!(_WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA);
layout!(_WDF_REQUEST_FATAL_ERROR_INFORMATION_LENGTH_MISMATCH_DATA: size 40, align 8, {
    Request: 0, Irp: 8, OutputBufferLength: 16, Information: 24, MajorFunction: 32,
});

wdf_functions! {
    #[index(WdfVerifierDbgBreakPointTableIndex)]
    #[pointer(PFN_WDFVERIFIERDBGBREAKPOINT)]
    fn WdfVerifierDbgBreakPoint();

    #[index(WdfVerifierKeBugCheckTableIndex)]
    #[pointer(PFN_WDFVERIFIERKEBUGCHECK)]
    fn WdfVerifierKeBugCheck(
        BugCheckCode: ULONG,
        BugCheckParameter1: ULONG_PTR,
        BugCheckParameter2: ULONG_PTR,
        BugCheckParameter3: ULONG_PTR,
        BugCheckParameter4: ULONG_PTR,
    );
}
