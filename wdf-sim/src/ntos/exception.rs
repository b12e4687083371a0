//! What raises an exception on Windows. A driver compiled here has no handler for it, and where nobody handles one the
//! system stops.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{APC_LEVEL, NTSTATUS, PVOID, STATUS_ACCESS_VIOLATION, ULONG};

use super::{at_most, begin};
use crate::exec;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// `KMODE_EXCEPTION_NOT_HANDLED`.
const NOT_HANDLED: u32 = 0x1E;
/// `STATUS_DATATYPE_MISALIGNMENT`.
const DATATYPE_MISALIGNMENT: NTSTATUS = 0x8000_0002_u32.cast_signed();
/// `MmUserProbeAddress` of 64-bit Windows.
const USER_PROBE: usize = 0x7FFF_FFFF_0000;

fn raise(rule: Rule, status: NTSTATUS, text: &str) -> ! {
    let bug_check = BugCheck { code: NOT_HANDLED, parameters: [u64::from(status.cast_unsigned()), 0, 0, 0] };
    let text = format!("{text} raised {status:#010x}, and nobody handles exceptions here");
    exec::stop(Violation::new(rule, Outcome::BugCheck(bug_check), text));
}

#[unsafe(no_mangle)]
extern "C" fn ExRaiseStatus(status: NTSTATUS) -> ! {
    raise(Rule::DriverPanicked, status, "ExRaiseStatus")
}

#[unsafe(no_mangle)]
extern "C" fn ExRaiseAccessViolation() -> ! {
    raise(Rule::DriverPanicked, STATUS_ACCESS_VIOLATION, "ExRaiseAccessViolation")
}

#[unsafe(no_mangle)]
extern "C" fn ExRaiseDatatypeMisalignment() -> ! {
    raise(Rule::DriverPanicked, DATATYPE_MISALIGNMENT, "ExRaiseDatatypeMisalignment")
}

/// An application's range must be one of user mode and aligned; applications and drivers share an address space here.
fn probe(name: &'static str, address: PVOID, length: usize, alignment: ULONG) {
    begin(name);
    at_most(name, APC_LEVEL);
    let address = address as usize;
    if length == 0 {
        return;
    }
    if !address.is_multiple_of((alignment as usize).max(1)) {
        raise(Rule::InvalidMemoryAccess, DATATYPE_MISALIGNMENT, name);
    }
    if address.checked_add(length).is_none_or(|end| end > USER_PROBE) {
        raise(Rule::InvalidMemoryAccess, STATUS_ACCESS_VIOLATION, name);
    }
}

#[unsafe(no_mangle)]
extern "C" fn ProbeForRead(address: PVOID, length: usize, alignment: ULONG) {
    probe("ProbeForRead", address, length, alignment);
}

#[unsafe(no_mangle)]
extern "C" fn ProbeForWrite(address: PVOID, length: usize, alignment: ULONG) {
    probe("ProbeForWrite", address, length, alignment);
}
