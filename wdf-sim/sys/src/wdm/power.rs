//! Power states of system and devices, and the callbacks of the power framework.
//!
//! The framework's settings that carry these callbacks are in the crate's `pnp_power.rs`.
//!
//! Facts: wdm.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{declare_handles, layout, opaque, zeroed_default};
use crate::{LPCGUID, NTSTATUS, PSIZE_T, PVOID, SIZE_T, ULONG};

declare_handles! {
    POHANDLE, POHANDLE__;
}

pub mod POWER_ACTION {
    pub type Type = core::ffi::c_int;
    pub const PowerActionNone: Type = 0;
    pub const PowerActionReserved: Type = 1;
    pub const PowerActionSleep: Type = 2;
    pub const PowerActionHibernate: Type = 3;
    pub const PowerActionShutdown: Type = 4;
    pub const PowerActionShutdownReset: Type = 5;
    pub const PowerActionShutdownOff: Type = 6;
    pub const PowerActionWarmEject: Type = 7;
    pub const PowerActionDisplayOff: Type = 8;
}
pub mod _POWER_STATE_TYPE {
    pub type Type = core::ffi::c_int;
    pub const SystemPowerState: Type = 0;
    pub const DevicePowerState: Type = 1;
}
pub use self::_POWER_STATE_TYPE::Type as POWER_STATE_TYPE;

/// 4 bytes, bit fields of the power manager's own.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _SYSTEM_POWER_STATE_CONTEXT {
    pub ContextAsUlong: ULONG,
}
pub type SYSTEM_POWER_STATE_CONTEXT = _SYSTEM_POWER_STATE_CONTEXT;
pub type PSYSTEM_POWER_STATE_CONTEXT = *mut _SYSTEM_POWER_STATE_CONTEXT;

opaque! {
    _PO_FX_COMPONENT_V1, PO_FX_COMPONENT_V1, *mut PPO_FX_COMPONENT_V1;
}
pub type PO_FX_COMPONENT = PO_FX_COMPONENT_V1;
pub type PPO_FX_COMPONENT = *mut PO_FX_COMPONENT_V1;
pub type PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = Option<unsafe extern "C" fn(Context: PVOID, Component: ULONG)>;
pub type PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
pub type PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = Option<unsafe extern "C" fn(Context: PVOID, Component: ULONG)>;
pub type PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
pub type PO_FX_COMPONENT_IDLE_STATE_CALLBACK =
    Option<unsafe extern "C" fn(Context: PVOID, Component: ULONG, State: ULONG)>;
pub type PPO_FX_COMPONENT_IDLE_STATE_CALLBACK = PO_FX_COMPONENT_IDLE_STATE_CALLBACK;
pub type PO_FX_POWER_CONTROL_CALLBACK = Option<
    unsafe extern "C" fn(
        Context: PVOID,
        PowerControlCode: LPCGUID,
        InBuffer: PVOID,
        InBufferSize: SIZE_T,
        OutBuffer: PVOID,
        OutBufferSize: SIZE_T,
        BytesReturned: PSIZE_T,
    ) -> NTSTATUS,
>;
pub type PPO_FX_POWER_CONTROL_CALLBACK = PO_FX_POWER_CONTROL_CALLBACK;

pub mod _SYSTEM_POWER_STATE {
    pub type Type = core::ffi::c_int;
    pub const PowerSystemUnspecified: Type = 0;
    pub const PowerSystemWorking: Type = 1;
    pub const PowerSystemSleeping1: Type = 2;
    pub const PowerSystemSleeping2: Type = 3;
    pub const PowerSystemSleeping3: Type = 4;
    pub const PowerSystemHibernate: Type = 5;
    pub const PowerSystemShutdown: Type = 6;
    pub const PowerSystemMaximum: Type = 7;
}
pub use self::_SYSTEM_POWER_STATE::Type as SYSTEM_POWER_STATE;
pub type PSYSTEM_POWER_STATE = *mut _SYSTEM_POWER_STATE::Type;

pub mod _DEVICE_POWER_STATE {
    pub type Type = core::ffi::c_int;
    pub const PowerDeviceUnspecified: Type = 0;
    pub const PowerDeviceD0: Type = 1;
    pub const PowerDeviceD1: Type = 2;
    pub const PowerDeviceD2: Type = 3;
    pub const PowerDeviceD3: Type = 4;
    pub const PowerDeviceMaximum: Type = 5;
}
pub use self::_DEVICE_POWER_STATE::Type as DEVICE_POWER_STATE;
pub type PDEVICE_POWER_STATE = *mut _DEVICE_POWER_STATE::Type;

/// 4 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _POWER_STATE {
    pub SystemState: SYSTEM_POWER_STATE,
    pub DeviceState: DEVICE_POWER_STATE,
}
pub type POWER_STATE = _POWER_STATE;
pub type PPOWER_STATE = *mut _POWER_STATE;
zeroed_default!(_POWER_STATE);
layout!(_POWER_STATE: size 4, align 4, { SystemState: 0, DeviceState: 0 });
