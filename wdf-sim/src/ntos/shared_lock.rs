//! Locks that threads share: `ERESOURCE`, `EX_SPIN_LOCK` and push locks.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{APC_LEVEL, BOOLEAN, DISPATCH_LEVEL, KIRQL, NTSTATUS, PVOID, STATUS_SUCCESS, ULONG, ULONG_PTR};

use super::{at_most, begin, required};
use crate::exec::{check, me, nt, with};
use crate::kernel::sharing::Hold;

/// What a resource is called in a report.
const RESOURCE: &str = "ERESOURCE";
/// The level at which spin locks are held.
const DISPATCH: u8 = DISPATCH_LEVEL as u8;

#[unsafe(no_mangle)]
extern "C" fn ExInitializeResourceLite(resource: PVOID) -> NTSTATUS {
    const NAME: &str = "ExInitializeResourceLite";
    begin(NAME);
    required(NAME, "Resource", resource);
    with(|kernel| {
        kernel.init_shared(resource as usize, true);
        kernel.keep_at(RESOURCE, resource as usize);
    });
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn ExReinitializeResourceLite(resource: PVOID) -> NTSTATUS {
    const NAME: &str = "ExReinitializeResourceLite";
    begin(NAME);
    check(|kernel| {
        kernel.expect_kept(NAME, RESOURCE, resource as usize)?;
        kernel.init_shared(resource as usize, true);
        Ok(STATUS_SUCCESS)
    })
}

#[unsafe(no_mangle)]
extern "C" fn ExDeleteResourceLite(resource: PVOID) -> NTSTATUS {
    const NAME: &str = "ExDeleteResourceLite";
    begin(NAME);
    check(|kernel| {
        kernel.give_back(NAME, RESOURCE, resource as usize)?;
        kernel.forget_shared(NAME, resource as usize)?;
        Ok(STATUS_SUCCESS)
    })
}

/// Acquires a resource; false if it is not to be waited for and cannot be had.
fn acquire(name: &'static str, resource: PVOID, hold: Hold, wait: BOOLEAN) -> BOOLEAN {
    required(name, "Resource", resource);
    at_most(name, APC_LEVEL);
    check(|kernel| kernel.expect_kept(name, RESOURCE, resource as usize));
    BOOLEAN::from(nt::acquire_shared(name, resource as usize, hold, None, wait != 0))
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireResourceExclusiveLite(resource: PVOID, wait: BOOLEAN) -> BOOLEAN {
    acquire("ExAcquireResourceExclusiveLite", resource, Hold::Exclusive, wait)
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireResourceSharedLite(resource: PVOID, wait: BOOLEAN) -> BOOLEAN {
    acquire("ExAcquireResourceSharedLite", resource, Hold::Shared, wait)
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSharedStarveExclusive(resource: PVOID, wait: BOOLEAN) -> BOOLEAN {
    acquire("ExAcquireSharedStarveExclusive", resource, Hold::StarveExclusive, wait)
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSharedWaitForExclusive(resource: PVOID, wait: BOOLEAN) -> BOOLEAN {
    acquire("ExAcquireSharedWaitForExclusive", resource, Hold::Shared, wait)
}

/// Enters a critical region, which the other half of the pair leaves.
fn enter_and_acquire(name: &'static str, resource: PVOID, hold: Hold) -> PVOID {
    with(|kernel| kernel.thread_mut(me()).critical += 1);
    acquire(name, resource, hold, 1);
    std::ptr::null_mut()
}

#[unsafe(no_mangle)]
extern "C" fn ExEnterCriticalRegionAndAcquireResourceExclusive(resource: PVOID) -> PVOID {
    enter_and_acquire("ExEnterCriticalRegionAndAcquireResourceExclusive", resource, Hold::Exclusive)
}

#[unsafe(no_mangle)]
extern "C" fn ExEnterCriticalRegionAndAcquireResourceShared(resource: PVOID) -> PVOID {
    enter_and_acquire("ExEnterCriticalRegionAndAcquireResourceShared", resource, Hold::Shared)
}

#[unsafe(no_mangle)]
extern "C" fn ExEnterCriticalRegionAndAcquireSharedWaitForExclusive(resource: PVOID) -> PVOID {
    enter_and_acquire("ExEnterCriticalRegionAndAcquireSharedWaitForExclusive", resource, Hold::Shared)
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseResourceLite(resource: PVOID) {
    nt::release_shared("ExReleaseResourceLite", resource as usize, None);
}

/// A thread's own resource is the only one that a simulated driver can name: `ExGetCurrentResourceThread` is its own object.
#[unsafe(no_mangle)]
extern "C" fn ExReleaseResourceForThreadLite(resource: PVOID, _thread: ULONG_PTR) {
    nt::release_shared("ExReleaseResourceForThreadLite", resource as usize, None);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseResourceAndLeaveCriticalRegion(resource: PVOID) {
    nt::release_shared("ExReleaseResourceAndLeaveCriticalRegion", resource as usize, None);
    with(|kernel| {
        let critical = &mut kernel.thread_mut(me()).critical;
        *critical = critical.saturating_sub(1);
    });
}

#[unsafe(no_mangle)]
extern "C" fn ExConvertExclusiveToSharedLite(resource: PVOID) {
    const NAME: &str = "ExConvertExclusiveToSharedLite";
    begin(NAME);
    check(|kernel| {
        kernel.expect_kept(NAME, RESOURCE, resource as usize)?;
        if !kernel.share_exclusive(me(), resource as usize) {
            kernel.release_shared(NAME, me(), resource as usize)?;
        }
        Ok(())
    });
    crate::exec::point();
}

#[unsafe(no_mangle)]
extern "C" fn ExIsResourceAcquiredExclusiveLite(resource: PVOID) -> BOOLEAN {
    begin("ExIsResourceAcquiredExclusiveLite");
    BOOLEAN::from(with(|kernel| kernel.holds_shared(me(), resource as usize).1))
}

#[unsafe(no_mangle)]
extern "C" fn ExIsResourceAcquiredSharedLite(resource: PVOID) -> ULONG {
    begin("ExIsResourceAcquiredSharedLite");
    with(|kernel| kernel.holds_shared(me(), resource as usize).0)
}

#[unsafe(no_mangle)]
extern "C" fn ExGetExclusiveWaiterCount(resource: PVOID) -> ULONG {
    begin("ExGetExclusiveWaiterCount");
    with(|kernel| kernel.exclusive_waiters(resource as usize))
}

/// Acquires a spin lock that is shared or not; the level before.
fn acquire_spin(name: &'static str, lock: PVOID, hold: Hold) -> KIRQL {
    required(name, "SpinLock", lock);
    at_most(name, DISPATCH_LEVEL);
    let before = with(|kernel| kernel.thread(me()).irql);
    nt::acquire_shared(name, lock as usize, hold, Some(DISPATCH), true);
    before
}

/// Acquires one at DISPATCH_LEVEL, at which the thread is.
fn acquire_spin_at_dispatch(name: &'static str, lock: PVOID, hold: Hold) {
    super::lock::at_dispatch(name);
    acquire_spin(name, lock, hold);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSpinLockExclusive(lock: PVOID) -> KIRQL {
    acquire_spin("ExAcquireSpinLockExclusive", lock, Hold::Exclusive)
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSpinLockShared(lock: PVOID) -> KIRQL {
    acquire_spin("ExAcquireSpinLockShared", lock, Hold::StarveExclusive)
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSpinLockExclusiveAtDpcLevel(lock: PVOID) {
    acquire_spin_at_dispatch("ExAcquireSpinLockExclusiveAtDpcLevel", lock, Hold::Exclusive);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireSpinLockSharedAtDpcLevel(lock: PVOID) {
    acquire_spin_at_dispatch("ExAcquireSpinLockSharedAtDpcLevel", lock, Hold::StarveExclusive);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseSpinLockExclusive(lock: PVOID, irql: KIRQL) {
    nt::release_shared("ExReleaseSpinLockExclusive", lock as usize, Some(irql));
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseSpinLockShared(lock: PVOID, irql: KIRQL) {
    nt::release_shared("ExReleaseSpinLockShared", lock as usize, Some(irql));
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseSpinLockExclusiveFromDpcLevel(lock: PVOID) {
    nt::release_shared("ExReleaseSpinLockExclusiveFromDpcLevel", lock as usize, None);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseSpinLockSharedFromDpcLevel(lock: PVOID) {
    nt::release_shared("ExReleaseSpinLockSharedFromDpcLevel", lock as usize, None);
}

#[unsafe(no_mangle)]
extern "C" fn ExTryConvertSharedSpinLockExclusive(lock: PVOID) -> ULONG {
    begin("ExTryConvertSharedSpinLockExclusive");
    ULONG::from(with(|kernel| kernel.try_upgrade(me(), lock as usize)))
}

#[unsafe(no_mangle)]
extern "C" fn ExInitializePushLock(lock: PVOID) {
    const NAME: &str = "ExInitializePushLock";
    begin(NAME);
    required(NAME, "PushLock", lock);
    with(|kernel| kernel.init_shared(lock as usize, false));
}

/// Acquires a push lock.
fn acquire_push(name: &'static str, lock: PVOID, hold: Hold) {
    required(name, "PushLock", lock);
    at_most(name, APC_LEVEL);
    nt::acquire_shared(name, lock as usize, hold, None, true);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquirePushLockExclusiveEx(lock: PVOID, _flags: ULONG) {
    acquire_push("ExAcquirePushLockExclusiveEx", lock, Hold::Exclusive);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquirePushLockSharedEx(lock: PVOID, _flags: ULONG) {
    acquire_push("ExAcquirePushLockSharedEx", lock, Hold::Shared);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleasePushLockExclusiveEx(lock: PVOID, _flags: ULONG) {
    nt::release_shared("ExReleasePushLockExclusiveEx", lock as usize, None);
}

#[unsafe(no_mangle)]
extern "C" fn ExReleasePushLockSharedEx(lock: PVOID, _flags: ULONG) {
    nt::release_shared("ExReleasePushLockSharedEx", lock as usize, None);
}
