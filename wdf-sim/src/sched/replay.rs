//! The schedule that a report printed, once more.

use std::cell::RefCell;

use shuttle::scheduler::{Schedule as ShuttleSchedule, Scheduler, Task, TaskId};

use super::{Schedule, prefer, thread_of};

thread_local! {
    static MISFIT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Why the schedule that was replayed last on this OS thread is not one of what ran, if it is not.
pub(crate) fn misfit() -> Option<String> {
    MISFIT.take()
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Replay {
    schedule: Schedule,
    next: usize,
    started: bool,
    /// Where the schedule names a thread that cannot run, the replay ends; otherwise it goes on calmly.
    strict: bool,
}

impl Replay {
    pub(crate) fn new(schedule: Schedule, strict: bool) -> Self {
        MISFIT.set(None);
        Self { schedule, next: 0, started: false, strict }
    }
}

impl Scheduler for Replay {
    fn new_execution(&mut self) -> Option<ShuttleSchedule> {
        (!std::mem::replace(&mut self.started, true)).then(|| ShuttleSchedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        let recorded = self.schedule.choices().get(self.next).copied();
        self.next += 1;
        let wanted = recorded.and_then(|thread| ready.iter().find(|task| thread_of(task.id()) == thread));
        if let (Some(thread), None, true) = (recorded, wanted, self.strict) {
            let threads: Vec<String> = ready.iter().map(|task| thread_of(task.id()).to_string()).collect();
            MISFIT.set(Some(format!(
                "the schedule is not one of this test, or the test has changed: its choice {} is {thread}, and {} could run",
                self.next,
                threads.join(" or ")
            )));
            return None;
        }
        // Beyond its end the replay goes on calmly.
        let ready: Vec<TaskId> = ready.iter().map(|task| task.id()).collect();
        wanted.map(|task| task.id()).or_else(|| prefer(&ready, current))
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
