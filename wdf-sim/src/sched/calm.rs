//! One schedule, the calm one: a thread runs until it waits, and time passes only when nobody can go on.

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

use super::thread_of;
use crate::exec;

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
        // Without a machine there is no time.
        let passes_time =
            |task: &TaskId| exec::is_running() && exec::with(|kernel| kernel.only_passes_time(thread_of(*task)));
        let busy: Vec<TaskId> = ready.iter().map(|task| task.id()).filter(|task| !passes_time(task)).collect();
        let goes_on = current.filter(|current| busy.contains(current));
        goes_on.or(busy.first().copied()).or(ready.first().map(|task| task.id()))
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
