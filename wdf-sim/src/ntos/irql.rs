//! The thread's level, and critical regions.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{APC_LEVEL, BOOLEAN, DISPATCH_LEVEL, KIRQL, PKIRQL};

use super::required;
use crate::exec::{check, me, point, with};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// `IRQL_NOT_GREATER_OR_EQUAL`.
const NOT_GREATER_OR_EQUAL: u32 = 0x9;
/// `IRQL_NOT_LESS_OR_EQUAL`.
const NOT_LESS_OR_EQUAL: u32 = 0xA;

/// Sets the thread's level; the one before. `raise` says in which direction it may go.
fn set(name: &str, new: KIRQL, raise: bool) -> KIRQL {
    let before = check(|kernel| {
        let thread = kernel.thread_mut(me());
        let before = thread.irql;
        let (wrong, code) =
            if raise { (new < before, NOT_GREATER_OR_EQUAL) } else { (new > before, NOT_LESS_OR_EQUAL) };
        if wrong {
            let bug_check = BugCheck { code, parameters: [u64::from(before), u64::from(new), 0, 0] };
            let text = format!("{name}: from IRQL {before} to {new}");
            return Err(Violation::new(Rule::IrqlTooHigh, Outcome::BugCheck(bug_check), text));
        }
        thread.irql = new;
        if u32::from(new) < DISPATCH_LEVEL && u32::from(before) >= DISPATCH_LEVEL && kernel.holds_spin_lock(me()) {
            let text = format!("{name}: IRQL is lowered to {new} while a spin lock is held");
            return Err(Violation::undefined(Rule::InvalidLockOperation, text));
        }
        Ok(before)
    });
    point();
    before
}

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentIrql() -> KIRQL {
    with(|kernel| kernel.thread(me()).irql)
}

#[unsafe(no_mangle)]
extern "C" fn KfRaiseIrql(new: KIRQL) -> KIRQL {
    set("KeRaiseIrql", new, true)
}

/// A macro in the headers of 64-bit Windows; a function in others.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeRaiseIrql(new: KIRQL, before: PKIRQL) {
    required("KeRaiseIrql", "OldIrql", before);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { before.write(KfRaiseIrql(new)) };
}

#[unsafe(no_mangle)]
extern "C" fn KeRaiseIrqlToDpcLevel() -> KIRQL {
    set("KeRaiseIrqlToDpcLevel", DISPATCH_LEVEL as KIRQL, true)
}

#[unsafe(no_mangle)]
extern "C" fn KeLowerIrql(new: KIRQL) {
    set("KeLowerIrql", new, false);
}

#[unsafe(no_mangle)]
extern "C" fn KfLowerIrql(new: KIRQL) {
    set("KeLowerIrql", new, false);
}

/// No simulated thread is ever interrupted by an APC, so a region has nothing to keep out; it is counted, because it is
/// left as often as it is entered.
fn enter_region(name: &str) {
    super::at_most(name, APC_LEVEL);
    with(|kernel| kernel.thread_mut(me()).critical += 1);
}

fn leave_region(name: &str) {
    super::at_most(name, APC_LEVEL);
    check(|kernel| {
        let thread = kernel.thread_mut(me());
        match thread.critical.checked_sub(1) {
            Some(left) => thread.critical = left,
            None => {
                let text = format!("{name}: the thread is in no such region");
                return Err(Violation::undefined(Rule::InvalidLockOperation, text));
            }
        }
        Ok(())
    });
}

#[unsafe(no_mangle)]
extern "C" fn KeEnterCriticalRegion() {
    enter_region("KeEnterCriticalRegion");
}

#[unsafe(no_mangle)]
extern "C" fn KeLeaveCriticalRegion() {
    leave_region("KeLeaveCriticalRegion");
}

#[unsafe(no_mangle)]
extern "C" fn KeEnterGuardedRegion() {
    enter_region("KeEnterGuardedRegion");
}

#[unsafe(no_mangle)]
extern "C" fn KeLeaveGuardedRegion() {
    leave_region("KeLeaveGuardedRegion");
}

#[unsafe(no_mangle)]
extern "C" fn KeAreApcsDisabled() -> BOOLEAN {
    let in_region = with(|kernel| kernel.thread(me()).critical > 0);
    BOOLEAN::from(in_region || u32::from(KeGetCurrentIrql()) >= APC_LEVEL)
}

#[unsafe(no_mangle)]
extern "C" fn KeAreAllApcsDisabled() -> BOOLEAN {
    KeAreApcsDisabled()
}
