//! `WDFTIMER`: timers, one-shot and periodic.
//!
//! Configuration ([`_WDF_TIMER_CONFIG`], 40 bytes), the callback and functions.
//!
//! Facts: wdftimer.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdftimer/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{BOOLEAN, LONGLONG, NTSTATUS, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFOBJECT, WDFTIMER};

pub type EVT_WDF_TIMER = Option<unsafe extern "C" fn(Timer: WDFTIMER)>;
pub type PFN_WDF_TIMER = EVT_WDF_TIMER;

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_TIMER_CONFIG {
    pub Size: ULONG,
    pub EvtTimerFunc: PFN_WDF_TIMER,
    pub Period: ULONG,
    pub AutomaticSerialization: BOOLEAN,
    pub TolerableDelay: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub UseHighResolutionTimer: BOOLEAN,
}
pub type WDF_TIMER_CONFIG = _WDF_TIMER_CONFIG;
pub type PWDF_TIMER_CONFIG = *mut _WDF_TIMER_CONFIG;
zeroed_default!(_WDF_TIMER_CONFIG);
layout!(_WDF_TIMER_CONFIG: size 40, align 8, {
    Size: 0, EvtTimerFunc: 8, Period: 16, AutomaticSerialization: 20, TolerableDelay: 24,
    UseHighResolutionTimer: 32,
});

wdf_functions! {
    #[index(WdfTimerCreateTableIndex)]
    #[pointer(PFN_WDFTIMERCREATE)]
    fn WdfTimerCreate(
        Config: PWDF_TIMER_CONFIG,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        Timer: *mut WDFTIMER,
    ) -> NTSTATUS;

    #[index(WdfTimerStartTableIndex)]
    #[pointer(PFN_WDFTIMERSTART)]
    fn WdfTimerStart(Timer: WDFTIMER, DueTime: LONGLONG) -> BOOLEAN;

    #[index(WdfTimerStopTableIndex)]
    #[pointer(PFN_WDFTIMERSTOP)]
    fn WdfTimerStop(Timer: WDFTIMER, Wait: BOOLEAN) -> BOOLEAN;

    #[index(WdfTimerGetParentObjectTableIndex)]
    #[pointer(PFN_WDFTIMERGETPARENTOBJECT)]
    fn WdfTimerGetParentObject(Timer: WDFTIMER) -> WDFOBJECT;
}
