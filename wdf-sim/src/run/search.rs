//! The schedules of an exploration, one after another, on the OS thread that it has for itself.
//!
//! Beside `mod.rs`, which says what is explored; `retell.rs` runs what is found once more.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use shuttle::scheduler::Scheduler;
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use super::replay::Line;
use super::script::Script;
use super::{Explored, Explorer, Seen, Strategy, Watch};
use crate::ddi::globals;
use crate::exec;
use crate::fault::Plan;
use crate::kernel::{Counts, Kernel, Verifier};
use crate::machine::{Machine, guard, take_panic};
use crate::report::{REPLAY, Report};
use crate::sched::{self, Calm, Choices, Draw, Exhaustive, Machines, Progress, Random, Reduced, Replay, Shard};
use crate::touch::Memory;
use crate::violation::Violation;

/// Stack of a simulated thread, in bytes. It must hold a driver's callbacks nested in one another; untouched pages cost
/// nothing.
const STACK: usize = 1 << 20;
/// How many events a trace keeps.
pub(super) const TRACE: usize = 20_000;

/// How many of its last events are shown where a test's own code panics.
const LAST: usize = 12;

/// The test's code.
pub(super) type Body = Arc<dyn Fn(&Machine) + Send + Sync>;

/// What may end an exploration before its end.
#[derive(Debug)]
struct Limits {
    deadline: Option<Instant>,
    watch: Option<Watch>,
}

impl Limits {
    /// Whether another schedule may be begun.
    fn allow(&self) -> bool {
        self.deadline.is_none_or(|deadline| Instant::now() < deadline)
            && self.watch.as_ref().is_none_or(|Watch(watch)| {
                let seen = Seen { schedules: SCHEDULES.get(), depth: sched::choices().schedule().choices().len() };
                watch(seen).is_continue()
            })
    }
}

/// What a strategy is run for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// To find a broken rule.
    Search,
    /// To find a shorter way to it.
    Shrink,
    /// To show it.
    Show,
}

/// How an exploration ended.
pub(super) enum End {
    Explored(Explored),
    Broken(Box<Report>),
    /// A broken rule that cost the machine's thread; the choices that led there.
    Crashed(Box<Report>, Choices),
    Misfit(String),
    Panicked(Box<dyn Any + Send>),
}

impl Explorer {
    /// Runs the schedules, on this thread.
    pub(super) fn search(&self, body: &Body) -> End {
        match std::env::var(REPLAY) {
            Ok(text) => match Line::parse(&text) {
                // A replay is of one world: an explorer of the other one has nothing to do but to run.
                Ok(Line { verifier: Some(verifier), .. }) if verifier != self.verifier => {
                    self.once(Strategy::Calm, Purpose::Search, body)
                }
                Ok(line) => self.once(line.strategy(), Purpose::Search, body),
                Err(error) => End::Misfit(format!("{REPLAY}: {error}")),
            },
            Err(_) if self.faults.is_empty() => self.once(self.strategy.clone(), Purpose::Search, body),
            Err(_) => self.with_faults(body),
        }
    }

    /// Runs the schedules once for each fault and each point at which it can come.
    fn with_faults(&self, body: &Body) -> End {
        let mut all = Explored { exhausted: true, ..Explored::default() };
        for fault in &self.faults {
            for at in 0.. {
                PLAN.set(Some(Plan::new(*fault, at)));
                HAPPENED.set(false);
                match self.once(self.strategy.clone(), Purpose::Search, body) {
                    End::Explored(explored) => all.add(explored),
                    end => return end,
                }
                if !HAPPENED.get() {
                    break;
                }
                all.faults += 1;
            }
        }
        PLAN.set(None);
        End::Explored(all)
    }

    /// Runs the schedules of one strategy.
    pub(super) fn once(&self, strategy: Strategy, purpose: Purpose, body: &Body) -> End {
        let Self { verifier, on_break, enhanced, memory, reduce, shard, .. } = *self;
        let heartbeat = HEARTBEAT.with_borrow(Arc::clone);
        let (trace, located) = match purpose {
            Purpose::Search => (self.trace, false),
            Purpose::Shrink => (0, false),
            Purpose::Show => (TRACE, true),
        };
        let make = move || {
            let mut kernel = Kernel::new(verifier, on_break, trace);
            kernel.fault = PLAN.get();
            kernel.globals = globals::globals() as u64;
            kernel.enhanced = enhanced;
            kernel.heartbeat = Arc::clone(&heartbeat);
            if located {
                kernel.trace.locate();
            }
            kernel
        };
        SCHEDULES.set(0);
        TOTALS.take();
        let progress = Rc::new(RefCell::new(Progress::default()));
        let is_search = matches!(purpose, Purpose::Search);
        let limits = Limits {
            deadline: self.time.filter(|_| is_search).map(|time| Instant::now() + time),
            watch: self.watch.clone().filter(|_| is_search),
        };
        let drive = Drive { memory, limits, body };
        let is_first = shard.index == 0 || !is_search;
        let shard = if is_search { shard } else { Shard::WHOLE };
        let schedules = match strategy {
            Strategy::Calm if !is_first => 0,
            Strategy::Calm => drive.all(Calm::default(), make),
            Strategy::Random { seed, schedules } => drive.all(Random::new(seed, Draw::Uniform, schedules, shard), make),
            Strategy::Pct { seed, depth, schedules } => {
                drive.all(Random::new(seed, Draw::Priorities { depth }, schedules, shard), make)
            }
            Strategy::Exhaustive { preemptions, limit } => {
                drive.all(Exhaustive::new(preemptions, limit, shard, reduce, Rc::clone(&progress)), make)
            }
            Strategy::EveryOrder { limit } => drive.all(Reduced::new(limit, shard, Rc::clone(&progress)), make),
            Strategy::Replay { schedule, strict, plan, kept } => {
                PLAN.set(plan);
                match (&self.script, kept) {
                    (Some(script), None) => script.keep_all(),
                    (Some(script), Some(kept)) if script.keep(kept.clone()) => {}
                    (None, None) => {}
                    (_, Some(kept)) => return End::Misfit(format!("the test's script has no steps {kept}")),
                }
                drive.all(Replay::new(schedule, strict), make)
            }
        };
        if let Some(payload) = take_panic() {
            let choices = sched::choices();
            let world = if verifier == Verifier::On { "on" } else { "off" };
            let (kernel, _) = exec::halt();
            let events = kernel.map_or_else(Vec::new, |kernel| kernel.trace.into_events());
            eprintln!("the test's own code panicked; what happened before, the last below:");
            for event in events.iter().rev().take(LAST).rev() {
                eprintln!("  {event}");
            }
            eprintln!("replay: {REPLAY}='{world}:{}'", choices.schedule());
            return End::Panicked(payload);
        }
        let (kernel, violation) = exec::halt();
        if let Some(text) = sched::misfit() {
            return End::Misfit(text);
        }
        match violation {
            Some(violation) => {
                let mut report = report(*violation, kernel, verifier, self.script.as_ref());
                report.schedules = schedules;
                End::Broken(report)
            }
            None => {
                let (counts, breaks) = TOTALS.take();
                let Progress { exhausted, cuts, saved, ref classes, .. } = *progress.borrow();
                let classes = if memory.is_some() { classes.len() } else { 0 };
                let schedules = schedules - cuts;
                End::Explored(Explored { schedules, exhausted, cut: cuts, faults: 0, saved, classes, counts, breaks })
            }
        }
    }
}

thread_local! {
    /// The name of the test.
    static TEST: RefCell<Option<String>> = const { RefCell::new(None) };
    static TOTALS: RefCell<(Counts, Vec<Violation>)> = const { RefCell::new((Counts::ZERO, Vec::new())) };
    /// Where the machines of this OS thread count their steps.
    static HEARTBEAT: RefCell<Arc<AtomicU64>> = RefCell::default();
    static SCHEDULES: Cell<usize> = const { Cell::new(0) };
    /// The fault that the runs are to see.
    static PLAN: Cell<Option<Plan>> = const { Cell::new(None) };
    /// Whether it came in one of them.
    static HAPPENED: Cell<bool> = const { Cell::new(false) };
}

/// What all strategies are run with.
struct Drive<'a> {
    memory: Option<Memory>,
    limits: Limits,
    body: &'a Body,
}

impl Drive<'_> {
    /// Runs all schedules of a strategy on this OS thread.
    fn all<S: Scheduler + 'static>(self, strategy: S, make: impl Fn() -> Kernel + 'static) -> usize {
        let mut config = Config::new();
        config.stack_size = STACK;
        config.failure_persistence = FailurePersistence::None;
        config.max_steps = MaxSteps::None;
        config.silence_warnings = true;
        let body = Arc::clone(self.body);
        let limits = self.limits;
        Runner::new(Machines::new(strategy, self.memory, move || limits.allow(), make), config).run(move || {
            SCHEDULES.set(SCHEDULES.get() + 1);
            let body = Arc::clone(&body);
            guard(move || {
                body(&Machine::new());
                exec::end::join_applications();
                exec::end::shut_down();
            });
            exec::join_tasks();
            TOTALS.with_borrow_mut(|(counts, breaks)| {
                exec::with(|kernel| {
                    counts.add(&kernel.counts);
                    if kernel.fault.is_some_and(|plan| plan.has_happened()) {
                        HAPPENED.set(true);
                    }
                    breaks.append(&mut kernel.breaks);
                });
            });
        })
    }
}

/// An exploration of this test begins on this OS thread; its runs are to see this fault, if one is planned.
pub(super) fn begin(test: Option<String>, heartbeat: Arc<AtomicU64>, plan: Option<Plan>) {
    TEST.set(test);
    HEARTBEAT.set(heartbeat);
    PLAN.set(plan);
}

/// The report on the run that has just ended.
pub(super) fn report(
    violation: Violation,
    kernel: Option<Kernel>,
    verifier: Verifier,
    script: Option<&Script>,
) -> Box<Report> {
    let (roles, trace) = kernel.map_or_else(Default::default, |kernel| {
        (kernel.threads.iter().map(|thread| thread.role).collect(), kernel.trace.into_events())
    });
    let test = TEST.with_borrow(Clone::clone);
    let choices: Choices = sched::choices();
    let (schedule, preemptions) = (choices.schedule().clone(), choices.preemptions());
    Box::new(Report {
        violation,
        schedule,
        trace,
        schedules: SCHEDULES.get(),
        test,
        verifier,
        preemptions,
        shrunk_from: None,
        again: None,
        plan: PLAN.get(),
        script: script.map(Script::played),
        roles,
    })
}
