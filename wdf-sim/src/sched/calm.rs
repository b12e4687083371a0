//! One schedule, the calm one: a thread runs until it waits, and time passes only when nobody can go on.

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

use super::prefer;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Calm {
    started: bool,
}

impl Scheduler for Calm {
    fn new_execution(&mut self) -> Option<Schedule> {
        (!std::mem::replace(&mut self.started, true)).then(|| Schedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        let ready: Vec<TaskId> = ready.iter().map(|task| task.id()).collect();
        prefer(&ready, current)
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
