//! The kernel's own routines that KMDF drivers call: `ntoskrnl.exe` beside the framework.
//!
//! Row 3 of the simulator, as `ddi/` is. Each file is one family, named as its pages in the documentation are. A routine
//! is a symbol that a driver links with; those that lock, wait, signal or allocate let other threads run, as they could
//! in the kernel, and a routine that is called at too high a level, on an object that was not initialised, or by a
//! thread that does not own what it releases, ends the run with the rule's name. Objects of the kernel (events, timers,
//! DPCs, locks) are known by their address in the driver's memory; their state is the machine's (`kernel/nt/`).
//!
//! Not here: what the headers make an inline function or a macro, and `DbgPrint` and its like, which have a variable
//! number of arguments (`wdf-sim-c` defines them, in C; for wdf-safe there is `print.rs`).
//!
//! Facts: wdm.h, ntddk.h and their pages, <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.
#![expect(unsafe_code, reason = "defines a symbol that the stand-in asks for")]

mod bitmap;
mod bugcheck;
mod calendar;
mod dpc;
mod driver_irp;
mod etw;
mod event;
mod exception;
mod file;
mod guid;
mod irql;
mod list;
mod lock;
mod lookaside;
mod mdl;
mod memory;
mod object;
mod pool;
mod print;
mod process;
mod registry;
mod rundown;
mod shared_lock;
mod slist;
mod string;
mod thread;
mod time;
mod timer;
mod unicode;
mod wait;
mod work_item;

use crate::exec::{self, check, me, with};
use crate::touch::{self, Mode, Place};
use crate::trace::{Step, Subject};
use crate::violation::{Rule, Violation};

/// A routine begins: another thread may run first.
fn begin(name: &'static str) {
    exec::point();
    with(|kernel| kernel.note(me(), Step::Call(name, Subject::NONE)));
}

/// Ends the run if the thread's level is above this one.
fn at_most(name: &str, level: u32) {
    check(|kernel| {
        let irql = kernel.thread(me()).irql;
        if u32::from(irql) <= level {
            return Ok(());
        }
        let text = format!("{name} was called at IRQL {irql}, and is for IRQL {level} at most");
        Err(Violation::undefined(Rule::IrqlTooHigh, text))
    });
}

/// Ends the run if a pointer that the kernel follows is NULL.
fn required<T>(name: &str, parameter: &str, pointer: *const T) {
    if pointer.is_null() {
        let text = format!("{name}: {parameter} is NULL");
        exec::stop(Violation::undefined(Rule::RequiredParameterIsNull, text));
    }
}

/// The scheduling point that `wdf_sim_sys::sim` asks for.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_scheduling_point() {
    if exec::is_running() {
        exec::point();
        touch::touch(Place::Driver, Mode::Write);
    }
}

/// The same, before the driver reads device memory, and after it wrote there.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_register(address: usize, write: bool) {
    if exec::is_running() {
        exec::hardware::touched(address, write);
    }
}

/// The same, before the driver reads or writes this word of its memory.
#[unsafe(no_mangle)]
extern "C" fn wdf_sim_word(address: usize, write: bool) {
    if exec::is_running() {
        exec::point();
        touch::word(address, if write { Mode::Write } else { Mode::Read });
    }
}
