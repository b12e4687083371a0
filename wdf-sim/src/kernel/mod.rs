//! The framework and the I/O manager as a state machine.
//!
//! Row 1 of the simulator: no threads, no clock of its own, no randomness, no call into a driver and no `unsafe`. Every
//! method is one atomic step; what a step asks for (a callback, a wait) is its return value, and the execution layer
//! (`exec/`) does it. A rule that a step finds broken is its error.
//!
//! The files are the framework's nouns: [`object`], [`driver`], [`device`], [`power_policy`], [`property`], [`forward_progress`],
//! [`device_interface`], [`query_interface`], [`wmi`], [`pdo`], [`queue`], [`request`], [`send`],
//! [`target`], [`timer`], [`lock`], [`work_item`], [`dpc`], [`interrupt`], [`resource`], [`memory`], [`collection`],
//! [`string`], [`registry`], [`mod@file`], and the I/O manager's [`irp`], with [`irp_dispatch`] for those whose queue the driver
//! chooses. [`thread`] says who can run.

pub(crate) mod attributes;
mod audit;
pub(crate) mod collection;
pub(crate) mod device;
pub(crate) mod device_interface;
pub(crate) mod dpc;
pub(crate) mod driver;
pub(crate) mod driver_irp;
pub(crate) mod file;
pub(crate) mod forward_progress;
pub(crate) mod interrupt;
pub(crate) mod irp;
pub(crate) mod irp_dispatch;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod mdl;
pub(crate) mod memory;
pub(crate) mod nt;
pub(crate) mod object;
pub(crate) mod pdo;
pub(crate) mod pool;
pub(crate) mod power_policy;
pub(crate) mod property;
pub(crate) mod query_interface;
pub(crate) mod queue;
pub(crate) mod registry;
pub(crate) mod request;
pub(crate) mod resource;
pub(crate) mod send;
pub(crate) mod sharing;
pub(crate) mod status;
pub(crate) mod string;
pub(crate) mod system;
pub(crate) mod target;
pub(crate) mod thread;
pub(crate) mod timer;
pub(crate) mod wdm;
pub(crate) mod wmi;
pub(crate) mod work_item;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use irp::Irps;
use object::{Id, Objects};
use queue::Deferral;
pub(crate) use thread::Role;
use thread::Thread;

use wdf_sim_sys::DRIVER_OBJECT;

use crate::fault::Plan;
use crate::touch::{self, Mode, Place, Tracked, touch};
use crate::trace::{Event, Step, ThreadId, Trace};
use crate::violation::{Outcome, Rule, Violation};

/// A step's result; the error is a broken rule, which ends the run.
pub(crate) type Result<T, E = Box<Violation>> = std::result::Result<T, E>;

/// At which IRQL an object's callbacks run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Passive,
    Dispatch,
}

/// Which of an object's callbacks exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Device,
    Queue,
    None,
}

/// Whether the framework's own verifier is on; there is nothing between the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verifier {
    /// As on a customer's machine.
    #[default]
    Off,
    /// As on a developer's machine: `VerifierOn` in the driver's `Parameters\Wdf` key, or Driver Verifier.
    On,
}

/// What a break into the debugger does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnBreak {
    /// It ends the run, as a break without a debugger does.
    #[default]
    Stop,
    /// It is noted, and the call returns what the framework returns after a break that was continued.
    Continue,
}

/// Numbers of what happened in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// I/O requests that applications sent.
    pub sent: u64,
    /// Of these, completed.
    pub completed: u64,
    /// Of these, completed with `STATUS_CANCELLED`.
    pub cancelled: u64,
    /// Framework requests that were made for them.
    pub requests: u64,
    /// Callbacks of the driver that were called.
    pub callbacks: u64,
    /// Bytes that went to the driver and came from it.
    pub bytes_in: u64,
    /// Bytes that the driver returned.
    pub bytes_out: u64,
}

impl Counts {
    /// Nothing has happened.
    pub(crate) const ZERO: Self =
        Self { sent: 0, completed: 0, cancelled: 0, requests: 0, callbacks: 0, bytes_in: 0, bytes_out: 0 };

    /// Adds another run's numbers.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.completed += other.completed;
        self.cancelled += other.cancelled;
        self.requests += other.requests;
        self.callbacks += other.callbacks;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
    }
}

/// Appends to a table that has a row for each request: it grows by a quarter, so that little of it is empty.
fn append<T>(table: &mut Vec<T>, row: T) {
    if table.len() == table.capacity() {
        table.reserve_exact((table.len() / 4).max(16));
    }
    table.push(row);
}

/// What a DPC or worker thread is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// A queue's deferred dispatch loop.
    Dispatch(Id),
    /// A passive timer's callback.
    Timer(Id),
    /// A DPC object's callback.
    Dpc(Id),
    /// A work item's callback.
    WorkItem(Id),
    /// The DPC of an interrupt.
    InterruptDpc(Id),
    /// The work item of an interrupt.
    InterruptWork(Id),
    /// A DPC of the kernel itself, by its address.
    KernelDpc(usize),
    /// A work item of the kernel itself, by its address.
    KernelWorkItem(usize),
    /// Taking away a device whose driver said that it failed. The serial is the device's.
    Fail(Id, u32),
    /// Powering down a device that has had nothing to do for long enough. The serial is the device's.
    Idle(Id, u32),
    /// Powering one up that somebody needs. The serial is the device's.
    PowerUp(Id, u32),
    /// Closing a file object whose handle is closed and whose last request is completed. The serial is the
    /// file's.
    CloseFile(Id, u32),
    /// Disposing of an object that must be disposed of at PASSIVE_LEVEL.
    Dispose(Id),
    /// Looking at the list of a bus's children, which changed. The serial is the parent's.
    Enumerate(Id, u32),
    /// Ejecting a child of a bus. The serial is the child's.
    Eject(Id, u32),
    /// A sent request's time ran out.
    Timeout(Id),
    /// The same for a request that was completed meanwhile.
    DisposeEarly(Id),
}

/// A machine with the framework in it.
#[derive(Debug)]
pub(crate) struct Kernel {
    pub(crate) objects: Objects,
    pub(crate) irps: Irps,
    pub(crate) threads: Vec<Thread>,
    /// The thread whose steps these are.
    pub(crate) running: ThreadId,
    /// Virtual time in units of 100 nanoseconds.
    pub(crate) now: Tracked<u64>,
    /// Armed timers: due time, order of arming, timer.
    pub(crate) timers: Tracked<BTreeSet<(u64, u64, Id)>>,
    timer_sequence: u64,
    /// How often time has passed over a thread since one took a step that is no processor's.
    time_steps: u32,
    pub(crate) dpcs: Tracked<VecDeque<Job>>,
    pub(crate) work: Tracked<VecDeque<Job>>,
    pub(crate) pool: Tracked<pool::Pool>,
    pub(crate) registry: Tracked<registry::Registry>,
    pub(crate) nt: Tracked<nt::Nt>,
    pub(crate) sharing: Tracked<sharing::Sharing>,
    pub(crate) system: Tracked<system::System>,
    /// The lines on which the hardware interrupts.
    pub(crate) lines: Tracked<interrupt::Lines>,
    pub(crate) wdm: Tracked<wdm::Wdm>,
    /// The `DRIVER_OBJECT` of each driver that was loaded: the driver has a pointer to it.
    #[expect(clippy::vec_box, reason = "they stay where they are when another driver is loaded")]
    pub(crate) driver_objects: Vec<Box<DRIVER_OBJECT>>,
    /// The bug check of a driver's panic: that of the driver that was loaded last.
    pub(crate) panic: u32,
    pub(crate) inits: Tracked<Vec<Option<device::DeviceInit>>>,
    /// The drivers that the test plays, by number less one.
    pub(crate) lowers: Tracked<Vec<target::LowerDriver>>,
    /// How many completed requests a worker is still to dispose of.
    pub(crate) disposals: Tracked<u32>,
    /// The run is over: the service threads end.
    pub(crate) shut_down: bool,
    /// What happens to the driver in this run, from outside.
    pub(crate) fault: Option<Plan>,
    /// How often the thread that takes steps has changed.
    switches: u64,
    /// How often this thread came to a point since another one took a step.
    points_in_a_row: u32,
    /// How often a thread came to a point.
    points: u64,
    /// How often processors and workers came to a point since an application did or a request was completed, and how many
    /// were.
    service_points: (u64, u64),
    /// How many steps were taken, for who watches from outside.
    pub(crate) heartbeat: Arc<AtomicU64>,
    /// What the framework's bug checks have as their last parameter: where the driver's globals are.
    pub(crate) globals: u64,
    /// There is no memory for requests.
    pub(crate) low_memory: bool,
    /// The enhanced verifier looks after the return of callbacks.
    pub(crate) enhanced: bool,
    verifier: Verifier,
    on_break: OnBreak,
    /// The breaks that were continued.
    pub(crate) breaks: Vec<Violation>,
    pub(crate) counts: Counts,
    pub(crate) trace: Trace,
}

impl Kernel {
    pub(crate) fn new(verifier: Verifier, on_break: OnBreak, trace_limit: usize) -> Self {
        Self {
            objects: Objects::default(),
            irps: Irps::default(),
            threads: Vec::new(),
            running: ThreadId(0),
            now: Tracked::new(Place::Time, 0),
            timers: Tracked::new(Place::Time, BTreeSet::new()),
            timer_sequence: 0,
            time_steps: 0,
            dpcs: Tracked::new(Place::Dpcs, VecDeque::new()),
            work: Tracked::new(Place::Work, VecDeque::new()),
            pool: Tracked::new(Place::Pool, pool::Pool::default()),
            registry: Tracked::new(Place::Pool, registry::Registry::default()),
            nt: Tracked::new(Place::Nt, nt::Nt::default()),
            sharing: Tracked::new(Place::Nt, sharing::Sharing::default()),
            system: Tracked::new(Place::Nt, system::System::default()),
            lines: Tracked::new(Place::Interrupts, interrupt::Lines::default()),
            wdm: Tracked::new(Place::Nt, wdm::Wdm::default()),
            driver_objects: Vec::new(),
            panic: 0,
            inits: Tracked::new(Place::Inits, Vec::new()),
            lowers: Tracked::new(Place::Roots, Vec::new()),
            disposals: Tracked::new(Place::Work, 0),
            shut_down: false,
            fault: None,
            switches: 0,
            points_in_a_row: 0,
            points: 0,
            service_points: (0, 0),
            heartbeat: Arc::default(),
            globals: 0,
            low_memory: false,
            enhanced: false,
            verifier,
            on_break,
            breaks: Vec::new(),
            counts: Counts::default(),
            trace: Trace::new(trace_limit),
        }
    }

    /// The steps from here on are this thread's.
    pub(crate) fn switch_to(&mut self, thread: ThreadId) {
        if self.running != thread {
            (self.points_in_a_row, self.switches) = (0, self.switches + 1);
        }
        self.running = thread;
        touch::running(thread);
        let role = self.thread(thread).role;
        if role == Role::Application {
            self.service_points.0 = 0;
        }
        if role != Role::Dpc {
            (self.time_steps, self.thread_mut(thread).passed_over) = (0, 0);
            touch(Place::TimeLimit, Mode::Add);
        }
    }

    pub(crate) const fn verifier_on(&self) -> bool {
        matches!(self.verifier, Verifier::On)
    }

    /// `FxVerifierDbgBreakPoint`: with the verifier off it only prints; with it on it breaks into the debugger.
    pub(crate) fn verifier_break(&mut self, rule: Rule, text: String) -> Result<()> {
        let violation = Violation::new(rule, Outcome::Break, text);
        if self.verifier_on() && self.on_break == OnBreak::Stop {
            return Err(violation);
        }
        self.note(self.running, Step::Break(violation.to_string()));
        self.breaks.push(*violation);
        Ok(())
    }

    /// Appends to the trace.
    // Where it is inlined the event is made in its place, and not carried there.
    #[inline(always)]
    pub(crate) fn note(&mut self, thread: ThreadId, step: Step) {
        if self.trace.is_on() {
            let (irql, depth) =
                self.threads.get(thread.0 as usize).map_or((0, 0), |thread| (thread.irql, thread.callbacks.len()));
            let (at, depth) = (*self.now.unseen(), depth.min(u8::MAX.into()) as u8);
            self.trace.push(|site| Event { thread, irql, depth, at, step, site });
        }
    }

    fn defer_dispatch(&mut self, queue: Id, deferral: Deferral) {
        let jobs = match deferral {
            Deferral::Dpc => &mut *self.dpcs,
            Deferral::WorkItem => &mut *self.work,
        };
        jobs.push_back(Job::Dispatch(queue));
    }
}
