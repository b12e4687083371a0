//! `WdfVerifier*`: a driver stops the system, or breaks into the debugger, of its own accord.
//!
//! Facts: `verifierapi.cpp`.

use wdf_sim_sys::{PWDF_DRIVER_GLOBALS, ULONG, ULONG_PTR};

use crate::exec::{self, check};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// Breaks as the framework's own checks do: with the verifier off it only prints.
pub(super) unsafe extern "C" fn dbg_break_point(_: PWDF_DRIVER_GLOBALS) {
    exec::point();
    check(|kernel| {
        kernel.verifier_break(Rule::DriverPanicked, "the driver called WdfVerifierDbgBreakPoint".to_owned())
    });
}

pub(super) unsafe extern "C" fn ke_bug_check(
    _: PWDF_DRIVER_GLOBALS,
    code: ULONG,
    p1: ULONG_PTR,
    p2: ULONG_PTR,
    p3: ULONG_PTR,
    p4: ULONG_PTR,
) {
    let text = format!("the driver called WdfVerifierKeBugCheck with code {code:#x}");
    let parameters = [p1, p2, p3, p4];
    exec::stop(Violation::new(Rule::DriverPanicked, Outcome::BugCheck(BugCheck { code, parameters }), text));
}
