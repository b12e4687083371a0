//! PnP and power: the callbacks, capabilities, and idle and wake settings of a device.
//!
//! The largest is [`_WDF_PNPPOWER_EVENT_CALLBACKS`], 144 bytes. The functions that take these
//! structures are in `device_init.rs` and `device.rs`.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    BOOLEAN, DEVICE_POWER_STATE, DEVICE_RELATION_TYPE, NTSTATUS, POHANDLE, PPO_FX_COMPONENT,
    PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK, PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
    PPO_FX_COMPONENT_IDLE_STATE_CALLBACK, PPO_FX_POWER_CONTROL_CALLBACK, PVOID, SYSTEM_POWER_STATE, ULONG, ULONGLONG,
    WDF_TRI_STATE, WDFCMRESLIST, WDFDEVICE,
};

pub mod _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES {
    pub type Type = core::ffi::c_int;
    pub const IdleCapsInvalid: Type = 0;
    pub const IdleCannotWakeFromS0: Type = 1;
    pub const IdleCanWakeFromS0: Type = 2;
    pub const IdleUsbSelectiveSuspend: Type = 3;
}
pub use self::_WDF_POWER_POLICY_S0_IDLE_CAPABILITIES::Type as WDF_POWER_POLICY_S0_IDLE_CAPABILITIES;

pub mod _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL {
    pub type Type = core::ffi::c_int;
    pub const IdleUserControlInvalid: Type = 0;
    pub const IdleDoNotAllowUserControl: Type = 1;
    pub const IdleAllowUserControl: Type = 2;
}
pub use self::_WDF_POWER_POLICY_S0_IDLE_USER_CONTROL::Type as WDF_POWER_POLICY_S0_IDLE_USER_CONTROL;

pub mod _WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS {
    pub type Type = core::ffi::c_int;
    pub const IdleTimeoutDefaultConstant: Type = 0;
}
pub use self::_WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS::Type as WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS;

pub mod _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL {
    pub type Type = core::ffi::c_int;
    pub const WakeUserControlInvalid: Type = 0;
    pub const WakeDoNotAllowUserControl: Type = 1;
    pub const WakeAllowUserControl: Type = 2;
}
pub use self::_WDF_POWER_POLICY_SX_WAKE_USER_CONTROL::Type as WDF_POWER_POLICY_SX_WAKE_USER_CONTROL;

pub mod _WDF_POWER_DEVICE_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfPowerDeviceInvalid: Type = 0;
    pub const WdfPowerDeviceD0: Type = 1;
    pub const WdfPowerDeviceD1: Type = 2;
    pub const WdfPowerDeviceD2: Type = 3;
    pub const WdfPowerDeviceD3: Type = 4;
    pub const WdfPowerDeviceD3Final: Type = 5;
    pub const WdfPowerDevicePrepareForHibernation: Type = 6;
    pub const WdfPowerDeviceMaximum: Type = 7;
}
pub use self::_WDF_POWER_DEVICE_STATE::Type as WDF_POWER_DEVICE_STATE;
pub type PWDF_POWER_DEVICE_STATE = *mut _WDF_POWER_DEVICE_STATE::Type;

pub mod _WDF_SPECIAL_FILE_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfSpecialFileUndefined: Type = 0;
    pub const WdfSpecialFilePaging: Type = 1;
    pub const WdfSpecialFileHibernation: Type = 2;
    pub const WdfSpecialFileDump: Type = 3;
    pub const WdfSpecialFileBoot: Type = 4;
    pub const WdfSpecialFilePostDisplay: Type = 5;
    pub const WdfSpecialFileGuestAssigned: Type = 6;
    pub const WdfSpecialFileMax: Type = 7;
}
pub use self::_WDF_SPECIAL_FILE_TYPE::Type as WDF_SPECIAL_FILE_TYPE;
pub type PWDF_SPECIAL_FILE_TYPE = *mut _WDF_SPECIAL_FILE_TYPE::Type;

pub mod _WDF_DEVICE_FAILED_ACTION {
    pub type Type = core::ffi::c_int;
    pub const WdfDeviceFailedUndefined: Type = 0;
    pub const WdfDeviceFailedAttemptRestart: Type = 1;
    pub const WdfDeviceFailedNoRestart: Type = 2;
}
pub use self::_WDF_DEVICE_FAILED_ACTION::Type as WDF_DEVICE_FAILED_ACTION;

pub mod _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE {
    pub type Type = core::ffi::c_int;
    pub const DriverManagedIdleTimeout: Type = 0;
    pub const SystemManagedIdleTimeout: Type = 1;
    pub const SystemManagedIdleTimeoutWithHint: Type = 2;
}
pub use self::_WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE::Type as WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE;

pub type EVT_WDF_DEVICE_D0_ENTRY =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PreviousState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_ENTRY = EVT_WDF_DEVICE_D0_ENTRY;

pub type EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PreviousState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED = EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED;

pub type EVT_WDF_DEVICE_D0_ENTRY_POST_HARDWARE_ENABLED =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PreviousState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_ENTRY_POST_HARDWARE_ENABLED = EVT_WDF_DEVICE_D0_ENTRY_POST_HARDWARE_ENABLED;

pub type EVT_WDF_DEVICE_D0_EXIT =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, TargetState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_EXIT = EVT_WDF_DEVICE_D0_EXIT;

pub type EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, TargetState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED = EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED;

pub type EVT_WDF_DEVICE_D0_EXIT_PRE_HARDWARE_DISABLED =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, TargetState: WDF_POWER_DEVICE_STATE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_D0_EXIT_PRE_HARDWARE_DISABLED = EVT_WDF_DEVICE_D0_EXIT_PRE_HARDWARE_DISABLED;

pub type EVT_WDF_DEVICE_PREPARE_HARDWARE = Option<
    unsafe extern "C" fn(Device: WDFDEVICE, ResourcesRaw: WDFCMRESLIST, ResourcesTranslated: WDFCMRESLIST) -> NTSTATUS,
>;
pub type PFN_WDF_DEVICE_PREPARE_HARDWARE = EVT_WDF_DEVICE_PREPARE_HARDWARE;

pub type EVT_WDF_DEVICE_RELEASE_HARDWARE =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, ResourcesTranslated: WDFCMRESLIST) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_RELEASE_HARDWARE = EVT_WDF_DEVICE_RELEASE_HARDWARE;

pub type EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP = EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP;

pub type EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH = EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH;

pub type EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT = EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT;

pub type EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND = EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND;

pub type EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART = EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART;

pub type EVT_WDF_DEVICE_QUERY_STOP = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_QUERY_STOP = EVT_WDF_DEVICE_QUERY_STOP;

pub type EVT_WDF_DEVICE_QUERY_REMOVE = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_QUERY_REMOVE = EVT_WDF_DEVICE_QUERY_REMOVE;

pub type EVT_WDF_DEVICE_SURPRISE_REMOVAL = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_SURPRISE_REMOVAL = EVT_WDF_DEVICE_SURPRISE_REMOVAL;

pub type EVT_WDF_DEVICE_USAGE_NOTIFICATION = Option<
    unsafe extern "C" fn(Device: WDFDEVICE, NotificationType: WDF_SPECIAL_FILE_TYPE, IsInNotificationPath: BOOLEAN),
>;
pub type PFN_WDF_DEVICE_USAGE_NOTIFICATION = EVT_WDF_DEVICE_USAGE_NOTIFICATION;

pub type EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX = Option<
    unsafe extern "C" fn(
        Device: WDFDEVICE,
        NotificationType: WDF_SPECIAL_FILE_TYPE,
        IsInNotificationPath: BOOLEAN,
    ) -> NTSTATUS,
>;
pub type PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX = EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX;

pub type EVT_WDF_DEVICE_RELATIONS_QUERY =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, RelationType: DEVICE_RELATION_TYPE)>;
pub type PFN_WDF_DEVICE_RELATIONS_QUERY = EVT_WDF_DEVICE_RELATIONS_QUERY;

pub type EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_ARM_WAKE_FROM_S0 = EVT_WDF_DEVICE_ARM_WAKE_FROM_S0;

pub type EVT_WDF_DEVICE_ARM_WAKE_FROM_SX = Option<unsafe extern "C" fn(Device: WDFDEVICE) -> NTSTATUS>;
pub type PFN_WDF_DEVICE_ARM_WAKE_FROM_SX = EVT_WDF_DEVICE_ARM_WAKE_FROM_SX;

pub type EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON = Option<
    unsafe extern "C" fn(Device: WDFDEVICE, DeviceWakeEnabled: BOOLEAN, ChildrenArmedForWake: BOOLEAN) -> NTSTATUS,
>;
pub type PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON = EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON;

pub type EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0 = EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0;

pub type EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX = EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX;

pub type EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED = EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED;

pub type EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED = EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED;

pub type EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PoHandle: POHANDLE) -> NTSTATUS>;
pub type PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE = EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE;

pub type EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, PoHandle: POHANDLE)>;
pub type PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE = EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE;

/// 144 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_PNPPOWER_EVENT_CALLBACKS {
    pub Size: ULONG,
    pub EvtDeviceD0Entry: PFN_WDF_DEVICE_D0_ENTRY,
    pub EvtDeviceD0EntryPostInterruptsEnabled: PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED,
    pub EvtDeviceD0Exit: PFN_WDF_DEVICE_D0_EXIT,
    pub EvtDeviceD0ExitPreInterruptsDisabled: PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED,
    pub EvtDevicePrepareHardware: PFN_WDF_DEVICE_PREPARE_HARDWARE,
    pub EvtDeviceReleaseHardware: PFN_WDF_DEVICE_RELEASE_HARDWARE,
    pub EvtDeviceSelfManagedIoCleanup: PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP,
    pub EvtDeviceSelfManagedIoFlush: PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH,
    pub EvtDeviceSelfManagedIoInit: PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT,
    pub EvtDeviceSelfManagedIoSuspend: PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND,
    pub EvtDeviceSelfManagedIoRestart: PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART,
    pub EvtDeviceSurpriseRemoval: PFN_WDF_DEVICE_SURPRISE_REMOVAL,
    pub EvtDeviceQueryRemove: PFN_WDF_DEVICE_QUERY_REMOVE,
    pub EvtDeviceQueryStop: PFN_WDF_DEVICE_QUERY_STOP,
    pub EvtDeviceUsageNotification: PFN_WDF_DEVICE_USAGE_NOTIFICATION,
    pub EvtDeviceRelationsQuery: PFN_WDF_DEVICE_RELATIONS_QUERY,
    pub EvtDeviceUsageNotificationEx: PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX,
}
pub type WDF_PNPPOWER_EVENT_CALLBACKS = _WDF_PNPPOWER_EVENT_CALLBACKS;
pub type PWDF_PNPPOWER_EVENT_CALLBACKS = *mut _WDF_PNPPOWER_EVENT_CALLBACKS;
zeroed_default!(_WDF_PNPPOWER_EVENT_CALLBACKS);
layout!(_WDF_PNPPOWER_EVENT_CALLBACKS: size 144, align 8, {
    Size: 0, EvtDeviceD0Entry: 8, EvtDeviceD0EntryPostInterruptsEnabled: 16, EvtDeviceD0Exit: 24,
    EvtDeviceD0ExitPreInterruptsDisabled: 32, EvtDevicePrepareHardware: 40,
    EvtDeviceReleaseHardware: 48, EvtDeviceSelfManagedIoCleanup: 56,
    EvtDeviceSelfManagedIoFlush: 64, EvtDeviceSelfManagedIoInit: 72,
    EvtDeviceSelfManagedIoSuspend: 80, EvtDeviceSelfManagedIoRestart: 88,
    EvtDeviceSurpriseRemoval: 96, EvtDeviceQueryRemove: 104, EvtDeviceQueryStop: 112,
    EvtDeviceUsageNotification: 120, EvtDeviceRelationsQuery: 128,
    EvtDeviceUsageNotificationEx: 136,
});

/// 64 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_POWER_POLICY_EVENT_CALLBACKS {
    pub Size: ULONG,
    pub EvtDeviceArmWakeFromS0: PFN_WDF_DEVICE_ARM_WAKE_FROM_S0,
    pub EvtDeviceDisarmWakeFromS0: PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0,
    pub EvtDeviceWakeFromS0Triggered: PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED,
    pub EvtDeviceArmWakeFromSx: PFN_WDF_DEVICE_ARM_WAKE_FROM_SX,
    pub EvtDeviceDisarmWakeFromSx: PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX,
    pub EvtDeviceWakeFromSxTriggered: PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED,
    pub EvtDeviceArmWakeFromSxWithReason: PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON,
}
pub type WDF_POWER_POLICY_EVENT_CALLBACKS = _WDF_POWER_POLICY_EVENT_CALLBACKS;
pub type PWDF_POWER_POLICY_EVENT_CALLBACKS = *mut _WDF_POWER_POLICY_EVENT_CALLBACKS;
zeroed_default!(_WDF_POWER_POLICY_EVENT_CALLBACKS);
layout!(_WDF_POWER_POLICY_EVENT_CALLBACKS: size 64, align 8, {
    Size: 0, EvtDeviceArmWakeFromS0: 8, EvtDeviceDisarmWakeFromS0: 16,
    EvtDeviceWakeFromS0Triggered: 24, EvtDeviceArmWakeFromSx: 32, EvtDeviceDisarmWakeFromSx: 40,
    EvtDeviceWakeFromSxTriggered: 48, EvtDeviceArmWakeFromSxWithReason: 56,
});

/// 36 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
    pub Size: ULONG,
    pub IdleCaps: WDF_POWER_POLICY_S0_IDLE_CAPABILITIES,
    pub DxState: DEVICE_POWER_STATE,
    pub IdleTimeout: ULONG,
    pub UserControlOfIdleSettings: WDF_POWER_POLICY_S0_IDLE_USER_CONTROL,
    pub Enabled: WDF_TRI_STATE,
    pub PowerUpIdleDeviceOnSystemWake: WDF_TRI_STATE,
    pub IdleTimeoutType: WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE,
    pub ExcludeD3Cold: WDF_TRI_STATE,
}
pub type WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS = _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;
pub type PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS = *mut _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;
zeroed_default!(_WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS);
layout!(_WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS: size 36, align 4, {
    Size: 0, IdleCaps: 4, DxState: 8, IdleTimeout: 12, UserControlOfIdleSettings: 16, Enabled: 20,
    PowerUpIdleDeviceOnSystemWake: 24, IdleTimeoutType: 28, ExcludeD3Cold: 32,
});

/// 20 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
    pub Size: ULONG,
    pub DxState: DEVICE_POWER_STATE,
    pub UserControlOfWakeSettings: WDF_POWER_POLICY_SX_WAKE_USER_CONTROL,
    pub Enabled: WDF_TRI_STATE,
    pub ArmForWakeIfChildrenAreArmedForWake: BOOLEAN,
    pub IndicateChildWakeOnParentWake: BOOLEAN,
}
pub type WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS = _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;
pub type PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS = *mut _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;
zeroed_default!(_WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS);
layout!(_WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS: size 20, align 4, {
    Size: 0, DxState: 4, UserControlOfWakeSettings: 8, Enabled: 12,
    ArmForWakeIfChildrenAreArmedForWake: 16, IndicateChildWakeOnParentWake: 17,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_STATE {
    pub Size: ULONG,
    pub Disabled: WDF_TRI_STATE,
    pub DontDisplayInUI: WDF_TRI_STATE,
    pub Failed: WDF_TRI_STATE,
    pub NotDisableable: WDF_TRI_STATE,
    pub Removed: WDF_TRI_STATE,
    pub ResourcesChanged: WDF_TRI_STATE,
    pub AssignedToGuest: WDF_TRI_STATE,
}
pub type WDF_DEVICE_STATE = _WDF_DEVICE_STATE;
pub type PWDF_DEVICE_STATE = *mut _WDF_DEVICE_STATE;
zeroed_default!(_WDF_DEVICE_STATE);
layout!(_WDF_DEVICE_STATE: size 32, align 4, {
    Size: 0, Disabled: 4, DontDisplayInUI: 8, Failed: 12, NotDisableable: 16, Removed: 20,
    ResourcesChanged: 24, AssignedToGuest: 28,
});

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_PNP_CAPABILITIES {
    pub Size: ULONG,
    pub LockSupported: WDF_TRI_STATE,
    pub EjectSupported: WDF_TRI_STATE,
    pub Removable: WDF_TRI_STATE,
    pub DockDevice: WDF_TRI_STATE,
    pub UniqueID: WDF_TRI_STATE,
    pub SilentInstall: WDF_TRI_STATE,
    pub SurpriseRemovalOK: WDF_TRI_STATE,
    pub HardwareDisabled: WDF_TRI_STATE,
    pub NoDisplayInUI: WDF_TRI_STATE,
    pub Address: ULONG,
    pub UINumber: ULONG,
}
pub type WDF_DEVICE_PNP_CAPABILITIES = _WDF_DEVICE_PNP_CAPABILITIES;
pub type PWDF_DEVICE_PNP_CAPABILITIES = *mut _WDF_DEVICE_PNP_CAPABILITIES;
zeroed_default!(_WDF_DEVICE_PNP_CAPABILITIES);
layout!(_WDF_DEVICE_PNP_CAPABILITIES: size 48, align 4, {
    Size: 0, LockSupported: 4, EjectSupported: 8, Removable: 12, DockDevice: 16, UniqueID: 20,
    SilentInstall: 24, SurpriseRemovalOK: 28, HardwareDisabled: 32, NoDisplayInUI: 36, Address: 40,
    UINumber: 44,
});

/// 80 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_CAPABILITIES {
    pub Size: ULONG,
    pub DeviceD1: WDF_TRI_STATE,
    pub DeviceD2: WDF_TRI_STATE,
    pub WakeFromD0: WDF_TRI_STATE,
    pub WakeFromD1: WDF_TRI_STATE,
    pub WakeFromD2: WDF_TRI_STATE,
    pub WakeFromD3: WDF_TRI_STATE,
    pub DeviceState: [DEVICE_POWER_STATE; 7],
    pub DeviceWake: DEVICE_POWER_STATE,
    pub SystemWake: SYSTEM_POWER_STATE,
    pub D1Latency: ULONG,
    pub D2Latency: ULONG,
    pub D3Latency: ULONG,
    pub IdealDxStateForSx: DEVICE_POWER_STATE,
}
pub type WDF_DEVICE_POWER_CAPABILITIES = _WDF_DEVICE_POWER_CAPABILITIES;
pub type PWDF_DEVICE_POWER_CAPABILITIES = *mut _WDF_DEVICE_POWER_CAPABILITIES;
zeroed_default!(_WDF_DEVICE_POWER_CAPABILITIES);
layout!(_WDF_DEVICE_POWER_CAPABILITIES: size 80, align 4, {
    Size: 0, DeviceD1: 4, DeviceD2: 8, WakeFromD0: 12, WakeFromD1: 16, WakeFromD2: 20,
    WakeFromD3: 24, DeviceState: 28, DeviceWake: 56, SystemWake: 60, D1Latency: 64, D2Latency: 68,
    D3Latency: 72, IdealDxStateForSx: 76,
});

/// 88 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_POWER_FRAMEWORK_SETTINGS {
    pub Size: ULONG,
    pub EvtDeviceWdmPostPoFxRegisterDevice: PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE,
    pub EvtDeviceWdmPrePoFxUnregisterDevice: PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE,
    pub Component: PPO_FX_COMPONENT,
    pub ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK,
    pub ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK,
    pub ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK,
    pub PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK,
    pub PoFxDeviceContext: PVOID,
    pub PoFxDeviceFlags: ULONGLONG,
    pub DirectedPoFxEnabled: WDF_TRI_STATE,
}
pub type WDF_POWER_FRAMEWORK_SETTINGS = _WDF_POWER_FRAMEWORK_SETTINGS;
pub type PWDF_POWER_FRAMEWORK_SETTINGS = *mut _WDF_POWER_FRAMEWORK_SETTINGS;
zeroed_default!(_WDF_POWER_FRAMEWORK_SETTINGS);
layout!(_WDF_POWER_FRAMEWORK_SETTINGS: size 88, align 8, {
    Size: 0, EvtDeviceWdmPostPoFxRegisterDevice: 8, EvtDeviceWdmPrePoFxUnregisterDevice: 16,
    Component: 24, ComponentActiveConditionCallback: 32, ComponentIdleConditionCallback: 40,
    ComponentIdleStateCallback: 48, PowerControlCallback: 56, PoFxDeviceContext: 64,
    PoFxDeviceFlags: 72, DirectedPoFxEnabled: 80,
});
