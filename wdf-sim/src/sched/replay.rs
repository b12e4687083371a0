//! The schedule that a report printed, once more.

use shuttle::scheduler::{Schedule as ShuttleSchedule, Scheduler, Task, TaskId};

use super::{Schedule, thread_of};

/// See the module.
#[derive(Debug)]
pub(crate) struct Replay {
    schedule: Schedule,
    next: usize,
    started: bool,
}

impl Replay {
    pub(crate) fn new(schedule: Schedule) -> Self {
        Self { schedule, next: 0, started: false }
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
        // Beyond its end, or where the program has changed, the replay goes on calmly.
        let goes_on = ready.iter().find(|task| Some(task.id()) == current);
        wanted.or(goes_on).or(ready.first()).map(|task| task.id())
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
