//! The end: `KeBugCheckEx`, failed assertions, breaks into the debugger.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use std::ffi::{CStr, c_char, c_void};

use wdf_sim_sys::{NTSTATUS, STATUS_SUCCESS, ULONG, ULONG_PTR};

use crate::exec;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

#[unsafe(no_mangle)]
extern "C" fn KeBugCheckEx(code: ULONG, p1: ULONG_PTR, p2: ULONG_PTR, p3: ULONG_PTR, p4: ULONG_PTR) -> ! {
    let text = format!("the driver called KeBugCheckEx with code {code:#x}");
    let bug_check = BugCheck { code, parameters: [p1, p2, p3, p4] };
    exec::stop(Violation::new(Rule::DriverPanicked, Outcome::BugCheck(bug_check), text));
}

#[unsafe(no_mangle)]
extern "C" fn KeBugCheck(code: ULONG) -> ! {
    KeBugCheckEx(code, 0, 0, 0, 0)
}

/// What a failed `ASSERT` calls in a checked build.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlAssert(assertion: *mut c_void, file: *mut c_void, line: ULONG, message: *mut c_char) {
    let read = |text: *const c_char| {
        if text.is_null() {
            return String::new();
        }
        // SAFETY: the driver's pointer, NULL or a C string.
        unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
    };
    let (assertion, file, message) = (read(assertion.cast()), read(file.cast()), read(message));
    let text = format!("an assertion of the driver failed at {file}:{line}: {message}{assertion}");
    exec::stop(Violation::new(Rule::DriverPanicked, Outcome::Break, text));
}

#[unsafe(no_mangle)]
extern "C" fn DbgBreakPoint() {
    exec::stop(Violation::new(Rule::DriverPanicked, Outcome::Break, "the driver called DbgBreakPoint"));
}

#[unsafe(no_mangle)]
extern "C" fn DbgBreakPointWithStatus(_status: ULONG) {
    DbgBreakPoint();
}

#[unsafe(no_mangle)]
extern "C" fn DbgSetDebugFilterState(_component: ULONG, _level: ULONG, _state: u8) -> NTSTATUS {
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn DbgQueryDebugFilterState(_component: ULONG, _level: ULONG) -> NTSTATUS {
    1
}
