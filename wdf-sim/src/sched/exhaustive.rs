//! Every schedule with at most so many preemptions, depth first.
//!
//! A preemption is a switch away from a thread that could have gone on; switches at waits are free. Races that need more
//! than two or three preemptions are rare, and their number is what makes schedules explode (Musuvathi and Qadeer,
//! "Iterative context bounding", PLDI 2007).
//!
//! With a reduction, a run is given up where it comes to a state that was reached before, in the same thread and with no
//! fewer preemptions left. States are known by the class of the steps that led to them (`history.rs`). Unlike the
//! backtracking of `reduced.rs` this needs no care for the bound: all that the bound allows from there was or will be run.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

use super::history::{Class, History};
use super::{Progress, Shard, look, thread_of};
use crate::touch;
use crate::trace::ThreadId;

/// The first so many choices say to which part of the tree a schedule belongs, where several machines share it.
const SPLIT: usize = 8;

/// One choice on the way down the tree.
#[derive(Debug)]
struct Level {
    /// What may be chosen here, the thread that goes on first.
    options: Vec<TaskId>,
    chosen: usize,
    /// How many steps came before.
    steps: usize,
}

/// A state, as far as it decides what can follow: the class, who goes on, and over whom time has passed.
type State = (Class, Option<ThreadId>, Vec<u32>);

/// See the module.
#[derive(Debug)]
pub(crate) struct Exhaustive {
    bound: usize,
    limit: usize,
    shard: Shard,
    schedules: usize,
    path: Vec<Level>,
    depth: usize,
    preemptions: usize,
    history: History,
    steps: usize,
    /// The states that were reached, and with how many preemptions; nothing without a reduction.
    reached: Option<HashMap<State, usize>>,
    progress: Rc<RefCell<Progress>>,
}

impl Exhaustive {
    /// At most `bound` preemptions in a schedule, and at most `limit` schedules.
    pub(crate) fn new(bound: usize, limit: usize, shard: Shard, reduce: bool, progress: Rc<RefCell<Progress>>) -> Self {
        Self {
            bound,
            limit,
            shard,
            schedules: 0,
            path: Vec::new(),
            depth: 0,
            preemptions: 0,
            history: History::default(),
            steps: 0,
            reached: reduce.then(HashMap::new),
            progress,
        }
    }

    /// Takes in the steps since the last choice.
    fn absorb(&mut self) {
        for (thread, footprint) in touch::take_steps() {
            if self.steps == self.history.len() {
                self.history.push(thread, footprint);
            } else {
                self.history.again(self.steps, footprint);
            }
            self.steps += 1;
        }
    }

    /// Goes to the next branch of the tree; false if there is none.
    fn advance(&mut self) -> bool {
        while let Some(level) = self.path.last_mut() {
            level.chosen += 1;
            if level.chosen < level.options.len() {
                self.history.truncate(level.steps);
                return true;
            }
            self.path.pop();
        }
        false
    }

    /// Whether what begins with the choices so far is another machine's.
    fn is_anothers(&self) -> bool {
        let choices: Vec<ThreadId> = self.path.iter().map(|level| thread_of(level.options[level.chosen])).collect();
        !self.shard.has(&choices)
    }

    /// Whether all that can follow was run already, or will be.
    fn was_here(&mut self, goes_on: Option<TaskId>) -> bool {
        let class = self.history.class();
        let Some(reached) = &mut self.reached else { return false };
        let state = (class, goes_on.map(thread_of), look(|kernel| kernel.passed_over()));
        match reached.get_mut(&state) {
            Some(before) if *before <= self.preemptions => true,
            Some(before) => {
                *before = self.preemptions;
                false
            }
            None => {
                reached.insert(state, self.preemptions);
                false
            }
        }
    }
}

impl Scheduler for Exhaustive {
    fn new_execution(&mut self) -> Option<Schedule> {
        self.absorb();
        if self.schedules > 0 {
            self.progress.borrow_mut().end_run(self.history.class());
            if !self.advance() {
                self.progress.borrow_mut().exhausted = true;
                return None;
            }
        }
        if self.schedules >= self.limit {
            return None;
        }
        self.schedules += 1;
        self.depth = 0;
        self.preemptions = 0;
        self.steps = 0;
        Some(Schedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        self.absorb();
        let goes_on = current.filter(|current| ready.iter().any(|task| task.id() == *current));
        if self.depth == self.path.len() {
            if self.depth == SPLIT && self.is_anothers() {
                self.progress.borrow_mut().cut = true;
                return None;
            }
            let others = ready.iter().map(|task| task.id()).filter(|id| Some(*id) != goes_on);
            let options: Vec<TaskId> = match goes_on {
                Some(current) if self.preemptions >= self.bound => vec![current],
                Some(current) => std::iter::once(current).chain(others).collect(),
                None => others.collect(),
            };
            if self.was_here(goes_on) {
                let mut progress = self.progress.borrow_mut();
                progress.cut = true;
                progress.saved += options.len() as u64 - 1;
                return None;
            }
            self.path.push(Level { options, chosen: 0, steps: self.history.len() });
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
