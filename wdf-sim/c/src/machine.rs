//! Time, threads and expectations of a scene.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads C's pointers")]

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::time::Duration;

use wdf_sim::Thread;

use crate::handle::{call, keep};

/// Nanoseconds in the unit of virtual time.
const UNIT: u64 = 100;

/// A C string, for a report or the trace.
///
/// # Safety
///
/// The pointer is NULL or a C string.
pub(crate) unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller vouches for it.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_now() -> u64 {
    call(|machine| u64::try_from(machine.now().as_nanos()).unwrap_or(u64::MAX) / UNIT)
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_sleep(time: u64) {
    call(|machine| machine.sleep(Duration::from_nanos(time.saturating_mul(UNIT))));
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_yield() {
    call(wdf_sim::Machine::yield_now);
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_note(note: *const c_char) {
    // SAFETY: the scene passes a C string.
    let note = unsafe { text(note) };
    call(|machine| machine.note(note));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_fail(file: *const c_char, line: c_int, what: *const c_char) -> ! {
    // SAFETY: the scene passes C strings.
    let file = unsafe { text(file) };
    // SAFETY: as above.
    let what = unsafe { text(what) };
    call(|machine| machine.fail(format!("{file}:{line}: {what}")))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_trace_count(part: *const c_char) -> usize {
    // SAFETY: the scene passes a C string.
    let part = unsafe { text(part) };
    call(|machine| machine.trace().iter().filter(|event| event.step.to_string().contains(&part)).count())
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_print_trace() {
    call(|machine| machine.trace().iter().for_each(|event| eprintln!("{event}")));
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_objects() -> usize {
    call(wdf_sim::Machine::objects)
}

/// What a thread of the scene runs. C vouches that another thread may have the pointer.
struct Body {
    function: extern "C" fn(*mut c_void),
    context: *mut c_void,
}

// SAFETY: all simulated threads of a machine run on one OS thread.
unsafe impl Send for Body {}

impl Body {
    fn run(&self) {
        (self.function)(self.context);
    }
}

/// A thread of the scene that was not waited for yet.
type Running = Cell<Option<Thread>>;

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_spawn(function: extern "C" fn(*mut c_void), context: *mut c_void) -> *const Running {
    let body = Body { function, context };
    let thread = call(|machine| machine.spawn(move |_| body.run()));
    keep(Cell::new(Some(thread)))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_join(thread: *const Running) {
    // SAFETY: the scene got the pointer from wdf_sim_spawn; what it points to lives as long as the scene.
    let thread = unsafe { &*thread };
    call(|machine| match thread.take() {
        Some(thread) => thread.join(),
        None => machine.fail("wdf_sim_join: the thread was waited for already"),
    });
}
