//! Routines of the kernel itself that KMDF drivers call: levels, time, pool, the end.
//!
//! Facts: wdm.h, ntddk.h; their documentation says what each does with which level.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes through the driver's pointers")]

use wdf_sim_sys::{KIRQL, PLARGE_INTEGER, POOL_FLAGS, PVOID, SIZE_T, ULONG, ULONG_PTR};

use super::begin;
use crate::exec::{self, check, me, with};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// The scheduling point that `wdf_sim_sys::sim` asks for.
// SAFETY: only the simulator defines this symbol.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_scheduling_point() {
    if exec::is_running() {
        exec::point();
    }
}

// SAFETY: in a simulation nothing else defines the kernel's symbols.
#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentIrql() -> KIRQL {
    with(|kernel| kernel.thread(me()).irql)
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeQuerySystemTimePrecise(out: PLARGE_INTEGER) {
    begin("KeQuerySystemTimePrecise");
    let now = with(|kernel| kernel.now).cast_signed();
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { super::arg::write("KeQuerySystemTimePrecise", "CurrentTime", out.cast::<i64>(), now) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn KeBugCheckEx(code: ULONG, p1: ULONG_PTR, p2: ULONG_PTR, p3: ULONG_PTR, p4: ULONG_PTR) -> ! {
    let parameters = [p1, p2, p3, p4].map(|parameter| parameter as u64);
    let text = format!("the driver called KeBugCheckEx with code {code:#x}");
    exec::stop(Violation::new(Rule::DriverPanicked, Outcome::BugCheck(BugCheck { code, parameters }), text));
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn ExAllocatePool2(flags: POOL_FLAGS, size: SIZE_T, tag: ULONG) -> PVOID {
    /// `POOL_FLAG_UNINITIALIZED`.
    const UNINITIALIZED: u64 = 0x2;
    begin("ExAllocatePool2");
    with(|kernel| kernel.allocate_pool(size as usize, tag, flags & UNINITIALIZED == 0)) as PVOID
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn ExFreePoolWithTag(memory: PVOID, tag: ULONG) {
    begin("ExFreePoolWithTag");
    check(|kernel| kernel.free_pool(memory as usize, Some(tag)));
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn ExFreePool(memory: PVOID) {
    begin("ExFreePool");
    check(|kernel| kernel.free_pool(memory as usize, None));
}
