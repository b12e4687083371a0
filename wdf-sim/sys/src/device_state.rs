//! The states of a device's PnP and power machines, and the callbacks that watch them.
//!
//! A driver seldom looks at them; a debugger does. The notifications
//! ([`_WDF_DEVICE_PNP_NOTIFICATION_DATA`] and its like) have 12 bytes each. Those of the power-policy
//! machine are in `power_policy_state.rs`.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::declare::{layout, zeroed_default};
use crate::{PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA, WDFDEVICE};

pub mod _WDF_DEVICE_STATE_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfDevStateNP: Type = 0x8000;
}
pub use self::_WDF_DEVICE_STATE_FLAGS::Type as WDF_DEVICE_STATE_FLAGS;

pub mod _WDF_DEVICE_PNP_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfDevStatePnpInvalid: Type = 0;
    pub const WdfDevStatePnpObjectCreated: Type = 0x100;
    pub const WdfDevStatePnpCheckForDevicePresence: Type = 0x101;
    pub const WdfDevStatePnpEjectFailed: Type = 0x102;
    pub const WdfDevStatePnpEjectHardware: Type = 0x103;
    pub const WdfDevStatePnpEjectedWaitingForRemove: Type = 0x104;
    pub const WdfDevStatePnpInit: Type = 0x105;
    pub const WdfDevStatePnpInitStarting: Type = 0x106;
    pub const WdfDevStatePnpInitSurpriseRemoved: Type = 0x107;
    pub const WdfDevStatePnpHardwareAvailable: Type = 0x108;
    pub const WdfDevStatePnpEnableInterfaces: Type = 0x109;
    pub const WdfDevStatePnpHardwareAvailablePowerPolicyFailed: Type = 0x10A;
    pub const WdfDevStatePnpQueryRemoveAskDriver: Type = 0x10B;
    pub const WdfDevStatePnpQueryRemovePending: Type = 0x10C;
    pub const WdfDevStatePnpQueryRemoveStaticCheck: Type = 0x10D;
    pub const WdfDevStatePnpQueriedRemoving: Type = 0x10E;
    pub const WdfDevStatePnpQueryStopAskDriver: Type = 0x10F;
    pub const WdfDevStatePnpQueryStopPending: Type = 0x110;
    pub const WdfDevStatePnpQueryStopStaticCheck: Type = 0x111;
    pub const WdfDevStatePnpQueryCanceled: Type = 0x112;
    pub const WdfDevStatePnpRemoved: Type = 0x113;
    pub const WdfDevStatePnpPdoRemoved: Type = 0x114;
    pub const WdfDevStatePnpRemovedPdoWait: Type = 0x115;
    pub const WdfDevStatePnpRemovedPdoSurpriseRemoved: Type = 0x116;
    pub const WdfDevStatePnpRemovingDisableInterfaces: Type = 0x117;
    pub const WdfDevStatePnpRestarting: Type = 0x118;
    pub const WdfDevStatePnpStarted: Type = 0x119;
    pub const WdfDevStatePnpStartedCancelStop: Type = 0x11A;
    pub const WdfDevStatePnpStartedCancelRemove: Type = 0x11B;
    pub const WdfDevStatePnpStartedRemoving: Type = 0x11C;
    pub const WdfDevStatePnpStartingFromStopped: Type = 0x11D;
    pub const WdfDevStatePnpStopped: Type = 0x11E;
    pub const WdfDevStatePnpStoppedWaitForStartCompletion: Type = 0x11F;
    pub const WdfDevStatePnpStartedStopping: Type = 0x120;
    pub const WdfDevStatePnpSurpriseRemove: Type = 0x121;
    pub const WdfDevStatePnpInitQueryRemove: Type = 0x122;
    pub const WdfDevStatePnpInitQueryRemoveCanceled: Type = 0x123;
    pub const WdfDevStatePnpFdoRemoved: Type = 0x124;
    pub const WdfDevStatePnpRemovedWaitForChildren: Type = 0x125;
    pub const WdfDevStatePnpQueriedSurpriseRemove: Type = 0x126;
    pub const WdfDevStatePnpSurpriseRemoveIoStarted: Type = 0x127;
    pub const WdfDevStatePnpFailedPowerDown: Type = 0x128;
    pub const WdfDevStatePnpFailedIoStarting: Type = 0x129;
    pub const WdfDevStatePnpFailedOwnHardware: Type = 0x12A;
    pub const WdfDevStatePnpFailed: Type = 0x12B;
    pub const WdfDevStatePnpFailedSurpriseRemoved: Type = 0x12C;
    pub const WdfDevStatePnpFailedStarted: Type = 0x12D;
    pub const WdfDevStatePnpFailedWaitForRemove: Type = 0x12E;
    pub const WdfDevStatePnpFailedInit: Type = 0x12F;
    pub const WdfDevStatePnpPdoInitFailed: Type = 0x130;
    pub const WdfDevStatePnpRestart: Type = 0x131;
    pub const WdfDevStatePnpRestartReleaseHardware: Type = 0x132;
    pub const WdfDevStatePnpRestartHardwareAvailable: Type = 0x133;
    pub const WdfDevStatePnpPdoRestart: Type = 0x134;
    pub const WdfDevStatePnpFinal: Type = 0x135;
    pub const WdfDevStatePnpRemovedChildrenRemoved: Type = 0x136;
    pub const WdfDevStatePnpQueryRemoveEnsureDeviceAwake: Type = 0x137;
    pub const WdfDevStatePnpQueryStopEnsureDeviceAwake: Type = 0x138;
    pub const WdfDevStatePnpFailedPowerPolicyRemoved: Type = 0x139;
    pub const WdfDevStatePnpNull: Type = 0x13A;
}
pub use self::_WDF_DEVICE_PNP_STATE::Type as WDF_DEVICE_PNP_STATE;
pub type PWDF_DEVICE_PNP_STATE = *mut _WDF_DEVICE_PNP_STATE::Type;

pub mod _WDF_DEVICE_POWER_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfDevStatePowerInvalid: Type = 0;
    pub const WdfDevStatePowerObjectCreated: Type = 0x300;
    pub const WdfDevStatePowerCheckDeviceType: Type = 0x301;
    pub const WdfDevStatePowerCheckDeviceTypeNP: Type = 0x8302;
    pub const WdfDevStatePowerCheckParentState: Type = 0x303;
    pub const WdfDevStatePowerCheckParentStateNP: Type = 0x8304;
    pub const WdfDevStatePowerEnablingWakeAtBus: Type = 0x305;
    pub const WdfDevStatePowerEnablingWakeAtBusNP: Type = 0x8306;
    pub const WdfDevStatePowerD0: Type = 0x307;
    pub const WdfDevStatePowerD0NP: Type = 0x8308;
    pub const WdfDevStatePowerD0BusWakeOwner: Type = 0x309;
    pub const WdfDevStatePowerD0BusWakeOwnerNP: Type = 0x830A;
    pub const WdfDevStatePowerD0ArmedForWake: Type = 0x30B;
    pub const WdfDevStatePowerD0ArmedForWakeNP: Type = 0x830C;
    pub const WdfDevStatePowerD0DisarmingWakeAtBus: Type = 0x30D;
    pub const WdfDevStatePowerD0DisarmingWakeAtBusNP: Type = 0x830E;
    pub const WdfDevStatePowerD0Starting: Type = 0x30F;
    pub const WdfDevStatePowerD0StartingConnectInterrupt: Type = 0x310;
    pub const WdfDevStatePowerD0StartingDmaEnable: Type = 0x311;
    pub const WdfDevStatePowerD0StartingStartSelfManagedIo: Type = 0x312;
    pub const WdfDevStatePowerDecideD0State: Type = 0x313;
    pub const WdfDevStatePowerGotoD3Stopped: Type = 0x314;
    pub const WdfDevStatePowerStopped: Type = 0x315;
    pub const WdfDevStatePowerStartingCheckDeviceType: Type = 0x316;
    pub const WdfDevStatePowerStartingChild: Type = 0x317;
    pub const WdfDevStatePowerDxDisablingWakeAtBus: Type = 0x318;
    pub const WdfDevStatePowerDxDisablingWakeAtBusNP: Type = 0x8319;
    pub const WdfDevStatePowerGotoDx: Type = 0x31A;
    pub const WdfDevStatePowerGotoDxNP: Type = 0x831B;
    pub const WdfDevStatePowerGotoDxIoStopped: Type = 0x31C;
    pub const WdfDevStatePowerGotoDxIoStoppedNP: Type = 0x831D;
    pub const WdfDevStatePowerGotoDxNPFailed: Type = 0x831E;
    pub const WdfDevStatePowerDx: Type = 0x31F;
    pub const WdfDevStatePowerDxNP: Type = 0x8320;
    pub const WdfDevStatePowerGotoDxArmedForWake: Type = 0x321;
    pub const WdfDevStatePowerGotoDxArmedForWakeNP: Type = 0x8322;
    pub const WdfDevStatePowerGotoDxIoStoppedArmedForWake: Type = 0x323;
    pub const WdfDevStatePowerGotoDxIoStoppedArmedForWakeNP: Type = 0x8324;
    pub const WdfDevStatePowerDxArmedForWake: Type = 0x325;
    pub const WdfDevStatePowerDxArmedForWakeNP: Type = 0x8326;
    pub const WdfDevStatePowerCheckParentStateArmedForWake: Type = 0x327;
    pub const WdfDevStatePowerCheckParentStateArmedForWakeNP: Type = 0x8328;
    pub const WdfDevStatePowerWaitForParentArmedForWake: Type = 0x329;
    pub const WdfDevStatePowerWaitForParentArmedForWakeNP: Type = 0x832A;
    pub const WdfDevStatePowerStartSelfManagedIo: Type = 0x32B;
    pub const WdfDevStatePowerStartSelfManagedIoNP: Type = 0x832C;
    pub const WdfDevStatePowerStartSelfManagedIoFailed: Type = 0x32D;
    pub const WdfDevStatePowerStartSelfManagedIoFailedNP: Type = 0x832E;
    pub const WdfDevStatePowerWaitForParent: Type = 0x32F;
    pub const WdfDevStatePowerWaitForParentNP: Type = 0x8330;
    pub const WdfDevStatePowerWakePending: Type = 0x331;
    pub const WdfDevStatePowerWakePendingNP: Type = 0x8332;
    pub const WdfDevStatePowerWaking: Type = 0x333;
    pub const WdfDevStatePowerWakingNP: Type = 0x8334;
    pub const WdfDevStatePowerWakingConnectInterrupt: Type = 0x335;
    pub const WdfDevStatePowerWakingConnectInterruptNP: Type = 0x8336;
    pub const WdfDevStatePowerWakingConnectInterruptFailed: Type = 0x337;
    pub const WdfDevStatePowerWakingConnectInterruptFailedNP: Type = 0x8338;
    pub const WdfDevStatePowerWakingDmaEnable: Type = 0x339;
    pub const WdfDevStatePowerWakingDmaEnableNP: Type = 0x833A;
    pub const WdfDevStatePowerWakingDmaEnableFailed: Type = 0x33B;
    pub const WdfDevStatePowerWakingDmaEnableFailedNP: Type = 0x833C;
    pub const WdfDevStatePowerReportPowerUpFailedDerefParent: Type = 0x33D;
    pub const WdfDevStatePowerReportPowerUpFailed: Type = 0x33E;
    pub const WdfDevStatePowerPowerFailedPowerDown: Type = 0x33F;
    pub const WdfDevStatePowerReportPowerDownFailed: Type = 0x340;
    pub const WdfDevStatePowerInitialConnectInterruptFailed: Type = 0x341;
    pub const WdfDevStatePowerInitialDmaEnableFailed: Type = 0x342;
    pub const WdfDevStatePowerInitialSelfManagedIoFailed: Type = 0x343;
    pub const WdfDevStatePowerInitialPowerUpFailedDerefParent: Type = 0x344;
    pub const WdfDevStatePowerInitialPowerUpFailed: Type = 0x345;
    pub const WdfDevStatePowerDxStoppedDisarmWake: Type = 0x346;
    pub const WdfDevStatePowerDxStoppedDisarmWakeNP: Type = 0x8347;
    pub const WdfDevStatePowerGotoDxStoppedDisableInterruptNP: Type = 0x8348;
    pub const WdfDevStatePowerGotoDxStopped: Type = 0x349;
    pub const WdfDevStatePowerDxStopped: Type = 0x34A;
    pub const WdfDevStatePowerGotoStopped: Type = 0x34B;
    pub const WdfDevStatePowerStoppedCompleteDx: Type = 0x34C;
    pub const WdfDevStatePowerDxStoppedDecideDxState: Type = 0x34D;
    pub const WdfDevStatePowerDxStoppedArmForWake: Type = 0x34E;
    pub const WdfDevStatePowerDxStoppedArmForWakeNP: Type = 0x834F;
    pub const WdfDevStatePowerFinalPowerDownFailed: Type = 0x350;
    pub const WdfDevStatePowerFinal: Type = 0x351;
    pub const WdfDevStatePowerGotoImplicitD3DisarmWakeAtBus: Type = 0x352;
    pub const WdfDevStatePowerUpFailed: Type = 0x353;
    pub const WdfDevStatePowerUpFailedDerefParent: Type = 0x354;
    pub const WdfDevStatePowerGotoDxFailed: Type = 0x355;
    pub const WdfDevStatePowerGotoDxStoppedDisableInterrupt: Type = 0x356;
    pub const WdfDevStatePowerUpFailedNP: Type = 0x8357;
    pub const WdfDevStatePowerUpFailedDerefParentNP: Type = 0x8358;
    pub const WdfDevStatePowerNotifyingD0ExitToWakeInterrupts: Type = 0x359;
    pub const WdfDevStatePowerNotifyingD0EntryToWakeInterrupts: Type = 0x35A;
    pub const WdfDevStatePowerNotifyingD0ExitToWakeInterruptsNP: Type = 0x835B;
    pub const WdfDevStatePowerNotifyingD0EntryToWakeInterruptsNP: Type = 0x835C;
    pub const WdfDevStatePowerInitialPowerUpFailedPowerDown: Type = 0x35D;
    pub const WdfDevStatePowerUpFailedPowerDown: Type = 0x35E;
    pub const WdfDevStatePowerUpFailedPowerDownNP: Type = 0x835F;
    pub const WdfDevStatePowerInitialSelfManagedIoFailedStarted: Type = 0x360;
    pub const WdfDevStatePowerStartSelfManagedIoFailedStarted: Type = 0x361;
    pub const WdfDevStatePowerStartSelfManagedIoFailedStartedNP: Type = 0x8362;
    pub const WdfDevStatePowerWakingPostHardwareEnabled: Type = 0x363;
    pub const WdfDevStatePowerWakingPostHardwareEnabledNP: Type = 0x8364;
    pub const WdfDevStatePowerWakingPostHardwareEnabledFailed: Type = 0x365;
    pub const WdfDevStatePowerWakingPostHardwareEnabledFailedNP: Type = 0x8366;
    pub const WdfDevStatePowerD0StartingPostHardwareEnabled: Type = 0x367;
    pub const WdfDevStatePowerInitialPostHardwareEnabledFailed: Type = 0x368;
    pub const WdfDevStatePowerNull: Type = 0x369;
}
pub use self::_WDF_DEVICE_POWER_STATE::Type as WDF_DEVICE_POWER_STATE;
pub type PWDF_DEVICE_POWER_STATE = *mut _WDF_DEVICE_POWER_STATE::Type;

pub mod _WDF_STATE_NOTIFICATION_TYPE {
    pub type Type = core::ffi::c_int;
    pub const StateNotificationInvalid: Type = 0;
    pub const StateNotificationEnterState: Type = 1;
    pub const StateNotificationPostProcessState: Type = 2;
    pub const StateNotificationLeaveState: Type = 4;
    pub const StateNotificationAllStates: Type = 7;
}
pub use self::_WDF_STATE_NOTIFICATION_TYPE::Type as WDF_STATE_NOTIFICATION_TYPE;

pub type EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, NotificationData: PCWDF_DEVICE_PNP_NOTIFICATION_DATA)>;
pub type PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION = EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION;

pub type EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, NotificationData: PCWDF_DEVICE_POWER_NOTIFICATION_DATA)>;
pub type PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION = EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION;

pub type EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, NotificationData: PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA)>;
pub type PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION = EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION;

/// 12 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_DEVICE_PNP_NOTIFICATION_DATA {
    pub Type: WDF_STATE_NOTIFICATION_TYPE,
    pub Data: _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1,
}
pub type WDF_DEVICE_PNP_NOTIFICATION_DATA = _WDF_DEVICE_PNP_NOTIFICATION_DATA;
pub type PCWDF_DEVICE_PNP_NOTIFICATION_DATA = *const _WDF_DEVICE_PNP_NOTIFICATION_DATA;
zeroed_default!(_WDF_DEVICE_PNP_NOTIFICATION_DATA);
layout!(_WDF_DEVICE_PNP_NOTIFICATION_DATA: size 12, align 4, { Type: 0, Data: 4 });

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1 {
    pub EnterState: _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1,
    pub PostProcessState: _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2,
    pub LeaveState: _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3,
}
zeroed_default!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1);
layout!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1: size 8, align 4, {
    EnterState: 0, PostProcessState: 0, LeaveState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1 {
    pub CurrentState: WDF_DEVICE_PNP_STATE,
    pub NewState: WDF_DEVICE_PNP_STATE,
}
zeroed_default!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2 {
    pub CurrentState: WDF_DEVICE_PNP_STATE,
}
zeroed_default!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2: size 4, align 4, {
    CurrentState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3 {
    pub CurrentState: WDF_DEVICE_PNP_STATE,
    pub NewState: WDF_DEVICE_PNP_STATE,
}
zeroed_default!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_DEVICE_PNP_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});

/// 12 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_DEVICE_POWER_NOTIFICATION_DATA {
    pub Type: WDF_STATE_NOTIFICATION_TYPE,
    pub Data: _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1,
}
pub type WDF_DEVICE_POWER_NOTIFICATION_DATA = _WDF_DEVICE_POWER_NOTIFICATION_DATA;
pub type PCWDF_DEVICE_POWER_NOTIFICATION_DATA = *const _WDF_DEVICE_POWER_NOTIFICATION_DATA;
zeroed_default!(_WDF_DEVICE_POWER_NOTIFICATION_DATA);
layout!(_WDF_DEVICE_POWER_NOTIFICATION_DATA: size 12, align 4, { Type: 0, Data: 4 });

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1 {
    pub EnterState: _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1,
    pub PostProcessState: _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2,
    pub LeaveState: _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3,
}
zeroed_default!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1);
layout!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1: size 8, align 4, {
    EnterState: 0, PostProcessState: 0, LeaveState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1 {
    pub CurrentState: WDF_DEVICE_POWER_STATE,
    pub NewState: WDF_DEVICE_POWER_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2 {
    pub CurrentState: WDF_DEVICE_POWER_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2: size 4, align 4, {
    CurrentState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3 {
    pub CurrentState: WDF_DEVICE_POWER_STATE,
    pub NewState: WDF_DEVICE_POWER_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_DEVICE_POWER_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});
