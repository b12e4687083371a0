//! `WDFCOMPANIONTARGET`: tasks sent to a companion process.
//!
//! Options ([`_WDF_TASK_SEND_OPTIONS`], 16 bytes) and functions.
//!
//! Facts: wdfcompaniontarget.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfcompaniontarget/>.

use crate::declare::{layout, wdf_functions};
use crate::{LONGLONG, NTSTATUS, PEPROCESS, PULONG_PTR, PWDF_MEMORY_DESCRIPTOR, ULONG, USHORT, WDFCOMPANIONTARGET};

pub mod _WDF_TASK_SEND_OPTIONS_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WDF_TASK_SEND_OPTION_TIMEOUT: Type = 1;
    pub const WDF_TASK_SEND_OPTION_SYNCHRONOUS: Type = 2;
}
pub use self::_WDF_TASK_SEND_OPTIONS_FLAGS::Type as WDF_TASK_SEND_OPTIONS_FLAGS;

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_TASK_SEND_OPTIONS {
    pub Size: ULONG,
    pub Flags: ULONG,
    pub Timeout: LONGLONG,
}
pub type WDF_TASK_SEND_OPTIONS = _WDF_TASK_SEND_OPTIONS;
pub type PWDF_TASK_SEND_OPTIONS = *mut _WDF_TASK_SEND_OPTIONS;
layout!(_WDF_TASK_SEND_OPTIONS: size 16, align 8, { Size: 0, Flags: 4, Timeout: 8 });

wdf_functions! {
    #[index(WdfCompanionTargetSendTaskSynchronouslyTableIndex)]
    #[pointer(PFN_WDFCOMPANIONTARGETSENDTASKSYNCHRONOUSLY)]
    fn WdfCompanionTargetSendTaskSynchronously(
        CompanionTarget: WDFCOMPANIONTARGET,
        TaskQueueIdentifier: USHORT,
        TaskOperationCode: ULONG,
        InputBuffer: PWDF_MEMORY_DESCRIPTOR,
        OutputBuffer: PWDF_MEMORY_DESCRIPTOR,
        TaskOptions: PWDF_TASK_SEND_OPTIONS,
        BytesReturned: PULONG_PTR,
    ) -> NTSTATUS;

    #[index(WdfCompanionTargetWdmGetCompanionProcessTableIndex)]
    #[pointer(PFN_WDFCOMPANIONTARGETWDMGETCOMPANIONPROCESS)]
    fn WdfCompanionTargetWdmGetCompanionProcess(CompanionTarget: WDFCOMPANIONTARGET) -> PEPROCESS;
}
