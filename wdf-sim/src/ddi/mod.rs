//! The function table: what a driver calls.
//!
//! Row 3 of the simulator. Each function is thin: it finds the object that the handle names, reads the arguments, asks
//! the execution layer, and writes the results. `table.rs` puts the functions into the slots that the driver knows them
//! by, and `symbols.rs` defines the symbols that the framework's import library defines for a real driver.
//!
//! A NULL handle, a handle of the wrong kind and a NULL required pointer end the run with the bug check that the
//! framework raises for it.
#![expect(unsafe_code, reason = "reads and writes through the pointers that drivers pass")]

mod arg;
mod buffer;
mod collection;
mod control;
mod deferred;
mod device;
mod device_init;
mod device_interface;
mod device_relations;
mod device_state;
mod dpc;
mod driver;
mod failing;
mod format;
mod forward_progress;
pub(crate) mod globals;
mod interrupt;
mod interrupt_create;
mod irp_dispatch;
mod lock;
mod memory;
mod names;
mod object;
mod pdo;
mod power_policy;
mod preprocess;
mod property;
mod query_interface;
mod queue;
mod registry;
mod request;
mod resource;
mod send;
mod string;
mod symbols;
mod synchronous;
mod table;
mod target;
mod timer;
mod verifier;
mod wdm;
mod wmi;
mod work_item;

use wdf_sim_sys::{APC_LEVEL, NTSTATUS, PASSIVE_LEVEL};

use crate::exec::{self, check, me, with};
use crate::kernel::object::{Id, Kind};
use crate::kernel::status;
use crate::kernel::{Kernel, Result};
use crate::trace::{Step, Subject};
use crate::violation::{Outcome, Rule, Violation};

/// A function that takes no object begins: another thread may run first.
fn begin(name: &'static str) {
    exec::point();
    check(|kernel| {
        kernel.note(me(), Step::Call(name, Subject::NONE));
        refuse_above_dispatch(kernel, name)
    });
}

/// Hardly any function may be called above DISPATCH_LEVEL, and nothing checks it.
#[inline]
fn refuse_above_dispatch(kernel: &Kernel, name: &str) -> Result<()> {
    if kernel.is_above_dispatch() { Err(called_above_dispatch(kernel, name)) } else { Ok(()) }
}

#[cold]
fn called_above_dispatch(kernel: &Kernel, name: &str) -> Box<Violation> {
    let irql = kernel.thread(me()).irql;
    let text = format!("{name} was called at IRQL {irql}, and is for DISPATCH_LEVEL at most");
    Violation::undefined(Rule::IrqlTooHigh, text)
}

/// A function on an object begins: another thread may run first, and then the handle must name such an object.
fn enter<H>(name: &'static str, handle: *mut H, kind: Kind) -> Id {
    enter_at_any_level_if(name, handle, kind, false)
}

/// As [`enter`], for functions that may be called at DIRQL.
fn enter_at_any_level<H>(name: &'static str, handle: *mut H, kind: Kind) -> Id {
    enter_at_any_level_if(name, handle, kind, true)
}

fn enter_at_any_level_if<H>(name: &'static str, handle: *mut H, kind: Kind, any_level: bool) -> Id {
    exec::point();
    check(|kernel| {
        if !any_level && kernel.is_above_dispatch() {
            note_call(kernel, name, handle as usize);
            return Err(called_above_dispatch(kernel, name));
        }
        let id = kernel.objects.resolve(handle as usize, kind).map_err(|violation| {
            note_call(kernel, name, handle as usize);
            in_call(name, violation)
        })?;
        if kernel.trace.is_on() {
            let subject = kernel.objects.subject(id);
            kernel.note(kernel.running, Step::Call(name, subject));
        }
        Ok(id)
    })
}

/// A call that perhaps comes to nothing is told all the same: of the object that its handle names, or named last.
#[inline(never)]
fn note_call(kernel: &mut Kernel, name: &'static str, handle: usize) {
    let subject = kernel.objects.named_last(handle);
    kernel.note(kernel.running, Step::Call(name, subject));
}

/// As [`enter`], for functions that take objects of every kind.
fn enter_any<H>(name: &'static str, handle: *mut H) -> Id {
    exec::point();
    check(|kernel| {
        let found = kernel.objects.resolve_any(handle as usize, Kind::Object);
        note_call(kernel, name, handle as usize);
        let id = found.map_err(|violation| in_call(name, violation))?;
        refuse_above_dispatch(kernel, name)?;
        Ok(id)
    })
}

/// A further handle among a function's arguments. No other thread runs before it is looked at: the first may be gone then.
fn named<H>(name: &'static str, handle: *mut H, kind: Kind) -> Id {
    check(|kernel| kernel.objects.resolve(handle as usize, kind).map_err(|violation| in_call(name, violation)))
}

/// A further handle among a function's arguments, of any kind.
fn named_any<H>(name: &'static str, handle: *mut H) -> Id {
    check(|kernel| {
        kernel.objects.resolve_any(handle as usize, Kind::Object).map_err(|violation| in_call(name, violation))
    })
}

/// An optional handle among a function's arguments.
fn optional<H>(name: &'static str, handle: *mut H, kind: Kind) -> Option<Id> {
    (!handle.is_null()).then(|| named(name, handle, kind))
}

#[cold]
fn in_call(name: &str, mut violation: Box<Violation>) -> Box<Violation> {
    violation.text = format!("{name}: {}", violation.text);
    violation
}

/// The verifier's check of functions that must be called at PASSIVE_LEVEL: false refuses.
fn passive_only(name: &str) -> bool {
    at_most(name, PASSIVE_LEVEL, "PASSIVE_LEVEL")
}

/// The same of functions that may be called at APC_LEVEL.
fn apc_at_most(name: &str) -> bool {
    at_most(name, APC_LEVEL, "APC_LEVEL")
}

/// `FxVerifierCheckIrqlLevel`.
fn at_most(name: &str, level: u32, called: &str) -> bool {
    check(|kernel| {
        let irql = kernel.thread(me()).irql;
        if u32::from(irql) <= level || !kernel.verifier_on() {
            return Ok(true);
        }
        let text = format!("{name} was called at IRQL {irql}, and is for {called}");
        kernel.verifier_break(Rule::IrqlTooHigh, text)?;
        Ok(false)
    })
}

/// A function for PASSIVE_LEVEL that the framework's verifier does not look after.
fn refuse_above_passive(name: &str) {
    check(|kernel| {
        let irql = kernel.thread(me()).irql;
        if u32::from(irql) == PASSIVE_LEVEL {
            return Ok(());
        }
        let text = format!("{name} was called at IRQL {irql}, and is for PASSIVE_LEVEL");
        Err(Violation::undefined(Rule::IrqlTooHigh, text))
    });
}

/// A call is refused, and the trace tells why, as the framework's own log does.
#[cold]
fn refused(name: &str, code: NTSTATUS, why: &str) -> NTSTATUS {
    with(|kernel| kernel.note(me(), Step::Note(format!("{name} returns {}: {why}", status::shown(code)))));
    code
}

/// The driver called a function that the simulator does not have.
fn not_simulated(name: &'static str) -> ! {
    begin(name);
    let text = format!("{name} is not simulated yet");
    exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
}

#[cfg(test)]
mod tests;
