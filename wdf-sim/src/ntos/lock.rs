//! `KSPIN_LOCK`, queued spin locks and fast mutexes.
//!
//! The lock is the word in the driver's memory; who holds it is known to the machine by the word's address, so that
//! recursion, a release by another thread and a circle of waits are found. The word itself says only whether the lock
//! is held, as on Windows.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's locks")]

use wdf_sim_sys::{APC_LEVEL, BOOLEAN, DISPATCH_LEVEL, KIRQL, KSPIN_LOCK_QUEUE, PKIRQL, PKSPIN_LOCK, PVOID, ULONG_PTR};

use super::{at_most, begin, required};
use crate::exec::{check, me, nt, with};
use crate::violation::{Rule, Violation};

/// The level at which spin locks are held.
const DISPATCH: u8 = DISPATCH_LEVEL as u8;
/// The level at which fast mutexes are held.
const APC: u8 = APC_LEVEL as u8;

/// `KLOCK_QUEUE_HANDLE`: where a thread that holds a queued spin lock keeps what it needs to release it.
#[repr(C)]
struct QueueHandle {
    queue: KSPIN_LOCK_QUEUE,
    irql: KIRQL,
}

/// Writes the lock's word: held or not.
///
/// # Safety
///
/// The pointer is valid.
unsafe fn mark(lock: PKSPIN_LOCK, held: ULONG_PTR) {
    // SAFETY: the caller vouches for it.
    unsafe { lock.write_unaligned(held) };
}

fn acquire(name: &'static str, lock: PKSPIN_LOCK) -> KIRQL {
    required(name, "SpinLock", lock);
    at_most(name, DISPATCH_LEVEL);
    let before = nt::acquire(name, lock as usize, DISPATCH);
    // SAFETY: the driver's lock is valid.
    unsafe { mark(lock, 1) };
    before
}

fn release(name: &'static str, lock: PKSPIN_LOCK, irql: Option<KIRQL>) {
    required(name, "SpinLock", lock);
    // SAFETY: the driver's lock is valid.
    unsafe { mark(lock, 0) };
    nt::release(name, lock as usize, irql);
}

/// The forms for callers that are at DISPATCH_LEVEL already.
pub(super) fn at_dispatch(name: &str) {
    check(|kernel| {
        let irql = kernel.thread(me()).irql;
        if irql >= DISPATCH {
            return Ok(());
        }
        let text = format!("{name} was called at IRQL {irql}, and is for callers at DISPATCH_LEVEL");
        Err(Violation::undefined(Rule::InvalidLockOperation, text))
    });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeInitializeSpinLock(lock: PKSPIN_LOCK) {
    required("KeInitializeSpinLock", "SpinLock", lock);
    // SAFETY: the driver's lock is valid.
    unsafe { mark(lock, 0) };
}

#[unsafe(no_mangle)]
extern "C" fn KeAcquireSpinLockRaiseToDpc(lock: PKSPIN_LOCK) -> KIRQL {
    acquire("KeAcquireSpinLock", lock)
}

#[unsafe(no_mangle)]
extern "C" fn KfAcquireSpinLock(lock: PKSPIN_LOCK) -> KIRQL {
    acquire("KeAcquireSpinLock", lock)
}

/// A macro in the headers of 64-bit Windows; a function in others.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeAcquireSpinLock(lock: PKSPIN_LOCK, before: PKIRQL) {
    required("KeAcquireSpinLock", "OldIrql", before);
    let irql = acquire("KeAcquireSpinLock", lock);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { before.write(irql) };
}

#[unsafe(no_mangle)]
extern "C" fn KeReleaseSpinLock(lock: PKSPIN_LOCK, irql: KIRQL) {
    release("KeReleaseSpinLock", lock, Some(irql));
}

#[unsafe(no_mangle)]
extern "C" fn KfReleaseSpinLock(lock: PKSPIN_LOCK, irql: KIRQL) {
    release("KeReleaseSpinLock", lock, Some(irql));
}

#[unsafe(no_mangle)]
extern "C" fn KeAcquireSpinLockAtDpcLevel(lock: PKSPIN_LOCK) {
    at_dispatch("KeAcquireSpinLockAtDpcLevel");
    acquire("KeAcquireSpinLockAtDpcLevel", lock);
}

#[unsafe(no_mangle)]
extern "C" fn KeReleaseSpinLockFromDpcLevel(lock: PKSPIN_LOCK) {
    release("KeReleaseSpinLockFromDpcLevel", lock, None);
}

#[unsafe(no_mangle)]
extern "C" fn KeTryToAcquireSpinLockAtDpcLevel(lock: PKSPIN_LOCK) -> BOOLEAN {
    const NAME: &str = "KeTryToAcquireSpinLockAtDpcLevel";
    begin(NAME);
    at_dispatch(NAME);
    required(NAME, "SpinLock", lock);
    let taken = with(|kernel| kernel.nt_try_acquire(me(), lock as usize));
    if taken {
        // SAFETY: the driver's lock is valid.
        unsafe { mark(lock, 1) };
    }
    BOOLEAN::from(taken)
}

#[unsafe(no_mangle)]
extern "C" fn KeTestSpinLock(lock: PKSPIN_LOCK) -> BOOLEAN {
    begin("KeTestSpinLock");
    BOOLEAN::from(!with(|kernel| kernel.nt_is_locked(lock as usize)))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeAcquireInStackQueuedSpinLock(lock: PKSPIN_LOCK, handle: PVOID) {
    required("KeAcquireInStackQueuedSpinLock", "LockHandle", handle);
    let irql = acquire("KeAcquireInStackQueuedSpinLock", lock);
    let queue = KSPIN_LOCK_QUEUE { Next: std::ptr::null_mut(), Lock: lock };
    // SAFETY: the driver's handle is valid, not NULL.
    unsafe { handle.cast::<QueueHandle>().write_unaligned(QueueHandle { queue, irql }) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeReleaseInStackQueuedSpinLock(handle: PVOID) {
    required("KeReleaseInStackQueuedSpinLock", "LockHandle", handle);
    // SAFETY: the driver's handle, which the acquisition filled in.
    let QueueHandle { queue, irql } = unsafe { handle.cast::<QueueHandle>().read_unaligned() };
    release("KeReleaseInStackQueuedSpinLock", queue.Lock, Some(irql));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeAcquireInStackQueuedSpinLockAtDpcLevel(lock: PKSPIN_LOCK, handle: PVOID) {
    at_dispatch("KeAcquireInStackQueuedSpinLockAtDpcLevel");
    // SAFETY: the caller's own pointers.
    unsafe { KeAcquireInStackQueuedSpinLock(lock, handle) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeReleaseInStackQueuedSpinLockFromDpcLevel(handle: PVOID) {
    required("KeReleaseInStackQueuedSpinLockFromDpcLevel", "LockHandle", handle);
    // SAFETY: the driver's handle, which the acquisition filled in.
    let QueueHandle { queue, .. } = unsafe { handle.cast::<QueueHandle>().read_unaligned() };
    release("KeReleaseInStackQueuedSpinLockFromDpcLevel", queue.Lock, None);
}

/// `FAST_MUTEX`, as far as it is written here: what else is in it, the headers' inline function initialises.
#[repr(C)]
struct FastMutex {
    count: i32,
    owner: PVOID,
    contention: u32,
    event: [u64; 3],
    old_irql: u32,
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExAcquireFastMutex(mutex: PVOID) {
    const NAME: &str = "ExAcquireFastMutex";
    required(NAME, "FastMutex", mutex);
    at_most(NAME, APC_LEVEL);
    let irql = nt::acquire(NAME, mutex as usize, APC);
    // SAFETY: the driver's mutex is valid.
    unsafe { (*mutex.cast::<FastMutex>()).old_irql = u32::from(irql) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExReleaseFastMutex(mutex: PVOID) {
    const NAME: &str = "ExReleaseFastMutex";
    required(NAME, "FastMutex", mutex);
    // SAFETY: the driver's mutex, which the acquisition filled in.
    let irql = unsafe { (*mutex.cast::<FastMutex>()).old_irql };
    nt::release(NAME, mutex as usize, Some(irql as u8));
}

/// Acquires a mutex and leaves the thread's level as it is.
fn acquire_as_it_is(name: &'static str, parameter: &str, mutex: PVOID) {
    required(name, parameter, mutex);
    at_most(name, APC_LEVEL);
    nt::acquire(name, mutex as usize, 0);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireFastMutexUnsafe(mutex: PVOID) {
    acquire_as_it_is("ExAcquireFastMutexUnsafe", "FastMutex", mutex);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseFastMutexUnsafe(mutex: PVOID) {
    nt::release("ExReleaseFastMutexUnsafe", mutex as usize, None);
}

/// `KGUARDED_MUTEX` is a fast mutex; guarded regions keep out what no simulated thread is interrupted by.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeInitializeGuardedMutex(mutex: PVOID) {
    required("KeInitializeGuardedMutex", "Mutex", mutex);
    let value = FastMutex { count: 1, owner: std::ptr::null_mut(), contention: 0, event: [0; 3], old_irql: 0 };
    // SAFETY: the driver's mutex is valid.
    unsafe { mutex.cast::<FastMutex>().write_unaligned(value) };
}

#[unsafe(no_mangle)]
extern "C" fn KeAcquireGuardedMutex(mutex: PVOID) {
    acquire_as_it_is("KeAcquireGuardedMutex", "Mutex", mutex);
}

#[unsafe(no_mangle)]
extern "C" fn KeReleaseGuardedMutex(mutex: PVOID) {
    nt::release("KeReleaseGuardedMutex", mutex as usize, None);
}

#[unsafe(no_mangle)]
extern "C" fn KeTryToAcquireGuardedMutex(mutex: PVOID) -> BOOLEAN {
    const NAME: &str = "KeTryToAcquireGuardedMutex";
    begin(NAME);
    required(NAME, "Mutex", mutex);
    at_most(NAME, APC_LEVEL);
    BOOLEAN::from(with(|kernel| kernel.nt_try_acquire(me(), mutex as usize)))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExTryToAcquireFastMutex(mutex: PVOID) -> BOOLEAN {
    const NAME: &str = "ExTryToAcquireFastMutex";
    begin(NAME);
    required(NAME, "FastMutex", mutex);
    at_most(NAME, APC_LEVEL);
    let irql = with(|kernel| {
        let irql = kernel.thread(me()).irql;
        kernel.nt_try_acquire(me(), mutex as usize).then(|| {
            kernel.thread_mut(me()).irql = irql.max(APC);
            irql
        })
    });
    if let Some(irql) = irql {
        // SAFETY: the driver's mutex is valid.
        unsafe { (*mutex.cast::<FastMutex>()).old_irql = u32::from(irql) };
    }
    BOOLEAN::from(irql.is_some())
}
