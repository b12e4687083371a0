//! What a thread waits for, when it can go on, and why nobody can.
//!
//! Whether a thread can run ([`Kernel::is_ready`]) follows from what it waits for and from the state of the machine alone, so
//! nobody has to wake anybody.
//!
//! Key types: [`Wait`].

use super::{Role, Thread};
use crate::kernel::Kernel;
use crate::kernel::irp::IrpId;
use crate::kernel::lock::LockRef;
use crate::kernel::object::Id;
use crate::kernel::request::CompletesTo;
use crate::kernel::sharing::Hold;
use crate::kernel::target::Opened;
use crate::touch::{self, Mode, Place, touch};
use crate::trace::ThreadId;
use crate::violation::{Outcome, Rule, Violation};

/// What a thread waits for before it can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Nothing: it can run.
    Nothing,
    /// A lock to be free.
    Lock(LockRef),
    /// A lock to be free, or this time to come.
    LockUntil(LockRef, u64),
    /// An I/O request to be completed.
    Irp(IrpId),
    /// A queue's power transition to be finished.
    PowerIdle(Id),
    /// A queue to have finished its `Synchronously` change of state.
    StateChange(Id, u32),
    /// A queue that is being deleted to own nothing any more.
    QueueEmpty(Id),
    /// The files of a device that are being opened to be open or not.
    FilesOpened(Id),
    /// The files of a device to be closed.
    FilesClosed(Id),
    /// A timer's callback to have returned.
    TimerIdle(Id),
    /// A work item's or DPC's callback to have returned, and nothing of it to be queued.
    CallbackIdle(Id),
    /// An interrupt's DPC and work item to have returned, and nothing of them to be queued.
    InterruptIdle(Id),
    /// No processor to be in the service routine of an interrupt.
    NotInService(Id),
    /// The interrupt of this number to have been serviced.
    Serviced(u64),
    /// Another thread to take a step after this many switches: this one has polled for long.
    Turn(u64),
    /// Requests whose disposal was left to a worker to be disposed of.
    Disposals,
    /// Virtual time to come.
    Time(u64),
    /// A lock of the kernel itself to be free.
    NtLock(usize),
    /// A lock of the kernel itself that can be shared to be had.
    Shared(usize, Hold),
    /// A protection of the kernel itself to be held by nobody.
    RunDown(usize),
    /// Objects of the kernel itself to be signaled, or this time to come.
    NtObjects(u64),
    /// The DPCs of the kernel itself to have run.
    NtDpcsIdle,
    /// The PnP manager to have finished with this parent, if it still is this one, and its children.
    Tree(Id, u32),
    /// A device, if it still is this one, to be in D0, or not to come there.
    InD0(Id, u32),
    /// A request that this thread sent to be back.
    Sent(Id),
    /// That, or this time to come.
    SentUntil(Id, u64),
    /// What was sent to a target to be back.
    SentIo(Id, u32),
    /// A target that is being deleted to have nothing any more.
    TargetUnused(Id),
    /// A target that is being opened to be open or not.
    TargetOpened(Id),
    /// Another thread to end.
    Thread(ThreadId),
    /// Work for the processor of this number that runs DPCs and timers.
    Dpc(u32),
    /// An interrupt for the processor of this number.
    Interrupt(u32),
    /// Work for the system worker thread of this number.
    Work(u32),
    /// It has ended.
    Ended,
}

impl Kernel {
    /// Whether a thread could run now.
    pub(crate) fn is_ready(&self, thread: ThreadId) -> bool {
        match self.thread(thread).wait {
            Wait::Nothing => true,
            Wait::Lock(lock) => self.lock(lock).owner.is_none(),
            Wait::LockUntil(lock, until) => *self.now >= until || self.lock(lock).owner.is_none(),
            Wait::Irp(irp) => self.irps.get(irp).completed,
            Wait::PowerIdle(queue) => self.objects.queue(queue).power_idle,
            Wait::StateChange(queue, change) => !self.objects.queue(queue).changes_pending.contains(&change),
            Wait::QueueEmpty(queue) => {
                let queue = self.objects.queue(queue);
                queue.deleted && !queue.deferred
            }
            Wait::FilesOpened(device) => self.are_files_opened(device),
            Wait::FilesClosed(device) => self.are_files_closed(device),
            Wait::TimerIdle(timer) => self.objects.timer(timer).is_idle(),
            Wait::CallbackIdle(object) => self.is_callback_idle(object),
            Wait::InterruptIdle(interrupt) => self.is_interrupt_idle(interrupt),
            Wait::NotInService(interrupt) => self.objects.interrupt(interrupt).in_service == 0,
            Wait::Serviced(number) => self.lines.serviced.iter().any(|(done, _)| *done == number),
            Wait::Turn(switches) => {
                self.switches != switches
                    || !touch::unseen(|| self.any_other(thread, |other| self.is_ready_or_polls(other)))
            }
            Wait::Disposals => *self.disposals == 0,
            Wait::Time(until) => *self.now >= until,
            Wait::NtLock(address) => !self.nt_is_locked(address),
            Wait::Shared(address, hold) => self.can_share(thread, address, hold),
            Wait::RunDown(address) => self.is_run_down(address),
            Wait::NtObjects(until) => *self.now >= until || self.nt_is_satisfied(thread),
            Wait::NtDpcsIdle => self.nt_dpcs_are_idle(),
            Wait::Tree(parent, serial) => {
                !self.objects.is_live(parent, serial) || !self.objects.device(parent).children.busy
            }
            Wait::InD0(device, serial) => self.is_d0_decided(device, serial),
            Wait::Sent(request) => self.is_back(request),
            Wait::SentUntil(request, until) => *self.now >= until || self.is_back(request),
            Wait::SentIo(target, since) => self.objects.io_target(target).is_set_since(since),
            Wait::TargetUnused(target) => self.objects.io_target(target).io_count == 0,
            Wait::TargetOpened(target) => self.objects.io_target(target).open != Opened::Underway,
            Wait::Thread(other) => {
                touch(Place::Thread(other.0), Mode::Read);
                self.thread(other).wait == Wait::Ended
            }
            Wait::Dpc(number) => {
                let has_work = !self.dpcs.is_empty() || self.may_time_pass();
                self.shut_down || (has_work && self.lower_are_busy(Role::Dpc, number))
            }
            Wait::Interrupt(number) => {
                self.shut_down || (!self.lines.raised.is_empty() && self.lower_are_busy(Role::Interrupt, number))
            }
            Wait::Work(number) => {
                self.shut_down || (!self.work.is_empty() && self.lower_are_busy(Role::Worker, number))
            }
            Wait::Ended => false,
        }
    }

    /// Whether a request that a thread sent and waits for is back.
    fn is_back(&self, request: Id) -> bool {
        self.sending(request).and_then(|sending| sending.waiting).is_none_or(|waiting| waiting.done)
    }

    /// Service threads are alike: only the lowest idle one is offered, so that exploring does not try each in turn. Who takes
    /// work, and who waits for more, writes down that it does; that somebody looks need not be written down as well.
    fn lower_are_busy(&self, role: Role, number: u32) -> bool {
        let idle = |wait| matches!(wait, Wait::Dpc(n) | Wait::Interrupt(n) | Wait::Work(n) if n < number);
        !self.threads.iter().any(|thread| thread.role == role && idle(thread.wait))
    }

    /// Whether all that this thread could do is to let time pass.
    pub(crate) fn only_passes_time(&self, thread: ThreadId) -> bool {
        matches!(self.thread(thread).wait, Wait::Dpc(_)) && self.dpcs.is_empty() && !self.shut_down
    }

    /// Whether nothing is left to happen but that idle service threads end.
    pub(crate) fn only_ends(&self) -> bool {
        let idle =
            |thread: &Thread| matches!(thread.wait, Wait::Dpc(_) | Wait::Interrupt(_) | Wait::Work(_) | Wait::Ended);
        self.shut_down && self.threads.iter().skip(1).all(idle)
    }

    fn any_other(&self, me: ThreadId, is: impl Fn(ThreadId) -> bool) -> bool {
        (0..self.threads.len()).any(|index| {
            let thread = ThreadId(u32::try_from(index).expect("few threads"));
            thread != me && is(thread)
        })
    }

    /// It lets another one take a step before its next.
    pub(crate) fn gives_way(&self, thread: ThreadId) -> bool {
        matches!(self.thread(thread).wait, Wait::Turn(_))
    }

    fn is_ready_or_polls(&self, thread: ThreadId) -> bool {
        self.gives_way(thread) || self.is_ready(thread)
    }

    /// Whether any thread but this one could run now.
    pub(crate) fn others_ready(&self, me: ThreadId) -> bool {
        touch::unseen(|| self.any_other(me, |thread| self.is_ready(thread)))
    }

    /// No thread can go on: they wait for requests that the driver has and does not complete, or for each other.
    pub(crate) fn stuck(&self) -> Box<Violation> {
        let waits_for_requests = |thread: &Thread| match thread.wait {
            Wait::Irp(_) | Wait::PowerIdle(_) | Wait::StateChange(..) | Wait::QueueEmpty(_) => {
                thread.callbacks.is_empty()
            }
            Wait::Thread(_) | Wait::Dpc(_) | Wait::Interrupt(_) | Wait::Work(_) | Wait::Ended => true,
            Wait::Nothing | Wait::Turn(_) => thread.role != Role::Application,
            _ => false,
        };
        let driver_has_one = self.has_irp_in_hand()
            || self.uncompleted_requests().iter().any(|id| {
                let request = self.objects.request(*id);
                request.presented && request.completes_to != CompletesTo::Nobody
            });
        let rule = if driver_has_one && self.threads.iter().all(waits_for_requests) {
            Rule::RequestNeverCompleted
        } else {
            Rule::Deadlock
        };
        Violation::new(rule, Outcome::Hang, self.describe_waits())
    }

    /// Why no thread can go on, in words.
    fn describe_waits(&self) -> String {
        let mut lines = Vec::new();
        for (index, thread) in self.threads.iter().enumerate() {
            let what = match thread.wait {
                Wait::Lock(lock) | Wait::LockUntil(lock, _) => {
                    let owner = self.lock(lock).owner.map_or_else(|| "nobody".to_owned(), |owner| owner.to_string());
                    format!("the lock of {} held by {owner}", self.objects.subject(lock.object()))
                }
                Wait::Irp(irp) => format!("the completion of {}", self.irp_subject(irp)),
                Wait::PowerIdle(queue) => {
                    format!("{} to power off: {}", self.objects.subject(queue), self.describe_owned(queue))
                }
                Wait::StateChange(queue, _) => {
                    format!(
                        "{} to finish its change of state: {}",
                        self.objects.subject(queue),
                        self.describe_owned(queue)
                    )
                }
                Wait::QueueEmpty(queue) => {
                    format!("{} to own nothing: {}", self.objects.subject(queue), self.describe_owned(queue))
                }
                Wait::FilesOpened(device) => format!("the files of {} to be opened", self.objects.subject(device)),
                Wait::FilesClosed(device) => format!("the files of {} to be closed", self.objects.subject(device)),
                Wait::TimerIdle(object)
                | Wait::CallbackIdle(object)
                | Wait::InterruptIdle(object)
                | Wait::NotInService(object) => {
                    format!("the callback of {} to return", self.objects.subject(object))
                }
                Wait::InD0(device, _) => format!("{} to be in D0", self.objects.subject(device)),
                Wait::Tree(parent, _) => format!("the PnP manager to be done with {}", self.objects.subject(parent)),
                Wait::Sent(request) | Wait::SentUntil(request, _) => {
                    format!("{} to come back from its target", self.objects.subject(request))
                }
                Wait::SentIo(target, _) | Wait::TargetUnused(target) => {
                    format!("what was sent to {} to come back", self.objects.subject(target))
                }
                Wait::TargetOpened(target) => format!("{} to be opened", self.objects.subject(target)),
                Wait::Disposals => format!("{} requests to be disposed of", *self.disposals),
                Wait::Thread(other) => format!("{other} to end"),
                Wait::Serviced(_) => "an interrupt to be serviced".to_owned(),
                Wait::NtLock(address) => {
                    let owner = self.nt_lock_owner(address).map_or_else(|| "nobody".to_owned(), |t| t.to_string());
                    format!("the lock at {address:#x} held by {owner}")
                }
                Wait::Shared(address, _) => format!("the lock at {address:#x} that others hold"),
                Wait::RunDown(address) => format!("the protection at {address:#x} to be given back"),
                Wait::NtObjects(_) => self.nt_describe_wait(ThreadId(u32::try_from(index).expect("few threads"))),
                Wait::NtDpcsIdle => "the kernel's DPCs to have run".to_owned(),
                Wait::Time(_)
                | Wait::Nothing
                | Wait::Turn(_)
                | Wait::Dpc(_)
                | Wait::Interrupt(_)
                | Wait::Work(_)
                | Wait::Ended => {
                    continue;
                }
            };
            let inside =
                thread.callbacks.last().map_or_else(String::new, |at| format!(" (in {} of {})", at.name, at.on));
            lines.push(format!("t{index}{inside} waits for {what}"));
        }
        lines.join("; ")
    }
}
