//! Every schedule with at most so many preemptions, depth first.
//!
//! A preemption is a switch away from a thread that could have gone on; switches at waits are free. Races that need more
//! than two or three preemptions are rare, and their number is what makes schedules explode (Musuvathi and Qadeer,
//! "Iterative context bounding", PLDI 2007).

use std::cell::Cell;
use std::rc::Rc;

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

/// Whether the search came to its end.
pub(crate) type Exhausted = Rc<Cell<bool>>;

/// One choice on the way down the tree.
#[derive(Debug)]
struct Level {
    /// What may be chosen here, the thread that goes on first.
    options: Vec<TaskId>,
    chosen: usize,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Exhaustive {
    bound: usize,
    limit: usize,
    schedules: usize,
    path: Vec<Level>,
    depth: usize,
    preemptions: usize,
    exhausted: Exhausted,
}

impl Exhaustive {
    /// At most `bound` preemptions in a schedule, and at most `limit` schedules.
    pub(crate) fn new(bound: usize, limit: usize, exhausted: Exhausted) -> Self {
        Self { bound, limit, schedules: 0, path: Vec::new(), depth: 0, preemptions: 0, exhausted }
    }

    /// Goes to the next branch of the tree; false if there is none.
    fn advance(&mut self) -> bool {
        while let Some(level) = self.path.last_mut() {
            level.chosen += 1;
            if level.chosen < level.options.len() {
                return true;
            }
            self.path.pop();
        }
        false
    }
}

impl Scheduler for Exhaustive {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.schedules > 0 && !self.advance() {
            self.exhausted.set(true);
            return None;
        }
        if self.schedules >= self.limit {
            return None;
        }
        self.schedules += 1;
        self.depth = 0;
        self.preemptions = 0;
        Some(Schedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        let goes_on = current.filter(|current| ready.iter().any(|task| task.id() == *current));
        if self.depth == self.path.len() {
            let others = ready.iter().map(|task| task.id()).filter(|id| Some(*id) != goes_on);
            let options = match goes_on {
                Some(current) if self.preemptions >= self.bound => vec![current],
                Some(current) => std::iter::once(current).chain(others).collect(),
                None => others.collect(),
            };
            self.path.push(Level { options, chosen: 0 });
        }
        let level = &self.path[self.depth];
        let chosen = level.options[level.chosen];
        assert!(
            ready.iter().any(|task| task.id() == chosen),
            "the test's body is not deterministic: the same schedule led to another state"
        );
        self.depth += 1;
        self.preemptions += usize::from(goes_on.is_some_and(|current| current != chosen));
        Some(chosen)
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
