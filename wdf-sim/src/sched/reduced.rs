//! One schedule of each class: dynamic partial-order reduction.
//!
//! A schedule is run, and its races are looked at: where two steps depend on each other and nothing but chance put one
//! before the other, a thread that leads to the other order is noted at the node before the first of them. Threads that
//! were tried at a node sleep below it until a step is taken that depends on theirs. This is source-DPOR with sleep sets
//! (Abdulla, Aronsson, Jonsson, Sagonas, "Optimal dynamic partial order reduction", POPL 2014), with one addition for waits:
//! a thread that could run before a step and cannot after it is noted at the step too, since the step it would have taken
//! is not there to be found racing.
//!
//! There is no bound on preemptions: every class is run, at least once.
//!
//! Several machines share an exploration by its first choices. At these all threads are tried that do not sleep, whatever
//! races are found below, so that no machine depends on what another one finds. A machine begins each branch, and leaves
//! those that are another's; a few classes are run by two.

use std::cell::RefCell;
use std::rc::Rc;

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};

use super::history::History;
use super::{Progress, Shard, prefer, task_of, thread_of};
use crate::touch::{self, Footprint};
use crate::trace::ThreadId;

/// The state before a step.
#[derive(Debug, Default)]
struct Node {
    /// Who could run.
    enabled: Vec<ThreadId>,
    /// Who is to be tried, those that were included.
    wanted: Vec<ThreadId>,
    /// Who need not be tried, with the step that it would take: all that begins with it was run elsewhere.
    sleeping: Vec<(ThreadId, Footprint)>,
    /// How many threads were tried.
    tried: usize,
}

impl Node {
    fn sleeps(&self, thread: ThreadId) -> bool {
        self.sleeping.iter().any(|(sleeper, _)| *sleeper == thread)
    }

    /// One of these threads is to be tried, unless one of them is or need not be.
    fn want_one_of(&mut self, threads: &[ThreadId], rather: ThreadId) {
        if self.enabled.len() < 2 || threads.iter().any(|thread| self.wanted.contains(thread) || self.sleeps(*thread)) {
            return;
        }
        let possible = |thread: &ThreadId| self.enabled.contains(thread);
        let first = Some(rather).filter(|it| threads.contains(it) && possible(it));
        let chosen = first.or_else(|| threads.iter().copied().find(|it| possible(it)));
        self.wanted.extend(chosen);
    }
}

/// The first so many choices say to which part of the tree a schedule belongs, where several machines share it.
const SPLIT: usize = 6;

/// Whose a choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Every machine tries all.
    Shared,
    Mine,
    Anothers,
}

/// See the module.
pub(crate) struct Reduced {
    limit: usize,
    shard: Shard,
    runs: usize,
    history: History,
    /// The node before each step of the history, and perhaps that of the step to be taken next.
    nodes: Vec<Node>,
    /// Steps of this run that were taken.
    at: usize,
    /// What is to be chosen at the last node, where this run leaves the one before.
    turn: Option<ThreadId>,
    progress: Rc<RefCell<Progress>>,
}

impl Reduced {
    /// At most `limit` schedules.
    pub(crate) fn new(limit: usize, shard: Shard, progress: Rc<RefCell<Progress>>) -> Self {
        let (history, nodes) = (History::default(), Vec::new());
        Self { limit, shard, runs: 0, history, nodes, at: 0, turn: None, progress }
    }

    /// The threads that were chosen so far where there was a choice, if several machines share the exploration: as many as
    /// say whose a schedule is.
    fn first_choices(&self) -> Vec<ThreadId> {
        let was_choice = |step: &usize| self.nodes[*step].enabled.len() > 1;
        let steps = (0..self.at).filter(was_choice).take(SPLIT);
        steps.map(|step| self.history.event(step).thread).collect()
    }

    /// What this machine does where a new choice comes up.
    fn part(&self) -> Part {
        if self.shard.of == 1 {
            return Part::Mine;
        }
        let choices = self.first_choices();
        match choices.len() {
            SPLIT if !self.shard.has(&choices) => Part::Anothers,
            SPLIT => Part::Mine,
            _ => Part::Shared,
        }
    }

    /// Takes in the steps since the last choice.
    fn absorb(&mut self) {
        for (thread, footprint) in touch::take_steps() {
            if self.at < self.history.len() {
                assert_eq!(
                    self.history.event(self.at).thread,
                    thread,
                    "the test's body is not deterministic: the same schedule led to another state"
                );
                self.history.again(self.at, footprint);
                self.at += 1;
                continue;
            }
            if self.at == self.nodes.len() {
                self.open(vec![thread]);
            }
            let races = self.history.push(thread, footprint);
            self.at += 1;
            for first in races {
                let initials = self.history.initials(first);
                self.nodes[first].want_one_of(&initials, thread);
            }
        }
    }

    /// The node before the next step.
    fn open(&mut self, enabled: Vec<ThreadId>) {
        let mut sleeping = Vec::new();
        if let Some(last) = self.at.checked_sub(1) {
            let event = self.history.event(last);
            let before = &mut self.nodes[last];
            for thread in before.enabled.clone() {
                if thread != event.thread && !enabled.contains(&thread) {
                    before.want_one_of(&[thread], thread);
                }
            }
            let stay =
                |(thread, step): &&(ThreadId, Footprint)| *thread != event.thread && !step.depends_on(&event.footprint);
            sleeping = before.sleeping.iter().filter(stay).cloned().collect();
        }
        self.nodes.push(Node { enabled, wanted: Vec::new(), sleeping, tried: 0 });
    }

    /// The deepest node at which somebody is still to be tried.
    fn turn_back(&mut self) -> bool {
        self.nodes.truncate(self.history.len());
        let mut progress = self.progress.borrow_mut();
        while let Some(index) = self.nodes.len().checked_sub(1) {
            let event = self.history.event(index);
            let node = &mut self.nodes[index];
            node.sleeping.push((event.thread, event.footprint.clone()));
            node.tried += 1;
            let next = node.wanted.iter().copied().find(|thread| !node.sleeps(*thread));
            self.history.truncate(index);
            if let Some(next) = next {
                self.turn = Some(next);
                return true;
            }
            progress.saved += (node.enabled.len() - node.tried) as u64;
            self.nodes.pop();
        }
        progress.exhausted = true;
        false
    }
}

impl Scheduler for Reduced {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.runs > 0 {
            self.absorb();
            self.progress.borrow_mut().end_run(self.history.class());
            if !self.turn_back() {
                return None;
            }
        }
        if self.runs >= self.limit {
            return None;
        }
        self.runs += 1;
        self.at = 0;
        Some(Schedule::new(0))
    }

    fn next_task(&mut self, ready: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        self.absorb();
        let chosen = if self.at < self.history.len() {
            self.history.event(self.at).thread
        } else if let Some(turn) = self.turn.take() {
            turn
        } else {
            let part = self.part();
            if part == Part::Anothers {
                self.progress.borrow_mut().cut = true;
                return None;
            }
            self.open(ready.iter().map(|task| thread_of(task.id())).collect());
            let node = &mut self.nodes[self.at];
            if part == Part::Shared {
                node.wanted = node.enabled.clone();
            }
            let node = &self.nodes[self.at];
            let awake: Vec<TaskId> =
                ready.iter().map(|task| task.id()).filter(|task| !node.sleeps(thread_of(*task))).collect();
            let Some(chosen) = prefer(&awake, current) else {
                // Whatever begins here was run elsewhere.
                self.nodes.pop();
                self.progress.borrow_mut().cut = true;
                return None;
            };
            thread_of(chosen)
        };
        let node = &mut self.nodes[self.at];
        if !node.wanted.contains(&chosen) {
            node.wanted.push(chosen);
        }
        Some(task_of(ready, chosen))
    }

    fn next_u64(&mut self) -> u64 {
        0
    }
}
