//! Execution: the kernel's steps put on threads, with the driver's callbacks between them.
//!
//! Row 2 of the simulator, between the test's side (`machine/`) or the function table (`ddi/`) above and the kernel
//! below. Each simulated thread is a task of shuttle; all tasks of a run share one OS thread, so one runs at a time, and
//! the machine is a thread-local that each step borrows for as long as it takes. Nothing is borrowed while a callback of
//! the driver runs, because it calls back in.
//!
//! * [`point`] is where another thread may run: at the entry of every function of the framework, before every lock, after
//!   every callback. If no other thread could run it costs a look.
//! * [`block`] waits. What for is kept in the kernel, which alone says who can go on; shuttle's own blocking is not used.
//! * [`stop`] ends the run with a broken rule. Nothing may unwind through a driver's frames, so the schedule is simply not
//!   continued, and what is on the tasks' stacks is given up.
//!
//! The flows, by what they are about:
//!
//! * a request: [`io`] (it comes, and its outcome goes back), [`preprocess`] (the driver sees it before its queue does),
//!   [`irp_dispatch`] (the driver chooses the queue), [`queue`] (the dispatch loop), [`request`] (completed, cancelled, marked, forwarded), [`forward_progress`];
//! * what a driver sends on: [`target`] (to the next driver), [`remote`] (targets that it opens), [`driver_irp`] (IRPs in its own
//!   hands), [`lower`] (the drivers that the test plays);
//! * a driver and its devices: [`driver`], [`control`], [`pnp`], [`children`], [`rebalance`], [`power`], [`power_policy`],
//!   [`mod@file`], [`query_interface`], [`hardware`];
//! * what calls back by itself: [`timer`] (and DPCs, work items), [`interrupt`], [`service`] (the threads that run them);
//! * objects and the kernel's own: [`object`] (deleted, released), [`lock`], [`nt`], [`system`];
//! * a run: [`fault`], [`end`].
//!
//! They call each other, as the framework's own objects do: what they share is below, in the kernel.

pub(crate) mod children;
pub(crate) mod control;
pub(crate) mod driver;
pub(crate) mod driver_irp;
pub(crate) mod end;
pub(crate) mod fault;
pub(crate) mod file;
pub(crate) mod forward_progress;
pub(crate) mod hardware;
pub(crate) mod interrupt;
pub(crate) mod io;
pub(crate) mod irp_dispatch;
pub(crate) mod lock;
pub(crate) mod lower;
pub(crate) mod nt;
pub(crate) mod object;
pub(crate) mod pnp;
pub(crate) mod power;
pub(crate) mod power_policy;
mod preprocess;
pub(crate) mod query_interface;
pub(crate) mod queue;
pub(crate) mod rebalance;
pub(crate) mod remote;
pub(crate) mod request;
pub(crate) mod service;
pub(crate) mod system;
pub(crate) mod target;
pub(crate) mod timer;

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;

use shuttle::thread::JoinHandle;

use crate::kernel::lock::LockRef;
use crate::kernel::object::Id;
use crate::kernel::thread::{Point, Role, Wait};
use crate::kernel::{Kernel, Result};
use crate::touch::{self, Memory, Mode, Place, touch};
use crate::trace::{Step, ThreadId};
use crate::violation::Violation;

thread_local! {
    /// Without a destructor, whose registration each access would have to look after: [`halt`] takes the machine away.
    static KERNEL: RefCell<ManuallyDrop<Option<Kernel>>> = const { RefCell::new(ManuallyDrop::new(None)) };
    static ME: Cell<ThreadId> = const { Cell::new(ThreadId(0)) };
    static END: RefCell<Option<Box<Violation>>> = const { RefCell::new(None) };
    static TASKS: RefCell<Vec<JoinHandle<()>>> = const { RefCell::new(Vec::new()) };
    static SPAWNING: Cell<bool> = const { Cell::new(false) };
    /// Frames of the driver on the stack of the thread that runs: known even in the middle of a step.
    static FOREIGN: Cell<u32> = const { Cell::new(0) };
}

/// One atomic step of the machine that this OS thread runs.
pub(crate) fn with<R>(step: impl FnOnce(&mut Kernel) -> R) -> R {
    KERNEL.with_borrow_mut(|kernel| {
        let kernel = kernel.as_mut().expect("a machine runs on this thread");
        step(kernel)
    })
}

/// A simulated thread goes on: until the next switch, the steps are its.
fn go_on(me: ThreadId) {
    ME.set(me);
    FOREIGN.set(with(|kernel| {
        kernel.switch_to(me);
        kernel.thread(me).foreign
    }));
}

/// Lets the scheduler choose who goes on; returns when this thread was chosen.
fn switch(me: ThreadId) {
    shuttle::thread::yield_now();
    go_on(me);
}

/// Whether a machine runs on this OS thread, and is not in the middle of a step.
pub(crate) fn is_running() -> bool {
    KERNEL.with(|kernel| kernel.try_borrow().is_ok_and(|kernel| kernel.is_some()))
}

/// A step that may find a broken rule, which ends the run.
pub(crate) fn check<R>(step: impl FnOnce(&mut Kernel) -> Result<R>) -> R {
    match with(step) {
        Ok(value) => value,
        Err(violation) => stop(violation),
    }
}

/// The simulated thread that runs now.
pub(crate) fn me() -> ThreadId {
    ME.get()
}

/// Puts a fresh machine on this OS thread, with the thread of the test's body.
pub(crate) fn boot(mut kernel: Kernel, memory: Option<Memory>) {
    touch::reset(memory);
    fault::reset(kernel.fault.is_some());
    let first = kernel.add_thread(Role::Application);
    END.set(None);
    SPAWNING.set(false);
    TASKS.take();
    lower::clear();
    hardware::clear();
    drop(KERNEL.with_borrow_mut(|place| place.replace(kernel)));
    go_on(first);
}

/// Takes the machine away when its run is over, and the rule it ended with.
pub(crate) fn halt() -> (Option<Kernel>, Option<Box<Violation>>) {
    // In the middle of a step that panicked, the machine cannot be had.
    let kernel = KERNEL.with(|kernel| kernel.try_borrow_mut().map_or(None, |mut kernel| kernel.take()));
    (kernel, END.take())
}

/// Whether the run was stopped.
pub(crate) fn is_stopped() -> bool {
    END.with_borrow(Option::is_some)
}

/// Ends the run: the first broken rule counts.
pub(crate) fn stop(violation: Box<Violation>) -> ! {
    record(violation);
    loop {
        // The scheduler does not choose anybody any more, so this never returns.
        shuttle::thread::yield_now();
    }
}

/// Notes the rule with which the run ends.
pub(crate) fn record(violation: Box<Violation>) {
    let violation = violation.of_driver(with(|kernel| kernel.globals));
    END.with_borrow_mut(|end| {
        end.get_or_insert(violation);
    });
}

/// A step of this thread ends here: another thread may run, or it would have been its turn.
#[inline]
pub(crate) fn boundary(me: ThreadId) {
    if touch::is_on() {
        end_step(me);
    }
}

#[cold]
fn end_step(me: ThreadId) {
    if in_driver() {
        touch::driver_ran();
    }
    touch::boundary(me);
}

/// Another thread may run here.
pub(crate) fn point() {
    if std::thread::panicking() {
        return;
    }
    fault::at_point();
    let me = me();
    match with(|kernel| kernel.pass_point(me)) {
        Ok(Point::GoOn) => boundary(me),
        other => pause(me, other),
    }
}

/// The rest of [`point`] where another thread could run, or a rule is broken.
#[inline(never)]
fn pause(me: ThreadId, point: Result<Point>) {
    match point {
        Ok(Point::GoOn) => {}
        Ok(Point::Choose) => switch(me),
        Ok(Point::GiveWay(switches)) => block(Wait::Turn(switches)),
        Err(violation) => stop(violation),
    }
}

/// Waits. The caller is alone responsible for looking again at what it waited for, in the same step in which it uses it.
pub(crate) fn block(wait: Wait) {
    if std::thread::panicking() {
        return;
    }
    let me = me();
    let timed = matches!(wait, Wait::Time(_) | Wait::LockUntil(..) | Wait::SentUntil(..) | Wait::NtObjects(_));
    let goes_on = |kernel: &mut Kernel| {
        let ready = kernel.is_ready(me);
        if ready {
            set_wait(kernel, Wait::Nothing, timed);
        }
        ready
    };
    if with(|kernel| {
        set_wait(kernel, wait, timed);
        goes_on(kernel)
    }) {
        return;
    }
    if timed {
        service::ensure();
    }
    while !with(goes_on) {
        switch(me);
    }
}

/// The running thread waits for this, or for nothing more.
fn set_wait(kernel: &mut Kernel, wait: Wait, timed: bool) {
    if timed {
        touch(Place::Time, Mode::Write);
    }
    kernel.thread_mut(me()).wait = wait;
}

/// Waits for work. Other threads that could run may do so first, even if there is work: the next piece is no more urgent
/// than they are.
pub(crate) fn offer(work: Wait, is_new: bool) {
    let me = me();
    let idle = Place::Idle(matches!(work, Wait::Dpc(_)));
    // A new thread has just been scheduled: the others have had their turn.
    if !is_new {
        with(|kernel| {
            touch(idle, Mode::Write);
            kernel.thread_mut(me).wait = work;
        });
        point();
    }
    block(work);
    with(|_| touch(idle, Mode::Write));
}

/// Starts a simulated thread, which waits for this first. Its number and that of its task are the same, because no other
/// thread runs between the making of the two.
pub(crate) fn spawn(role: Role, wait: Wait, body: impl FnOnce() + Send + 'static) -> ThreadId {
    let thread = with(|kernel| {
        touch(Place::Threads, Mode::Write);
        let thread = kernel.add_thread(role);
        touch(Place::Thread(thread.0), Mode::Write);
        kernel.thread_mut(thread).wait = wait;
        thread
    });
    SPAWNING.set(true);
    let task = shuttle::thread::spawn(move || {
        go_on(thread);
        with(|_| touch(Place::Thread(thread.0), Mode::Write));
        body();
        with(|kernel| {
            touch(Place::Thread(thread.0), Mode::Write);
            kernel.thread_mut(thread).wait = Wait::Ended;
        });
    });
    SPAWNING.set(false);
    TASKS.with_borrow_mut(|tasks| tasks.push(task));
    thread
}

/// Whether a thread is being made just now.
pub(crate) fn is_spawning() -> bool {
    SPAWNING.get()
}

/// Ends the service threads and waits for all tasks, so that their stacks serve the next run.
pub(crate) fn join_tasks() {
    let me = me();
    with(|kernel| kernel.shut_down = true);
    for task in TASKS.take() {
        task.join().expect("a simulated thread's panic ends the run before it is joined");
        go_on(me);
    }
}

/// Runs the driver's code.
pub(crate) fn foreign<R>(body: impl FnOnce() -> R) -> R {
    with(|kernel| count_foreign(kernel, 1));
    let result = body();
    with(|kernel| count_foreign(kernel, -1));
    result
}

fn count_foreign(kernel: &mut Kernel, by: i32) {
    if by < 0 {
        touch::driver_ran();
    }
    let frames = &mut kernel.thread_mut(me()).foreign;
    *frames = frames.strict_add_signed(by);
    FOREIGN.set(*frames);
}

/// Whether frames of the driver are on the stack of the thread that runs now.
pub(crate) fn in_driver() -> bool {
    FOREIGN.get() > 0
}

/// Calls the driver. `body` is the one foreign call; the lock, if any, is held around it.
pub(crate) fn call<R>(name: &'static str, on: Id, lock: Option<LockRef>, body: impl FnOnce() -> R) -> R {
    call_with(name, on, lock, None, body)
}

/// As [`call`], for the callbacks that the enhanced verifier hooks: those that `WdfDeviceCreate` and `WdfIoQueueCreate`
/// registered. `function` is the address of the driver's.
pub(crate) fn call_hooked<R>(
    name: &'static str,
    on: Id,
    lock: Option<LockRef>,
    function: *const (),
    body: impl FnOnce() -> R,
) -> R {
    call_with(name, on, lock, Some(function as usize), body)
}

fn call_with<R>(
    name: &'static str,
    on: Id,
    lock: Option<LockRef>,
    function: Option<usize>,
    body: impl FnOnce() -> R,
) -> R {
    if let Some(lock) = lock {
        lock::acquire(lock);
    }
    let me = me();
    check(|kernel| {
        kernel.counts.callbacks += 1;
        let subject = kernel.objects.subject(on);
        kernel.note(me, Step::Enter(name, subject));
        kernel.enter_callback(me, name, on, subject, function)?;
        count_foreign(kernel, 1);
        Ok(())
    });
    let result = body();
    check(|kernel| {
        count_foreign(kernel, -1);
        let (subject, left) = kernel.leave_callback(me);
        kernel.note(me, Step::Leave(name, subject));
        left
    });
    if let Some(lock) = lock {
        lock::release(lock);
    }
    point();
    result
}
