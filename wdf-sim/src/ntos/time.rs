//! Virtual time, as a driver reads it, and waiting for it to pass.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes through the driver's pointers")]

use wdf_sim_sys::{
    APC_LEVEL, BOOLEAN, KPROCESSOR_MODE, LARGE_INTEGER, NTSTATUS, PLARGE_INTEGER, STATUS_SUCCESS, ULONG,
};

use super::{at_most, begin, required};
use crate::exec::{self, block, with};
use crate::kernel::thread::Wait;

/// Units of 100 nanoseconds in a tick of the system's clock.
const TICK: u64 = 156_250;
/// Units of 100 nanoseconds in a microsecond.
const PER_MICROSECOND: u64 = 10;
/// Units of 100 nanoseconds in a second: the frequency of the performance counter.
const PER_SECOND: i64 = 10_000_000;

fn now() -> u64 {
    with(|kernel| *kernel.now)
}

/// Writes a time.
fn write(name: &'static str, out: PLARGE_INTEGER, value: u64) {
    begin(name);
    required(name, "CurrentTime", out);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { out.cast::<i64>().write_unaligned(value.cast_signed()) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeQuerySystemTimePrecise(out: PLARGE_INTEGER) {
    write("KeQuerySystemTimePrecise", out, now());
}

/// A macro in the headers of 64-bit Windows, as the tick count is.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeQuerySystemTime(out: PLARGE_INTEGER) {
    write("KeQuerySystemTime", out, now());
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeQueryTickCount(out: PLARGE_INTEGER) {
    write("KeQueryTickCount", out, now() / TICK);
}

#[unsafe(no_mangle)]
extern "C" fn KeQueryInterruptTime() -> u64 {
    exec::point();
    now()
}

/// Without the time that the system slept, which is none here.
#[unsafe(no_mangle)]
extern "C" fn KeQueryUnbiasedInterruptTime() -> u64 {
    KeQueryInterruptTime()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeQueryInterruptTimePrecise(counter: *mut u64) -> u64 {
    exec::point();
    let now = now();
    if !counter.is_null() {
        // SAFETY: the driver's pointer, not NULL.
        unsafe { counter.write_unaligned(now) };
    }
    now
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryTimeIncrement() -> ULONG {
    TICK as ULONG
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeQueryPerformanceCounter(frequency: PLARGE_INTEGER) -> LARGE_INTEGER {
    exec::point();
    if !frequency.is_null() {
        // SAFETY: the driver's pointer, not NULL.
        unsafe { frequency.cast::<i64>().write_unaligned(PER_SECOND) };
    }
    LARGE_INTEGER { QuadPart: now().cast_signed() }
}

/// The processor spins: time passes, at any level, and the others go on.
#[unsafe(no_mangle)]
extern "C" fn KeStallExecutionProcessor(microseconds: ULONG) {
    begin("KeStallExecutionProcessor");
    with(|kernel| *kernel.now += u64::from(microseconds) * PER_MICROSECOND);
    exec::service::ensure();
    exec::point();
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeDelayExecutionThread(
    _mode: KPROCESSOR_MODE,
    _alertable: BOOLEAN,
    interval: PLARGE_INTEGER,
) -> NTSTATUS {
    const NAME: &str = "KeDelayExecutionThread";
    begin(NAME);
    at_most(NAME, APC_LEVEL);
    required(NAME, "Interval", interval);
    // SAFETY: the driver's pointer, not NULL.
    let due = unsafe { interval.cast::<i64>().read_unaligned() };
    let until = with(|kernel| kernel.due(due));
    block(Wait::Time(until));
    STATUS_SUCCESS
}
