//! A driver's panic is a bug check: it is caught before it unwinds, because nothing may unwind through a driver's frames.
//!
//! Row 4 of the simulator, beside `run.rs`. A panic goes through std's hook, which notes the message, and then raises an
//! exception; [`_Unwind_RaiseException`] below stands in the way of that, and of no other code of the process that raises.
//! On the driver's stack it sends the report to the thread that waits for the run, and blocks for good. It cannot be done in
//! the hook itself: a thread that stays in the hook keeps others from ever changing it, and the test harness does that at its
//! end.
#![expect(unsafe_code, reason = "stands in for the unwinder's entry")]

use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::thread;

use crate::exec;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// The bug check with which a Rust driver's panic handler stops the system, unless the driver chooses another.
const MANUALLY_INITIATED_CRASH1: u32 = 0xDEAD_DEAD;

thread_local! {
    /// The driver's panic that was noted last.
    static NOTED: RefCell<Option<Box<Violation>>> = const { RefCell::new(None) };
    /// What is to be done with it: sends the report.
    static REPORTER: RefCell<Option<Box<dyn Fn(Violation)>>> = const { RefCell::new(None) };
}

/// Says where the report of a driver's panic on this OS thread goes.
pub(crate) fn report_to(reporter: impl Fn(Violation) + 'static) {
    install_hook();
    REPORTER.set(Some(Box::new(reporter)));
}

fn install_hook() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let original = panic::take_hook();
        // Shuttle puts a hook of its own on top, once, at its first run; it prints about every panic. It is replaced.
        panic::set_hook(Box::new(|_| {}));
        shuttle::Runner::new(crate::sched::Calm::default(), shuttle::Config::new()).run(|| {});
        panic::set_hook(Box::new(move |info| {
            if exec::in_driver() {
                note(info);
            } else {
                original(info);
            }
        }));
    });
}

fn note(info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("a panic without a message");
    let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let bug_check = BugCheck { code: MANUALLY_INITIATED_CRASH1, parameters: [0; 4] };
    let text = format!("the driver panicked{place}: {message}");
    NOTED.set(Some(Violation::new(Rule::DriverPanicked, Outcome::BugCheck(bug_check), text)));
    if cfg!(not(unix)) {
        crash();
    }
}

/// Sends the report on the driver's panic, and blocks this OS thread for good.
fn crash() -> ! {
    if let Some(violation) = NOTED.take() {
        REPORTER.with_borrow(|reporter| {
            if let Some(reporter) = reporter {
                reporter(*violation);
            }
        });
    }
    loop {
        thread::park();
    }
}

#[cfg(unix)]
mod unwinder {
    //! The unwinder's entry, as the Itanium C++ ABI for exception handling names it.

    use std::ffi::{c_char, c_int, c_void};
    use std::sync::OnceLock;

    type RaiseException = unsafe extern "C-unwind" fn(*mut c_void) -> c_int;

    unsafe extern "C" {
        fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    /// `RTLD_NEXT`: the next definition of a symbol behind this one.
    const NEXT: *mut c_void = std::ptr::without_provenance_mut(usize::MAX);

    fn real() -> RaiseException {
        static REAL: OnceLock<RaiseException> = OnceLock::new();
        *REAL.get_or_init(|| {
            // SAFETY: the name is a C string, and the handle is one that dlsym knows.
            let symbol = unsafe { dlsym(NEXT, c"_Unwind_RaiseException".as_ptr()) };
            assert!(!symbol.is_null(), "a program that can panic is linked with an unwinder");
            // SAFETY: the symbol is the unwinder's, whose type its ABI gives.
            unsafe { std::mem::transmute::<*mut c_void, RaiseException>(symbol) }
        })
    }

    /// A driver's panic ends here; every other exception is raised.
    // SAFETY: the definition does what the unwinder's does, except on a driver's stack, from where it does not return.
    #[unsafe(no_mangle)]
    unsafe extern "C-unwind" fn _Unwind_RaiseException(exception: *mut c_void) -> c_int {
        if super::NOTED.with_borrow(Option::is_some) {
            super::crash();
        }
        // SAFETY: the caller's exception is passed on as it is.
        unsafe { real()(exception) }
    }
}
