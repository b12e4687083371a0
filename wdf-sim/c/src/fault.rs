//! A driver that touches memory which is not there: a report instead of the end of the process.
//!
//! `csrc/fault.c` catches the processor's exception and, if it came from a driver, goes on here on a stack of its own;
//! what was on the driver's is given up, as in every run that is stopped.
#![expect(unsafe_code, reason = "defines symbols for C")]

use std::ffi::{CStr, c_char, c_int};

use wdf_sim::{Access, BugCheck, Machine};

#[cfg(target_os = "linux")]
unsafe extern "C" {
    /// Catches this OS thread's exceptions from here on.
    safe fn wdf_sim_c_catch_faults();
}

/// Catches the exceptions of the thread that runs the machines.
#[cfg(target_os = "linux")]
pub(crate) fn catch() {
    wdf_sim_c_catch_faults();
}

/// Elsewhere an exception ends the process.
#[cfg(not(target_os = "linux"))]
pub(crate) const fn catch() {}

/// Whether the code that runs now is a driver's.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_in_driver() -> c_int {
    c_int::from(Machine::current().is_some_and(|machine| machine.in_driver()))
}

/// What the processor's register for the level would hold.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_irql() -> u8 {
    Machine::current().map_or(0, |machine| machine.irql())
}

/// What writing that register does.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_set_irql(irql: u8) {
    if let Some(machine) = Machine::current() {
        machine.set_irql(irql);
    }
}

/// Virtual time, as the system's shared page shows it.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_time() -> u64 {
    const UNIT: u128 = 100;
    Machine::current().map_or(0, |machine| u64::try_from(machine.now().as_nanos() / UNIT).unwrap_or(u64::MAX))
}

/// The address of the current thread's object, and the number of the processor that it seems to be on.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_thread(processor: &mut u32) -> usize {
    *processor = Machine::current().map_or(0, |machine| machine.processor());
    Machine::current().map_or(0, |machine| machine.thread_object())
}

/// A routine of the kernel that is not there was called (`csrc/absent.c`).
#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_c_absent(name: *const c_char) -> ! {
    // SAFETY: the table has C strings.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    match Machine::current() {
        Some(machine) => machine.not_simulated(format!("{name} is not simulated")),
        None => {
            eprintln!("wdf_sim: {name} was called outside of a run, and is not simulated");
            std::process::abort();
        }
    }
}

/// The kinds of exceptions, as `csrc/fault.c` numbers them.
const READ: c_int = 0;
const WRITE: c_int = 1;
const EXECUTE: c_int = 2;
const FAST_FAIL: c_int = 4;
const ASSERTION: c_int = 5;
const BREAKPOINT: c_int = 6;
const OVERFLOW: c_int = 7;
const PRIVILEGED: c_int = 8;

/// `UNEXPECTED_KERNEL_MODE_TRAP`, whose first parameter is the processor's number for the exception.
const UNEXPECTED_KERNEL_MODE_TRAP: u32 = 0x7F;
/// The number of the double fault, which an overflow of the stack ends as.
const DOUBLE_FAULT: u64 = 8;
/// `KERNEL_SECURITY_CHECK_FAILURE`.
const KERNEL_SECURITY_CHECK_FAILURE: u32 = 0x139;
/// `KMODE_EXCEPTION_NOT_HANDLED`.
const KMODE_EXCEPTION_NOT_HANDLED: u32 = 0x1E;
/// `STATUS_ASSERTION_FAILURE`.
const ASSERTION_FAILURE: u64 = 0xC000_0420;
/// `STATUS_BREAKPOINT`.
const BREAKPOINT_STATUS: u64 = 0x8000_0003;

/// Ends the run with what happened.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_c_faulted(kind: c_int, address: usize, instruction: usize) -> ! {
    let machine = Machine::current().expect("a driver runs, so a machine does");
    let at = instruction as u64;
    let (code, parameters, what) = match kind {
        READ => machine.invalid_access(Access::Read, address, instruction),
        WRITE => machine.invalid_access(Access::Write, address, instruction),
        EXECUTE => machine.invalid_access(Access::Execute, address, instruction),
        PRIVILEGED => machine.not_simulated(format!(
            "the driver executed an instruction of kernel mode at {instruction:#x}, which is not simulated"
        )),
        FAST_FAIL => (KERNEL_SECURITY_CHECK_FAILURE, [address as u64, 0, 0, 0], "the driver's own check failed"),
        ASSERTION => (KMODE_EXCEPTION_NOT_HANDLED, [ASSERTION_FAILURE, at, 0, 0], "an assertion of the driver failed"),
        OVERFLOW => (UNEXPECTED_KERNEL_MODE_TRAP, [DOUBLE_FAULT, at, 0, 0], "the driver overflowed its stack"),
        BREAKPOINT => (KMODE_EXCEPTION_NOT_HANDLED, [BREAKPOINT_STATUS, at, 0, 0], "the driver ran into a breakpoint"),
        _ => (UNEXPECTED_KERNEL_MODE_TRAP, [address as u64, at, 0, 0], "the driver divided by zero or the like"),
    };
    machine.bug_check(BugCheck { code, parameters }, format!("{what}, at {instruction:#x}"))
}
