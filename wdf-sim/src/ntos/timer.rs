//! `KTIMER`: timers of the kernel itself.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{BOOLEAN, DISPATCH_LEVEL, KDPC, LARGE_INTEGER, LONG, PVOID, ULONG};

use super::{at_most, begin, required};
use crate::exec::{check, service, with};
use crate::kernel::nt::Dispatcher;

/// `SynchronizationTimer`.
const SYNCHRONIZATION: i32 = 1;

#[unsafe(no_mangle)]
extern "C" fn KeInitializeTimerEx(timer: PVOID, kind: i32) {
    const NAME: &str = "KeInitializeTimer";
    begin(NAME);
    required(NAME, "Timer", timer);
    let state = Dispatcher::Timer { auto: kind == SYNCHRONIZATION, signaled: false, due: None, period: 0, dpc: 0 };
    with(|kernel| kernel.nt_init(timer as usize, state));
}

#[unsafe(no_mangle)]
extern "C" fn KeInitializeTimer(timer: PVOID) {
    KeInitializeTimerEx(timer, 0);
}

#[unsafe(no_mangle)]
extern "C" fn KeSetTimerEx(timer: PVOID, due: LARGE_INTEGER, period: LONG, dpc: *mut KDPC) -> BOOLEAN {
    const NAME: &str = "KeSetTimer";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    // SAFETY: each member of the union is all of its bytes, and every value is one.
    let due = unsafe { due.QuadPart };
    let period = period.max(0).cast_unsigned();
    let was_armed = check(|kernel| kernel.nt_set_timer(NAME, timer as usize, due, period, dpc as usize));
    service::ensure();
    BOOLEAN::from(was_armed)
}

#[unsafe(no_mangle)]
extern "C" fn KeSetTimer(timer: PVOID, due: LARGE_INTEGER, dpc: *mut KDPC) -> BOOLEAN {
    KeSetTimerEx(timer, due, 0, dpc)
}

#[unsafe(no_mangle)]
extern "C" fn KeSetCoalescableTimer(
    timer: PVOID,
    due: LARGE_INTEGER,
    period: ULONG,
    _tolerance: ULONG,
    dpc: *mut KDPC,
) -> BOOLEAN {
    KeSetTimerEx(timer, due, period.cast_signed(), dpc)
}

#[unsafe(no_mangle)]
extern "C" fn KeCancelTimer(timer: PVOID) -> BOOLEAN {
    const NAME: &str = "KeCancelTimer";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    BOOLEAN::from(check(|kernel| kernel.nt_cancel_timer(NAME, timer as usize)))
}

#[unsafe(no_mangle)]
extern "C" fn KeReadStateTimer(timer: PVOID) -> BOOLEAN {
    begin("KeReadStateTimer");
    BOOLEAN::from(check(|kernel| kernel.nt_state("KeReadStateTimer", timer as usize)) != 0)
}
