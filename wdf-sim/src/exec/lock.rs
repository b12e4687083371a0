//! Acquiring and releasing the framework's locks.
//!
//! Under `ddi/lock.rs`, and around the driver's callbacks, which the lock of their object presents; who has it is in
//! `kernel/lock.rs`.

use super::{block, check, me, point, with};
use crate::kernel::lock::LockRef;
use crate::kernel::thread::Wait;

/// Acquires a lock, waiting for it.
pub(crate) fn acquire(lock: LockRef) {
    point();
    let me = me();
    let irql = check(|kernel| kernel.begin_acquire(me, lock));
    while !check(|kernel| {
        let free = kernel.lock(lock).owner.is_none();
        if free {
            kernel.finish_acquire(me, lock, irql)?;
        }
        Ok(free)
    }) {
        block(Wait::Lock(lock));
    }
}

/// Acquires a lock if nobody holds it.
pub(crate) fn try_acquire(lock: LockRef) -> bool {
    let me = me();
    check(|kernel| {
        let free = kernel.lock(lock).owner.is_none();
        if free {
            let irql = kernel.thread(me).irql;
            kernel.finish_acquire(me, lock, irql)?;
        }
        Ok(free)
    })
}

/// Releases a lock.
pub(crate) fn release(lock: LockRef) {
    let me = me();
    check(|kernel| kernel.release_lock(me, lock));
}

/// Acquires a lock, or gives up when this much time has passed (negative: relative, in units of 100 nanoseconds).
pub(crate) fn acquire_within(lock: LockRef, timeout: i64) -> bool {
    point();
    let me = me();
    let until = with(|kernel| kernel.due(timeout));
    let irql = check(|kernel| kernel.begin_acquire(me, lock));
    loop {
        let taken = check(|kernel| {
            let free = kernel.lock(lock).owner.is_none();
            if free {
                kernel.finish_acquire(me, lock, irql)?;
            }
            Ok(free)
        });
        if taken {
            return true;
        }
        if with(|kernel| *kernel.now >= until) {
            return false;
        }
        block(Wait::LockUntil(lock, until));
    }
}
