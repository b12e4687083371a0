//! The framework's queue: what it holds, and in which state it is.
//!
//! Pure transitions in rooms: `csq.rs` (waiting and cancelable requests), `dispatch.rs` (what to present next),
//! `state.rs` (start, stop, purge), `power.rs` (going down and coming back), `retrieve.rs` (manual queues), `parent.rs` (to a parent's queue). The driver's
//! callbacks between them are called by `exec/queue.rs`.
//!
//! Key types: [`Queue`], [`Next`]. Facts: `fxioqueue.cpp`, `fxioqueue.hpp`.

mod csq;
mod dispatch;
mod parent;
mod power;
mod retrieve;
mod state;

use wdf_sim_sys::{
    PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE, PFN_WDF_IO_QUEUE_IO_DEFAULT, PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL,
    PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL, PFN_WDF_IO_QUEUE_IO_READ, PFN_WDF_IO_QUEUE_IO_RESUME,
    PFN_WDF_IO_QUEUE_IO_STOP, PFN_WDF_IO_QUEUE_IO_WRITE, PFN_WDF_IO_QUEUE_STATE, STATUS_DELETE_PENDING,
    STATUS_INVALID_DEVICE_REQUEST,
};

pub(crate) use csq::Csq;
pub(crate) use dispatch::{Deferral, Entry, Next};
pub(crate) use power::Power;
pub(crate) use retrieve::{Forward, Found, Retrieved};
pub(crate) use state::{Change, StateFailure, Waiter};

use super::forward_progress::ForwardProgress;
use super::irp::Major;
use super::list::{self, Chain, List};
use super::lock::{Lock, LockKind, LockRef};
use super::object::{Body, Deletion, Id};
use super::request::{Flags, StopAck};
use super::{Kernel, Level, Scope};
use crate::violation::{Rule, Violation};

/// How requests reach the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dispatch {
    Sequential,
    /// At most so many at a time.
    Parallel(u32),
    Manual,
}

/// Whether a queue keeps its device in D0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PowerReference {
    /// Its device does not idle, or the queue does not follow power.
    Unused,
    /// It has nothing.
    Free,
    /// It has requests.
    Held,
}

/// The driver's callbacks of a queue.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Callbacks {
    pub(crate) default: PFN_WDF_IO_QUEUE_IO_DEFAULT,
    pub(crate) read: PFN_WDF_IO_QUEUE_IO_READ,
    pub(crate) write: PFN_WDF_IO_QUEUE_IO_WRITE,
    pub(crate) device_control: PFN_WDF_IO_QUEUE_IO_DEVICE_CONTROL,
    pub(crate) internal_device_control: PFN_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL,
    pub(crate) stop: PFN_WDF_IO_QUEUE_IO_STOP,
    pub(crate) resume: PFN_WDF_IO_QUEUE_IO_RESUME,
    pub(crate) canceled_on_queue: PFN_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE,
}

impl Callbacks {
    /// Whether requests of this type can be presented at all.
    pub(crate) const fn handles(&self, major: Major) -> bool {
        self.default.is_some()
            || match major {
                Major::Read => self.read.is_some(),
                Major::Write => self.write.is_some(),
                Major::DeviceControl => self.device_control.is_some(),
                Major::InternalDeviceControl => self.internal_device_control.is_some(),
                Major::Create | Major::Cleanup | Major::Close => false,
            }
    }
}

/// Who is told that a change of state is finished.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Notify {
    /// A callback of the driver, with its context.
    Driver(PFN_WDF_IO_QUEUE_STATE, usize),
    /// The thread that waits in a `Synchronously` call.
    Thread(u32),
}

/// In which of its queue's lists a request is that the driver owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owned {
    /// The driver works on it.
    Driver,
    /// Power goes down or comes back, and the driver is to be told.
    ToNotify,
    /// The driver was told, and the queue waits for its answer.
    Notified,
}

#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) device: Id,
    pub(crate) dispatch: Dispatch,
    pub(crate) is_default: bool,
    pub(crate) power_managed: bool,
    pub(crate) allow_zero_length: bool,
    pub(crate) callbacks: Callbacks,
    /// Its callbacks run at PASSIVE_LEVEL only.
    pub(crate) passive: bool,
    /// The lock under which its callbacks run.
    pub(crate) callback_lock: Option<LockRef>,
    pub(crate) presentation: Lock,

    pub(crate) accepts: bool,
    pub(crate) dispatches: bool,
    pub(crate) shut_down: bool,
    pub(crate) power: Power,
    pub(crate) power_idle: bool,
    pub(crate) power_reference: PowerReference,

    /// Threads in the dispatch loop, those inside a callback included.
    pub(crate) dispatching: u32,
    pub(crate) waiting: List,
    pub(crate) cancelable: List,
    pub(crate) owned: List,
    /// Owned by the driver, and those that are between this queue and the one they are forwarded to.
    pub(crate) owned_count: u32,
    pub(crate) recorded: List,
    pub(crate) canceled_on_queue: List,
    pub(crate) power_notify: List,
    pub(crate) power_notified: List,
    /// How many of these the driver has answered for.
    pub(crate) acknowledged: u32,

    pub(crate) idle_complete: Option<Notify>,
    pub(crate) purge_complete: Option<Notify>,
    /// The `Synchronously` changes that threads wait for, by number.
    pub(crate) changes_pending: Vec<u32>,
    pub(crate) changes_begun: u32,
    pub(crate) ready_notify: Option<(PFN_WDF_IO_QUEUE_STATE, usize)>,
    /// The queue went from empty to not empty and the driver has not been told.
    pub(crate) went_ready: bool,
    pub(crate) force_ready: bool,
    /// A purge is under way: requests that come back are cancelled.
    pub(crate) cancel_dispatched: bool,

    /// What it keeps for when there is no memory.
    pub(crate) forward_progress: Option<Box<ForwardProgress>>,

    pub(crate) deferred: bool,
    pub(crate) redo_deferred: bool,
    pub(crate) disposing: bool,
    pub(crate) deleted: bool,
}

impl Queue {
    /// `IsIoEventHandlerRegistered`: whether requests of this type may come here. A driver fetches what it likes from a manual
    /// queue.
    pub(crate) fn takes(&self, major: Major) -> bool {
        self.dispatch == Dispatch::Manual || self.callbacks.handles(major)
    }

    /// A queue as it begins: no default queue, without callbacks, and not following power.
    pub(crate) fn new(device: Id, dispatch: Dispatch, level: Level) -> Self {
        let passive = level == Level::Passive;
        Self {
            device,
            dispatch,
            is_default: false,
            power_managed: false,
            allow_zero_length: false,
            callbacks: Callbacks::default(),
            passive,
            callback_lock: None,
            presentation: Lock::new(if passive { LockKind::Wait } else { LockKind::Spin }),
            accepts: true,
            dispatches: true,
            shut_down: false,
            power: Power::On,
            power_idle: false,
            power_reference: PowerReference::Unused,
            dispatching: 0,
            waiting: List::default(),
            cancelable: List::default(),
            owned: List::default(),
            owned_count: 0,
            recorded: List::default(),
            canceled_on_queue: List::default(),
            power_notify: List::default(),
            power_notified: List::default(),
            acknowledged: 0,
            idle_complete: None,
            purge_complete: None,
            changes_pending: Vec::new(),
            changes_begun: 0,
            ready_notify: None,
            went_ready: false,
            force_ready: false,
            cancel_dispatched: false,
            forward_progress: None,
            deferred: false,
            redo_deferred: false,
            disposing: false,
            deleted: false,
        }
    }

    /// Whether the driver is being told about requests of this queue because of a power transition.
    const fn is_notifying(&self) -> bool {
        matches!(self.power, Power::StoppingNotifying | Power::PurgeNotifying | Power::RestartingNotifying)
    }

    const fn owned_list(&mut self, which: Owned) -> &mut List {
        match which {
            Owned::Driver => &mut self.owned,
            Owned::ToNotify => &mut self.power_notify,
            Owned::Notified => &mut self.power_notified,
        }
    }
}

impl Kernel {
    /// A queue is there: its callbacks run under the lock that its scope says.
    pub(crate) fn lock_callbacks(&mut self, queue: Id, scope: Scope) {
        let state = self.objects.queue_mut(queue);
        state.callback_lock = match scope {
            Scope::Queue => Some(LockRef::Presentation(queue)),
            Scope::Device => Some(LockRef::Presentation(state.device)),
            Scope::None => None,
        };
    }

    /// Creates that `EvtDeviceFileCreate` is called for pass through a manual queue of the framework's, which makes them
    /// requests like others: they can be marked cancelable and forwarded (`fxpkggeneral.cpp:OnCreate`).
    pub(crate) fn add_create_queue(&mut self, device: Id) {
        let object = self.objects.get(device);
        let (level, scope) = (object.level, object.scope);
        let body = Body::Queue(Box::new(Queue::new(device, Dispatch::Manual, level)));
        let queue = self.objects.insert(Some(device), level, scope, body);
        self.lock_callbacks(queue, scope);
        self.objects.get_mut(queue).deletion.insert(Deletion::NOT_BY_DRIVER);
        self.objects.device_mut(device).create_queue = Some(queue);
    }

    /// Whether a queue is the framework's own, of which no driver is given the handle.
    pub(crate) fn is_create_queue(&self, queue: Id) -> bool {
        let device = self.objects.queue(queue).device;
        self.objects.device(device).create_queue == Some(queue)
    }

    /// The queue's presentation lock: the device's in scope Device, its own otherwise, also where no callback is called
    /// under it.
    pub(crate) fn queue_lock(&self, queue: Id) -> LockRef {
        self.objects.queue(queue).callback_lock.unwrap_or(LockRef::Presentation(queue))
    }

    /// The driver owns the request from here on.
    pub(crate) fn give_to_driver(&mut self, queue: Id, request: Id) {
        let state = self.objects.queue_mut(queue);
        state.owned_count += 1;
        let previous = state.owned.append(request);
        list::link_behind(&mut self.objects, previous, request, Chain::Owned).owned = Owned::Driver;
    }

    /// The driver owns the request no more.
    pub(crate) fn take_from_driver(&mut self, queue: Id, request: Id) {
        self.unlink_owned(queue, request).owned_count -= 1;
    }

    /// Puts a request into one of the queue's ownership lists; the count stays.
    pub(super) fn push_owned(&mut self, queue: Id, request: Id, which: Owned) {
        let previous = self.objects.queue_mut(queue).owned_list(which).append(request);
        let state = list::link_behind(&mut self.objects, previous, request, Chain::Owned);
        state.owned = which;
        if which == Owned::Notified && state.stop_ack != StopAck::None {
            self.objects.queue_mut(queue).acknowledged += 1;
        }
    }

    /// Takes the request from whichever of the queue's ownership lists it is in; the count stays.
    pub(crate) fn unlink_owned(&mut self, queue: Id, request: Id) -> &mut Queue {
        let link = list::unlink(&mut self.objects, request, Chain::Owned);
        let state = self.objects.request(request);
        let (which, acknowledged) = (state.owned, state.stop_ack != StopAck::None);
        let state = self.objects.queue_mut(queue);
        state.owned_list(which).lose(link);
        if which == Owned::Notified && acknowledged {
            state.acknowledged -= 1;
        }
        state
    }

    /// The driver's answer to `EvtIoStop`.
    pub(crate) fn acknowledge_stop(&mut self, request: Id, answer: StopAck) {
        let awaited = list::is_linked(&self.objects, request, Chain::Owned);
        let state = self.objects.request_mut(request);
        let first = std::mem::replace(&mut state.stop_ack, answer) == StopAck::None;
        if let Some(queue) = state.queue.filter(|_| awaited && first && state.owned == Owned::Notified) {
            self.objects.queue_mut(queue).acknowledged += 1;
        }
    }

    /// The queue learns that a request which it had presented is completed.
    pub(crate) fn request_left(&mut self, queue: Id, request: Id) {
        self.take_from_driver(queue, request);
        if self.verifier_on() {
            self.objects.request_mut(request).flags.remove(Flags::DRIVER_OWNED);
        }
    }

    /// A queue's second state change of a kind, or one on a deleted queue: the system stops.
    pub(crate) fn queue_fatal(&self, queue: Id, why: StateFailure) -> Box<Violation> {
        let (text, status) = match why {
            StateFailure::Busy => ("a change of this kind is under way already", STATUS_INVALID_DEVICE_REQUEST),
            StateFailure::Deleted => ("the queue is deleted", STATUS_DELETE_PENDING),
        };
        let handle = queue.handle() as u64;
        Violation::wdf(Rule::QueueFatalError, [0xA, 0, 0], format!("{}: {text}", self.objects.subject(queue)))
            .pointing_to(2, &[handle, 0, u64::from(status.cast_unsigned())])
    }

    /// What a queue still has, in words.
    pub(crate) fn describe_owned(&self, queue: Id) -> String {
        let state = self.objects.queue(queue);
        let owned = [state.owned, state.power_notify, state.power_notified];
        let names: Vec<String> = owned
            .iter()
            .flat_map(|list| list.iter(&self.objects, Chain::Owned))
            .take(4)
            .map(|request| self.objects.subject(request).to_string())
            .collect();
        match (names.is_empty(), state.waiting.len()) {
            (true, 0) => format!("{} threads are in its dispatch loop", state.dispatching),
            (true, waiting) => format!("{waiting} requests wait in it"),
            (false, _) => format!("the driver holds {}", names.join(", ")),
        }
    }
}
