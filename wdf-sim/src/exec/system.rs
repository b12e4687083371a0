//! System threads and the system's work items: the flows behind `ntos/thread.rs` and `ntos/work_item.rs`.
//!
//! A system thread may end itself from anywhere in the driver's code, `PsTerminateSystemThread`, so its frames are given
//! up as the kernel gives them up: [`enter`] notes where the thread began and [`leave`] goes back there.
#![expect(unsafe_code, reason = "calls the driver's routines, and leaves the frames of a thread that ends itself")]

use std::ffi::c_void;

use wdf_sim_sys::PASSIVE_LEVEL;

use super::{check, foreign, me, point, spawn, with};
use crate::kernel::system::{Form, WorkItem, thread_object};
use crate::kernel::thread::{Role, Wait};
use crate::trace::{Step, Subject, ThreadId};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// The name of a system thread's routine in the trace.
const START: &str = "KSTART_ROUTINE";
/// `IRQL_UNEXPECTED_VALUE`: a worker's routine came back at another level.
const WORKER_THREAD_RETURNED_AT_BAD_IRQL: u32 = 0xE1;

/// `KSTART_ROUTINE`.
pub(crate) type StartRoutine = unsafe extern "C" fn(*mut c_void);

/// What a new system thread runs.
struct Start {
    routine: StartRoutine,
    context: *mut c_void,
}

// SAFETY: all simulated threads of a machine run on one OS thread.
unsafe impl Send for Start {}

impl Start {
    fn run(&self) {
        let me = me();
        let mut way_out = 0_usize;
        with(|kernel| {
            kernel.counts.callbacks += 1;
            kernel.note(me, Step::Enter(START, Subject::NONE));
        });
        // SAFETY: the driver gave this routine with this context to PsCreateSystemThread; `way_out` lives until it has
        // come back, in whichever way.
        foreign(|| unsafe { enter(&raw mut way_out, self.routine, self.context) });
        check(|kernel| {
            kernel.note(me, Step::Leave(START, Subject::NONE));
            let thread = kernel.thread(me);
            let is_clean = u32::from(thread.irql) == PASSIVE_LEVEL && thread.held.is_empty();
            if !is_clean || kernel.nt_locks_of(me) != 0 {
                let text = "a system thread ended with a lock held, or not at PASSIVE_LEVEL";
                return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
            }
            kernel.nt_end_thread(thread_object(me));
            Ok(())
        });
    }
}

/// Starts a system thread for the driver.
pub(crate) fn start(routine: StartRoutine, context: *mut c_void) -> ThreadId {
    let start = Start { routine, context };
    let thread = spawn(Role::System, Wait::Nothing, move || start.run());
    with(|kernel| kernel.begin_thread(thread));
    point();
    thread
}

/// `PsTerminateSystemThread`, on a thread that `start` started.
pub(crate) fn terminate() -> ! {
    let way_out = with(|kernel| kernel.thread(me()).way_out);
    // SAFETY: the thread began in `enter`, whose frame is still there, below those of the driver that are given up.
    unsafe { leave(way_out) }
}

/// Notes where the current thread's way out is, for [`terminate`].
extern "C" fn note_way_out(way_out: usize) {
    with(|kernel| kernel.thread_mut(me()).way_out = way_out);
}

/// Calls a routine so that [`leave`] can come back from it: saves what a function must preserve, and where that is.
///
/// # Safety
///
/// The routine may be called with the context.
unsafe fn enter(way_out: *mut usize, routine: StartRoutine, context: *mut c_void) {
    // SAFETY: as the caller vouches; the frame that is noted is this call's.
    unsafe { wdf_sim_enter_thread(way_out, routine, context, note_way_out) };
}

/// Goes back to where [`enter`] was called, on the same thread.
///
/// # Safety
///
/// `enter` was called on this thread with this way out and has not returned; nothing on the frames between needs to be
/// dropped.
unsafe fn leave(way_out: usize) -> ! {
    // SAFETY: as the caller vouches.
    unsafe { wdf_sim_leave_thread(way_out) }
}

unsafe extern "C" {
    fn wdf_sim_enter_thread(
        way_out: *mut usize,
        routine: StartRoutine,
        context: *mut c_void,
        note: extern "C" fn(usize),
    );
    fn wdf_sim_leave_thread(way_out: usize) -> !;
}

// The registers that a function preserves, by the System V and the Microsoft ABI of x86-64 together.
#[cfg(all(target_arch = "x86_64", not(windows)))]
core::arch::global_asm!(
    ".globl wdf_sim_enter_thread",
    "wdf_sim_enter_thread:",
    "push rbp",
    "push rbx",
    "push r12",
    "push r13",
    "push r14",
    "push r15",
    "sub rsp, 8",
    "mov [rdi], rsp",
    "mov r12, rsi",
    "mov r13, rdx",
    "mov rdi, rsp",
    "call rcx",
    "mov rdi, r13",
    "call r12",
    "3:",
    "add rsp, 8",
    "pop r15",
    "pop r14",
    "pop r13",
    "pop r12",
    "pop rbx",
    "pop rbp",
    "ret",
    ".globl wdf_sim_leave_thread",
    "wdf_sim_leave_thread:",
    "mov rsp, rdi",
    "jmp 3b",
);

#[cfg(all(target_arch = "aarch64", not(windows), not(target_vendor = "apple")))]
core::arch::global_asm!(
    ".globl wdf_sim_enter_thread",
    "wdf_sim_enter_thread:",
    "stp x29, x30, [sp, #-160]!",
    "stp x19, x20, [sp, #16]",
    "stp x21, x22, [sp, #32]",
    "stp x23, x24, [sp, #48]",
    "stp x25, x26, [sp, #64]",
    "stp x27, x28, [sp, #80]",
    "stp d8, d9, [sp, #96]",
    "stp d10, d11, [sp, #112]",
    "stp d12, d13, [sp, #128]",
    "stp d14, d15, [sp, #144]",
    "mov x9, sp",
    "str x9, [x0]",
    "mov x19, x1",
    "mov x20, x2",
    "mov x0, x9",
    "blr x3",
    "mov x0, x20",
    "blr x19",
    "3:",
    "ldp x19, x20, [sp, #16]",
    "ldp x21, x22, [sp, #32]",
    "ldp x23, x24, [sp, #48]",
    "ldp x25, x26, [sp, #64]",
    "ldp x27, x28, [sp, #80]",
    "ldp d8, d9, [sp, #96]",
    "ldp d10, d11, [sp, #112]",
    "ldp d12, d13, [sp, #128]",
    "ldp d14, d15, [sp, #144]",
    "ldp x29, x30, [sp], #160",
    "ret",
    ".globl wdf_sim_leave_thread",
    "wdf_sim_leave_thread:",
    "mov sp, x0",
    "b 3b",
);

/// Where leaving is not implemented, a thread ends by returning; one that ends itself is reported.
#[cfg(not(any(
    all(target_arch = "x86_64", not(windows)),
    all(target_arch = "aarch64", not(windows), not(target_vendor = "apple"))
)))]
mod portable {
    use super::{Outcome, Rule, StartRoutine, Violation, c_void};

    #[unsafe(no_mangle)]
    unsafe extern "C" fn wdf_sim_enter_thread(
        _way_out: *mut usize,
        routine: StartRoutine,
        context: *mut c_void,
        _note: extern "C" fn(usize),
    ) {
        // SAFETY: as the caller vouches.
        unsafe { routine(context) };
    }

    #[unsafe(no_mangle)]
    extern "C" fn wdf_sim_leave_thread(_way_out: usize) -> ! {
        let text = "PsTerminateSystemThread is simulated on 64-bit Linux; elsewhere a thread's routine has to return";
        crate::exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    }
}

/// Runs a work item of the kernel on the worker thread that took it.
pub(crate) fn run_work_item(address: usize) {
    const NAME: &str = "IO_WORKITEM_ROUTINE";
    let me = me();
    let item = with(|kernel| {
        kernel.counts.callbacks += 1;
        kernel.note(me, Step::Enter(NAME, Subject::NONE));
        kernel.begin_work_item(address)
    });
    foreign(|| call(address, item));
    check(|kernel| {
        kernel.note(me, Step::Leave(NAME, Subject::NONE));
        let irql = kernel.thread(me).irql;
        if !kernel.thread(me).held.is_empty() || kernel.nt_locks_of(me) != 0 {
            let text = format!("the routine of the work item at {address:#x} returned with a lock held");
            return Err(Violation::undefined(Rule::LockHeldAtReturn, text));
        }
        if u32::from(irql) != PASSIVE_LEVEL {
            let parameters = [item.routine as u64, u64::from(irql), item.context as u64, address as u64];
            let bug_check = BugCheck { code: WORKER_THREAD_RETURNED_AT_BAD_IRQL, parameters };
            let text = format!("the routine of the work item at {address:#x} returned at IRQL {irql}");
            return Err(Violation::new(Rule::LockHeldAtReturn, Outcome::BugCheck(bug_check), text));
        }
        Ok(())
    });
    point();
}

/// Calls the routine of a work item as the form that it was queued in wants it.
fn call(address: usize, item: WorkItem) {
    type Io = unsafe extern "C" fn(*mut c_void, *mut c_void);
    type IoEx = unsafe extern "C" fn(*mut c_void, *mut c_void, *mut c_void);
    type Executive = unsafe extern "C" fn(*mut c_void);
    let WorkItem { object, routine, context, form, .. } = item;
    let (object, context) = (object as *mut c_void, context as *mut c_void);
    match form {
        Form::Io => {
            // SAFETY: IoQueueWorkItem took the routine as one of this type.
            let routine = unsafe { std::mem::transmute::<usize, Io>(routine) };
            // SAFETY: the driver queued it with this context.
            unsafe { routine(object, context) };
        }
        Form::IoEx => {
            // SAFETY: IoQueueWorkItemEx took the routine as one of this type.
            let routine = unsafe { std::mem::transmute::<usize, IoEx>(routine) };
            // SAFETY: as above.
            unsafe { routine(object, context, address as *mut c_void) };
        }
        Form::Executive => {
            // SAFETY: the item that ExQueueWorkItem was given names a routine of this type.
            let routine = unsafe { std::mem::transmute::<usize, Executive>(routine) };
            // SAFETY: as above.
            unsafe { routine(context) };
        }
    }
}
