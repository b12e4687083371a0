//! Timers, and virtual time.
//!
//! Time passes only when a processor takes the next timer: then it is that timer's due time. How soon that happens among
//! the other threads' steps is the scheduler's choice, as on a machine whose threads may be slow.
//!
//! Facts: `fxtimer.cpp`, `fxtimerapi.cpp`.

use wdf_sim_sys::PFN_WDF_TIMER;

use super::lock::LockRef;
use super::object::{Id, Kind};
use super::thread::{Role, Thread, Wait};
use super::{Job, Kernel, Result};
use crate::touch::{self, Mode, Place, touch};
use crate::trace::ThreadId;
use crate::violation::Rule;

/// Units of 100 nanoseconds in a millisecond, which is what periods are given in.
const PER_MILLISECOND: u64 = 10_000;

/// How often time may pass while threads that could run do not.
pub(super) const TIME_STEPS: u32 = 3;
/// How often it may pass while one of them does not, whatever the others do: who waits for that one by looking now and then
/// does not wait for ever.
pub(super) const PATIENCE: u32 = 8;

#[derive(Debug)]
pub(crate) struct Timer {
    pub(crate) callback: PFN_WDF_TIMER,
    /// Milliseconds; 0 for a timer that fires once.
    pub(crate) period: u32,
    /// The lock of automatic serialization.
    pub(crate) lock: Option<LockRef>,
    /// Its callback runs at PASSIVE_LEVEL, in a worker thread.
    pub(crate) passive: bool,
    /// Its entry among the armed timers.
    pub(crate) armed: Option<(u64, u64)>,
    /// It expired and its callback is queued.
    pub(crate) queued: bool,
    /// How many processors run its callback.
    pub(crate) running: u32,
    /// A thread is in `WdfTimerStop`: starting it has no effect.
    pub(crate) stopping: bool,
    /// Somebody tried meanwhile.
    pub(crate) start_aborted: bool,
    /// Its object is being disposed of: it starts no more.
    pub(crate) dead: bool,
}

impl Timer {
    /// Whether its callback neither runs nor is about to.
    pub(crate) const fn is_idle(&self) -> bool {
        self.running == 0 && !self.queued
    }
}

impl Kernel {
    /// The virtual time that a due time names: relative if negative, absolute if not.
    pub(crate) fn due(&self, due: i64) -> u64 {
        if due < 0 { self.now.saturating_add(due.unsigned_abs()) } else { (*self.now).max(due.unsigned_abs()) }
    }

    /// `WdfTimerStart`: true if it was armed already.
    pub(crate) fn start_timer(&mut self, id: Id, due: i64) -> Result<bool> {
        if self.objects.timer(id).dead {
            self.started_while_deleted(id, "WdfTimerStart")?;
            return Ok(false);
        }
        if self.objects.timer(id).stopping {
            self.objects.timer_mut(id).start_aborted = true;
            return Ok(false);
        }
        let was_armed = self.disarm_timer(id);
        let at = self.due(due);
        self.arm_timer(id, at);
        Ok(was_armed)
    }

    /// A timer or work item whose disposal has begun is started: nothing happens, and the verifier breaks.
    pub(crate) fn started_while_deleted(&mut self, id: Id, ddi: &str) -> Result<()> {
        let text = format!("{ddi}: {} is being deleted", self.objects.subject(id));
        self.verifier_break(Rule::UseAfterDestroy, text)
    }

    fn arm_timer(&mut self, id: Id, at: u64) {
        self.timer_sequence += 1;
        let entry = (at, self.timer_sequence);
        self.objects.timer_mut(id).armed = Some(entry);
        self.timers.insert((entry.0, entry.1, id));
    }

    /// Arms an entry for a request that was sent with a time-out, or for a device that idles.
    pub(crate) fn arm_for(&mut self, id: Id, at: u64) -> (u64, u64) {
        self.timer_sequence += 1;
        self.timers.insert((at, self.timer_sequence, id));
        (at, self.timer_sequence)
    }

    /// Takes it back before it expires.
    pub(crate) fn disarm_for(&mut self, id: Id, (at, sequence): (u64, u64)) {
        self.timers.remove(&(at, sequence, id));
    }

    /// Takes a timer back before it expires: true if it was armed. Once it has expired its callback runs: what a passive one has
    /// queued is not taken back (`FxTimer::Stop`).
    pub(crate) fn disarm_timer(&mut self, id: Id) -> bool {
        let Some((at, sequence)) = self.objects.timer_mut(id).armed.take() else { return false };
        self.timers.remove(&(at, sequence, id));
        true
    }

    /// When the first thread that waits for time is to go on.
    pub(crate) fn next_wake(&self) -> Option<u64> {
        let wakes = self.threads.iter().filter_map(|thread| match thread.wait {
            Wait::Time(until) | Wait::LockUntil(_, until) | Wait::SentUntil(_, until) | Wait::NtObjects(until) => {
                Some(until)
            }
            _ => None,
        });
        // A wait without an end is no reason for time to pass.
        let now = *self.now;
        let wakes = wakes.filter(|until| *until > now && *until != u64::MAX);
        wakes.chain(self.nt_next_due()).min()
    }

    /// How often time has passed over threads that could run: over one or another, and over each.
    pub(crate) fn passed_over(&self) -> Vec<u32> {
        std::iter::once(self.time_steps).chain(self.threads.iter().map(|it| it.passed_over)).collect()
    }

    /// Whether somebody waits for time to pass: a timer, or a thread.
    pub(crate) fn is_time_awaited(&self) -> bool {
        !self.timers.is_empty() || self.next_wake().is_some()
    }

    /// Whether time may pass now: not while a thread whose time has come has not run, and not for ever while others could
    /// run.
    pub(crate) fn may_time_pass(&self) -> bool {
        let is_due = |thread: &Thread| match thread.wait {
            Wait::Time(until) | Wait::LockUntil(_, until) | Wait::SentUntil(_, until) | Wait::NtObjects(until) => {
                until <= *self.now
            }
            _ => false,
        };
        let is_kept_waiting = |it: &Thread| self.time_steps >= TIME_STEPS || it.passed_over >= PATIENCE;
        self.is_time_awaited()
            && !self.threads.iter().any(is_due)
            && !self.threads.iter().enumerate().any(|(index, it)| is_kept_waiting(it) && self.could_run(index, it))
    }

    /// Whether it is a thread that runs when the scheduler wants: not a processor, which runs what is due.
    fn could_run(&self, index: usize, thread: &Thread) -> bool {
        thread.role != Role::Dpc && self.is_ready(ThreadId(u32::try_from(index).expect("few threads")))
    }

    /// Time passes, and whoever could run does not. Where it may not do so again, it matters how much of it passed before
    /// which step: had one of them come later, more time could have passed by now.
    fn pass_over(&mut self) {
        let mut is_over_somebody = false;
        for index in 0..self.threads.len() {
            if touch::unseen(|| self.could_run(index, &self.threads[index])) {
                self.threads[index].passed_over += 1;
                is_over_somebody = true;
            }
        }
        self.time_steps += u32::from(is_over_somebody);
        if self.time_steps >= TIME_STEPS || self.threads.iter().any(|it| it.passed_over >= PATIENCE) {
            touch(Place::TimeLimit, Mode::Write);
        }
    }

    /// Lets time pass to the next timer and takes it: its callback is to be run now, unless a worker thread runs it.
    pub(crate) fn expire_next(&mut self) -> Option<Job> {
        self.pass_over();
        let wake = self.next_wake();
        if let Some(wake) = wake.filter(|wake| self.timers.first().is_none_or(|(at, ..)| at > wake)) {
            *self.now = (*self.now).max(wake);
            self.nt_expire();
            return None;
        }
        let (at, sequence, id) = self.timers.pop_first()?;
        *self.now = (*self.now).max(at);
        match self.objects.kind(id) {
            Kind::Request => {
                self.sending_mut(id).timer = None;
                return Some(Job::Timeout(id));
            }
            Kind::Device => {
                self.idle_expired(id);
                return None;
            }
            _ => {}
        }
        let timer = self.objects.timer_mut(id);
        debug_assert_eq!(timer.armed, Some((at, sequence)));
        timer.armed = None;
        // A passive timer is queued only when its last callback is done.
        let (period, passive, busy) = (timer.period, timer.passive, !timer.is_idle());
        if period != 0 {
            self.arm_timer(id, at + u64::from(period) * PER_MILLISECOND);
        }
        if !passive {
            return Some(Job::Timer(id));
        }
        if !busy {
            self.objects.timer_mut(id).queued = true;
            self.work.push_back(Job::Timer(id));
        }
        None
    }
}
