//! What the pointers that C holds point to, and the border between the two languages.
//!
//! Everything a scene makes lives until the scene ends, so a handle that is used too late is a failed expectation of the
//! test and not freed memory.

use std::any::Any;
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use wdf_sim::Machine;

thread_local! {
    /// What was made for the scene that runs on this OS thread. A scene that is stopped leaves it behind: its machine is
    /// gone, so nothing of it may be dropped.
    static MADE: RefCell<ManuallyDrop<Vec<Box<dyn Any>>>> = const { RefCell::new(ManuallyDrop::new(Vec::new())) };
}

/// Keeps a value for the rest of the scene; C gets its address.
pub(crate) fn keep<T: 'static>(value: T) -> *const T {
    let kept = Box::new(value);
    let address: *const T = &raw const *kept;
    MADE.with_borrow_mut(|made| made.push(kept));
    address
}

/// A scene begins. What a scene that was stopped left here is given up: its machine is gone.
pub(crate) fn begin() {
    let left = MADE.with_borrow_mut(|made| std::mem::take(&mut **made));
    std::mem::forget(left);
}

/// The scene is over.
pub(crate) fn forget_all() {
    let made = MADE.with_borrow_mut(|made| std::mem::take(&mut **made));
    drop(made);
}

/// Calls the simulator for C: a panic ends the run, with its message.
pub(crate) fn call<R>(body: impl FnOnce(&Machine) -> R) -> R {
    let Some(machine) = Machine::current() else {
        eprintln!("wdf_sim: only a scene that wdf_sim_run runs can use the machine");
        std::process::abort();
    };
    match catch_unwind(AssertUnwindSafe(|| body(&machine))) {
        Ok(result) => result,
        Err(payload) => {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
            machine.fail(text.unwrap_or("a panic without a message"))
        }
    }
}
