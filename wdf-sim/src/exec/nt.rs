//! The kernel's own locks, waits and DPCs: the flows behind the routines of `ntos/`; their state is in `kernel/nt/`.
#![expect(unsafe_code, reason = "calls the driver's DPC routines")]

use wdf_sim_sys::{DISPATCH_LEVEL, KDPC, STATUS_TIMEOUT, STATUS_WAIT_0};

use super::{block, check, foreign, me, point, with};
use crate::kernel::sharing::Hold;
use crate::kernel::thread::Wait;
use crate::trace::{Step, Subject};
use crate::violation::{Rule, Violation};

/// Acquires a lock that lies at this address, at this level or the thread's own if that is higher; the level before.
pub(crate) fn acquire(routine: &'static str, address: usize, level: u8) -> u8 {
    point();
    let me = me();
    let before = check(|kernel| {
        kernel.note(me, Step::Call(routine, Subject::NONE));
        kernel.nt_begin_acquire(routine, me, address)?;
        let thread = kernel.thread_mut(me);
        let before = thread.irql;
        thread.irql = before.max(level);
        Ok(before)
    });
    while !with(|kernel| kernel.nt_try_acquire(me, address)) {
        block(Wait::NtLock(address));
    }
    before
}

/// Releases a lock, and gives the thread this level.
pub(crate) fn release(routine: &'static str, address: usize, level: Option<u8>) {
    let me = me();
    check(|kernel| {
        kernel.note(me, Step::Call(routine, Subject::NONE));
        kernel.nt_release(routine, me, address)?;
        if let Some(level) = level {
            kernel.thread_mut(me).irql = level;
        }
        Ok(())
    });
    point();
}

/// Waits for one of these objects or all of them, for ever or until this time: the status of `KeWaitForMultipleObjects`.
pub(crate) fn wait(routine: &'static str, objects: Vec<usize>, all: bool, until: Option<u64>) -> i32 {
    let me = me();
    let at_once = check(|kernel| kernel.nt_begin_wait(me, routine, objects, all));
    let satisfied = at_once.or_else(|| {
        if until.is_none_or(|until| with(|kernel| until > *kernel.now)) {
            block(Wait::NtObjects(until.unwrap_or(u64::MAX)));
        }
        with(|kernel| kernel.nt_end_wait(me))
    });
    point();
    satisfied.map_or(STATUS_TIMEOUT, |index| STATUS_WAIT_0 + i32::try_from(index).expect("at most 64 objects"))
}

/// Waits until no DPC of the kernel is queued or runs.
pub(crate) fn flush_dpcs() {
    block(Wait::NtDpcsIdle);
}

/// Runs a queued DPC of the kernel.
pub(crate) fn run_dpc(address: usize) {
    const NAME: &str = "KDEFERRED_ROUTINE";
    let dpc = address as *mut KDPC;
    // SAFETY: the driver initialised a DPC there, and keeps it while it is queued.
    let KDPC {
        DeferredRoutine: routine,
        DeferredContext: context,
        SystemArgument1: first,
        SystemArgument2: second,
        ..
    } = unsafe { dpc.read_unaligned() };
    let me = me();
    with(|kernel| {
        kernel.nt_begin_dpc(address);
        kernel.counts.callbacks += 1;
        kernel.note(me, Step::Enter(NAME, Subject::NONE));
    });
    if let Some(routine) = routine {
        // SAFETY: the driver gave this routine to KeInitializeDpc, with this context.
        foreign(|| unsafe { routine(dpc, context, first, second) });
    }
    check(|kernel| {
        kernel.note(me, Step::Leave(NAME, Subject::NONE));
        kernel.nt_end_dpc();
        let thread = kernel.thread(me);
        if u32::from(thread.irql) != DISPATCH_LEVEL || !thread.held.is_empty() || kernel.nt_locks_of(me) != 0 {
            let text = format!("{NAME} at {address:#x} returned with a lock held, or not at DISPATCH_LEVEL");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        Ok(())
    });
    point();
}

/// Acquires a lock that threads can share, at this level or the thread's own if that is higher. False if the thread does
/// not wait for it.
pub(crate) fn acquire_shared(
    routine: &'static str,
    address: usize,
    hold: Hold,
    level: Option<u8>,
    waits: bool,
) -> bool {
    point();
    let me = me();
    check(|kernel| {
        kernel.note(me, Step::Call(routine, Subject::NONE));
        kernel.check_not_recursive(routine, me, address)?;
        if let Some(level) = level {
            let thread = kernel.thread_mut(me);
            thread.irql = thread.irql.max(level);
        }
        Ok(())
    });
    let mut had = with(|kernel| kernel.try_shared(me, address, hold, level.is_some()));
    if !had && waits {
        with(|kernel| kernel.await_shared(me, address, hold));
    }
    while !had && waits {
        block(Wait::Shared(address, hold));
        had = with(|kernel| kernel.try_shared(me, address, hold, level.is_some()));
    }
    had
}

/// Gives it back, and gives the thread this level.
pub(crate) fn release_shared(routine: &'static str, address: usize, level: Option<u8>) {
    let me = me();
    check(|kernel| {
        kernel.note(me, Step::Call(routine, Subject::NONE));
        kernel.release_shared(routine, me, address)?;
        if let Some(level) = level {
            kernel.thread_mut(me).irql = level;
        }
        Ok(())
    });
    point();
}
