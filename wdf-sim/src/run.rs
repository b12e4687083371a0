//! Running a test's body on machines: under one schedule, many, or all.
//!
//! Row 4 of the simulator. An exploration has an OS thread of its own, because a driver's panic can neither unwind through
//! the driver's frames nor be survived by its thread (`bugcheck.rs`).
//!
//! Key types: [`Explorer`], [`Explored`].

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use shuttle::scheduler::{RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use crate::bugcheck;
use crate::exec;
use crate::io::Machine;
use crate::kernel::{Counts, Kernel, OnBreak, Verifier};
use crate::report::Report;
use crate::sched::{self, Calm, Exhaustive, Machines, Pct, Progress, Reduced, Replay, Schedule};
use crate::touch::Memory;
use crate::violation::{Outcome, Rule, Violation};

/// Stack of a simulated thread, in bytes. It must hold a driver's callbacks nested in one another; untouched pages cost
/// nothing.
const STACK: usize = 1 << 20;
/// How many events a trace keeps.
const TRACE: usize = 20_000;
/// The variable with which a printed schedule is replayed.
const REPLAY: &str = "WDF_SIM_REPLAY";

/// The way through the schedules.
#[derive(Clone, Debug)]
enum Strategy {
    Calm,
    Random { seed: u64, schedules: usize },
    Pct { seed: u64, depth: usize, schedules: usize },
    Exhaustive { preemptions: usize, limit: usize },
    EveryOrder { limit: usize },
    Replay(Schedule),
}

/// Runs a test's body under schedules of some kind.
///
/// ```
/// use wdf_sim::{Explorer, Verifier};
///
/// let explored = Explorer::calm().verifier(Verifier::On).run(|machine| {
///     assert_eq!(machine.now().as_nanos(), 0);
/// });
/// assert_eq!(explored.schedules, 1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an explorer does nothing until it runs a body"]
pub struct Explorer {
    strategy: Strategy,
    verifier: Verifier,
    on_break: OnBreak,
    trace: usize,
    memory: Option<Memory>,
    reduce: bool,
}

/// What an exploration came to that found no broken rule.
#[derive(Clone, Debug, Default)]
pub struct Explored {
    /// How many schedules were run.
    pub schedules: usize,
    /// Whether these are all that the strategy has; only an exhaustive one has an end.
    pub exhausted: bool,
    /// How many more were begun and given up, because what they came to had been run: a reduction's cost.
    pub cut: usize,
    /// How many branches a reduction did not take, each of them at least one schedule.
    pub saved: u64,
    /// How many classes the schedules of an exhaustive exploration are of, if it was asked to find out: two schedules of one class differ only
    /// in the order of steps that touch nothing in common.
    pub classes: usize,
    /// What happened in them, added up.
    pub counts: Counts,
    /// The verifier's breaks that were continued.
    pub breaks: Vec<Violation>,
}

impl Explorer {
    const fn new(strategy: Strategy) -> Self {
        Self { strategy, verifier: Verifier::Off, on_break: OnBreak::Stop, trace: TRACE, memory: None, reduce: false }
    }

    /// One schedule: each thread runs until it waits, and time passes when nobody can go on.
    pub const fn calm() -> Self {
        Self::new(Strategy::Calm)
    }

    /// So many random schedules.
    pub const fn random(seed: u64, schedules: usize) -> Self {
        Self::new(Strategy::Random { seed, schedules })
    }

    /// So many schedules by probabilistic concurrency testing, which finds races of the given depth with known
    /// probability (Burckhardt and others, ASPLOS 2010).
    pub const fn pct(seed: u64, depth: usize, schedules: usize) -> Self {
        Self::new(Strategy::Pct { seed, depth, schedules })
    }

    /// Every schedule with at most so many preemptions.
    pub const fn exhaustive(preemptions: usize) -> Self {
        Self::new(Strategy::Exhaustive { preemptions, limit: usize::MAX })
    }

    /// Every order that can make a difference, with any number of preemptions: one schedule of each class of those that
    /// differ only in the order of steps which touch nothing in common.
    ///
    /// What the driver's threads share is to be named. The threads of the body itself must share nothing but the machine.
    pub const fn every_order(memory: Memory) -> Self {
        Self::new(Strategy::EveryOrder { limit: usize::MAX }).reduced(memory)
    }

    /// An exhaustive exploration leaves out schedules that come to a state which was reached before, in another order of
    /// steps that touch nothing in common. Nothing is missed that the bound on preemptions allows.
    pub const fn reduced(mut self, memory: Memory) -> Self {
        self.reduce = true;
        self.classified(memory)
    }

    /// An exhaustive exploration counts the classes that its schedules are of ([`Explored::classes`]), which takes time.
    pub const fn classified(mut self, memory: Memory) -> Self {
        self.memory = Some(memory);
        self
    }

    /// The schedule that a report printed.
    ///
    /// # Panics
    ///
    /// If the text is no schedule.
    pub fn replay(schedule: &str) -> Self {
        match schedule.parse() {
            Ok(schedule) => Self::new(Strategy::Replay(schedule)),
            Err(error) => panic!("{error}"),
        }
    }

    /// At most so many schedules of an exhaustive exploration, which is then perhaps not exhausted.
    pub const fn at_most(mut self, schedules: usize) -> Self {
        if let Strategy::Exhaustive { limit, .. } | Strategy::EveryOrder { limit } = &mut self.strategy {
            *limit = schedules;
        }
        self
    }

    /// With the framework's verifier off or on.
    pub const fn verifier(mut self, verifier: Verifier) -> Self {
        self.verifier = verifier;
        self
    }

    /// What the verifier's breaks do.
    pub const fn on_break(mut self, on_break: OnBreak) -> Self {
        self.on_break = on_break;
        self
    }

    /// How many events are kept for a report; 0 for none, which is faster.
    pub const fn trace(mut self, events: usize) -> Self {
        self.trace = events;
        self
    }

    /// Runs the body; a broken rule is the error.
    ///
    /// # Errors
    ///
    /// The report on the first broken rule.
    ///
    /// # Panics
    ///
    /// If the body panics; the panic is passed on.
    pub fn check(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> Result<Explored, Box<Report>> {
        let test = thread::current().name().filter(|name| *name != "main").map(str::to_owned);
        let (sender, receiver) = channel();
        let worker = {
            let (sender, test) = (sender, test.clone());
            thread::Builder::new()
                .name(test.clone().unwrap_or_else(|| "machine".to_owned()))
                .spawn(move || {
                    TEST.set(test);
                    let crashed = sender.clone();
                    bugcheck::report_to(move |violation| {
                        let (kernel, _) = exec::halt();
                        // Nobody waits any more only if the process ends.
                        let _ = crashed.send(End::Broken(report(violation, kernel, SCHEDULES.get())));
                    });
                    let end = self.explore(body);
                    // Nobody waits any more only if the process ends.
                    let _ = sender.send(end);
                })
                .expect("a thread for the machine")
        };
        match receiver.recv() {
            Ok(End::Explored(explored)) => {
                worker.join().expect("the machine's thread ends when it has sent its result");
                Ok(explored)
            }
            // After a driver's panic the thread never ends; it is left behind.
            Ok(End::Broken(report)) => Err(report),
            Ok(End::Panicked(payload)) => panic::resume_unwind(payload),
            Err(_) => match worker.join() {
                Err(payload) => panic::resume_unwind(payload),
                Ok(()) => panic!("the machine's thread ended without a result"),
            },
        }
    }

    /// Runs the body; a broken rule is a panic with the report.
    ///
    /// # Panics
    ///
    /// If a rule is broken, or the body panics.
    pub fn run(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> Explored {
        match self.check(body) {
            Ok(explored) => explored,
            Err(report) => panic!("{report}"),
        }
    }

    fn explore(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> End {
        let strategy = match std::env::var(REPLAY) {
            Ok(schedule) => match schedule.parse() {
                Ok(schedule) => Strategy::Replay(schedule),
                Err(error) => panic!("{REPLAY}: {error}"),
            },
            Err(_) => self.strategy,
        };
        let (verifier, on_break, trace) = (self.verifier, self.on_break, self.trace);
        let make = move || Kernel::new(verifier, on_break, trace);
        let (memory, reduce) = (self.memory, self.reduce);
        let progress = Rc::new(RefCell::new(Progress::default()));
        let schedules = match strategy {
            Strategy::Calm => drive(Calm::default(), memory, make, body),
            Strategy::Random { seed, schedules } => {
                drive(RandomScheduler::new_from_seed(seed, schedules), memory, make, body)
            }
            Strategy::Pct { seed, depth, schedules } => drive(Pct::new(seed, depth, schedules), memory, make, body),
            Strategy::Exhaustive { preemptions, limit } => {
                let strategy = Exhaustive::new(preemptions, limit, reduce, Rc::clone(&progress));
                drive(strategy, memory, make, body)
            }
            Strategy::EveryOrder { limit } => drive(Reduced::new(limit, Rc::clone(&progress)), memory, make, body),
            Strategy::Replay(schedule) => drive(Replay::new(schedule), memory, make, body),
        };
        if let Some(payload) = PANIC.take() {
            return End::Panicked(payload);
        }
        let (kernel, violation) = exec::halt();
        match violation {
            Some(violation) => End::Broken(report(*violation, kernel, schedules)),
            None => {
                let (counts, breaks) = TOTALS.take();
                let Progress { exhausted, cuts, saved, ref classes, .. } = *progress.borrow();
                let classes = if memory.is_some() { classes.len() } else { 0 };
                let schedules = schedules - cuts;
                End::Explored(Explored { schedules, exhausted, cut: cuts, saved, classes, counts, breaks })
            }
        }
    }
}

/// How an exploration ended.
enum End {
    Explored(Explored),
    Broken(Box<Report>),
    Panicked(Box<dyn Any + Send>),
}

thread_local! {
    /// The name of the test.
    static TEST: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The panic of the test's body, on its way to the test's thread.
    static PANIC: Cell<Option<Box<dyn Any + Send>>> = const { Cell::new(None) };
    static TOTALS: RefCell<(Counts, Vec<Violation>)> = const { RefCell::new((Counts::ZERO, Vec::new())) };
    static SCHEDULES: Cell<usize> = const { Cell::new(0) };
}

/// Runs all schedules of a strategy on this OS thread.
fn drive<S: Scheduler + 'static>(
    strategy: S,
    memory: Option<Memory>,
    make: impl Fn() -> Kernel + 'static,
    body: impl Fn(&Machine) + Send + Sync + 'static,
) -> usize {
    let mut config = Config::new();
    config.stack_size = STACK;
    config.failure_persistence = FailurePersistence::None;
    config.max_steps = MaxSteps::None;
    config.silence_warnings = true;
    let body = Arc::new(body);
    Runner::new(Machines::new(strategy, memory, make), config).run(move || {
        SCHEDULES.set(SCHEDULES.get() + 1);
        let body = Arc::clone(&body);
        guard(move || {
            body(&Machine::new());
            exec::pnp::join_applications();
            exec::pnp::shut_down();
        });
        exec::join_tasks();
        TOTALS.with_borrow_mut(|(counts, breaks)| {
            exec::with(|kernel| {
                counts.add(&kernel.counts);
                breaks.append(&mut kernel.breaks);
            });
        });
    })
}

/// Runs a piece of the test's code; its panic ends the run and is passed on to the test's thread.
pub(crate) fn guard(code: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(code)) {
        PANIC.set(Some(payload));
        exec::stop(Violation::new(Rule::DriverPanicked, Outcome::Leak, "the test's own code panicked"));
    }
}

fn report(violation: Violation, kernel: Option<Kernel>, schedules: usize) -> Box<Report> {
    let trace = kernel.map_or_else(Vec::new, |kernel| kernel.trace.into_events());
    let test = TEST.with_borrow(Clone::clone);
    Box::new(Report { violation, schedule: sched::choices(), trace, schedules, test })
}
