//! `KEVENT`, `KSEMAPHORE`, `KMUTEX`: what threads signal to each other.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{BOOLEAN, DISPATCH_LEVEL, LONG, PVOID, ULONG};

use super::{at_most, begin, required};
use crate::exec::{self, check, me, with};
use crate::kernel::nt::Dispatcher;

/// `SynchronizationEvent`.
const SYNCHRONIZATION: i32 = 1;

#[unsafe(no_mangle)]
extern "C" fn KeInitializeEvent(event: PVOID, kind: i32, state: BOOLEAN) {
    const NAME: &str = "KeInitializeEvent";
    begin(NAME);
    required(NAME, "Event", event);
    let event_state = Dispatcher::Event { auto: kind == SYNCHRONIZATION, signaled: state != 0 };
    with(|kernel| kernel.nt_init(event as usize, event_state));
}

#[unsafe(no_mangle)]
extern "C" fn KeSetEvent(event: PVOID, _increment: LONG, _wait: BOOLEAN) -> LONG {
    const NAME: &str = "KeSetEvent";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    let before = check(|kernel| kernel.nt_set_event(NAME, event as usize));
    exec::point();
    before
}

#[unsafe(no_mangle)]
extern "C" fn KePulseEvent(event: PVOID, increment: LONG, wait: BOOLEAN) -> LONG {
    let before = KeSetEvent(event, increment, wait);
    check(|kernel| kernel.nt_reset_event("KePulseEvent", event as usize));
    before
}

#[unsafe(no_mangle)]
extern "C" fn KeResetEvent(event: PVOID) -> LONG {
    const NAME: &str = "KeResetEvent";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.nt_reset_event(NAME, event as usize))
}

#[unsafe(no_mangle)]
extern "C" fn KeClearEvent(event: PVOID) {
    const NAME: &str = "KeClearEvent";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.nt_reset_event(NAME, event as usize));
}

#[unsafe(no_mangle)]
extern "C" fn KeReadStateEvent(event: PVOID) -> LONG {
    begin("KeReadStateEvent");
    check(|kernel| kernel.nt_state("KeReadStateEvent", event as usize))
}

#[unsafe(no_mangle)]
extern "C" fn KeInitializeSemaphore(semaphore: PVOID, count: LONG, limit: LONG) {
    const NAME: &str = "KeInitializeSemaphore";
    begin(NAME);
    required(NAME, "Semaphore", semaphore);
    with(|kernel| kernel.nt_init(semaphore as usize, Dispatcher::Semaphore { count, limit }));
}

#[unsafe(no_mangle)]
extern "C" fn KeReleaseSemaphore(semaphore: PVOID, _increment: LONG, adjustment: LONG, _wait: BOOLEAN) -> LONG {
    const NAME: &str = "KeReleaseSemaphore";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    let before = check(|kernel| kernel.nt_release_semaphore(NAME, semaphore as usize, adjustment));
    exec::point();
    before
}

#[unsafe(no_mangle)]
extern "C" fn KeReadStateSemaphore(semaphore: PVOID) -> LONG {
    begin("KeReadStateSemaphore");
    check(|kernel| kernel.nt_state("KeReadStateSemaphore", semaphore as usize))
}

#[unsafe(no_mangle)]
extern "C" fn KeInitializeMutex(mutex: PVOID, _level: ULONG) {
    const NAME: &str = "KeInitializeMutex";
    begin(NAME);
    required(NAME, "Mutex", mutex);
    with(|kernel| kernel.nt_init(mutex as usize, Dispatcher::Mutex { owner: None, depth: 0 }));
}

#[unsafe(no_mangle)]
extern "C" fn KeReleaseMutex(mutex: PVOID, _wait: BOOLEAN) -> LONG {
    const NAME: &str = "KeReleaseMutex";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    let before = check(|kernel| kernel.nt_release_mutex(NAME, me(), mutex as usize));
    exec::point();
    before
}

#[unsafe(no_mangle)]
extern "C" fn KeReadStateMutex(mutex: PVOID) -> LONG {
    begin("KeReadStateMutex");
    check(|kernel| kernel.nt_state("KeReadStateMutex", mutex as usize))
}
