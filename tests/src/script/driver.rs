//! The scripted driver: what it holds, and what its callbacks do.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use wdk_sys::NT_SUCCESS;

use super::{Conduct, Script};
use crate::raw::{
    CANCELLED, Device, Dpc, Object, Queue, Queues, Request, SUCCESS, Timer, WorkItem, attributes, limited, manual,
    parallel, sequential,
};

/// `WdfRequestStopActionPurge`.
const PURGE: u32 = 2;

/// What the driver knows.
#[derive(Default)]
pub(super) struct Notes {
    /// Requests it owns.
    pub(super) held: Vec<Request>,
    /// Requests it owns and has marked cancelable.
    pub(super) marked: Vec<Request>,
    /// Requests it has found, each with a reference.
    pub(super) found: Vec<Request>,
    /// References it has taken.
    pub(super) referenced: Vec<Object>,
    /// Objects it has created.
    pub(super) objects: Vec<Object>,
    /// Every request it ever had.
    pub(super) seen: Vec<Request>,
    /// What its next handlers do.
    pub(super) reactions: VecDeque<u8>,
    /// It wants stopped requests back in their queue.
    pub(super) requeues: bool,
    pub(super) parts: Option<Parts>,
}

/// What the driver gave its device.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) device: Device,
    pub(super) default: Queue,
    pub(super) second: Queue,
    pub(super) manual: Queue,
    pub(super) timer: Timer,
    pub(super) dpc: Dpc,
    pub(super) item: WorkItem,
}

/// The driver. Nothing of its notes is borrowed while it calls the framework, which calls it back.
#[derive(Clone)]
pub(super) struct Driver {
    notes: Rc<RefCell<Notes>>,
    pub(super) conduct: Conduct,
}

fn take(list: &mut Vec<Request>, request: Request) -> bool {
    let place = list.iter().position(|it| *it == request);
    place.map(|place| list.remove(place)).is_some()
}

impl Driver {
    pub(super) fn new(conduct: Conduct) -> Self {
        Self { notes: Rc::default(), conduct }
    }

    pub(super) fn with<R>(&self, step: impl FnOnce(&mut Notes) -> R) -> R {
        step(&mut self.notes.borrow_mut())
    }

    /// A queue's callbacks are the driver's.
    fn queue(&self, script: &Script, queue: Queues) -> Queues {
        let on = |driver: &Self| {
            let driver = driver.clone();
            move |request| driver.react(request)
        };
        let stop = self.clone();
        let queue = queue.read(on(self)).write(on(self)).ioctl(on(self));
        let queue = queue.stop(move |request, flags| stop.stopped(request, flags));
        if script.canceled_on_queue() { queue.canceled_on_queue(|request| request.complete(CANCELLED)) } else { queue }
    }

    pub(super) fn make(&self, script: &Script, device: Device) -> Parts {
        let default = match script.dispatching() {
            0 => parallel(),
            1 => sequential(),
            2 => limited(2),
            _ => parallel().zero_length(),
        };
        let locked = |queue: Queues| match script.scope() {
            1 => queue.attributes(attributes().scope_queue()),
            2 => queue.attributes(attributes().scope_none()),
            _ => queue,
        };
        let stop = self.clone();
        let manual = manual().stop(move |request, flags| stop.stopped(request, flags));
        let (on_timer, on_dpc, on_item) = (self.clone(), self.clone(), self.clone());
        let parts = Parts {
            device,
            default: device.queue(locked(self.queue(script, default)).default_queue()),
            second: device.queue(locked(self.queue(script, parallel()))),
            manual: device.queue(manual),
            timer: Timer::of(device, move |_| on_timer.finish_oldest()),
            dpc: Dpc::of(device, move |_| on_dpc.finish_marked()),
            item: WorkItem::of(device, move |_| on_item.retrieve_and_complete()),
        };
        self.with(|notes| notes.parts = Some(parts));
        parts
    }

    /// The driver owns the request from here on.
    pub(super) fn own(&self, request: Request) {
        self.with(|notes| {
            notes.seen.push(request);
            notes.held.push(request);
        });
    }

    /// A request handler.
    fn react(&self, request: Request) {
        let reaction = self.with(|notes| notes.reactions.pop_front()).unwrap_or(0);
        self.own(request);
        match reaction % 6 {
            0 => {}
            1 => self.complete(request),
            2 | 3 => self.mark(request),
            4 => self.forward(request, 0),
            _ => self.forward(request, 1),
        }
    }

    pub(super) fn complete(&self, request: Request) {
        if self.with(|notes| take(&mut notes.held, request)) || self.conduct == Conduct::Lawless {
            request.complete_with(SUCCESS, 0);
        }
    }

    pub(super) fn mark(&self, request: Request) {
        let driver = self.clone();
        self.with(|notes| {
            take(&mut notes.held, request);
            notes.marked.push(request);
        });
        if !NT_SUCCESS(request.mark_ex(move |request| driver.canceled(request))) {
            self.with(|notes| take(&mut notes.marked, request));
            self.give_up(request);
        }
    }

    pub(super) fn mark_old(&self, request: Request) {
        let driver = self.clone();
        self.with(|notes| {
            take(&mut notes.held, request);
            notes.marked.push(request);
        });
        request.mark(move |request| driver.canceled(request));
    }

    fn canceled(&self, request: Request) {
        self.with(|notes| take(&mut notes.marked, request));
        self.give_up(request);
    }

    fn give_up(&self, request: Request) {
        request.complete(CANCELLED);
    }

    /// True if the driver has it back.
    pub(super) fn unmark(&self, request: Request) -> bool {
        let back = NT_SUCCESS(request.unmark());
        self.with(|notes| {
            if back && take(&mut notes.marked, request) {
                notes.held.push(request);
            }
        });
        back
    }

    /// Forwards to the manual queue or to the second one, unless it comes from there.
    pub(super) fn forward(&self, request: Request, to: u8) {
        let Some(parts) = self.with(|notes| notes.parts) else { return };
        let to = if to.is_multiple_of(2) { parts.manual } else { parts.second };
        if self.conduct == Conduct::Lawful && request.queue() == Some(to) {
            return;
        }
        self.with(|notes| take(&mut notes.held, request));
        if !NT_SUCCESS(request.forward(to)) {
            self.with(|notes| notes.held.push(request));
        }
    }

    /// Puts a request back into the manual queue it was retrieved from.
    pub(super) fn requeue(&self, request: Request) {
        let Some(parts) = self.with(|notes| notes.parts) else { return };
        if self.conduct == Conduct::Lawful && request.queue() != Some(parts.manual) {
            return;
        }
        self.with(|notes| take(&mut notes.held, request));
        if !NT_SUCCESS(request.requeue()) {
            self.with(|notes| notes.held.push(request));
        }
    }

    /// `EvtIoStop`: on removal requests are completed, otherwise kept, or given back to their queue.
    fn stopped(&self, request: Request, flags: u32) {
        let (held, marked, requeues) = self.with(|notes| {
            (notes.held.contains(&request), notes.marked.contains(&request), std::mem::take(&mut notes.requeues))
        });
        if flags & PURGE == 0 {
            let requeue = requeues && held;
            if requeue {
                self.with(|notes| take(&mut notes.held, request));
            }
            request.acknowledge_stop(requeue);
        } else if held || marked && self.unmark(request) {
            self.complete(request);
        }
    }

    /// The timer's work.
    fn finish_oldest(&self) {
        if let Some(request) = self.with(|notes| notes.held.first().copied()) {
            self.complete(request);
        }
    }

    /// The DPC's work.
    fn finish_marked(&self) {
        if let Some(request) = self.with(|notes| notes.marked.first().copied())
            && self.unmark(request)
        {
            self.complete(request);
        }
    }

    /// The work item's work.
    fn retrieve_and_complete(&self) {
        let Some(parts) = self.with(|notes| notes.parts) else { return };
        if let Ok(request) = parts.manual.retrieve() {
            self.own(request);
            self.complete(request);
        }
    }
}
