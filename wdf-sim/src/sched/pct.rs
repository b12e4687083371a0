//! Probabilistic concurrency testing, shuttle's, for a body that may run on one thread alone.
//!
//! Where there never was a choice there is one schedule, and shuttle's strategy would not begin a second.

use shuttle::scheduler::{PctScheduler, Schedule, Scheduler, Task, TaskId};

/// See the module.
#[derive(Debug)]
pub(crate) struct Pct {
    strategy: PctScheduler,
    started: bool,
    /// There was a choice.
    chose: bool,
}

impl Pct {
    pub(crate) fn new(seed: u64, depth: usize, schedules: usize) -> Self {
        Self { strategy: PctScheduler::new_from_seed(seed, depth, schedules), started: false, chose: false }
    }
}

impl Scheduler for Pct {
    fn new_execution(&mut self) -> Option<Schedule> {
        if std::mem::replace(&mut self.started, true) && !self.chose {
            return None;
        }
        self.strategy.new_execution()
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, is_yielding: bool) -> Option<TaskId> {
        self.chose |= ready.len() > 1;
        self.strategy.next_task(ready, current, is_yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.strategy.next_u64()
    }
}
