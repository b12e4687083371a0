//! The states of a device's power-policy machine, and what its notification says.
//!
//! Beside `device_state.rs`, which has those of PnP and power.
//!
//! Facts: wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/>.

use crate::WDF_STATE_NOTIFICATION_TYPE;
use crate::declare::{layout, zeroed_default};

pub mod _WDF_DEVICE_POWER_POLICY_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfDevStatePwrPolInvalid: Type = 0;
    pub const WdfDevStatePwrPolObjectCreated: Type = 0x500;
    pub const WdfDevStatePwrPolStarting: Type = 0x501;
    pub const WdfDevStatePwrPolStartingSucceeded: Type = 0x502;
    pub const WdfDevStatePwrPolStartingFailed: Type = 0x503;
    pub const WdfDevStatePwrPolStartingDecideS0Wake: Type = 0x504;
    pub const WdfDevStatePwrPolStartedIdleCapable: Type = 0x505;
    pub const WdfDevStatePwrPolTimerExpiredNoWake: Type = 0x506;
    pub const WdfDevStatePwrPolTimerExpiredNoWakeCompletePowerDown: Type = 0x507;
    pub const WdfDevStatePwrPolWaitingUnarmed: Type = 0x508;
    pub const WdfDevStatePwrPolWaitingUnarmedQueryIdle: Type = 0x509;
    pub const WdfDevStatePwrPolS0NoWakePowerUp: Type = 0x50A;
    pub const WdfDevStatePwrPolS0NoWakeCompletePowerUp: Type = 0x50B;
    pub const WdfDevStatePwrPolSystemSleepFromDeviceWaitingUnarmed: Type = 0x50C;
    pub const WdfDevStatePwrPolSystemSleepNeedWake: Type = 0x50D;
    pub const WdfDevStatePwrPolSystemSleepNeedWakeCompletePowerUp: Type = 0x50E;
    pub const WdfDevStatePwrPolSystemSleepPowerRequestFailed: Type = 0x50F;
    pub const WdfDevStatePwrPolCheckPowerPageable: Type = 0x510;
    pub const WdfDevStatePwrPolSleepingWakeWakeArrived: Type = 0x511;
    pub const WdfDevStatePwrPolSleepingWakeRevertArmWake: Type = 0x512;
    pub const WdfDevStatePwrPolSystemAsleepWakeArmed: Type = 0x513;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeEnabled: Type = 0x514;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceled: Type = 0x515;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeDisarm: Type = 0x516;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeTriggered: Type = 0x517;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0: Type = 0x518;
    pub const WdfDevStatePwrPolSystemWakeDeviceWokeDisarm: Type = 0x519;
    pub const WdfDevStatePwrPolSleepingWakeWakeArrivedNP: Type = 0x851A;
    pub const WdfDevStatePwrPolSleepingWakeRevertArmWakeNP: Type = 0x851B;
    pub const WdfDevStatePwrPolSleepingWakePowerDownFailed: Type = 0x51C;
    pub const WdfDevStatePwrPolSleepingWakePowerDownFailedWakeCanceled: Type = 0x51D;
    pub const WdfDevStatePwrPolSystemAsleepWakeArmedNP: Type = 0x851E;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeEnabledNP: Type = 0x851F;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceledNP: Type = 0x8520;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeDisarmNP: Type = 0x8521;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredNP: Type = 0x8522;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0NP: Type = 0x8523;
    pub const WdfDevStatePwrPolSystemWakeDeviceWokeDisarmNP: Type = 0x8524;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeCompletePowerUp: Type = 0x525;
    pub const WdfDevStatePwrPolSleeping: Type = 0x526;
    pub const WdfDevStatePwrPolSleepingNoWakePowerDown: Type = 0x527;
    pub const WdfDevStatePwrPolSleepingNoWakeCompletePowerDown: Type = 0x528;
    pub const WdfDevStatePwrPolSleepingNoWakeDxRequestFailed: Type = 0x529;
    pub const WdfDevStatePwrPolSleepingWakePowerDown: Type = 0x52A;
    pub const WdfDevStatePwrPolSleepingSendWake: Type = 0x52B;
    pub const WdfDevStatePwrPolSystemAsleepNoWake: Type = 0x52C;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeDisabled: Type = 0x52D;
    pub const WdfDevStatePwrPolSystemWakeDeviceToD0: Type = 0x52E;
    pub const WdfDevStatePwrPolSystemWakeDeviceToD0CompletePowerUp: Type = 0x52F;
    pub const WdfDevStatePwrPolSystemWakeQueryIdle: Type = 0x530;
    pub const WdfDevStatePwrPolStartedWakeCapable: Type = 0x531;
    pub const WdfDevStatePwrPolTimerExpiredDecideUsbSS: Type = 0x532;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDown: Type = 0x533;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableSendWake: Type = 0x534;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableUsbSS: Type = 0x535;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeArrived: Type = 0x536;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableCancelWake: Type = 0x537;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeCanceled: Type = 0x538;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableCleanup: Type = 0x539;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableDxAllocFailed: Type = 0x53A;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDown: Type = 0x53B;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedPowerUp: Type = 0x53C;
    pub const WdfDevStatePwrPolWaitingArmedUsbSS: Type = 0x53D;
    pub const WdfDevStatePwrPolWaitingArmed: Type = 0x53E;
    pub const WdfDevStatePwrPolWaitingArmedQueryIdle: Type = 0x53F;
    pub const WdfDevStatePwrPolIoPresentArmed: Type = 0x540;
    pub const WdfDevStatePwrPolIoPresentArmedWakeCanceled: Type = 0x541;
    pub const WdfDevStatePwrPolS0WakeDisarm: Type = 0x542;
    pub const WdfDevStatePwrPolS0WakeCompletePowerUp: Type = 0x543;
    pub const WdfDevStatePwrPolTimerExpiredWakeSucceeded: Type = 0x544;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedDisarm: Type = 0x545;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceeded: Type = 0x546;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailed: Type = 0x547;
    pub const WdfDevStatePwrPolWakeFailedUsbSS: Type = 0x548;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedCancelWake: Type = 0x549;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeCanceled: Type = 0x54A;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedUsbSS: Type = 0x54B;
    pub const WdfDevStatePwrPolCancelingWakeForSystemSleep: Type = 0x54C;
    pub const WdfDevStatePwrPolCancelingWakeForSystemSleepWakeCanceled: Type = 0x54D;
    pub const WdfDevStatePwrPolDisarmingWakeForSystemSleepCompletePowerUp: Type = 0x54E;
    pub const WdfDevStatePwrPolPowerUpForSystemSleepFailed: Type = 0x54F;
    pub const WdfDevStatePwrPolWokeFromS0UsbSS: Type = 0x550;
    pub const WdfDevStatePwrPolWokeFromS0: Type = 0x551;
    pub const WdfDevStatePwrPolWokeFromS0NotifyDriver: Type = 0x552;
    pub const WdfDevStatePwrPolStoppingResetDevice: Type = 0x553;
    pub const WdfDevStatePwrPolStoppingResetDeviceCompletePowerUp: Type = 0x554;
    pub const WdfDevStatePwrPolStoppingResetDeviceFailed: Type = 0x555;
    pub const WdfDevStatePwrPolStoppingD0: Type = 0x556;
    pub const WdfDevStatePwrPolStoppingD0Failed: Type = 0x557;
    pub const WdfDevStatePwrPolStoppingDisarmWake: Type = 0x558;
    pub const WdfDevStatePwrPolStoppingDisarmWakeCancelWake: Type = 0x559;
    pub const WdfDevStatePwrPolStoppingDisarmWakeWakeCanceled: Type = 0x55A;
    pub const WdfDevStatePwrPolStopping: Type = 0x55B;
    pub const WdfDevStatePwrPolStoppingFailed: Type = 0x55C;
    pub const WdfDevStatePwrPolStoppingSendStatus: Type = 0x55D;
    pub const WdfDevStatePwrPolStoppingCancelTimer: Type = 0x55E;
    pub const WdfDevStatePwrPolStoppingWaitForIdleTimeout: Type = 0x55F;
    pub const WdfDevStatePwrPolStoppingCancelUsbSS: Type = 0x560;
    pub const WdfDevStatePwrPolStoppingWaitForUsbSSCompletion: Type = 0x561;
    pub const WdfDevStatePwrPolStoppingCancelWake: Type = 0x562;
    pub const WdfDevStatePwrPolStopped: Type = 0x563;
    pub const WdfDevStatePwrPolCancelUsbSS: Type = 0x564;
    pub const WdfDevStatePwrPolStarted: Type = 0x565;
    pub const WdfDevStatePwrPolStartedCancelTimer: Type = 0x566;
    pub const WdfDevStatePwrPolStartedWaitForIdleTimeout: Type = 0x567;
    pub const WdfDevStatePwrPolStartedWakeCapableCancelTimerForSleep: Type = 0x568;
    pub const WdfDevStatePwrPolStartedWakeCapableWaitForIdleTimeout: Type = 0x569;
    pub const WdfDevStatePwrPolStartedWakeCapableSleepingUsbSS: Type = 0x56A;
    pub const WdfDevStatePwrPolStartedIdleCapableCancelTimerForSleep: Type = 0x56B;
    pub const WdfDevStatePwrPolStartedIdleCapableWaitForIdleTimeout: Type = 0x56C;
    pub const WdfDevStatePwrPolDeviceD0PowerRequestFailed: Type = 0x56D;
    pub const WdfDevStatePwrPolDevicePowerRequestFailed: Type = 0x56E;
    pub const WdfDevStatePwrPolGotoDx: Type = 0x56F;
    pub const WdfDevStatePwrPolGotoDxInDx: Type = 0x570;
    pub const WdfDevStatePwrPolDx: Type = 0x571;
    pub const WdfDevStatePwrPolGotoD0: Type = 0x572;
    pub const WdfDevStatePwrPolGotoD0InD0: Type = 0x573;
    pub const WdfDevStatePwrPolFinal: Type = 0x574;
    pub const WdfDevStatePwrPolSleepingPowerDownNotProcessed: Type = 0x575;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownNotProcessed: Type = 0x576;
    pub const WdfDevStatePwrPolTimerExpiredNoWakePowerDownNotProcessed: Type = 0x577;
    pub const WdfDevStatePwrPolTimerExpiredNoWakePoweredDownDisableIdleTimer: Type = 0x578;
    pub const WdfDevStatePwrPolStoppingWaitingForImplicitPowerDown: Type = 0x579;
    pub const WdfDevStatePwrPolStoppingPoweringUp: Type = 0x57A;
    pub const WdfDevStatePwrPolStoppingPoweringDown: Type = 0x57B;
    pub const WdfDevStatePwrPolPowerUpForSystemSleepNotSeen: Type = 0x57C;
    pub const WdfDevStatePwrPolWaitingArmedStoppingCancelUsbSS: Type = 0x57D;
    pub const WdfDevStatePwrPolWaitingArmedWakeFailedCancelUsbSS: Type = 0x57E;
    pub const WdfDevStatePwrPolWaitingArmedIoPresentCancelUsbSS: Type = 0x57F;
    pub const WdfDevStatePwrPolWaitingArmedWakeSucceededCancelUsbSS: Type = 0x580;
    pub const WdfDevStatePwrPolCancelingUsbSSForSystemSleep: Type = 0x581;
    pub const WdfDevStatePwrPolStoppingD0CancelUsbSS: Type = 0x582;
    pub const WdfDevStatePwrPolStartingPoweredUp: Type = 0x583;
    pub const WdfDevStatePwrPolIdleCapableDeviceIdle: Type = 0x584;
    pub const WdfDevStatePwrPolDeviceIdleReturnToActive: Type = 0x585;
    pub const WdfDevStatePwrPolDeviceIdleSleeping: Type = 0x586;
    pub const WdfDevStatePwrPolDeviceIdleStopping: Type = 0x587;
    pub const WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDown: Type = 0x588;
    pub const WdfDevStatePwrPolWakeCapableDeviceIdle: Type = 0x589;
    pub const WdfDevStatePwrPolWakeCapableUsbSSCompleted: Type = 0x58A;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDown: Type = 0x58B;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedHardwareStarted: Type = 0x58C;
    pub const WdfDevStatePwrPolStoppedRemoving: Type = 0x58D;
    pub const WdfDevStatePwrPolRemoved: Type = 0x58E;
    pub const WdfDevStatePwrPolRestarting: Type = 0x58F;
    pub const WdfDevStatePwrPolRestartingFailed: Type = 0x590;
    pub const WdfDevStatePwrPolStartingPoweredUpFailed: Type = 0x591;
    pub const WdfDevStatePwrPolTimerExpiredNoWakeReturnToActive: Type = 0x592;
    pub const WdfDevStatePwrPolWaitingArmedWakeInterruptFired: Type = 0x593;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFired: Type = 0x594;
    pub const WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFiredNP: Type = 0x8595;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeInterruptArrived: Type = 0x596;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeInterruptArrived: Type = 0x597;
    pub const WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDown: Type = 0x598;
    pub const WdfDevStatePwrPolStartedNotIdleCapableDirectedDown: Type = 0x599;
    pub const WdfDevStatePwrPolStartedIdleCapableTimerCanceledForSleep: Type = 0x59A;
    pub const WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDownWaitForDirectedUp: Type = 0x59B;
    pub const WdfDevStatePwrPolIdleCapableTimerNotExpiredDirectedDown: Type = 0x59C;
    pub const WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPNR: Type = 0x59D;
    pub const WdfDevStatePwrPolWaitingUnarmedDirectedDown: Type = 0x59E;
    pub const WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPR: Type = 0x59F;
    pub const WdfDevStatePwrPolStartedWakeCapableTimerCanceledForSleep: Type = 0x5A0;
    pub const WdfDevStatePwrPolWakeCapableTimerNotExpiredDirectedDown: Type = 0x5A1;
    pub const WdfDevStatePwrPolWakeCapableDirectedDownTriggerDPNR: Type = 0x5A2;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownWaitForDirectedUp: Type = 0x5A3;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownDirectedTriggerDPR: Type = 0x5A4;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDownWaitForDirectedUp: Type = 0x5A5;
    pub const WdfDevStatePwrPolWakeCapableUsbSSCompletedUndoWaitForDirectedUp: Type = 0x5A6;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableUsbSSDirectedDown: Type = 0x5A7;
    pub const WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDownCheckDirected: Type = 0x5A8;
    pub const WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownCheckDirected: Type = 0x5A9;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededCheckDirected: Type = 0x5AA;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededWaitForDirectedUp: Type = 0x5AB;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededTriggerDPR: Type = 0x5AC;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedCheckDirected: Type = 0x5AD;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedWaitForDirectedUp: Type = 0x5AE;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedTriggerDPR: Type = 0x5AF;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFiredTriggerDPR: Type = 0x5B0;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFired: Type = 0x5B1;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDown: Type = 0x5B2;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededCancelUsbSS: Type = 0x5B3;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSS: Type = 0x5B4;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownTriggerDPR: Type = 0x5B5;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededTriggerDPR: Type = 0x5B6;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompleted: Type = 0x5B7;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompletedTriggerDPR: Type = 0x5B8;
    pub const WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSSTriggerDPR: Type = 0x5B9;
    pub const WdfDevStatePwrPolUsbSSCancelled: Type = 0x5BA;
    pub const WdfDevStatePwrPolTimerExpiredWakeCapableRevertArmWake: Type = 0x5BB;
    pub const WdfDevStatePwrPolSleepingWakeCancelWake: Type = 0x5BC;
    pub const WdfDevStatePwrPolSleepingWakeCancelWakeNP: Type = 0x85BD;
    pub const WdfDevStatePwrPolSystemWakeDeviceD0PowerRequestFailed: Type = 0x5BE;
    pub const WdfDevStatePwrPolSystemWakeDevicePowerRequestFailed: Type = 0x5BF;
    pub const WdfDevStatePwrPolNull: Type = 0x5C0;
}
pub use self::_WDF_DEVICE_POWER_POLICY_STATE::Type as WDF_DEVICE_POWER_POLICY_STATE;
pub type PWDF_DEVICE_POWER_POLICY_STATE = *mut _WDF_DEVICE_POWER_POLICY_STATE::Type;

/// 12 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA {
    pub Type: WDF_STATE_NOTIFICATION_TYPE,
    pub Data: _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1,
}
pub type WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA = _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
pub type PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA = *const _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
zeroed_default!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA);
layout!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA: size 12, align 4, { Type: 0, Data: 4 });

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1 {
    pub EnterState: _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1,
    pub PostProcessState: _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2,
    pub LeaveState: _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3,
}
zeroed_default!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1);
layout!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1: size 8, align 4, {
    EnterState: 0, PostProcessState: 0, LeaveState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1 {
    pub CurrentState: WDF_DEVICE_POWER_POLICY_STATE,
    pub NewState: WDF_DEVICE_POWER_POLICY_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_1: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2 {
    pub CurrentState: WDF_DEVICE_POWER_POLICY_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_2: size 4, align 4, {
    CurrentState: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3 {
    pub CurrentState: WDF_DEVICE_POWER_POLICY_STATE,
    pub NewState: WDF_DEVICE_POWER_POLICY_STATE,
}
zeroed_default!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA__bindgen_ty_1__bindgen_ty_3: size 8, align 4, {
    CurrentState: 0, NewState: 4,
});
