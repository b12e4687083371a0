//! Who runs next.
//!
//! Strategies are shuttle's: each file holds one, an oracle that is asked only where more than one simulated thread could
//! run. [`Machines`] stands between it and shuttle: it puts a fresh machine under each schedule, leaves out the threads that
//! wait, ends the schedule when the run is stopped, and writes down the choices, so that a run can be replayed.
//!
//! Key types: [`Machines`], [`Schedule`].

mod calm;
mod exhaustive;
mod history;
mod random;
mod reduced;
mod replay;
mod schedule;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use shuttle::scheduler::{Schedule as ShuttleSchedule, Scheduler, Task, TaskId};

pub(crate) use calm::Calm;
pub(crate) use exhaustive::Exhaustive;
pub(crate) use history::Class;
pub(crate) use random::{Draw, Random};
pub(crate) use reduced::Reduced;
pub(crate) use replay::{Replay, misfit};
pub(crate) use schedule::{Choices, Part};
pub use schedule::{ParseScheduleError, Schedule};

use crate::exec;
use crate::kernel::Kernel;
use crate::touch::{self, Memory};
use crate::trace::ThreadId;

thread_local! {
    static CHOICES: RefCell<Choices> = const { RefCell::new(Choices::new()) };
}

/// The choices of the schedule that runs, or ran last, on this OS thread.
pub(crate) fn choices() -> Choices {
    CHOICES.with_borrow(Clone::clone)
}

/// Runs a strategy over simulated machines.
pub(crate) struct Machines<S> {
    strategy: S,
    make: Box<dyn Fn() -> Kernel>,
    /// Whether it is written down what steps touch.
    memory: Option<Memory>,
    /// Whether another schedule may be begun.
    may_begin: Box<dyn Fn() -> bool>,
}

impl<S: Scheduler> Machines<S> {
    pub(crate) fn new(
        strategy: S,
        memory: Option<Memory>,
        may_begin: impl Fn() -> bool + 'static,
        make: impl Fn() -> Kernel + 'static,
    ) -> Self {
        Self { strategy, make: Box::new(make), memory, may_begin: Box::new(may_begin) }
    }
}

fn thread_of(task: TaskId) -> ThreadId {
    ThreadId(u32::try_from(usize::from(task)).expect("few threads"))
}

/// The task of a thread, among those that are ready.
fn task_of(ready: &[&Task], thread: ThreadId) -> TaskId {
    let task = ready.iter().map(|task| task.id()).find(|task| thread_of(*task) == thread);
    task.expect("the test's body is not deterministic: the same schedule led to another state")
}

/// Looks at the machine in order to choose a thread.
fn look<R>(look: impl FnOnce(&mut Kernel) -> R) -> R {
    touch::unseen(|| exec::with(look))
}

/// Whom a strategy tries first: the thread that runs, then one that does not only let time pass; after one that gave way the next in
/// turn, so that several that poll do not keep the turns among themselves.
fn prefer(ready: &[TaskId], current: Option<TaskId>) -> Option<TaskId> {
    // Without a machine there is no time.
    let passes_time = |task: &TaskId| exec::is_running() && look(|kernel| kernel.only_passes_time(thread_of(*task)));
    let goes_on = current.filter(|current| ready.contains(current) && !passes_time(current));
    let gave_way = current.filter(|current| exec::is_running() && look(|kernel| kernel.gives_way(thread_of(*current))));
    let behind = ready.iter().filter(|task| gave_way.is_some_and(|current| usize::from(**task) > usize::from(current)));
    let in_turn = || behind.chain(ready).copied().find(|task| !passes_time(task));
    goes_on.or_else(in_turn).or(ready.first().copied())
}

/// A part of an exploration, for one of several machines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shard {
    /// From 0.
    pub(crate) index: usize,
    pub(crate) of: usize,
}

impl Shard {
    pub(crate) const WHOLE: Self = Self { index: 0, of: 1 };

    /// Whether what begins with these choices is of this part.
    pub(crate) fn has(self, choices: &[ThreadId]) -> bool {
        let mut hasher = DefaultHasher::new();
        choices.hash(&mut hasher);
        hasher.finish() % self.of as u64 == self.index as u64
    }
}

/// How far a strategy has come that leaves out what cannot differ.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// The search came to its end.
    pub(crate) exhausted: bool,
    /// The run was given up, because what it led to was run before.
    pub(crate) cut: bool,
    /// How many were.
    pub(crate) cuts: usize,
    /// Branches of the tree that were not taken, each at least one schedule.
    pub(crate) saved: u64,
    /// The classes of the schedules that were run to their end.
    pub(crate) classes: BTreeSet<Class>,
}

impl Progress {
    fn end_run(&mut self, class: Class) {
        if std::mem::take(&mut self.cut) {
            self.cuts += 1;
        } else {
            self.classes.insert(class);
        }
    }
}

impl<S: Scheduler> Scheduler for Machines<S> {
    fn new_execution(&mut self) -> Option<ShuttleSchedule> {
        if exec::is_stopped() || !(self.may_begin)() {
            return None;
        }
        let schedule = self.strategy.new_execution()?;
        CHOICES.set(Choices::new());
        exec::boot((self.make)(), self.memory);
        Some(schedule)
    }

    fn next_task(&mut self, runnable: &[&Task], current: Option<TaskId>, _is_yielding: bool) -> Option<TaskId> {
        if exec::is_stopped() {
            return None;
        }
        if let Some(current) = current.filter(|_| exec::is_spawning()) {
            // A thread that is half made is named by nobody: its maker goes on.
            return Some(current);
        }
        exec::boundary(exec::me());
        let ready: Vec<&Task> = look(|kernel| {
            let ready = runnable.iter().copied().filter(|task| kernel.is_ready(thread_of(task.id())));
            if kernel.only_ends() { ready.take(1).collect() } else { ready.collect() }
        });
        if let Some(urgent) = exec::fault::urgent()
            .and_then(|thread| ready.iter().map(|task| task.id()).find(|task| thread_of(*task) == thread))
        {
            return Some(urgent);
        }
        match ready.as_slice() {
            [] => {
                exec::record(look(|kernel| kernel.stuck()));
                None
            }
            [only] => Some(only.id()),
            several => {
                let chosen = self.strategy.next_task(several, current, false)?;
                let goes_on = current.filter(|current| several.iter().any(|task| task.id() == *current));
                CHOICES.with_borrow_mut(|choices| choices.push(thread_of(chosen), goes_on.map(thread_of)));
                Some(chosen)
            }
        }
    }

    fn next_u64(&mut self) -> u64 {
        self.strategy.next_u64()
    }
}
