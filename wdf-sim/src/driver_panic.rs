//! A driver's panic is a bug check: it is caught before it unwinds, because nothing may unwind through a driver's frames.
//!
//! Row 4 of the simulator, under `run/`. A panic goes through std's hook, which notes the message, and then raises an
//! exception, which is caught before anything unwinds: by a definition of the unwinder's entry, on Windows by a vectored
//! handler. Others' exceptions pass. On the driver's stack it sends the report to the thread that waits for the run, and
//! blocks for good. It cannot be done in the hook itself: a thread that stays in the hook keeps others from ever changing
//! it, and the test harness does that at its end.
#![expect(unsafe_code, reason = "stands in for the unwinder's entry")]

use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};
use std::path::Path;
use std::sync::Once;
use std::thread;

use crate::exec;
use crate::kernel::object::Lost;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// Where the simulator's own sources are, as panics tell it.
const SOURCES: &str = match file!().as_bytes() {
    [directory @ .., b'd', b'r', b'i', b'v', b'e', b'r', b'_', b'p', b'a', b'n', b'i', b'c', b'.', b'r', b's'] => {
        match str::from_utf8(directory) {
            Ok(directory) => directory,
            Err(_) => panic!("a path of this crate is UTF-8"),
        }
    }
    _ => panic!("this file is driver_panic.rs"),
};

/// Sends a report to the thread that waits for it.
type Reporter = Box<dyn Fn(Violation)>;

thread_local! {
    /// The driver's panic that was noted last.
    static NOTED: RefCell<Option<Box<Violation>>> = const { RefCell::new(None) };
    /// What is to be done with it: sends the report.
    static REPORTER: RefCell<Option<Reporter>> = const { RefCell::new(None) };
}

/// Says where the report of a driver's panic on this OS thread goes.
pub(crate) fn report_to(reporter: impl Fn(Violation) + 'static) {
    install_hook();
    REPORTER.set(Some(Box::new(reporter)));
}

fn install_hook() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        exceptions::watch();
        let original = panic::take_hook();
        // Shuttle puts a hook of its own on top, once, at its first run; it prints about every panic. It is replaced.
        panic::set_hook(Box::new(|_| {}));
        shuttle::Runner::new(crate::sched::Calm::default(), shuttle::Config::new()).run(|| {});
        panic::set_hook(Box::new(move |info| {
            if let Some(Lost(last)) = info.payload().downcast_ref() {
                let text = format!("the framework goes on to use {last}, which has been destroyed");
                NOTED.set(Some(Violation::undefined(Rule::UseAfterDestroy, text)));
            } else if exec::in_driver() {
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
    let violation = if info.location().is_some_and(|at| Path::new(at.file()).starts_with(SOURCES)) {
        let text = format!("the simulator itself failed{place}: {message}");
        Violation::new(Rule::NotSimulated, Outcome::Leak, text)
    } else {
        // What the panic handlers of `wdk-panic` and of wdf-safe pass: the file's name and its length, line, column. The
        // name's address would be another one in each process.
        let parameters =
            info.location().map_or([0; 4], |at| [0, at.file().len() as u64, at.line().into(), at.column().into()]);
        let bug_check = BugCheck { code: exec::with(|kernel| kernel.panic), parameters };
        let text = format!("the driver panicked{place}: {message}");
        Violation::new(Rule::DriverPanicked, Outcome::BugCheck(bug_check), text)
    };
    NOTED.set(Some(violation));
}

/// An exception is about to be raised on this OS thread: if it is a driver's panic, it ends here.
fn raised() {
    if NOTED.with_borrow(Option::is_some) {
        crash();
    }
}

/// The driver's code has run for long without calling the framework: called on top of its stack. It does not return if the
/// driver is what runs.
#[cfg(unix)]
pub(crate) fn never_returns() {
    if thread::panicking() || !exec::is_running() || !exec::in_driver() {
        return;
    }
    let violation = exec::with(|kernel| kernel.computes_for_ever(exec::me()));
    NOTED.set(Some(violation));
    crash();
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
mod exceptions {
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
    // The definition does what the unwinder's does, except on a driver's stack, from where it does not return.
    #[unsafe(no_mangle)]
    unsafe extern "C-unwind" fn _Unwind_RaiseException(exception: *mut c_void) -> c_int {
        super::raised();
        // SAFETY: the caller's exception is passed on as it is.
        unsafe { real()(exception) }
    }

    /// The definition is enough.
    pub(super) const fn watch() {}
}

#[cfg(windows)]
mod exceptions {
    //! Windows tells vectored handlers of an exception before anybody unwinds for it.

    use std::ffi::c_void;

    type Handler = unsafe extern "system" fn(*mut c_void) -> i32;

    unsafe extern "system" {
        safe fn AddVectoredExceptionHandler(first: u32, handler: Handler) -> *mut c_void;
    }

    /// `EXCEPTION_CONTINUE_SEARCH`: somebody else's.
    const CONTINUE: i32 = 0;

    unsafe extern "system" fn handler(_: *mut c_void) -> i32 {
        super::raised();
        CONTINUE
    }

    /// Sets the handler, for ever.
    pub(super) fn watch() {
        let set = AddVectoredExceptionHandler(1, handler);
        assert!(!set.is_null(), "there is memory for a handler");
    }
}
