//! Locks of the kernel that several threads can hold, and protections that are run down.
//!
//! `ERESOURCE`, `EX_SPIN_LOCK` and push locks are one thing here ([`Shared`]): one thread holds it exclusively, or several
//! share it. Rundown protections and remove locks are another ([`Rundown`]): whoever uses something holds one, and who
//! takes it away waits until nobody does and lets nobody else in. Like the objects of `nt/` they are known by their
//! addresses.
//!
//! Facts: the pages of `ExAcquireResourceExclusiveLite`, `ExAcquireSpinLockShared`, `ExWaitForRundownProtectionRelease` and
//! `IoReleaseRemoveLockAndWait`; bug check 0xE3.

use std::collections::BTreeMap;

use super::{Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// `RESOURCE_NOT_OWNED`.
const RESOURCE_NOT_OWNED: u32 = 0xE3;

/// How a thread wants a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    Exclusive,
    Shared,
    /// Shared, and before those who wait for it exclusively.
    StarveExclusive,
}

/// A lock that several threads can hold.
#[derive(Debug, Default)]
struct Shared {
    exclusive: Option<ThreadId>,
    /// How often each thread holds it. One that has it exclusively is here too.
    holders: BTreeMap<ThreadId, u32>,
    /// Threads that wait to have it exclusively.
    waiting: Vec<ThreadId>,
    /// A thread may take it again.
    recursive: bool,
    /// It is held at DISPATCH_LEVEL.
    spin: bool,
}

/// A protection.
#[derive(Debug, Default)]
struct Rundown {
    /// How often it is held.
    held: u32,
    /// It is being taken away: nobody gets it any more.
    down: bool,
}

/// All of a machine.
#[derive(Debug, Default)]
pub(crate) struct Sharing {
    locks: BTreeMap<usize, Shared>,
    rundowns: BTreeMap<usize, Rundown>,
}

impl Kernel {
    /// A new lock lies here, whatever was there before.
    pub(crate) fn init_shared(&mut self, address: usize, recursive: bool) {
        self.sharing.locks.insert(address, Shared { recursive, ..Shared::default() });
    }

    /// It lies there no more; nobody may hold it.
    pub(crate) fn forget_shared(&mut self, routine: &str, address: usize) -> Result<()> {
        let held = self.sharing.locks.remove(&address).is_some_and(|lock| !lock.holders.is_empty());
        if held {
            let text = format!("{routine}: the lock at {address:#x} is held");
            return Err(Violation::undefined(Rule::InvalidLockOperation, text));
        }
        Ok(())
    }

    /// Takes a lock if it can be had now; a spin lock says that it is one.
    pub(crate) fn try_shared(&mut self, thread: ThreadId, address: usize, hold: Hold, spin: bool) -> bool {
        let can = self.can_share(thread, address, hold);
        if can {
            let lock = self.sharing.locks.entry(address).or_default();
            lock.spin = spin;
            *lock.holders.entry(thread).or_default() += 1;
            if hold == Hold::Exclusive {
                lock.exclusive = Some(thread);
            }
            lock.waiting.retain(|waiting| *waiting != thread);
        }
        can
    }

    /// A thread begins to wait for a lock that it cannot have now.
    pub(crate) fn await_shared(&mut self, thread: ThreadId, address: usize, hold: Hold) {
        if hold == Hold::Exclusive {
            self.sharing.locks.entry(address).or_default().waiting.push(thread);
        }
    }

    /// Whether a thread could take a lock now.
    pub(crate) fn can_share(&self, thread: ThreadId, address: usize, hold: Hold) -> bool {
        let Some(lock) = self.sharing.locks.get(&address) else { return true };
        if lock.exclusive == Some(thread) {
            return lock.recursive;
        }
        match hold {
            Hold::Exclusive => lock.holders.is_empty(),
            Hold::StarveExclusive => lock.exclusive.is_none(),
            // Who has it already does not wait behind those who want it exclusively.
            Hold::Shared => {
                let again = lock.recursive && lock.holders.contains_key(&thread);
                lock.exclusive.is_none() && (again || lock.waiting.is_empty())
            }
        }
    }

    /// A thread that holds a lock which it cannot take twice is about to.
    pub(crate) fn check_not_recursive(&self, routine: &str, thread: ThreadId, address: usize) -> Result<()> {
        let lock = self.sharing.locks.get(&address);
        if lock.is_some_and(|lock| lock.exclusive == Some(thread) && !lock.recursive) {
            let text = format!("{routine}: {thread} acquires the lock at {address:#x}, which it holds already");
            return Err(Violation::new(Rule::SpinLockRecursion, Outcome::Hang, text));
        }
        Ok(())
    }

    /// A thread gives a lock back.
    pub(crate) fn release_shared(&mut self, routine: &str, thread: ThreadId, address: usize) -> Result<()> {
        let lock = self.sharing.locks.entry(address).or_default();
        let Some(count) = lock.holders.get_mut(&thread) else {
            let text = format!("{routine}: {thread} releases the lock at {address:#x}, which it does not hold");
            let outcome = if lock.recursive {
                let parameters = [address as u64, u64::from(thread.0), 0, 0];
                Outcome::BugCheck(BugCheck { code: RESOURCE_NOT_OWNED, parameters })
            } else {
                Outcome::Undefined
            };
            return Err(Violation::new(Rule::InvalidLockOperation, outcome, text));
        };
        *count -= 1;
        if *count == 0 {
            lock.holders.remove(&thread);
            if lock.exclusive == Some(thread) {
                lock.exclusive = None;
            }
        }
        Ok(())
    }

    /// An owner lets others share from here on. False if the thread is not the owner.
    pub(crate) fn share_exclusive(&mut self, thread: ThreadId, address: usize) -> bool {
        let lock = self.sharing.locks.entry(address).or_default();
        let owns = lock.exclusive == Some(thread);
        if owns {
            lock.exclusive = None;
        }
        owns
    }

    /// The only thread that shares a lock has it exclusively from here on. False if others share it.
    pub(crate) fn try_upgrade(&mut self, thread: ThreadId, address: usize) -> bool {
        let lock = self.sharing.locks.entry(address).or_default();
        let alone = lock.holders.len() == 1 && lock.holders.contains_key(&thread);
        if alone {
            lock.exclusive = Some(thread);
        }
        alone
    }

    /// How often a thread holds a lock, and whether exclusively.
    pub(crate) fn holds_shared(&self, thread: ThreadId, address: usize) -> (u32, bool) {
        let lock = self.sharing.locks.get(&address);
        let count = lock.and_then(|lock| lock.holders.get(&thread).copied()).unwrap_or_default();
        (count, lock.is_some_and(|lock| lock.exclusive == Some(thread)))
    }

    /// How many threads wait to have a lock exclusively.
    pub(crate) fn exclusive_waiters(&self, address: usize) -> u32 {
        let lock = self.sharing.locks.get(&address);
        lock.map_or(0, |lock| u32::try_from(lock.waiting.len()).expect("few threads"))
    }

    /// How many of these locks a thread holds.
    pub(crate) fn shared_locks_of(&self, thread: ThreadId) -> usize {
        let locks = &self.sharing.unseen().locks;
        if locks.is_empty() { 0 } else { locks.values().filter(|lock| lock.holders.contains_key(&thread)).count() }
    }

    /// Whether a thread holds one of them at DISPATCH_LEVEL.
    pub(crate) fn holds_shared_spin_lock(&self, thread: ThreadId) -> bool {
        self.sharing.locks.values().any(|lock| lock.spin && lock.holders.contains_key(&thread))
    }

    /// A new protection lies here, which is held so often.
    pub(crate) fn init_rundown(&mut self, address: usize, held: u32) {
        self.sharing.rundowns.insert(address, Rundown { held, down: false });
    }

    fn rundown(&mut self, routine: &str, address: usize) -> Result<&mut Rundown> {
        self.sharing.rundowns.get_mut(&address).ok_or_else(|| {
            let text = format!("{routine}: the protection at {address:#x} was not initialised");
            Violation::undefined(Rule::KernelObjectNotInitialized, text)
        })
    }

    /// Takes a protection so often, unless it is being run down.
    pub(crate) fn acquire_rundown(&mut self, routine: &str, address: usize, count: u32) -> Result<bool> {
        let rundown = self.rundown(routine, address)?;
        if !rundown.down {
            rundown.held += count;
        }
        Ok(!rundown.down)
    }

    /// Gives it back.
    pub(crate) fn release_rundown(&mut self, routine: &str, address: usize, count: u32) -> Result<()> {
        let rundown = self.rundown(routine, address)?;
        match rundown.held.checked_sub(count) {
            Some(left) => {
                rundown.held = left;
                Ok(())
            }
            None => {
                let text = format!("{routine}: the protection at {address:#x} is not held so often");
                Err(Violation::undefined(Rule::InvalidLockOperation, text))
            }
        }
    }

    /// Nobody gets it any more.
    pub(crate) fn begin_rundown(&mut self, routine: &str, address: usize) -> Result<()> {
        self.rundown(routine, address)?.down = true;
        Ok(())
    }

    /// Whether nobody holds a protection.
    pub(crate) fn is_run_down(&self, address: usize) -> bool {
        self.sharing.rundowns.get(&address).is_none_or(|rundown| rundown.held == 0)
    }
}
