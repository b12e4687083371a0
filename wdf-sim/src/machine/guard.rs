//! The test's own code on a machine's threads: its panic ends the run, and goes to the test's thread.
//!
//! Every thread of an application runs within [`guard`]: the body itself (`run/search.rs`) and what it spawns.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use crate::exec;
use crate::violation::{Outcome, Rule, Violation};

thread_local! {
    /// The panic of the test's body, on its way to the test's thread.
    static PANIC: Cell<Option<Box<dyn Any + Send>>> = const { Cell::new(None) };
}

/// Runs a piece of the test's code; its panic ends the run and is passed on to the test's thread.
pub(crate) fn guard(code: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(code)) {
        PANIC.set(Some(payload));
        exec::stop(Violation::new(Rule::DriverPanicked, Outcome::Leak, "the test's own code panicked"));
    }
}

/// The panic that ended the run, if one did.
pub(crate) fn take_panic() -> Option<Box<dyn Any + Send>> {
    PANIC.take()
}
