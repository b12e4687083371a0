//! What a run came to, for C to read.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads C's pointers")]

use std::ffi::{CString, c_char, c_int};
use std::ptr;

use wdf_sim::{BugCheck, Explored, Outcome};

/// `wdf_sim_report`.
pub(crate) struct Report {
    rule: Option<CString>,
    text: CString,
    schedule: CString,
    outcome: c_int,
    bug_check: BugCheck,
    schedules: usize,
    exhausted: bool,
    breaks: Vec<CString>,
}

fn c_string(text: impl Into<String>) -> CString {
    CString::new(text.into().replace('\0', "\u{fffd}")).expect("zeros were replaced")
}

impl Report {
    pub(crate) fn new(result: Result<Explored, Box<wdf_sim::Report>>) -> Self {
        const NONE: BugCheck = BugCheck { code: 0, parameters: [0; 4] };
        match result {
            Ok(explored) => Self {
                rule: None,
                text: CString::default(),
                schedule: CString::default(),
                outcome: 0,
                bug_check: NONE,
                schedules: explored.schedules,
                exhausted: explored.exhausted,
                breaks: explored.breaks.iter().map(|violation| c_string(violation.rule.name())).collect(),
            },
            Err(report) => {
                let schedule = report.schedule.to_string();
                let (outcome, bug_check) = match report.violation.outcome {
                    Outcome::BugCheck(bug_check) => (1, bug_check),
                    Outcome::Break => (2, NONE),
                    Outcome::Undefined => (3, NONE),
                    Outcome::Hang => (4, NONE),
                    Outcome::Leak => (5, NONE),
                };
                Self {
                    rule: Some(c_string(report.violation.rule.name())),
                    text: c_string(format!(
                        "{report}\n  or: WDF_SIM_REPLAY='{schedule}' before this program's command"
                    )),
                    schedule: c_string(schedule),
                    outcome,
                    bug_check,
                    schedules: report.schedules,
                    exhausted: false,
                    breaks: Vec::new(),
                }
            }
        }
    }
}

/// # Safety
///
/// The report was made by wdf_sim_run, and not freed.
unsafe fn read<'a>(report: *const Report) -> &'a Report {
    // SAFETY: the caller vouches for it.
    unsafe { &*report }
}

macro_rules! accessors {
    ($($name:ident -> $type:ty: |$report:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(report: *const Report) -> $type {
            // SAFETY: the program passes a report that it was given.
            let $report = unsafe { read(report) };
            $body
        }
    )*};
}

accessors! {
    wdf_sim_report_rule -> *const c_char: |report| report.rule.as_ref().map_or(ptr::null(), |rule| rule.as_ptr());
    wdf_sim_report_text -> *const c_char: |report| report.text.as_ptr();
    wdf_sim_report_schedule -> *const c_char: |report| report.schedule.as_ptr();
    wdf_sim_report_outcome -> c_int: |report| report.outcome;
    wdf_sim_report_bugcheck -> u32: |report| report.bug_check.code;
    wdf_sim_report_schedules -> usize: |report| report.schedules;
    wdf_sim_report_exhausted -> c_int: |report| c_int::from(report.exhausted);
    wdf_sim_report_breaks -> usize: |report| report.breaks.len();
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_report_parameter(report: *const Report, index: usize) -> u64 {
    // SAFETY: the program passes a report that it was given.
    let report = unsafe { read(report) };
    report.bug_check.parameters.get(index).copied().unwrap_or(0)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_report_break(report: *const Report, index: usize) -> *const c_char {
    // SAFETY: the program passes a report that it was given.
    let report = unsafe { read(report) };
    report.breaks.get(index).map_or(ptr::null(), |rule| rule.as_ptr())
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_report_free(report: *mut Report) {
    if !report.is_null() {
        // SAFETY: wdf_sim_run made it so, and the program gives it up.
        drop(unsafe { Box::from_raw(report) });
    }
}
