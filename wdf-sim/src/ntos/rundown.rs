//! `EX_RUNDOWN_REF` and `IO_REMOVE_LOCK`: protections against what is used being taken away.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{
    APC_LEVEL, BOOLEAN, DISPATCH_LEVEL, NTSTATUS, PCCH, PVOID, STATUS_DELETE_PENDING, STATUS_SUCCESS, ULONG,
};

use super::{at_most, begin, required};
use crate::exec::{self, check, with};
use crate::kernel::thread::Wait;

#[unsafe(no_mangle)]
extern "C" fn ExInitializeRundownProtection(rundown: PVOID) {
    const NAME: &str = "ExInitializeRundownProtection";
    begin(NAME);
    required(NAME, "RunRef", rundown);
    with(|kernel| kernel.init_rundown(rundown as usize, 0));
}

#[unsafe(no_mangle)]
extern "C" fn ExReInitializeRundownProtection(rundown: PVOID) {
    ExInitializeRundownProtection(rundown);
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireRundownProtectionEx(rundown: PVOID, count: ULONG) -> BOOLEAN {
    const NAME: &str = "ExAcquireRundownProtection";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    BOOLEAN::from(check(|kernel| kernel.acquire_rundown(NAME, rundown as usize, count)))
}

#[unsafe(no_mangle)]
extern "C" fn ExAcquireRundownProtection(rundown: PVOID) -> BOOLEAN {
    ExAcquireRundownProtectionEx(rundown, 1)
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseRundownProtectionEx(rundown: PVOID, count: ULONG) {
    const NAME: &str = "ExReleaseRundownProtection";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.release_rundown(NAME, rundown as usize, count));
    exec::point();
}

#[unsafe(no_mangle)]
extern "C" fn ExReleaseRundownProtection(rundown: PVOID) {
    ExReleaseRundownProtectionEx(rundown, 1);
}

#[unsafe(no_mangle)]
extern "C" fn ExWaitForRundownProtectionRelease(rundown: PVOID) {
    const NAME: &str = "ExWaitForRundownProtectionRelease";
    begin(NAME);
    at_most(NAME, APC_LEVEL);
    check(|kernel| kernel.begin_rundown(NAME, rundown as usize));
    exec::block(Wait::RunDown(rundown as usize));
}

/// Nobody acquires it any more; nobody is waited for.
#[unsafe(no_mangle)]
extern "C" fn ExRundownCompleted(rundown: PVOID) {
    const NAME: &str = "ExRundownCompleted";
    begin(NAME);
    check(|kernel| kernel.begin_rundown(NAME, rundown as usize));
}

/// The lock is held once, by who is to remove the device.
#[unsafe(no_mangle)]
extern "C" fn IoInitializeRemoveLockEx(lock: PVOID, _tag: ULONG, _minutes: ULONG, _most: ULONG, _size: ULONG) {
    const NAME: &str = "IoInitializeRemoveLock";
    begin(NAME);
    required(NAME, "Lock", lock);
    with(|kernel| kernel.init_rundown(lock as usize, 1));
}

#[unsafe(no_mangle)]
extern "C" fn IoAcquireRemoveLockEx(lock: PVOID, _tag: PVOID, _file: PCCH, _line: ULONG, _size: ULONG) -> NTSTATUS {
    const NAME: &str = "IoAcquireRemoveLock";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    let acquired = check(|kernel| kernel.acquire_rundown(NAME, lock as usize, 1));
    if acquired { STATUS_SUCCESS } else { STATUS_DELETE_PENDING }
}

#[unsafe(no_mangle)]
extern "C" fn IoReleaseRemoveLockEx(lock: PVOID, _tag: PVOID, _size: ULONG) {
    const NAME: &str = "IoReleaseRemoveLock";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.release_rundown(NAME, lock as usize, 1));
    exec::point();
}

/// Who removes the device gives back what it acquired for that, and what the lock was made with.
#[unsafe(no_mangle)]
extern "C" fn IoReleaseRemoveLockAndWaitEx(lock: PVOID, _tag: PVOID, _size: ULONG) {
    const NAME: &str = "IoReleaseRemoveLockAndWait";
    begin(NAME);
    at_most(NAME, APC_LEVEL);
    check(|kernel| {
        kernel.begin_rundown(NAME, lock as usize)?;
        kernel.release_rundown(NAME, lock as usize, 2)
    });
    exec::block(Wait::RunDown(lock as usize));
}
