//! System threads: `PsCreateSystemThread`, how they end, and their priorities.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's handle")]

use wdf_sim_sys::{HANDLE, LONG, NTSTATUS, PASSIVE_LEVEL, PHANDLE, PVOID, STATUS_SUCCESS, ULONG};

use super::{at_most, begin, required};
use crate::exec::{self, check, me, system, with};
use crate::kernel::system::thread_object;
use crate::kernel::thread::Role;
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};

/// `STATUS_INVALID_PARAMETER_6`: the routine is NULL.
const INVALID_ROUTINE: NTSTATUS = 0xC000_00F4_u32.cast_signed();
/// `THREAD_PRIORITY` of threads that the system makes: `NORMAL_PRIORITY` is 8 to 15.
const PRIORITY: LONG = 8;

/// Thread numbers are multiples of four, as on Windows, and none is 0.
pub(super) const fn number_of(thread: ThreadId) -> usize {
    (thread.0 as usize + 2) * 4
}

#[unsafe(no_mangle)]
unsafe extern "C" fn PsCreateSystemThread(
    handle: PHANDLE,
    _access: ULONG,
    _attributes: PVOID,
    _process: HANDLE,
    client: *mut [usize; 2],
    routine: Option<system::StartRoutine>,
    context: PVOID,
) -> NTSTATUS {
    const NAME: &str = "PsCreateSystemThread";
    begin(NAME);
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "ThreadHandle", handle);
    let Some(routine) = routine else { return INVALID_ROUTINE };
    let thread = system::start(routine, context);
    let opened = with(|kernel| kernel.handle_of_thread(thread));
    // SAFETY: the driver's pointer, not NULL.
    unsafe { handle.write(opened as HANDLE) };
    if !client.is_null() {
        // SAFETY: the driver's CLIENT_ID: a process and a thread.
        unsafe { client.write_unaligned([4, number_of(thread)]) };
    }
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn PsTerminateSystemThread(_status: NTSTATUS) -> NTSTATUS {
    const NAME: &str = "PsTerminateSystemThread";
    begin(NAME);
    at_most(NAME, PASSIVE_LEVEL);
    check(|kernel| {
        if kernel.thread(me()).role == Role::System {
            return Ok(());
        }
        // The real routine refuses, and a thread that relied on it goes on.
        let text = format!("{NAME} was called by a thread that PsCreateSystemThread did not make");
        Err(Violation::undefined(Rule::InvalidHandle, text))
    });
    system::terminate()
}

#[unsafe(no_mangle)]
extern "C" fn PsGetThreadId(thread: PVOID) -> HANDLE {
    match with(|kernel| kernel.thread_with_object(thread as usize)) {
        Some(thread) => number_of(thread) as HANDLE,
        None => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
extern "C" fn PsIsSystemThread(thread: PVOID) -> u8 {
    let is_application = |kernel: &mut crate::kernel::Kernel| {
        kernel.thread_with_object(thread as usize).is_some_and(|thread| kernel.thread(thread).role == Role::Application)
    };
    u8::from(!with(is_application))
}

/// The simulator's schedules know no priorities: any thread can be the slow one.
#[unsafe(no_mangle)]
extern "C" fn KeSetPriorityThread(thread: PVOID, _priority: LONG) -> LONG {
    const NAME: &str = "KeSetPriorityThread";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "Thread", thread);
    PRIORITY
}

#[unsafe(no_mangle)]
extern "C" fn KeSetBasePriorityThread(thread: PVOID, _increment: LONG) -> LONG {
    required("KeSetBasePriorityThread", "Thread", thread);
    0
}

#[unsafe(no_mangle)]
extern "C" fn KeQueryPriorityThread(thread: PVOID) -> LONG {
    required("KeQueryPriorityThread", "Thread", thread);
    PRIORITY
}

#[unsafe(no_mangle)]
const extern "C" fn KeSetSystemAffinityThread(_affinity: u64) {}

#[unsafe(no_mangle)]
const extern "C" fn KeSetSystemAffinityThreadEx(_affinity: u64) -> u64 {
    3
}

#[unsafe(no_mangle)]
const extern "C" fn KeRevertToUserAffinityThread() {}

#[unsafe(no_mangle)]
const extern "C" fn KeRevertToUserAffinityThreadEx(_affinity: u64) {}

/// The address of the object of the thread that runs now.
pub(super) fn current() -> usize {
    thread_object(me())
}

/// Lets others run, as at the end of a thread's quantum.
#[unsafe(no_mangle)]
extern "C" fn ZwYieldExecution() -> NTSTATUS {
    exec::point();
    STATUS_SUCCESS
}
