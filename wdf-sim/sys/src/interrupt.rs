//! `WDFINTERRUPT`: interrupts with their DPCs, work items and locks.
//!
//! Configuration ([`_WDF_INTERRUPT_CONFIG`], 104 bytes), callbacks, policies and functions.
//!
//! Facts: wdfinterrupt.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfinterrupt/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{
    BOOLEAN, GROUP_AFFINITY, KAFFINITY, KINTERRUPT_MODE, KIRQL, NTSTATUS, PCM_PARTIAL_RESOURCE_DESCRIPTOR, PKINTERRUPT,
    PWDF_OBJECT_ATTRIBUTES, UCHAR, ULONG, ULONG64, USHORT, WDF_TRI_STATE, WDFCONTEXT, WDFDEVICE, WDFINTERRUPT,
    WDFOBJECT, WDFSPINLOCK, WDFWAITLOCK,
};

pub mod _WDF_INTERRUPT_POLARITY {
    pub type Type = core::ffi::c_int;
    pub const WdfInterruptPolarityUnknown: Type = 0;
    pub const WdfInterruptActiveHigh: Type = 1;
    pub const WdfInterruptActiveLow: Type = 2;
}
pub use self::_WDF_INTERRUPT_POLARITY::Type as WDF_INTERRUPT_POLARITY;

pub mod _WDF_INTERRUPT_POLICY {
    pub type Type = core::ffi::c_int;
    pub const WdfIrqPolicyMachineDefault: Type = 0;
    pub const WdfIrqPolicyAllCloseProcessors: Type = 1;
    pub const WdfIrqPolicyOneCloseProcessor: Type = 2;
    pub const WdfIrqPolicyAllProcessorsInMachine: Type = 3;
    pub const WdfIrqPolicySpecifiedProcessors: Type = 4;
    pub const WdfIrqPolicySpreadMessagesAcrossAllProcessors: Type = 5;
}
pub use self::_WDF_INTERRUPT_POLICY::Type as WDF_INTERRUPT_POLICY;
pub type PWDF_INTERRUPT_POLICY = *mut _WDF_INTERRUPT_POLICY::Type;

pub mod _WDF_INTERRUPT_PRIORITY {
    pub type Type = core::ffi::c_int;
    pub const WdfIrqPriorityUndefined: Type = 0;
    pub const WdfIrqPriorityLow: Type = 1;
    pub const WdfIrqPriorityNormal: Type = 2;
    pub const WdfIrqPriorityHigh: Type = 3;
}
pub use self::_WDF_INTERRUPT_PRIORITY::Type as WDF_INTERRUPT_PRIORITY;
pub type PWDF_INTERRUPT_PRIORITY = *mut _WDF_INTERRUPT_PRIORITY::Type;

pub type EVT_WDF_INTERRUPT_ISR = Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, MessageID: ULONG) -> BOOLEAN>;
pub type PFN_WDF_INTERRUPT_ISR = EVT_WDF_INTERRUPT_ISR;

pub type EVT_WDF_INTERRUPT_SYNCHRONIZE =
    Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, Context: WDFCONTEXT) -> BOOLEAN>;
pub type PFN_WDF_INTERRUPT_SYNCHRONIZE = EVT_WDF_INTERRUPT_SYNCHRONIZE;

pub type EVT_WDF_INTERRUPT_DPC = Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, AssociatedObject: WDFOBJECT)>;
pub type PFN_WDF_INTERRUPT_DPC = EVT_WDF_INTERRUPT_DPC;

pub type EVT_WDF_INTERRUPT_WORKITEM =
    Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, AssociatedObject: WDFOBJECT)>;
pub type PFN_WDF_INTERRUPT_WORKITEM = EVT_WDF_INTERRUPT_WORKITEM;

pub type EVT_WDF_INTERRUPT_ENABLE =
    Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, AssociatedDevice: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_INTERRUPT_ENABLE = EVT_WDF_INTERRUPT_ENABLE;

pub type EVT_WDF_INTERRUPT_DISABLE =
    Option<unsafe extern "C" fn(Interrupt: WDFINTERRUPT, AssociatedDevice: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_INTERRUPT_DISABLE = EVT_WDF_INTERRUPT_DISABLE;

/// 104 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_INTERRUPT_CONFIG {
    pub Size: ULONG,
    pub SpinLock: WDFSPINLOCK,
    pub ShareVector: WDF_TRI_STATE,
    pub FloatingSave: BOOLEAN,
    pub AutomaticSerialization: BOOLEAN,
    pub EvtInterruptIsr: PFN_WDF_INTERRUPT_ISR,
    pub EvtInterruptDpc: PFN_WDF_INTERRUPT_DPC,
    pub EvtInterruptEnable: PFN_WDF_INTERRUPT_ENABLE,
    pub EvtInterruptDisable: PFN_WDF_INTERRUPT_DISABLE,
    pub EvtInterruptWorkItem: PFN_WDF_INTERRUPT_WORKITEM,
    pub InterruptRaw: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
    pub InterruptTranslated: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
    pub WaitLock: WDFWAITLOCK,
    pub PassiveHandling: BOOLEAN,
    pub ReportInactiveOnPowerDown: WDF_TRI_STATE,
    pub CanWakeDevice: BOOLEAN,
}
pub type WDF_INTERRUPT_CONFIG = _WDF_INTERRUPT_CONFIG;
pub type PWDF_INTERRUPT_CONFIG = *mut _WDF_INTERRUPT_CONFIG;
zeroed_default!(_WDF_INTERRUPT_CONFIG);
layout!(_WDF_INTERRUPT_CONFIG: size 104, align 8, {
    Size: 0, SpinLock: 8, ShareVector: 16, FloatingSave: 20, AutomaticSerialization: 21,
    EvtInterruptIsr: 24, EvtInterruptDpc: 32, EvtInterruptEnable: 40, EvtInterruptDisable: 48,
    EvtInterruptWorkItem: 56, InterruptRaw: 64, InterruptTranslated: 72, WaitLock: 80,
    PassiveHandling: 88, ReportInactiveOnPowerDown: 92, CanWakeDevice: 96,
});

/// 64 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_INTERRUPT_INFO {
    pub Size: ULONG,
    pub Reserved1: ULONG64,
    pub TargetProcessorSet: KAFFINITY,
    pub Reserved2: ULONG,
    pub MessageNumber: ULONG,
    pub Vector: ULONG,
    pub Irql: KIRQL,
    pub Mode: KINTERRUPT_MODE,
    pub Polarity: WDF_INTERRUPT_POLARITY,
    pub MessageSignaled: BOOLEAN,
    pub ShareDisposition: UCHAR,
    pub __bindgen_padding_0: [u8; 6],
    pub Group: USHORT,
}
pub type WDF_INTERRUPT_INFO = _WDF_INTERRUPT_INFO;
pub type PWDF_INTERRUPT_INFO = *mut _WDF_INTERRUPT_INFO;
zeroed_default!(_WDF_INTERRUPT_INFO);
layout!(_WDF_INTERRUPT_INFO: size 64, align 8, {
    Size: 0, Reserved1: 8, TargetProcessorSet: 16, Reserved2: 24, MessageNumber: 28, Vector: 32,
    Irql: 36, Mode: 40, Polarity: 44, MessageSignaled: 48, ShareDisposition: 49, Group: 56,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_INTERRUPT_EXTENDED_POLICY {
    pub Size: ULONG,
    pub Policy: WDF_INTERRUPT_POLICY,
    pub Priority: WDF_INTERRUPT_PRIORITY,
    pub TargetProcessorSetAndGroup: GROUP_AFFINITY,
}
pub type WDF_INTERRUPT_EXTENDED_POLICY = _WDF_INTERRUPT_EXTENDED_POLICY;
pub type PWDF_INTERRUPT_EXTENDED_POLICY = *mut _WDF_INTERRUPT_EXTENDED_POLICY;
zeroed_default!(_WDF_INTERRUPT_EXTENDED_POLICY);
layout!(_WDF_INTERRUPT_EXTENDED_POLICY: size 32, align 8, {
    Size: 0, Policy: 4, Priority: 8, TargetProcessorSetAndGroup: 16,
});

wdf_functions! {
    #[index(WdfInterruptCreateTableIndex)]
    #[pointer(PFN_WDFINTERRUPTCREATE)]
    fn WdfInterruptCreate(
        Device: WDFDEVICE,
        Configuration: PWDF_INTERRUPT_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        Interrupt: *mut WDFINTERRUPT,
    ) -> NTSTATUS;

    #[index(WdfInterruptQueueDpcForIsrTableIndex)]
    #[pointer(PFN_WDFINTERRUPTQUEUEDPCFORISR)]
    fn WdfInterruptQueueDpcForIsr(Interrupt: WDFINTERRUPT) -> BOOLEAN;

    #[index(WdfInterruptSynchronizeTableIndex)]
    #[pointer(PFN_WDFINTERRUPTSYNCHRONIZE)]
    fn WdfInterruptSynchronize(
        Interrupt: WDFINTERRUPT,
        Callback: PFN_WDF_INTERRUPT_SYNCHRONIZE,
        Context: WDFCONTEXT,
    ) -> BOOLEAN;

    #[index(WdfInterruptAcquireLockTableIndex)]
    #[pointer(PFN_WDFINTERRUPTACQUIRELOCK)]
    fn WdfInterruptAcquireLock(Interrupt: WDFINTERRUPT);

    #[index(WdfInterruptReleaseLockTableIndex)]
    #[pointer(PFN_WDFINTERRUPTRELEASELOCK)]
    fn WdfInterruptReleaseLock(Interrupt: WDFINTERRUPT);

    #[index(WdfInterruptEnableTableIndex)]
    #[pointer(PFN_WDFINTERRUPTENABLE)]
    fn WdfInterruptEnable(Interrupt: WDFINTERRUPT);

    #[index(WdfInterruptDisableTableIndex)]
    #[pointer(PFN_WDFINTERRUPTDISABLE)]
    fn WdfInterruptDisable(Interrupt: WDFINTERRUPT);

    #[index(WdfInterruptWdmGetInterruptTableIndex)]
    #[pointer(PFN_WDFINTERRUPTWDMGETINTERRUPT)]
    fn WdfInterruptWdmGetInterrupt(Interrupt: WDFINTERRUPT) -> PKINTERRUPT;

    #[index(WdfInterruptGetInfoTableIndex)]
    #[pointer(PFN_WDFINTERRUPTGETINFO)]
    fn WdfInterruptGetInfo(Interrupt: WDFINTERRUPT, Info: PWDF_INTERRUPT_INFO);

    #[index(WdfInterruptSetPolicyTableIndex)]
    #[pointer(PFN_WDFINTERRUPTSETPOLICY)]
    fn WdfInterruptSetPolicy(
        Interrupt: WDFINTERRUPT,
        Policy: WDF_INTERRUPT_POLICY,
        Priority: WDF_INTERRUPT_PRIORITY,
        TargetProcessorSet: KAFFINITY,
    );

    #[index(WdfInterruptGetDeviceTableIndex)]
    #[pointer(PFN_WDFINTERRUPTGETDEVICE)]
    fn WdfInterruptGetDevice(Interrupt: WDFINTERRUPT) -> WDFDEVICE;

    #[index(WdfInterruptSetExtendedPolicyTableIndex)]
    #[pointer(PFN_WDFINTERRUPTSETEXTENDEDPOLICY)]
    fn WdfInterruptSetExtendedPolicy(
        Interrupt: WDFINTERRUPT,
        PolicyAndGroup: PWDF_INTERRUPT_EXTENDED_POLICY,
    );

    #[index(WdfInterruptQueueWorkItemForIsrTableIndex)]
    #[pointer(PFN_WDFINTERRUPTQUEUEWORKITEMFORISR)]
    fn WdfInterruptQueueWorkItemForIsr(Interrupt: WDFINTERRUPT) -> BOOLEAN;

    #[index(WdfInterruptTryToAcquireLockTableIndex)]
    #[pointer(PFN_WDFINTERRUPTTRYTOACQUIRELOCK)]
    fn WdfInterruptTryToAcquireLock(Interrupt: WDFINTERRUPT) -> BOOLEAN;

    #[index(WdfInterruptReportActiveTableIndex)]
    #[pointer(PFN_WDFINTERRUPTREPORTACTIVE)]
    fn WdfInterruptReportActive(Interrupt: WDFINTERRUPT);

    #[index(WdfInterruptReportInactiveTableIndex)]
    #[pointer(PFN_WDFINTERRUPTREPORTINACTIVE)]
    fn WdfInterruptReportInactive(Interrupt: WDFINTERRUPT);
}
