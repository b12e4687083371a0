//! The kernel's own synchronisation: events, semaphores, mutexes, timers, DPCs and spin locks.
//!
//! They lie in the driver's memory and are known by their address there; what they are and who waits for them is kept
//! here, so the driver's bytes are never trusted. A wait is satisfied by whoever signals, in the order of the waits, as
//! the real dispatcher does it: a synchronization event that is set twice wakes two threads, even if none has run since.
//!
//! Key types: [`Nt`], [`Dispatcher`]. Facts: the pages of `KeWaitForSingleObject`, `KeSetEvent`, `KeSetTimerEx`,
//! `KeAcquireSpinLock`.

mod lock;
mod timer;

use std::collections::{BTreeMap, BTreeSet};

use super::{Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};

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

    /// A system thread has ended: whoever waits for it can go on.
    pub(crate) fn nt_end_thread(&mut self, object: usize) {
        if let Some(Dispatcher::Thread { ended, .. }) = self.nt.objects.get_mut(&object) {
            *ended = true;
            self.nt.signal(object);
        }
    }
}

impl Nt {
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
