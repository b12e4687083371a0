//! Simulated threads: IRQL, what they hold, what they wait for.
//!
//! The kernel decides whether a thread can run ([`Kernel::is_ready`]) from what it waits for and from the state of the
//! machine alone, so nobody has to wake anybody. The execution layer gives each thread a shuttle task.
//!
//! Key types: [`Thread`], [`Wait`].

use std::sync::atomic::Ordering;

use wdf_sim_sys::{APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL};

use super::irp::IrpId;
use super::lock::LockRef;
use super::object::Id;
use super::request::CompletesTo;
use super::sharing::Hold;
use super::target::Opened;
use super::{Kernel, Result};
use crate::touch::{self, Mode, Place, touch};
use crate::trace::{Subject, ThreadId};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// What a thread waits for before it can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Nothing: it can run.
    Nothing,
    /// A lock to be free.
    Lock(LockRef),
    /// A lock to be free, or this time to come.
    LockUntil(LockRef, u64),
    /// An I/O request to be completed.
    Irp(IrpId),
    /// A queue's power transition to be finished.
    PowerIdle(Id),
    /// A queue to have finished its `Synchronously` change of state.
    StateChange(Id, u32),
    /// A queue that is being deleted to own nothing any more.
    QueueEmpty(Id),
    /// The files of a device that are being opened to be open or not.
    FilesOpened(Id),
    /// The files of a device to be closed.
    FilesClosed(Id),
    /// A timer's callback to have returned.
    TimerIdle(Id),
    /// A work item's or DPC's callback to have returned, and nothing of it to be queued.
    CallbackIdle(Id),
    /// An interrupt's DPC and work item to have returned, and nothing of them to be queued.
    InterruptIdle(Id),
    /// No processor to be in the service routine of an interrupt.
    NotInService(Id),
    /// The interrupt of this number to have been serviced.
    Serviced(u64),
    /// Another thread to take a step after this many switches: this one has polled for long.
    Turn(u64),
    /// Requests whose disposal was left to a worker to be disposed of.
    Disposals,
    /// Virtual time to come.
    Time(u64),
    /// A lock of the kernel itself to be free.
    NtLock(usize),
    /// A lock of the kernel itself that can be shared to be had.
    Shared(usize, Hold),
    /// A protection of the kernel itself to be held by nobody.
    RunDown(usize),
    /// Objects of the kernel itself to be signaled, or this time to come.
    NtObjects(u64),
    /// The DPCs of the kernel itself to have run.
    NtDpcsIdle,
    /// The PnP manager to have finished with this parent, if it still is this one, and its children.
    Tree(Id, u32),
    /// A device, if it still is this one, to be in D0, or not to come there.
    InD0(Id, u32),
    /// A request that this thread sent to be back.
    Sent(Id),
    /// That, or this time to come.
    SentUntil(Id, u64),
    /// What was sent to a target to be back.
    SentIo(Id, u32),
    /// A target that is being deleted to have nothing any more.
    TargetUnused(Id),
    /// A target that is being opened to be open or not.
    TargetOpened(Id),
    /// Another thread to end.
    Thread(ThreadId),
    /// Work for the processor of this number that runs DPCs and timers.
    Dpc(u32),
    /// An interrupt for the processor of this number.
    Interrupt(u32),
    /// Work for the system worker thread of this number.
    Work(u32),
    /// It has ended.
    Ended,
}

/// What a thread is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Runs the test's code, as applications and the PnP manager do.
    Application,
    /// A processor that takes DPCs and expired timers.
    Dpc,
    /// A processor that is interrupted.
    Interrupt,
    /// A system worker thread.
    Worker,
    /// A thread that the driver made.
    System,
}

#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) role: Role,
    pub(crate) irql: u8,
    pub(crate) held: Vec<LockRef>,
    /// The driver's callbacks on its stack, outermost first.
    pub(crate) callbacks: Vec<Callback>,
    /// Frames of the driver on its stack, callbacks or its entry: nothing may unwind through them.
    pub(crate) foreign: u32,
    /// How often it entered a critical region and did not leave it.
    pub(crate) critical: u32,
    pub(crate) wait: Wait,
    /// Where a system thread that ends itself goes on: see `exec/system.rs`.
    pub(crate) way_out: usize,
    /// How often time has passed while it could have run, and did not.
    pub(super) passed_over: u32,
}

/// A driver's callback that a thread is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) name: &'static str,
    pub(crate) on: Subject,
    pub(crate) object: Id,
    irql: u8,
    held: usize,
    nt_held: usize,
    critical: u32,
    /// The address of the driver's function, if the enhanced verifier looks after its return.
    hooked: Option<usize>,
    /// How often other threads could have run while it ran, and no I/O request was completed; looked at now and then.
    points: u64,
    /// How many were completed when `points` was last 0.
    completed: u64,
}

/// A callback in which other threads could have run this often, and nothing was completed, does not return any more.
const POINTS_OF_A_CALLBACK: u64 = 1_000_000;
/// So often may processors and workers run while applications wait and nothing is completed.
const POINTS_OF_SERVICE: u64 = 200_000;
/// It is looked at one of so many points whether anything goes on.
const SAMPLE: u64 = 1_024;
/// After so many points of one thread another one has its turn, if it can run: a processor that polls stops no other.
const POINTS_IN_A_ROW: u32 = 10_000;
/// So many callbacks in one another use the kernel's stack up, which is 24 KiB on x64.
const DEPTH: usize = 48;

/// What a thread does at a point where another one may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// It goes on: nobody else could.
    GoOn,
    /// The scheduler chooses.
    Choose,
    /// It lets somebody else take a step first: there were so many switches until now.
    GiveWay(u64),
}

impl Kernel {
    pub(crate) fn add_thread(&mut self, role: Role) -> ThreadId {
        let irql = if role == Role::Dpc { DISPATCH_LEVEL } else { PASSIVE_LEVEL } as u8;
        self.threads.push(Thread {
            role,
            irql,
            held: Vec::new(),
            callbacks: Vec::new(),
            foreign: 0,
            critical: 0,
            wait: Wait::Nothing,
            way_out: 0,
            passed_over: 0,
        });
        ThreadId(u32::try_from(self.threads.len() - 1).expect("few threads"))
    }

    pub(crate) fn thread(&self, thread: ThreadId) -> &Thread {
        &self.threads[thread.0 as usize]
    }

    pub(crate) fn thread_mut(&mut self, thread: ThreadId) -> &mut Thread {
        &mut self.threads[thread.0 as usize]
    }

    /// Whether a thread could run now.
    pub(crate) fn is_ready(&self, thread: ThreadId) -> bool {
        match self.thread(thread).wait {
            Wait::Nothing => true,
            Wait::Lock(lock) => self.lock(lock).owner.is_none(),
            Wait::LockUntil(lock, until) => *self.now >= until || self.lock(lock).owner.is_none(),
            Wait::Irp(irp) => self.irps.get(irp).completed,
            Wait::PowerIdle(queue) => self.objects.queue(queue).power_idle,
            Wait::StateChange(queue, change) => !self.objects.queue(queue).changes_pending.contains(&change),
            Wait::QueueEmpty(queue) => {
                let queue = self.objects.queue(queue);
                queue.deleted && !queue.deferred
            }
            Wait::FilesOpened(device) => self.are_files_opened(device),
            Wait::FilesClosed(device) => self.are_files_closed(device),
            Wait::TimerIdle(timer) => self.objects.timer(timer).running == 0,
            Wait::CallbackIdle(object) => self.is_callback_idle(object),
            Wait::InterruptIdle(interrupt) => self.is_interrupt_idle(interrupt),
            Wait::NotInService(interrupt) => self.objects.interrupt(interrupt).in_service == 0,
            Wait::Serviced(number) => self.lines.serviced.iter().any(|(done, _)| *done == number),
            Wait::Turn(switches) => {
                self.switches != switches
                    || !touch::unseen(|| self.any_other(thread, |other| self.is_ready_or_polls(other)))
            }
            Wait::Disposals => *self.disposals == 0,
            Wait::Time(until) => *self.now >= until,
            Wait::NtLock(address) => !self.nt_is_locked(address),
            Wait::Shared(address, hold) => self.can_share(thread, address, hold),
            Wait::RunDown(address) => self.is_run_down(address),
            Wait::NtObjects(until) => *self.now >= until || self.nt_is_satisfied(thread),
            Wait::NtDpcsIdle => self.nt_dpcs_are_idle(),
            Wait::Tree(parent, serial) => {
                !self.objects.is_live(parent, serial) || !self.objects.device(parent).children.busy
            }
            Wait::InD0(device, serial) => self.is_d0_decided(device, serial),
            Wait::Sent(request) => self.is_back(request),
            Wait::SentUntil(request, until) => *self.now >= until || self.is_back(request),
            Wait::SentIo(target, since) => self.objects.io_target(target).is_set_since(since),
            Wait::TargetUnused(target) => self.objects.io_target(target).io_count == 0,
            Wait::TargetOpened(target) => self.objects.io_target(target).open != Opened::Underway,
            Wait::Thread(other) => {
                touch(Place::Thread(other.0), Mode::Read);
                self.thread(other).wait == Wait::Ended
            }
            Wait::Dpc(number) => {
                let has_work = !self.dpcs.is_empty() || self.may_time_pass();
                self.shut_down || (has_work && self.lower_are_busy(Role::Dpc, number))
            }
            Wait::Interrupt(number) => {
                self.shut_down || (!self.lines.raised.is_empty() && self.lower_are_busy(Role::Interrupt, number))
            }
            Wait::Work(number) => {
                self.shut_down || (!self.work.is_empty() && self.lower_are_busy(Role::Worker, number))
            }
            Wait::Ended => false,
        }
    }

    /// Whether a request that a thread sent and waits for is back.
    fn is_back(&self, request: Id) -> bool {
        self.sending(request).and_then(|sending| sending.waiting).is_none_or(|waiting| waiting.done)
    }

    /// Service threads are alike: only the lowest idle one is offered, so that exploring does not try each in turn.
    fn lower_are_busy(&self, role: Role, number: u32) -> bool {
        if number > 0 {
            touch(Place::Idle(role == Role::Dpc), Mode::Read);
        }
        let idle = |wait| matches!(wait, Wait::Dpc(n) | Wait::Interrupt(n) | Wait::Work(n) if n < number);
        !self.threads.iter().any(|thread| thread.role == role && idle(thread.wait))
    }

    /// Whether all that this thread could do is to let time pass.
    pub(crate) fn only_passes_time(&self, thread: ThreadId) -> bool {
        matches!(self.thread(thread).wait, Wait::Dpc(_)) && self.dpcs.is_empty() && !self.shut_down
    }

    /// Whether nothing is left to happen but that idle service threads end.
    pub(crate) fn only_ends(&self) -> bool {
        let idle =
            |thread: &Thread| matches!(thread.wait, Wait::Dpc(_) | Wait::Interrupt(_) | Wait::Work(_) | Wait::Ended);
        self.shut_down && self.threads.iter().skip(1).all(idle)
    }

    fn any_other(&self, me: ThreadId, is: impl Fn(ThreadId) -> bool) -> bool {
        (0..self.threads.len()).any(|index| {
            let thread = ThreadId(u32::try_from(index).expect("few threads"));
            thread != me && is(thread)
        })
    }

    fn is_ready_or_polls(&self, thread: ThreadId) -> bool {
        matches!(self.thread(thread).wait, Wait::Turn(_)) || self.is_ready(thread)
    }

    /// Whether any thread but this one could run now.
    pub(crate) fn others_ready(&self, me: ThreadId) -> bool {
        touch::unseen(|| self.any_other(me, |thread| self.is_ready(thread)))
    }

    /// A thread comes to a point where another one may run.
    #[inline]
    pub(crate) fn pass_point(&mut self, me: ThreadId) -> Result<Point> {
        // Only this thread writes it, so the sum need not be atomic.
        self.heartbeat.store(self.heartbeat.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        self.points += 1;
        if self.points.is_multiple_of(SAMPLE) {
            self.look_for_the_endless(me)?;
        }
        self.points_in_a_row += 1;
        // Most machines have one thread most of the time.
        if self.threads.len() > 1 { Ok(self.may_choose(me)) } else { Ok(Point::GoOn) }
    }

    #[inline(never)]
    fn may_choose(&self, me: ThreadId) -> Point {
        match self.others_ready(me) {
            false => Point::GoOn,
            true if self.points_in_a_row > POINTS_IN_A_ROW => Point::GiveWay(self.switches),
            true => Point::Choose,
        }
    }

    /// What never comes to an end is found here: this is one of [`SAMPLE`] points.
    #[cold]
    fn look_for_the_endless(&mut self, me: ThreadId) -> Result<()> {
        let now = self.counts.completed;
        let thread = self.thread_mut(me);
        let role = thread.role;
        if let Some(callback) = thread.callbacks.last_mut() {
            callback.points = if callback.completed == now { callback.points + SAMPLE } else { 0 };
            callback.completed = now;
            let Callback { name, on, points, .. } = *callback;
            if points > POINTS_OF_A_CALLBACK {
                let text = format!("{name} of {on} does not return: it called the framework {points} times");
                return Err(Violation::new(Rule::CallbackNeverReturns, Outcome::Hang, text).endless());
            }
        }
        let (points, completed) = self.service_points;
        let goes_on = role == Role::Application || completed != now;
        self.service_points = (if goes_on { 0 } else { points + SAMPLE }, now);
        if points > POINTS_OF_SERVICE {
            return Err(self.stuck().endless());
        }
        Ok(())
    }

    /// A thread enters a callback of the driver.
    pub(crate) fn enter_callback(
        &mut self,
        thread: ThreadId,
        name: &'static str,
        object: Id,
        on: Subject,
        function: Option<usize>,
    ) -> Result<()> {
        if self.thread(thread).callbacks.len() >= DEPTH {
            // A double fault, because there is no stack left to handle the first one on.
            let bug_check = BugCheck { code: 0x7F, parameters: [8, 0, 0, 0] };
            let text = format!("{name} of {on} is called inside {DEPTH} other callbacks, and the stack is used up");
            return Err(Violation::new(Rule::RecursionTooDeep, Outcome::BugCheck(bug_check), text));
        }
        let nt_held = self.nt_locks_of(thread);
        let hooked = function.filter(|_| self.enhanced);
        let state = self.thread_mut(thread);
        let (irql, held, critical) = (state.irql, state.held.len(), state.critical);
        state.callbacks.push(Callback {
            name,
            on,
            object,
            irql,
            held,
            nt_held,
            critical,
            hooked,
            points: 0,
            completed: 0,
        });
        Ok(())
    }

    /// The enhanced verifier's checks behind a callback: IRQL, and whether the thread is in a critical region.
    fn leave_hook(&self, thread: &Thread, callback: &Callback) -> Result<()> {
        let Some(function) = callback.hooked else { return Ok(()) };
        let Callback { name, on, irql, critical, .. } = *callback;
        if thread.irql != irql {
            let parameters = [0xE, u64::from(irql), u64::from(thread.irql)];
            let text = format!("{name} of {on} was entered at IRQL {irql} and returned at {}", thread.irql);
            return Err(Violation::wdf(Rule::LockHeldAtReturn, parameters, text));
        }
        if u32::from(irql) <= APC_LEVEL && (critical > 0) != (thread.critical > 0) {
            let how =
                if critical > 0 { "returned outside the critical region" } else { "returned in a critical region" };
            let parameters = [0xF, function as u64, 0];
            return Err(Violation::wdf(Rule::LockHeldAtReturn, parameters, format!("{name} of {on} {how}")));
        }
        Ok(())
    }

    /// A thread leaves a callback of the driver: with the IRQL and the locks it came with.
    pub(crate) fn leave_callback(&mut self, thread: ThreadId) -> (Subject, Result<()>) {
        let callback = self.thread_mut(thread).callbacks.pop().expect("a callback that is left was entered");
        (callback.on, self.check_return(thread, callback))
    }

    fn check_return(&self, thread: ThreadId, callback: Callback) -> Result<()> {
        self.leave_hook(self.thread(thread), &callback)?;
        let Callback { name, on, irql, held, nt_held, .. } = callback;
        let state = self.thread(thread);
        let (extra, count, now) = (state.held.get(held).copied(), state.held.len(), state.irql);
        if count < held && self.verifier_on() {
            // The driver released a presentation lock: the verifier breaks when the framework wants to.
            return Ok(());
        }
        if count != held {
            let what = match extra {
                Some(lock) => format!("while it held {}", self.objects.subject(lock.object())),
                None => "without a lock that it was entered with".to_owned(),
            };
            return Err(Violation::undefined(Rule::LockHeldAtReturn, format!("{name} of {on} returned {what}")));
        }
        if self.nt_locks_of(thread) != nt_held {
            let text = format!("{name} of {on} returned while it held a lock of the kernel's");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        if now != irql {
            let text = format!("{name} of {on} was entered at IRQL {irql} and returned at {now}");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        Ok(())
    }

    /// The driver's code on this thread does not come to an end, nor to a call of the framework.
    #[cfg(unix)]
    pub(crate) fn computes_for_ever(&self, thread: ThreadId) -> Box<Violation> {
        let place = match self.thread(thread).callbacks.last() {
            Some(Callback { name, on, .. }) => format!("{name} of {on}"),
            None => "the driver's entry, or a thread of its own,".to_owned(),
        };
        let text = format!("{place} does not return, and calls the framework no more");
        Violation::new(Rule::CallbackNeverReturns, Outcome::Hang, text)
    }

    /// No thread can go on: they wait for requests that the driver has and does not complete, or for each other.
    pub(crate) fn stuck(&self) -> Box<Violation> {
        let waits_for_requests = |thread: &Thread| match thread.wait {
            Wait::Irp(_) | Wait::PowerIdle(_) | Wait::StateChange(..) | Wait::QueueEmpty(_) => {
                thread.callbacks.is_empty()
            }
            Wait::Thread(_) | Wait::Dpc(_) | Wait::Interrupt(_) | Wait::Work(_) | Wait::Ended => true,
            Wait::Nothing | Wait::Turn(_) => thread.role != Role::Application,
            _ => false,
        };
        let driver_has_one = self.has_irp_in_hand()
            || self.uncompleted_requests().iter().any(|id| {
                let request = self.objects.request(*id);
                request.presented && request.completes_to != CompletesTo::Nobody
            });
        let rule = if driver_has_one && self.threads.iter().all(waits_for_requests) {
            Rule::RequestNeverCompleted
        } else {
            Rule::Deadlock
        };
        Violation::new(rule, Outcome::Hang, self.describe_waits())
    }

    /// Why no thread can go on, in words.
    fn describe_waits(&self) -> String {
        let mut lines = Vec::new();
        for (index, thread) in self.threads.iter().enumerate() {
            let what = match thread.wait {
                Wait::Lock(lock) | Wait::LockUntil(lock, _) => {
                    let owner = self.lock(lock).owner.map_or_else(|| "nobody".to_owned(), |owner| owner.to_string());
                    format!("the lock of {} held by {owner}", self.objects.subject(lock.object()))
                }
                Wait::Irp(irp) => format!("the completion of {}", self.irp_subject(irp)),
                Wait::PowerIdle(queue) => {
                    format!("{} to power off: {}", self.objects.subject(queue), self.describe_owned(queue))
                }
                Wait::StateChange(queue, _) => {
                    format!(
                        "{} to finish its change of state: {}",
                        self.objects.subject(queue),
                        self.describe_owned(queue)
                    )
                }
                Wait::QueueEmpty(queue) => {
                    format!("{} to own nothing: {}", self.objects.subject(queue), self.describe_owned(queue))
                }
                Wait::FilesOpened(device) => format!("the files of {} to be opened", self.objects.subject(device)),
                Wait::FilesClosed(device) => format!("the files of {} to be closed", self.objects.subject(device)),
                Wait::TimerIdle(object)
                | Wait::CallbackIdle(object)
                | Wait::InterruptIdle(object)
                | Wait::NotInService(object) => {
                    format!("the callback of {} to return", self.objects.subject(object))
                }
                Wait::InD0(device, _) => format!("{} to be in D0", self.objects.subject(device)),
                Wait::Tree(parent, _) => format!("the PnP manager to be done with {}", self.objects.subject(parent)),
                Wait::Sent(request) | Wait::SentUntil(request, _) => {
                    format!("{} to come back from its target", self.objects.subject(request))
                }
                Wait::SentIo(target, _) | Wait::TargetUnused(target) => {
                    format!("what was sent to {} to come back", self.objects.subject(target))
                }
                Wait::TargetOpened(target) => format!("{} to be opened", self.objects.subject(target)),
                Wait::Disposals => format!("{} requests to be disposed of", *self.disposals),
                Wait::Thread(other) => format!("{other} to end"),
                Wait::Serviced(_) => "an interrupt to be serviced".to_owned(),
                Wait::NtLock(address) => {
                    let owner = self.nt_lock_owner(address).map_or_else(|| "nobody".to_owned(), |t| t.to_string());
                    format!("the lock at {address:#x} held by {owner}")
                }
                Wait::Shared(address, _) => format!("the lock at {address:#x} that others hold"),
                Wait::RunDown(address) => format!("the protection at {address:#x} to be given back"),
                Wait::NtObjects(_) => self.nt_describe_wait(ThreadId(u32::try_from(index).expect("few threads"))),
                Wait::NtDpcsIdle => "the kernel's DPCs to have run".to_owned(),
                Wait::Time(_)
                | Wait::Nothing
                | Wait::Turn(_)
                | Wait::Dpc(_)
                | Wait::Interrupt(_)
                | Wait::Work(_)
                | Wait::Ended => {
                    continue;
                }
            };
            let inside =
                thread.callbacks.last().map_or_else(String::new, |at| format!(" (in {} of {})", at.name, at.on));
            lines.push(format!("t{index}{inside} waits for {what}"));
        }
        lines.join("; ")
    }
}
