//! The kernel's own synchronisation: events, semaphores, mutexes, timers, DPCs and spin locks.
//!
//! They lie in the driver's memory and are known by their address there; what they are and who waits for them is kept
//! here, so the driver's bytes are never trusted. A wait is satisfied by whoever signals, in the order of the waits, as
//! the real dispatcher does it: a synchronization event that is set twice wakes two threads, even if none has run since.
//!
//! Key types: [`Nt`], [`Dispatcher`]. Facts: the pages of `KeWaitForSingleObject`, `KeSetEvent`, `KeSetTimerEx`,
//! `KeAcquireSpinLock`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Job, Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{Outcome, Rule, Violation};

/// Units of 100 nanoseconds in a millisecond, which is what periods are given in.
const PER_MILLISECOND: u64 = 10_000;

/// The kernel objects of a machine.
#[derive(Debug, Default)]
pub(crate) struct Nt {
    objects: BTreeMap<usize, Dispatcher>,
    /// In the order in which the threads began to wait.
    waits: Vec<WaitBlock>,
    /// Locks that are held: by address, by whom.
    locks: BTreeMap<usize, ThreadId>,
    /// Armed timers: due time, order of arming, address.
    armed: BTreeSet<(u64, u64, usize)>,
    sequence: u64,
    /// DPCs that were initialised, and whether each is queued.
    dpcs: BTreeMap<usize, bool>,
    /// How many processors run such a DPC.
    dpcs_running: u32,
}

/// An object that threads can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dispatcher {
    /// `KEVENT`.
    Event {
        /// A synchronization event: one wait resets it.
        auto: bool,
        signaled: bool,
    },
    /// `KSEMAPHORE`.
    Semaphore { count: i32, limit: i32 },
    /// `KMUTEX`.
    Mutex { owner: Option<ThreadId>, depth: i32 },
    /// `KTIMER`.
    Timer { auto: bool, signaled: bool, due: Option<(u64, u64)>, period: u32, dpc: usize },
    /// A system thread's object, which is signaled when it has ended.
    Thread { thread: ThreadId, ended: bool },
}

impl Dispatcher {
    const fn is_signaled_for(&self, thread: ThreadId) -> bool {
        match self {
            Self::Event { signaled, .. } | Self::Timer { signaled, .. } => *signaled,
            Self::Semaphore { count, .. } => *count > 0,
            Self::Mutex { owner: None, .. } => true,
            Self::Mutex { owner: Some(owner), .. } => owner.0 == thread.0,
            Self::Thread { ended, .. } => *ended,
        }
    }

    /// What a satisfied wait does to the object.
    const fn consume(&mut self, thread: ThreadId) {
        match self {
            Self::Event { auto, signaled } | Self::Timer { auto, signaled, .. } => {
                if *auto {
                    *signaled = false;
                }
            }
            Self::Semaphore { count, .. } => *count -= 1,
            Self::Mutex { owner, depth } => {
                *owner = Some(thread);
                *depth += 1;
            }
            Self::Thread { .. } => {}
        }
    }

    /// As `KeReadState..` of this kind of object returns it.
    const fn state(&self) -> i32 {
        match self {
            Self::Event { signaled, .. } | Self::Timer { signaled, .. } => *signaled as i32,
            Self::Semaphore { count, .. } => *count,
            Self::Mutex { depth, .. } => 1 - *depth,
            Self::Thread { ended, .. } => *ended as i32,
        }
    }
}

#[derive(Debug)]
struct WaitBlock {
    thread: ThreadId,
    objects: Vec<usize>,
    all: bool,
    satisfied: Option<usize>,
}

fn uninitialized(routine: &str, address: usize) -> Box<Violation> {
    let text = format!("{routine}: the object at {address:#x} was not initialised");
    Violation::undefined(Rule::KernelObjectNotInitialized, text)
}

impl Kernel {
    /// `KeInitializeEvent` and its like: whatever was there before is forgotten.
    pub(crate) fn nt_init(&mut self, address: usize, object: Dispatcher) {
        if let Some(Dispatcher::Timer { due: Some((at, sequence)), .. }) = self.nt.objects.insert(address, object) {
            self.nt.armed.remove(&(at, sequence, address));
        }
    }

    pub(crate) fn nt_object(&mut self, routine: &str, address: usize) -> Result<&mut Dispatcher> {
        self.nt.objects.get_mut(&address).ok_or_else(|| uninitialized(routine, address))
    }

    /// The state of an object, as the `KeReadState..` routines return it.
    pub(crate) fn nt_state(&mut self, routine: &str, address: usize) -> Result<i32> {
        Ok(self.nt_object(routine, address)?.state())
    }

    /// Begins to wait: which object satisfied the wait at once, or nothing if the thread has to wait.
    pub(crate) fn nt_begin_wait(
        &mut self,
        thread: ThreadId,
        routine: &str,
        objects: Vec<usize>,
        all: bool,
    ) -> Result<Option<usize>> {
        for address in &objects {
            self.nt_object(routine, *address)?;
        }
        let satisfied = self.nt.try_satisfy(thread, &objects, all);
        if satisfied.is_none() {
            self.nt.waits.push(WaitBlock { thread, objects, all, satisfied: None });
        }
        Ok(satisfied)
    }

    /// Ends a wait: which object satisfied it, or nothing if its time is over.
    pub(crate) fn nt_end_wait(&mut self, thread: ThreadId) -> Option<usize> {
        let place = self.nt.waits.iter().position(|wait| wait.thread == thread)?;
        self.nt.waits.remove(place).satisfied
    }

    /// Whether a thread that waits for objects has got them.
    pub(crate) fn nt_is_satisfied(&self, thread: ThreadId) -> bool {
        self.nt.waits.iter().any(|wait| wait.thread == thread && wait.satisfied.is_some())
    }

    /// What a thread waits for, in words.
    pub(crate) fn nt_describe_wait(&self, thread: ThreadId) -> String {
        let Some(wait) = self.nt.waits.iter().find(|wait| wait.thread == thread) else { return "nothing".to_owned() };
        let names = wait.objects.iter().map(|address| match self.nt.objects.get(address) {
            Some(Dispatcher::Event { .. }) => format!("the event at {address:#x} to be set"),
            Some(Dispatcher::Semaphore { .. }) => format!("the semaphore at {address:#x} to be released"),
            Some(Dispatcher::Mutex { owner: Some(owner), .. }) => format!("the mutex at {address:#x} held by {owner}"),
            Some(Dispatcher::Mutex { .. }) => format!("the mutex at {address:#x}"),
            Some(Dispatcher::Timer { .. }) => format!("the timer at {address:#x} to expire"),
            Some(Dispatcher::Thread { thread, .. }) => format!("the system thread {thread} to end"),
            None => format!("the object at {address:#x}"),
        });
        names.collect::<Vec<_>>().join(if wait.all { " and " } else { " or " })
    }

    /// `KeSetEvent`: the state before.
    pub(crate) fn nt_set_event(&mut self, routine: &str, address: usize) -> Result<i32> {
        match self.nt_object(routine, address)? {
            Dispatcher::Event { signaled, .. } => {
                let before = i32::from(std::mem::replace(signaled, true));
                self.nt.signal(address);
                Ok(before)
            }
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// `KeResetEvent`: the state before.
    pub(crate) fn nt_reset_event(&mut self, routine: &str, address: usize) -> Result<i32> {
        match self.nt_object(routine, address)? {
            Dispatcher::Event { signaled, .. } => Ok(i32::from(std::mem::replace(signaled, false))),
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// `KeReleaseSemaphore`: the count before.
    pub(crate) fn nt_release_semaphore(&mut self, routine: &str, address: usize, by: i32) -> Result<i32> {
        match self.nt_object(routine, address)? {
            Dispatcher::Semaphore { count, limit } => {
                let before = *count;
                match before.checked_add(by).filter(|after| after <= limit && by > 0) {
                    Some(after) => *count = after,
                    None => {
                        let text = format!("{routine}: the semaphore at {address:#x} holds {before} and takes {limit}");
                        return Err(Violation::undefined(Rule::InvalidLockOperation, text));
                    }
                }
                self.nt.signal(address);
                Ok(before)
            }
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// `KeReleaseMutex`: the state before.
    pub(crate) fn nt_release_mutex(&mut self, routine: &str, thread: ThreadId, address: usize) -> Result<i32> {
        match self.nt_object(routine, address)? {
            Dispatcher::Mutex { owner, depth } if *owner == Some(thread) => {
                let before = 1 - *depth;
                *depth -= 1;
                if *depth == 0 {
                    *owner = None;
                    self.nt.signal(address);
                }
                Ok(before)
            }
            Dispatcher::Mutex { .. } => {
                let text = format!("{routine}: {thread} does not hold the mutex at {address:#x}");
                Err(Violation::undefined(Rule::InvalidLockOperation, text))
            }
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// `KeSetTimerEx`: whether it was armed.
    pub(crate) fn nt_set_timer(
        &mut self,
        routine: &str,
        address: usize,
        due: i64,
        period: u32,
        dpc: usize,
    ) -> Result<bool> {
        let was_armed = self.nt_cancel_timer(routine, address)?;
        if dpc != 0 && !self.nt.dpcs.contains_key(&dpc) {
            return Err(uninitialized(routine, dpc));
        }
        let at = self.due(due);
        let entry = self.nt.arm(at, address);
        if let Dispatcher::Timer { signaled, due, period: its_period, dpc: its_dpc, .. } =
            self.nt_object(routine, address)?
        {
            *signaled = false;
            *due = Some(entry);
            *its_period = period;
            *its_dpc = dpc;
        }
        Ok(was_armed)
    }

    /// `KeCancelTimer`: whether it was armed.
    pub(crate) fn nt_cancel_timer(&mut self, routine: &str, address: usize) -> Result<bool> {
        match self.nt_object(routine, address)? {
            Dispatcher::Timer { due, .. } => {
                let entry = due.take();
                if let Some((at, sequence)) = entry {
                    self.nt.armed.remove(&(at, sequence, address));
                }
                Ok(entry.is_some())
            }
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// When the first timer of the kernel is due.
    pub(crate) fn nt_next_due(&self) -> Option<u64> {
        self.nt.armed.first().map(|(at, ..)| *at)
    }

    /// Expires every timer that is due: it is signaled, and its DPC queued.
    pub(crate) fn nt_expire(&mut self) {
        while let Some((at, sequence, address)) = self.nt.armed.first().copied().filter(|(at, ..)| *at <= *self.now) {
            self.nt.armed.remove(&(at, sequence, address));
            let Some(Dispatcher::Timer { period, dpc, .. }) = self.nt.objects.get(&address).copied() else { continue };
            let next = (period != 0).then(|| self.nt.arm(*self.now + u64::from(period) * PER_MILLISECOND, address));
            if let Some(Dispatcher::Timer { signaled, due, .. }) = self.nt.objects.get_mut(&address) {
                *signaled = true;
                *due = next;
            }
            self.nt.signal(address);
            if dpc != 0 {
                self.nt_queue_dpc(dpc);
            }
        }
    }

    /// A system thread has ended: whoever waits for it can go on.
    pub(crate) fn nt_end_thread(&mut self, object: usize) {
        if let Some(Dispatcher::Thread { ended, .. }) = self.nt.objects.get_mut(&object) {
            *ended = true;
            self.nt.signal(object);
        }
    }

    /// An armed timer that has a DPC.
    pub(crate) fn nt_armed_with_dpc(&self) -> Option<usize> {
        let has_dpc =
            |address: &usize| matches!(self.nt.objects.get(address), Some(Dispatcher::Timer { dpc, .. }) if *dpc != 0);
        self.nt.armed.iter().map(|(.., address)| *address).find(has_dpc)
    }

    /// `KeInitializeDpc`.
    pub(crate) fn nt_init_dpc(&mut self, address: usize) {
        self.nt.dpcs.insert(address, false);
    }

    /// `KeInsertQueueDpc`, whose DPC must have been initialised; nothing if it is queued already.
    pub(crate) fn nt_insert_dpc(&mut self, routine: &str, address: usize) -> Result<bool> {
        if self.nt.dpcs.contains_key(&address) {
            Ok(self.nt_queue_dpc(address))
        } else {
            Err(uninitialized(routine, address))
        }
    }

    fn nt_queue_dpc(&mut self, address: usize) -> bool {
        let was_queued = self.nt.dpcs.insert(address, true) == Some(true);
        if !was_queued {
            self.dpcs.push_back(Job::KernelDpc(address));
        }
        !was_queued
    }

    /// `KeRemoveQueueDpc`: whether it was queued.
    pub(crate) fn nt_remove_dpc(&mut self, address: usize) -> bool {
        self.dpcs.retain(|job| *job != Job::KernelDpc(address));
        self.nt.dpcs.get_mut(&address).is_some_and(std::mem::take)
    }

    /// A processor begins to run a DPC, which can be queued again from here on.
    pub(crate) fn nt_begin_dpc(&mut self, address: usize) {
        self.nt.dpcs.insert(address, false);
        self.nt.dpcs_running += 1;
    }

    pub(crate) fn nt_end_dpc(&mut self) {
        self.nt.dpcs_running -= 1;
    }

    /// Whether no DPC of the kernel is queued or runs.
    pub(crate) fn nt_dpcs_are_idle(&self) -> bool {
        self.nt.dpcs_running == 0 && !self.nt.dpcs.values().any(|queued| *queued)
    }

    /// Whether anybody holds a lock.
    pub(crate) fn nt_is_locked(&self, address: usize) -> bool {
        self.nt.locks.contains_key(&address)
    }

    /// Who holds a lock.
    pub(crate) fn nt_lock_owner(&self, address: usize) -> Option<ThreadId> {
        self.nt.locks.get(&address).copied()
    }

    /// How many locks of the kernel a thread holds.
    pub(crate) fn nt_locks_of(&self, thread: ThreadId) -> usize {
        // They are the thread's own: nobody else changes them. Most drivers have none.
        let locks = &self.nt.unseen().locks;
        let alone = if locks.is_empty() { 0 } else { locks.values().filter(|owner| **owner == thread).count() };
        alone + self.shared_locks_of(thread)
    }

    /// A thread is about to acquire a lock: recursion is found here.
    pub(crate) fn nt_begin_acquire(&self, routine: &str, thread: ThreadId, address: usize) -> Result<()> {
        if self.nt_lock_owner(address) == Some(thread) {
            let text = format!("{routine}: {thread} acquires the lock at {address:#x}, which it holds already");
            return Err(Violation::new(Rule::SpinLockRecursion, Outcome::Hang, text));
        }
        Ok(())
    }

    /// Takes a lock if nobody holds it.
    pub(crate) fn nt_try_acquire(&mut self, thread: ThreadId, address: usize) -> bool {
        let free = !self.nt_is_locked(address);
        if free {
            self.nt.locks.insert(address, thread);
        }
        free
    }

    pub(crate) fn nt_release(&mut self, routine: &str, thread: ThreadId, address: usize) -> Result<()> {
        let owner = self.nt_lock_owner(address);
        if owner == Some(thread) {
            self.nt.locks.remove(&address);
            return Ok(());
        }
        let whose = owner.map_or_else(|| "nobody holds".to_owned(), |owner| format!("{owner} holds"));
        let text = format!("{routine}: {thread} releases the lock at {address:#x}, which {whose}");
        Err(Violation::undefined(Rule::InvalidLockOperation, text))
    }
}

impl Nt {
    fn arm(&mut self, at: u64, address: usize) -> (u64, u64) {
        self.sequence += 1;
        self.armed.insert((at, self.sequence, address));
        (at, self.sequence)
    }

    /// Satisfies a wait if the objects are signaled: the index of the one that did it.
    fn try_satisfy(&mut self, thread: ThreadId, objects: &[usize], all: bool) -> Option<usize> {
        let is_signaled =
            |address: &usize| self.objects.get(address).is_some_and(|object| object.is_signaled_for(thread));
        let first =
            if all { objects.iter().all(is_signaled).then_some(0)? } else { objects.iter().position(is_signaled)? };
        let consumed = if all { objects } else { &objects[first..=first] };
        for address in consumed {
            if let Some(object) = self.objects.get_mut(address) {
                object.consume(thread);
            }
        }
        Some(first)
    }

    /// An object was signaled: whoever waits for it, in the order of the waits, until it is used up.
    fn signal(&mut self, address: usize) {
        for index in 0..self.waits.len() {
            let wait = &self.waits[index];
            if wait.satisfied.is_none() && wait.objects.contains(&address) {
                let (thread, objects, all) = (wait.thread, wait.objects.clone(), wait.all);
                self.waits[index].satisfied = self.try_satisfy(thread, &objects, all);
            }
        }
    }
}
