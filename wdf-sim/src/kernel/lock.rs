//! Locks: spin locks, wait locks and the presentation locks of devices and queues.
//!
//! A lock knows its owner and what to restore; waiting is the execution layer's work (`exec/lock.rs`).
//!
//! Key types: [`Lock`], [`LockRef`]. Facts: `fxspinlock.cpp`, `fxwaitlock.cpp`, `fxcallbackspinlock.hpp`,
//! `fxverifierlock.cpp`, `fxverifierlock.hpp` (the order).

use wdf_sim_sys::DISPATCH_LEVEL;

use super::object::{Body, Id, Kind};
use super::{Kernel, Result};
use crate::touch::{self, Mode};
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};

/// Raising IRQL or not: what kind of lock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockKind {
    /// Held at `DISPATCH_LEVEL`.
    Spin,
    /// Held at `PASSIVE_LEVEL`, in a critical region.
    Wait,
}

#[derive(Debug)]
pub(crate) struct Lock {
    pub(crate) kind: LockKind,
    pub(crate) owner: Option<ThreadId>,
    /// IRQL of the owner before it took a spin lock.
    saved_irql: u8,
    /// It was given to an interrupt, and serves it alone.
    pub(crate) of_interrupt: bool,
}

impl Lock {
    pub(crate) const fn new(kind: LockKind) -> Self {
        Self { kind, owner: None, saved_irql: 0, of_interrupt: false }
    }
}

/// Names a lock: the one that a lock object is, or the one that presents a device's or queue's callbacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockRef {
    Object(Id),
    Presentation(Id),
    /// That of an interrupt: its own, or the one that the driver gave it.
    Interrupt(Id),
}

impl LockRef {
    pub(crate) const fn object(self) -> Id {
        match self {
            Self::Object(id) | Self::Presentation(id) | Self::Interrupt(id) => id,
        }
    }

    /// Whether its owner is in a critical region: mutexes and wait locks, which are held at PASSIVE_LEVEL.
    fn enters_critical_region(self, kernel: &Kernel) -> bool {
        kernel.lock(self).kind == LockKind::Wait
    }

    /// Where the lock is, as bug checks show it: behind the head of its object.
    const fn address(self) -> u64 {
        self.object().address() as u64 + 8
    }
}

impl Kernel {
    /// The lock object that a driver gave to its interrupt, instead of the interrupt's own lock.
    fn given_lock(&self, lock: LockRef) -> LockRef {
        match lock {
            LockRef::Interrupt(id) => self.objects.interrupt(id).shared_lock.map_or(lock, LockRef::Object),
            _ => lock,
        }
    }

    /// A spin lock serves an interrupt from here on.
    pub(crate) fn give_lock_to_interrupt(&mut self, lock: Id) {
        self.lock_mut(LockRef::Object(lock)).of_interrupt = true;
    }

    /// The level at which a spin lock is held.
    fn lock_level(&self, lock: LockRef) -> u8 {
        match lock {
            LockRef::Interrupt(id) => self.objects.interrupt(id).sync_irql.max(DISPATCH_LEVEL as u8),
            _ => DISPATCH_LEVEL as u8,
        }
    }

    /// Whether the thread that runs is above `DISPATCH_LEVEL`, where hardly any function may be called.
    pub(crate) fn is_above_dispatch(&self) -> bool {
        u32::from(self.thread(self.running).irql) > DISPATCH_LEVEL
    }

    pub(crate) fn lock(&self, lock: LockRef) -> &Lock {
        let lock = self.given_lock(lock);
        match (lock, &self.objects.for_lock(lock.object(), Mode::Read).body) {
            (LockRef::Object(_), Body::SpinLock(inner) | Body::WaitLock(inner)) => inner,
            (LockRef::Presentation(_), Body::Device(device)) => &device.presentation,
            (LockRef::Presentation(_), Body::Queue(queue)) => &queue.presentation,
            (LockRef::Interrupt(_), Body::Interrupt(interrupt)) => &interrupt.own_lock,
            (lock, body) => panic!("{lock:?} is not in {body:?}"),
        }
    }

    fn lock_mut(&mut self, lock: LockRef) -> &mut Lock {
        let lock = self.given_lock(lock);
        match (lock, &mut self.objects.for_lock_mut(lock.object()).body) {
            (LockRef::Object(_), Body::SpinLock(inner) | Body::WaitLock(inner)) => inner,
            (LockRef::Presentation(_), Body::Device(device)) => &mut device.presentation,
            (LockRef::Presentation(_), Body::Queue(queue)) => &mut queue.presentation,
            (LockRef::Interrupt(_), Body::Interrupt(interrupt)) => &mut interrupt.own_lock,
            (lock, body) => panic!("{lock:?} is not in {body:?}"),
        }
    }

    /// An object goes, if nobody refers to it: whoever holds the lock that it is would release memory that is freed.
    pub(crate) fn check_is_free(&self, lock: Id) -> Result<()> {
        let object = self.objects.get(lock);
        let (Body::SpinLock(Lock { owner: Some(owner), .. }) | Body::WaitLock(Lock { owner: Some(owner), .. })) =
            &object.body
        else {
            return Ok(());
        };
        if object.references > 1 {
            return Ok(());
        }
        let text = format!("{} is deleted while {owner} holds it", self.objects.subject(lock));
        Err(Violation::undefined(Rule::LockHeldAtReturn, text))
    }

    /// A thread begins to acquire a lock: recursion is found here, and a spin lock raises the thread's IRQL.
    pub(crate) fn begin_acquire(&mut self, thread: ThreadId, lock: LockRef) -> Result<u8> {
        let before = self.thread(thread).irql;
        let Lock { kind, owner, .. } = *self.lock(lock);
        if owner == Some(thread) {
            let subject = self.objects.subject(lock.object());
            return Err(match lock {
                LockRef::Presentation(_) => Violation::wdf(
                    Rule::RecursiveLock,
                    [2, lock.address(), 0],
                    format!("{thread} takes the presentation lock of {subject}, which it holds already"),
                ),
                LockRef::Object(_) | LockRef::Interrupt(_) => Violation::new(
                    Rule::SpinLockRecursion,
                    crate::violation::Outcome::Hang,
                    format!("{thread} acquires {subject}, which it holds already"),
                ),
            });
        }
        if kind == LockKind::Spin {
            let level = self.lock_level(lock);
            let thread = self.thread_mut(thread);
            thread.irql = thread.irql.max(level);
        }
        Ok(before)
    }

    /// The lock is free: the thread takes it.
    pub(crate) fn finish_acquire(&mut self, thread: ThreadId, lock: LockRef, irql_before: u8) -> Result<()> {
        let inner = self.lock_mut(lock);
        assert!(inner.owner.is_none(), "a lock is taken only when it is free");
        inner.owner = Some(thread);
        inner.saved_irql = irql_before;
        if lock.enters_critical_region(self) {
            self.thread_mut(thread).critical += 1;
        }
        let checked = self.verify_order(thread, lock);
        self.thread_mut(thread).held.push(lock);
        checked
    }

    /// The verifier's check of a presentation lock against the one of its kind that the thread took last: spin locks and
    /// mutexes have orders of their own, because holding a mutex keeps no DPC from taking spin locks.
    fn verify_order(&mut self, thread: ThreadId, lock: LockRef) -> Result<()> {
        if !self.verifier_on() || !matches!(lock, LockRef::Presentation(_)) {
            return Ok(());
        }
        // What a lock is never changes, so the look at it touches nothing.
        let last = touch::unseen(|| {
            let same = |held: &&LockRef| {
                matches!(held, LockRef::Presentation(_)) && self.lock(**held).kind == self.lock(lock).kind
            };
            let last = self.thread(thread).held.iter().rev().find(same).copied();
            last.filter(|last| self.order(*last) > self.order(lock))
        });
        let Some(last) = last else { return Ok(()) };
        let text = format!(
            "{thread} takes the presentation lock of {} while it holds that of {}, which comes later in the order",
            self.objects.subject(lock.object()),
            self.objects.subject(last.object())
        );
        self.verifier_break(Rule::LockOrder, text)
    }

    /// The place of a presentation lock in the order, lower first.
    fn order(&self, lock: LockRef) -> Option<u16> {
        match (lock, self.objects.kind(lock.object())) {
            (LockRef::Presentation(_), Kind::Device) => Some(0x20),
            (LockRef::Presentation(_), Kind::Queue) => Some(0x31),
            _ => None,
        }
    }

    /// A thread releases a lock and gets its IRQL back.
    pub(crate) fn release_lock(&mut self, thread: ThreadId, lock: LockRef) -> Result<()> {
        let Lock { kind, owner, saved_irql, .. } = *self.lock(lock);
        let subject = self.objects.subject(lock.object());
        if owner != Some(thread) {
            let text = match owner {
                None => format!("{thread} releases {subject}, which nobody holds"),
                Some(owner) => format!("{thread} releases {subject}, which {owner} holds"),
            };
            if matches!(lock, LockRef::Object(_)) && kind == LockKind::Spin && self.verifier_on() {
                let handle = lock.object().handle() as u64;
                return Err(Violation::wdf(Rule::InvalidLockOperation, [0xB, handle, 1], text));
            }
            if matches!(lock, LockRef::Presentation(_)) && self.verifier_on() {
                // The lock stays with whoever has it.
                return self.verifier_break(Rule::InvalidLockOperation, text);
            }
            return Err(Violation::undefined(Rule::InvalidLockOperation, text));
        }
        self.lock_mut(lock).owner = None;
        let leaves = lock.enters_critical_region(self);
        let thread = self.thread_mut(thread);
        thread.held.retain(|held| *held != lock);
        if kind == LockKind::Spin {
            thread.irql = saved_irql;
        }
        if leaves {
            thread.critical = thread.critical.saturating_sub(1);
        }
        Ok(())
    }
}
