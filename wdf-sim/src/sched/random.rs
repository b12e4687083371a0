//! Schedules drawn at random, each from a seed of its own: so a part of them can be run on another machine.
//!
//! Two ways to draw: at each point any thread with the same probability, or by probabilistic concurrency testing, where
//! threads have priorities that change at a few points (Burckhardt and others, "A randomized scheduler with probabilistic
//! guarantees of finding bugs", ASPLOS 2010).

use fastrand::Rng;
use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

use super::{Shard, prefer, thread_of};

/// How a schedule is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Draw {
    /// Any thread.
    Uniform,
    /// Priorities, for races that need so many steps in a certain order.
    Priorities { depth: usize },
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Random {
    seed: u64,
    draw: Draw,
    /// How many schedules there are, on all machines together.
    schedules: usize,
    shard: Shard,
    /// The next schedule's number.
    next: usize,
    rng: Rng,
    /// By thread; the highest goes first.
    priorities: Vec<u64>,
    /// The choices at which the thread that would go on falls behind all others.
    changes: Vec<usize>,
    choices: usize,
    /// How many choices the first run had, which is calm: from these the changes are drawn.
    length: Option<usize>,
}

impl Random {
    pub(crate) fn new(seed: u64, draw: Draw, schedules: usize, shard: Shard) -> Self {
        let (priorities, changes) = (Vec::new(), Vec::new());
        let next = shard.index;
        Self { seed, draw, schedules, shard, next, rng: Rng::new(), priorities, changes, choices: 0, length: None }
    }

    /// Begins the schedule of this number: it depends on nothing else.
    fn begin(&mut self, number: usize) {
        self.rng = Rng::with_seed(self.seed.wrapping_add((number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        self.priorities.clear();
        self.choices = 0;
        if let (Draw::Priorities { depth }, Some(length)) = (self.draw, self.length) {
            self.changes = (1..depth).map(|_| self.rng.usize(..length.max(1))).collect();
        }
    }

    fn priority(&mut self, thread: usize) -> u64 {
        while self.priorities.len() <= thread {
            // Below are the priorities that threads fall to.
            self.priorities.push(self.rng.u64(1 << 32..));
        }
        self.priorities[thread]
    }

    fn by_priority(&mut self, ready: &[&Task]) -> Option<TaskId> {
        let number = |task: &TaskId| thread_of(*task).0 as usize;
        let mut highest = || {
            let task = ready.iter().map(|task| task.id()).max_by_key(|task| self.priority(number(task)));
            task.map(|task| (task, number(&task)))
        };
        let (first, thread) = highest()?;
        let Some(change) = self.changes.iter().position(|at| *at == self.choices) else { return Some(first) };
        self.priorities[thread] = change as u64;
        ready.iter().map(|task| task.id()).max_by_key(|task| self.priority(number(task)))
    }
}

impl Scheduler for Random {
    fn new_execution(&mut self) -> Option<Schedule> {
        if let (Draw::Priorities { .. }, None) = (self.draw, self.length) {
            // The calm run, by which the length is known, is every machine's first.
            if self.choices > 0 || self.next > self.shard.index {
                self.length = Some(self.choices);
            }
        }
        // Where there never was a choice there is one schedule.
        if self.next >= self.schedules || self.length == Some(0) {
            return None;
        }
        let number = self.next;
        self.next += self.shard.of;
        self.begin(number);
        Some(Schedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        let chosen = match (self.draw, self.length) {
            (Draw::Uniform, _) => Some(ready[self.rng.usize(..ready.len())].id()),
            (Draw::Priorities { .. }, None) => prefer(&ready.iter().map(|task| task.id()).collect::<Vec<_>>(), current),
            (Draw::Priorities { .. }, Some(_)) => self.by_priority(ready),
        };
        self.choices += 1;
        chosen
    }

    fn next_u64(&mut self) -> u64 {
        self.rng.u64(..)
    }
}
