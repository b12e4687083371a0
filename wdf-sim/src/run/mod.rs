//! Running a test's body on machines: under one schedule, many, or all.
//!
//! Row 5 of the simulator. An exploration has an OS thread of its own, because a driver's panic can neither unwind through
//! the driver's frames nor be survived by its thread (`driver_panic.rs`).
//!
//! Key types: [`Explorer`], [`Explored`].

mod environment;
mod outcome;
mod replay;
mod retell;
mod script;
mod search;
mod shrink;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::{panic, thread};

use crate::fault::{Fault, Plan};
use crate::kernel::{OnBreak, Verifier};
use crate::machine::Machine;
use crate::report::{Kept, Report};
use crate::sched::{self, ParseScheduleError, Schedule, Shard};
use crate::touch::Memory;
use crate::{driver_panic, exec, watchdog};

pub use self::environment::EnvironmentError;
use self::outcome::Watch;
pub use self::outcome::{Explored, Seen, Stopped};
use self::replay::Line;
use self::script::Script;
use self::search::{Body, End, TRACE};

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
    Replay { schedule: Schedule, strict: bool, plan: Option<Plan>, kept: Option<Kept> },
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
    script: Option<Script>,
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
            script: None,
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
        let line = Line::parse(schedule)?;
        let verifier = line.verifier.unwrap_or_default();
        Ok(Self::new(line.strategy()).verifier(verifier))
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
    /// The first choices of a schedule say of which part it is; one that has so few is in all parts. What has one schedule
    /// is not divided: it is the first part.
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
        let body: Body = Arc::new(body);
        let end = self.on_a_thread(test.clone(), None, {
            let body = Arc::clone(&body);
            move |explorer| match explorer.search(&body) {
                End::Broken(found) => End::Broken(explorer.retell(found, &body)),
                end => end,
            }
        });
        match end {
            End::Explored(explored) => Ok(explored),
            End::Broken(report) => Err(Stopped::Broken(report)),
            End::Crashed(report, choices) => Err(Stopped::Broken(self.retell_crash(report, choices, &test, &body))),
            End::Misfit(text) => Err(Stopped::Misfit(text)),
            End::Panicked(payload) => panic::resume_unwind(payload),
        }
    }

    /// Runs machines on an OS thread of their own. After a driver's panic it never ends, and is left behind.
    fn on_a_thread(
        &self,
        test: Option<String>,
        plan: Option<Plan>,
        run: impl FnOnce(&Self) -> End + Send + 'static,
    ) -> End {
        let (sender, receiver) = channel();
        let heartbeat = Arc::new(AtomicU64::new(0));
        let worker = {
            let (explorer, heartbeat) = (self.clone(), Arc::clone(&heartbeat));
            thread::Builder::new()
                .name(test.clone().unwrap_or_else(|| "machine".to_owned()))
                .spawn(move || {
                    search::begin(test, heartbeat, plan);
                    let crashed = sender.clone();
                    let (verifier, script) = (explorer.verifier, explorer.script.clone());
                    driver_panic::report_to(move |violation| {
                        let (kernel, _) = exec::halt();
                        let report = search::report(violation, kernel, verifier, script.as_ref());
                        // Nobody waits any more only if the process ends.
                        let _ = crashed.send(End::Crashed(report, sched::choices()));
                    });
                    // Nobody waits any more only if the process ends.
                    let _ = sender.send(run(&explorer));
                })
                .expect("a thread for the machine")
        };
        match watchdog::wait(&receiver, &worker, &heartbeat, self.patience) {
            Ok(end @ End::Crashed(..)) => end,
            Ok(end) => {
                worker.join().expect("the machine's thread ends when it has sent its result");
                end
            }
            Err(_) => match worker.join() {
                Err(payload) => End::Panicked(payload),
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
            Err(report) => Self::tell(&report),
        }
    }

    /// Ends a test with a report, whose story is written as a page for a browser too.
    fn tell(report: &Report) -> ! {
        match report.write_page() {
            Ok(path) => panic!("{report}\n  story: {}", path.display()),
            Err(error) => panic!("{report}\n  (the story's page cannot be written: {error})"),
        }
    }
}
