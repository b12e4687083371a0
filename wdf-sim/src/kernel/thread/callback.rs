//! The driver's callbacks on a thread's stack: with what they are entered, and with what they must return.
//!
//! `exec/mod.rs` brackets every call of the driver with [`Kernel::enter_callback`] and [`Kernel::leave_callback`].
//!
//! Key types: [`Callback`].

use wdf_sim_sys::APC_LEVEL;

use super::Thread;
use crate::kernel::object::Id;
use crate::kernel::{Kernel, Result};
use crate::trace::{Subject, ThreadId};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// A driver's callback that a thread is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) name: &'static str,
    pub(crate) on: Subject,
    pub(crate) object: Id,
    irql: u8,
    held: usize,
    nt_held: usize,
    critical: u32,
    /// The address of the driver's function, if the enhanced verifier looks after its return.
    hooked: Option<usize>,
    /// How often other threads could have run while it ran, and no I/O request was completed; looked at now and then.
    pub(super) points: u64,
    /// How many were completed when `points` was last 0.
    pub(super) completed: u64,
}

/// So many callbacks in one another use the kernel's stack up, which is 24 KiB on x64.
const DEPTH: usize = 48;

impl Kernel {
    /// A thread enters a callback of the driver.
    pub(crate) fn enter_callback(
        &mut self,
        thread: ThreadId,
        name: &'static str,
        object: Id,
        on: Subject,
        function: Option<usize>,
    ) -> Result<()> {
        if self.thread(thread).callbacks.len() >= DEPTH {
            // A double fault, because there is no stack left to handle the first one on.
            let bug_check = BugCheck { code: 0x7F, parameters: [8, 0, 0, 0] };
            let text = format!("{name} of {on} is called inside {DEPTH} other callbacks, and the stack is used up");
            return Err(Violation::new(Rule::RecursionTooDeep, Outcome::BugCheck(bug_check), text));
        }
        let nt_held = self.nt_locks_of(thread);
        let hooked = function.filter(|_| self.enhanced);
        let state = self.thread_mut(thread);
        let (irql, held, critical) = (state.irql, state.held.len(), state.critical);
        state.callbacks.push(Callback {
            name,
            on,
            object,
            irql,
            held,
            nt_held,
            critical,
            hooked,
            points: 0,
            completed: 0,
        });
        Ok(())
    }

    /// The enhanced verifier's checks behind a callback: IRQL, and whether the thread is in a critical region.
    fn leave_hook(&self, thread: &Thread, callback: &Callback) -> Result<()> {
        let Some(function) = callback.hooked else { return Ok(()) };
        let Callback { name, on, irql, critical, .. } = *callback;
        if thread.irql != irql {
            let parameters = [0xE, u64::from(irql), u64::from(thread.irql)];
            let text = format!("{name} of {on} was entered at IRQL {irql} and returned at {}", thread.irql);
            return Err(Violation::wdf(Rule::LockHeldAtReturn, parameters, text));
        }
        if u32::from(irql) <= APC_LEVEL && (critical > 0) != (thread.critical > 0) {
            let how =
                if critical > 0 { "returned outside the critical region" } else { "returned in a critical region" };
            let parameters = [0xF, function as u64, 0];
            return Err(Violation::wdf(Rule::LockHeldAtReturn, parameters, format!("{name} of {on} {how}")));
        }
        Ok(())
    }

    /// A thread leaves a callback of the driver: with the IRQL and the locks it came with.
    pub(crate) fn leave_callback(&mut self, thread: ThreadId) -> (Subject, Result<()>) {
        let callback = self.thread_mut(thread).callbacks.pop().expect("a callback that is left was entered");
        (callback.on, self.check_return(thread, callback))
    }

    fn check_return(&self, thread: ThreadId, callback: Callback) -> Result<()> {
        self.leave_hook(self.thread(thread), &callback)?;
        let Callback { name, on, irql, held, nt_held, .. } = callback;
        let state = self.thread(thread);
        let (extra, count, now) = (state.held.get(held).copied(), state.held.len(), state.irql);
        if count < held && self.verifier_on() {
            // The driver released a presentation lock: the verifier breaks when the framework wants to.
            return Ok(());
        }
        if count != held {
            let what = match extra {
                Some(lock) => format!("while it held {}", self.objects.subject(lock.object())),
                None => "without a lock that it was entered with".to_owned(),
            };
            return Err(Violation::undefined(Rule::LockHeldAtReturn, format!("{name} of {on} returned {what}")));
        }
        if self.nt_locks_of(thread) != nt_held {
            let text = format!("{name} of {on} returned while it held a lock of the kernel's");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        if now != irql {
            let text = format!("{name} of {on} was entered at IRQL {irql} and returned at {now}");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        Ok(())
    }
}
