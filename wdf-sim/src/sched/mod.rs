//! Who runs next.
//!
//! Strategies are shuttle's: each file holds one, an oracle that is asked only where more than one simulated thread could
//! run. [`Machines`] stands between it and shuttle: it puts a fresh machine under each schedule, leaves out the threads that
//! wait, ends the schedule when the run is stopped, and writes down the choices, so that a run can be replayed.
//!
//! Key types: [`Machines`], [`Schedule`].

mod calm;
mod exhaustive;
mod replay;
mod schedule;

use std::cell::RefCell;
use std::mem::ManuallyDrop;

use shuttle::scheduler::{Schedule as ShuttleSchedule, Scheduler, Task, TaskId};

pub(crate) use calm::Calm;
pub(crate) use exhaustive::{Exhausted, Exhaustive};
pub(crate) use replay::Replay;
pub use schedule::{ParseScheduleError, Schedule};

use crate::exec;
use crate::kernel::Kernel;
use crate::trace::ThreadId;

thread_local! {
    static CHOICES: RefCell<Schedule> = const { RefCell::new(Schedule::new()) };
}

/// The choices of the schedule that runs, or ran last, on this OS thread.
pub(crate) fn choices() -> Schedule {
    CHOICES.with_borrow(Clone::clone)
}

/// Runs a strategy over simulated machines.
pub(crate) struct Machines<S> {
    /// Never dropped: shuttle's random one would then print a way to replay the run that is not ours.
    strategy: ManuallyDrop<S>,
    make: Box<dyn Fn() -> Kernel>,
}

impl<S: Scheduler> Machines<S> {
    pub(crate) fn new(strategy: S, make: impl Fn() -> Kernel + 'static) -> Self {
        Self { strategy: ManuallyDrop::new(strategy), make: Box::new(make) }
    }
}

fn thread_of(task: TaskId) -> ThreadId {
    ThreadId(u32::try_from(usize::from(task)).expect("few threads"))
}

impl<S: Scheduler> Scheduler for Machines<S> {
    fn new_execution(&mut self) -> Option<ShuttleSchedule> {
        if exec::is_stopped() {
            return None;
        }
        let schedule = self.strategy.new_execution()?;
        CHOICES.set(Schedule::new());
        exec::boot((self.make)());
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
        let ready: Vec<&Task> = exec::with(|kernel| {
            runnable.iter().copied().filter(|task| kernel.is_ready(thread_of(task.id()))).collect()
        });
        match ready.as_slice() {
            [] => {
                exec::record(exec::with(|kernel| kernel.stuck()));
                None
            }
            [only] => Some(only.id()),
            several => {
                let chosen = self.strategy.next_task(several, current, false)?;
                CHOICES.with_borrow_mut(|choices| choices.push(thread_of(chosen)));
                Some(chosen)
            }
        }
    }

    fn next_u64(&mut self) -> u64 {
        self.strategy.next_u64()
    }
}
