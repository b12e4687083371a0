//! Spin locks of the kernel itself: by address, who holds them.
//!
//! Facts: the page of `KeAcquireSpinLock`.

use crate::kernel::{Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{Outcome, Rule, Violation};

impl Kernel {
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

    /// Whether a thread holds a lock that is held at DISPATCH_LEVEL.
    pub(crate) fn holds_spin_lock(&self, thread: ThreadId) -> bool {
        self.nt.locks.values().any(|owner| *owner == thread) || self.holds_shared_spin_lock(thread)
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
