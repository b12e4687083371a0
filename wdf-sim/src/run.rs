//! Running a test's body on machines: under one schedule, many, or all.
//!
//! Row 4 of the simulator. An exploration has an OS thread of its own, because a driver's panic can neither unwind through
//! the driver's frames nor be survived by its thread (`bugcheck.rs`).
//!
//! Key types: [`Explorer`], [`Explored`].

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use shuttle::scheduler::Scheduler;
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use crate::bugcheck;
use crate::ddi::table;
use crate::environment::{self, REPLAY};
use crate::exec;
use crate::fault::{Fault, Plan};
use crate::io::Machine;
use crate::kernel::{Counts, Kernel, OnBreak, Verifier};
use crate::report::Report;
use crate::sched::{
    self, Calm, Choices, Draw, Exhaustive, Machines, ParseScheduleError, Progress, Random, Reduced, Replay, Schedule,
    Shard,
};
use crate::shrink::{self, Attempt};
use crate::touch::Memory;
use crate::violation::{Outcome, Rule, Violation};
use crate::watchdog;

/// Stack of a simulated thread, in bytes. It must hold a driver's callbacks nested in one another; untouched pages cost
/// nothing.
const STACK: usize = 1 << 20;
/// How many events a trace keeps.
const TRACE: usize = 20_000;
/// So many schedules of those with few preemptions are searched for a shorter story.
const SEARCHED: usize = 300;
/// How long a driver may compute.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way through the schedules.
#[derive(Clone, Debug)]
enum Strategy {
    Calm,
    Random { seed: u64, schedules: usize },
    Pct { seed: u64, depth: usize, schedules: usize },
    Exhaustive { preemptions: usize, limit: usize },
    EveryOrder { limit: usize },
    Replay { schedule: Schedule, strict: bool, plan: Option<Plan> },
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
    enhanced: bool,
    patience: Duration,
    trace: usize,
    memory: Option<Memory>,
    reduce: bool,
    shard: Shard,
    time: Option<Duration>,
    shrink: bool,
    watch: Option<Watch>,
    faults: Vec<Fault>,
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
    /// How many faults came, each at a point of its own ([`Explorer::faults`]).
    pub faults: usize,
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

impl Explored {
    fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.exhausted &= other.exhausted;
        self.cut += other.cut;
        self.saved += other.saved;
        self.classes += other.classes;
        self.counts.add(&other.counts);
        self.breaks.extend(other.breaks);
    }
}

impl Explorer {
    const fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            verifier: Verifier::Off,
            on_break: OnBreak::Stop,
            enhanced: false,
            patience: PATIENCE,
            trace: TRACE,
            memory: None,
            reduce: false,
            shard: Shard::WHOLE,
            time: None,
            shrink: true,
            watch: None,
            faults: Vec::new(),
        }
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

    /// The schedule that a report printed: `off:0*13.1`, or without the world.
    ///
    /// # Panics
    ///
    /// If the text is no schedule; [`Self::try_replay`] returns an error.
    pub fn replay(schedule: &str) -> Self {
        match Self::try_replay(schedule) {
            Ok(explorer) => explorer,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`Self::replay`].
    ///
    /// # Errors
    ///
    /// If the text is no schedule.
    pub fn try_replay(schedule: &str) -> Result<Self, ParseScheduleError> {
        let (verifier, plan, schedule) = replayed(schedule)?;
        let explorer = Self::new(Strategy::Replay { schedule, strict: true, plan });
        Ok(explorer.verifier(verifier.unwrap_or_default()))
    }

    /// At most so many schedules, which are then perhaps not all.
    pub fn at_most(mut self, most: usize) -> Self {
        match &mut self.strategy {
            Strategy::Exhaustive { limit, .. } | Strategy::EveryOrder { limit } => *limit = most,
            Strategy::Random { schedules, .. } | Strategy::Pct { schedules, .. } => {
                if most < *schedules {
                    *schedules = most;
                }
            }
            Strategy::Calm | Strategy::Replay { .. } => {}
        }
        self
    }

    /// At most so long: no schedule is begun after this time, so they are then perhaps not all.
    pub const fn within(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self
    }

    /// One of several parts of the exploration, `index` of `of` from 1, which together are the whole: for several machines.
    /// What has one schedule, or tries every order, is not divided: it is the first part.
    ///
    /// # Panics
    ///
    /// If there is no such part.
    pub const fn shard(mut self, index: usize, of: usize) -> Self {
        assert!(index >= 1 && index <= of, "parts are counted from 1");
        self.shard = Shard { index: index - 1, of };
        self
    }

    /// Whether a schedule that breaks a rule is shrunk to one that is easier to follow, which runs the body more often.
    pub const fn shrink(mut self, shrink: bool) -> Self {
        self.shrink = shrink;
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

    /// With the framework's enhanced verifier (`EnhancedVerifierOptions`, bit 0): callbacks of queues, and of PnP and
    /// power, must return at the IRQL and in the critical region that they were entered with.
    pub const fn enhanced(mut self) -> Self {
        self.enhanced = true;
        self
    }

    /// How long a piece of a driver's code, between two calls of the framework, may compute (30 seconds unless told).
    /// What takes longer does not come to an end, and is reported. Not on every system.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How many events are kept for a report; 0 for none, which is faster.
    pub const fn trace(mut self, events: usize) -> Self {
        self.trace = events;
        self
    }

    /// Explores once for each of these faults and each point of a run at which it can come, from the first request on: a
    /// cancel, a removal, a power-down at every scheduling point, the failure of each call that can fail in turn. The
    /// body must be ready for it: loading, adding and opening may fail, and I/O to a device that is gone is completed
    /// with `STATUS_NO_SUCH_DEVICE`.
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults = faults.into_iter().collect();
        self
    }

    /// Tells before each schedule how far the exploration has come; a break ends it.
    pub fn watch(mut self, watch: impl Fn(Seen) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        self.watch = Some(Watch(Arc::new(watch)));
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
    /// If the body panics; the panic is passed on. If a schedule is replayed that is not one of this body.
    pub fn check(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> Result<Explored, Box<Report>> {
        match self.explore(body) {
            Ok(explored) => Ok(explored),
            Err(Stopped::Broken(report)) => Err(report),
            Err(Stopped::Misfit(text)) => panic!("{text}"),
        }
    }

    /// As [`Self::check`], with an error also for a schedule that is not one of this body.
    ///
    /// # Errors
    ///
    /// Why it stopped before its end.
    ///
    /// # Panics
    ///
    /// If the body panics; the panic is passed on.
    pub fn explore(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> Result<Explored, Stopped> {
        let test = thread::current().name().filter(|name| *name != "main").map(str::to_owned);
        let (sender, receiver) = channel();
        let heartbeat = Arc::new(AtomicU64::new(0));
        let patience = self.patience;
        let worker = {
            let (sender, test, heartbeat) = (sender, test.clone(), Arc::clone(&heartbeat));
            thread::Builder::new()
                .name(test.clone().unwrap_or_else(|| "machine".to_owned()))
                .spawn(move || {
                    TEST.set(test);
                    let crashed = sender.clone();
                    let verifier = self.verifier;
                    bugcheck::report_to(move |violation| {
                        let (kernel, _) = exec::halt();
                        // Nobody waits any more only if the process ends.
                        let _ = crashed.send(End::Broken(report(violation, kernel, verifier, SCHEDULES.get())));
                    });
                    HEARTBEAT.set(heartbeat);
                    let body: Body = Arc::new(body);
                    let end = match self.search(&body) {
                        End::Broken(found) => End::Broken(self.retell(found, &body)),
                        end => end,
                    };
                    // Nobody waits any more only if the process ends.
                    let _ = sender.send(end);
                })
                .expect("a thread for the machine")
        };
        match watchdog::wait(&receiver, &worker, &heartbeat, patience) {
            Ok(End::Explored(explored)) => {
                worker.join().expect("the machine's thread ends when it has sent its result");
                Ok(explored)
            }
            // After a driver's panic the thread never ends; it is left behind.
            Ok(End::Broken(report)) => Err(Stopped::Broken(report)),
            Ok(End::Misfit(text)) => Err(Stopped::Misfit(text)),
            Ok(End::Panicked(payload)) => panic::resume_unwind(payload),
            Err(_) => match worker.join() {
                Err(payload) => panic::resume_unwind(payload),
                Ok(()) => panic!("the machine's thread ended without a result"),
            },
        }
    }

    /// Runs the body; a broken rule is a panic with the report, whose story is written as a page for a browser too.
    ///
    /// # Panics
    ///
    /// If a rule is broken, or the body panics.
    pub fn run(self, body: impl Fn(&Machine) + Send + Sync + 'static) -> Explored {
        match self.check(body) {
            Ok(explored) => explored,
            Err(report) => match report.write_page() {
                Ok(path) => panic!("{report}\n  story: {}", path.display()),
                Err(error) => panic!("{report}\n  (the story's page cannot be written: {error})"),
            },
        }
    }

    /// Runs the schedules, on this thread.
    fn search(&self, body: &Body) -> End {
        match std::env::var(REPLAY) {
            Ok(text) => match replayed(&text) {
                // A replay is of one world: an explorer of the other one has nothing to do but to run.
                Ok((Some(verifier), ..)) if verifier != self.verifier => {
                    self.once(Strategy::Calm, Purpose::Search, body)
                }
                Ok((_, plan, schedule)) => {
                    self.once(Strategy::Replay { schedule, strict: true, plan }, Purpose::Search, body)
                }
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

    /// The same broken rule in a schedule that is easier to follow, with the lines of the driver's code.
    fn retell(&self, found: Box<Report>, body: &Body) -> Box<Report> {
        // A panic costs this thread; its report says where it was. What has no end would take as long again.
        if found.violation.rule == Rule::DriverPanicked || found.violation.is_endless {
            return found;
        }
        let rule = found.violation.rule;
        let is_replay = matches!(self.strategy, Strategy::Replay { .. }) || std::env::var_os(REPLAY).is_some();
        let first = sched::choices();
        let again = |strategy, purpose| match self.once(strategy, purpose, body) {
            End::Broken(report) if report.violation.rule == rule => Some((report, sched::choices())),
            _ => None,
        };
        let best = if self.shrink && !is_replay && first.preemptions() > 0 {
            shrink::shrink(first.clone(), |attempt| {
                let strategy = match attempt {
                    Attempt::Schedule(schedule) => Strategy::Replay { schedule, strict: false, plan: PLAN.get() },
                    Attempt::Search { preemptions } => Strategy::Exhaustive { preemptions, limit: SEARCHED },
                };
                again(strategy, Purpose::Shrink).map(|(_, choices)| choices)
            })
        } else {
            first.clone()
        };
        let schedule = best.schedule().clone();
        match again(Strategy::Replay { schedule, strict: false, plan: PLAN.get() }, Purpose::Show) {
            Some((mut report, _)) => {
                report.schedules = found.schedules;
                report.shrunk_from = (best != first).then(|| first.preemptions());
                report
            }
            // A body that is not the same each time.
            None => found,
        }
    }

    /// Runs the schedules of one strategy.
    fn once(&self, strategy: Strategy, purpose: Purpose, body: &Body) -> End {
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
            kernel.globals = table::globals() as u64;
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
            Strategy::Calm | Strategy::EveryOrder { .. } if !is_first => 0,
            Strategy::Calm => drive.all(Calm::default(), make),
            Strategy::Random { seed, schedules } => drive.all(Random::new(seed, Draw::Uniform, schedules, shard), make),
            Strategy::Pct { seed, depth, schedules } => {
                drive.all(Random::new(seed, Draw::Priorities { depth }, schedules, shard), make)
            }
            Strategy::Exhaustive { preemptions, limit } => {
                drive.all(Exhaustive::new(preemptions, limit, shard, reduce, Rc::clone(&progress)), make)
            }
            Strategy::EveryOrder { limit } => drive.all(Reduced::new(limit, Rc::clone(&progress)), make),
            Strategy::Replay { schedule, strict, plan } => {
                PLAN.set(plan);
                drive.all(Replay::new(schedule, strict), make)
            }
        };
        if let Some(payload) = PANIC.take() {
            let choices = sched::choices();
            let world = if verifier == Verifier::On { "on" } else { "off" };
            eprintln!("the test's own code panicked; replay: {REPLAY}='{world}:{}'", choices.schedule());
            return End::Panicked(payload);
        }
        let (kernel, violation) = exec::halt();
        if let Some(text) = sched::misfit() {
            return End::Misfit(text);
        }
        match violation {
            Some(violation) => End::Broken(report(*violation, kernel, verifier, schedules)),
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

/// The world, if it is named, the fault, if there is one, and the schedule.
fn replayed(text: &str) -> Result<(Option<Verifier>, Option<Plan>, Schedule), ParseScheduleError> {
    if let Some((head, schedule)) = text.split_once(':') {
        let (world, plan) = head.split_once('+').map_or((head, None), |(world, plan)| (world, Some(plan)));
        let fault = plan.and_then(Plan::parse);
        if let Some(verifier) = environment::verifier(world).filter(|_| plan.is_some() == fault.is_some()) {
            return Ok((Some(verifier), fault, schedule.parse()?));
        }
    }
    Ok((None, None, text.parse()?))
}

/// The test's code.
type Body = Arc<dyn Fn(&Machine) + Send + Sync>;

/// How far an exploration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many schedules were begun.
    pub schedules: usize,
    /// How many choices the last one had.
    pub depth: usize,
}

/// Who is told how far an exploration has come.
#[derive(Clone)]
pub(crate) struct Watch(Arc<dyn Fn(Seen) -> ControlFlow<()> + Send + Sync>);

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// What may end an exploration before its end.
#[derive(Debug)]
pub(crate) struct Limits {
    deadline: Option<Instant>,
    watch: Option<Watch>,
}

impl Limits {
    /// Whether another schedule may be begun.
    pub(crate) fn allow(&self) -> bool {
        self.deadline.is_none_or(|deadline| Instant::now() < deadline)
            && self.watch.as_ref().is_none_or(|Watch(watch)| {
                let seen = Seen { schedules: SCHEDULES.get(), depth: sched::choices().schedule().choices().len() };
                watch(seen).is_continue()
            })
    }
}

/// What a strategy is run for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    /// To find a broken rule.
    Search,
    /// To find a shorter way to it.
    Shrink,
    /// To show it.
    Show,
}

/// Why an exploration stopped before its end.
#[derive(Debug)]
pub enum Stopped {
    /// A rule was broken.
    Broken(Box<Report>),
    /// The schedule to be replayed is not one of this body; why.
    Misfit(String),
}

/// How an exploration ended.
enum End {
    Explored(Explored),
    Broken(Box<Report>),
    Misfit(String),
    Panicked(Box<dyn Any + Send>),
}

thread_local! {
    /// The name of the test.
    static TEST: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The panic of the test's body, on its way to the test's thread.
    static PANIC: Cell<Option<Box<dyn Any + Send>>> = const { Cell::new(None) };
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
                exec::pnp::join_applications();
                exec::pnp::shut_down();
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

/// Runs a piece of the test's code; its panic ends the run and is passed on to the test's thread.
pub(crate) fn guard(code: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(code)) {
        PANIC.set(Some(payload));
        exec::stop(Violation::new(Rule::DriverPanicked, Outcome::Leak, "the test's own code panicked"));
    }
}

fn report(violation: Violation, kernel: Option<Kernel>, verifier: Verifier, schedules: usize) -> Box<Report> {
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
        schedules,
        test,
        verifier,
        preemptions,
        shrunk_from: None,
        again: None,
        plan: PLAN.get(),
        roles,
    })
}
