//! A model of the framework: one request, one place for it, and what applications, the power manager and the driver do.
//!
//! One mutex is the queue's lock, under which mark, unmark and cancel decide, as `fxioqueue.cpp` has it; a cancel callback runs
//! after the lock is released.

use crate::claim::{Contest, Delivery};
use crate::door::Door;
use crate::wait::{Seat, Stamp, Wait};
use core::ptr::{NonNull, without_provenance_mut};
use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;

/// The address of the queue that presented the request.
pub(crate) const SOURCE: usize = 0x4000;
/// The two ways to a queue: the framework's function, and the one that looks first.
pub(crate) const OPEN: usize = 0x1000;
pub(crate) const SHUT: usize = 0x1001;
/// The address of its file object, and of another.
pub(crate) const FILE: usize = 0x2000;
pub(crate) const OTHER_FILE: usize = 0x3000;

/// One request and one seat, in a model of the framework.
pub(crate) struct Model {
    pub(crate) wait: Wait,
    pub(crate) seat: Seat,
    /// The device's door, and that of the queue to which the request is forwarded.
    pub(crate) device: Door,
    pub(crate) other_queue: Door,
    /// What the store has noted beside the seat: the file object.
    note: AtomicUsize,
    queue: Mutex<Queue>,
    /// How many times the request was completed.
    pub(crate) completed: AtomicU32,
    /// `EvtIoStop` has acknowledged it, and it is not resumed.
    acknowledged: AtomicBool,
    /// It has left for another queue.
    gone: AtomicBool,
    /// A thread has claimed it, or taken it out of its place, and has not parked it again.
    ///
    /// Not one of loom's atomics: it watches, and makes no schedules of its own.
    pub(crate) in_hand: core::sync::atomic::AtomicBool,
    /// The references on the request: the framework's own (until completion), a running callback's, a ticket's.
    references: AtomicU32,
}

#[derive(Default)]
struct Queue {
    marked: bool,
    cancelled: bool,
}

impl Model {
    pub(crate) fn new() -> Arc<Self> {
        let model = Self::without_queue();
        model.add_queue();
        model
    }

    pub(crate) fn without_queue() -> Arc<Self> {
        Arc::new(Self {
            wait: Wait::default(),
            seat: Seat::new(),
            device: Door::default(),
            other_queue: Door::default(),
            note: AtomicUsize::new(0),
            queue: Mutex::new(Queue::default()),
            completed: AtomicU32::new(0),
            acknowledged: AtomicBool::new(false),
            gone: AtomicBool::new(false),
            in_hand: core::sync::atomic::AtomicBool::new(false),
            references: AtomicU32::new(1),
        })
    }

    /// The queue to which the request is forwarded is made.
    pub(crate) fn add_queue(&self) {
        let (open, shut) = (without_provenance_mut(OPEN), without_provenance_mut(SHUT));
        // SAFETY: it lives as long as the model.
        unsafe { self.device.add(NonNull::from(&self.other_queue), open, shut) };
    }

    pub(crate) fn complete(&self) {
        assert_eq!(self.completed.fetch_add(1, Ordering::SeqCst), 0, "completed twice");
        assert!(!self.queue.lock().unwrap().marked, "completed while marked cancelable");
        self.dereference();
    }

    pub(crate) fn reference(&self) {
        assert_ne!(self.references.fetch_add(1, Ordering::SeqCst), 0, "touched after it was freed");
    }

    pub(crate) fn dereference(&self) {
        assert_ne!(self.references.fetch_sub(1, Ordering::SeqCst), 0, "a reference too many was dropped");
    }

    pub(crate) fn alive(&self) {
        assert_ne!(self.references.load(Ordering::SeqCst), 0, "touched after it was freed");
    }

    /// `WdfRequestMarkCancelableEx`.
    pub(crate) fn mark(&self) -> bool {
        let mut queue = self.queue.lock().unwrap();
        queue.marked = !queue.cancelled;
        queue.marked
    }

    /// `WdfRequestUnmarkCancelable`: SUCCESS or CANCELLED.
    pub(crate) fn unmark(&self) -> bool {
        self.alive();
        assert_eq!(self.completed.load(Ordering::SeqCst), 0, "unmark of a completed request");
        core::mem::take(&mut self.queue.lock().unwrap().marked)
    }

    /// An application cancels: `IoCancelIrp`, and the cancel callback where there is one. `keep` is the driver's
    /// handler completing it.
    pub(crate) fn cancel(&self) {
        let marked = {
            let mut queue = self.queue.lock().unwrap();
            queue.cancelled = true;
            let marked = core::mem::take(&mut queue.marked);
            if marked {
                // The framework keeps the request until the callback returns.
                self.reference();
            }
            marked
        };
        if marked {
            self.callback();
            self.dereference();
        }
    }

    /// The cancel trampoline (`trampoline/cancel.rs`).
    pub(crate) fn callback(&self) {
        // SAFETY: the callback, once; the seat lives as long as the model.
        let found = unsafe { self.wait.cancelled() };
        if found.delivery == Delivery::Leave {
            return;
        }
        if found.took_ticket {
            self.dereference();
        }
        self.complete();
    }

    /// `SealedStore::reserve`.
    pub(crate) fn reserve(&self, file: usize) -> Option<Stamp> {
        let stamp = self.seat.reserve(NonNull::from(&self.wait))?;
        self.note.store(file, Ordering::Release);
        Some(stamp)
    }

    /// `CancelSlot::park_cancelable`. `false`: the place is taken.
    pub(crate) fn park_cancelable(&self) -> bool {
        let Some(stamp) = self.reserve(FILE) else {
            return false;
        };
        self.wait.name_seat(&self.seat);
        self.wait.claim.arm();
        self.reference();
        if self.mark() {
            self.alive();
            if !self.seat.publish(stamp) {
                self.dereference();
            }
        } else {
            self.wait.claim.disarm();
            self.dereference();
            self.seat.release(stamp);
            self.complete();
        }
        true
    }

    /// `mark_cancelable_ex`, then `park`.
    pub(crate) fn mark_then_park(&self) {
        self.wait.name_seat(core::ptr::null());
        self.wait.claim.arm();
        self.reference();
        if !self.mark() {
            self.wait.claim.disarm();
            self.dereference();
            self.complete();
            return;
        }
        self.alive();
        let stamp = self.reserve(FILE).expect("the place is free");
        self.wait.name_seat(&self.seat);
        if self.wait.claim.is_cancelled() || !self.seat.publish(stamp) {
            self.seat.release(stamp);
            self.dereference();
        }
    }

    /// `CancelSlot::unmark`, with a closure that disposes of the request in this way.
    pub(crate) fn unmark_with(&self, dispose: impl FnOnce()) {
        if self.seat.take().is_some() {
            self.claim_with(dispose);
        }
    }

    /// The seat's ticket, if it is of this file.
    pub(crate) fn take_of(&self, file: usize) -> bool {
        let seen = self.seat.look().filter(|_| self.note.load(Ordering::Acquire) == file);
        seen.is_some_and(|seen| self.seat.take_seen(seen).is_some())
    }

    /// `CancelSlot::unmark_by_file`.
    pub(crate) fn unmark_of(&self, file: usize) {
        if self.take_of(file) {
            self.claim_with(|| self.complete());
        }
    }

    /// What the holder of a ticket does.
    pub(crate) fn claim_with(&self, dispose: impl FnOnce()) {
        self.alive();
        if !self.wait.claim.claim() {
            self.dereference();
            return;
        }
        self.in_hand.store(true, Ordering::SeqCst);
        if self.unmark() {
            self.wait.claim.unmarked();
            self.dereference();
            dispose();
        } else {
            match self.wait.claim.contest() {
                Contest::MustComplete => {
                    self.dereference();
                    self.complete();
                }
                Contest::Lost => self.dereference(),
            }
        }
    }

    /// `EvtIoStop` with the purge action: `trampoline/queue.rs`. The framework keeps the request meanwhile.
    pub(crate) fn purge(&self) {
        // SAFETY: null, or the model's seat.
        if unsafe { self.wait.purge() } {
            if self.wait.claim.unpark() {
                self.complete();
                return;
            }
            if !self.wait.claim.claim() {
                self.dereference();
                return;
            }
            let unmarked = self.unmark();
            let ours = unmarked || self.wait.claim.contest() == Contest::MustComplete;
            if unmarked {
                self.wait.claim.unmarked();
            }
            self.dereference();
            if ours {
                self.complete();
            }
        }
    }

    /// `EvtIoStop` with the suspend action: `trampoline/queue.rs`.
    pub(crate) fn suspend(&self) {
        let in_hand = self.in_hand.load(Ordering::SeqCst);
        if !self.wait.claim.seems_to_wait() {
            return;
        }
        // SAFETY: its queue lives as long as the model.
        unsafe { self.device.shut(without_provenance_mut(SHUT)) };
        if self.wait.hold_waiting() {
            assert!(!in_hand, "acknowledged for a thread that has it in hand");
            assert!(!self.gone.load(Ordering::SeqCst), "acknowledged while it left for another queue");
            self.acknowledged.store(true, Ordering::SeqCst);
        }
    }

    /// A queue is made whose driver may hold what is in somebody's hands.
    pub(crate) fn may_hold(&self) {
        // SAFETY: its queue lives as long as the model.
        unsafe { self.device.shut_for_ever(without_provenance_mut(SHUT)) };
    }

    /// `EvtIoStop` with the suspend action, and a handler that holds whatever it is asked for.
    pub(crate) fn suspend_all(&self) {
        self.suspend();
        if !self.acknowledged.load(Ordering::SeqCst) && self.wait.hold(SOURCE) {
            assert!(!self.gone.load(Ordering::SeqCst), "acknowledged while it left for another queue");
            self.acknowledged.store(true, Ordering::SeqCst);
        }
    }

    /// `EvtIoResume`.
    pub(crate) fn resume(&self) {
        self.acknowledged.store(false, Ordering::SeqCst);
        self.wait.resume();
        // SAFETY: its queue lives as long as the model.
        unsafe { self.device.open(without_provenance_mut(OPEN)) };
    }

    /// `forward_to`, by the request's owner; completed when it may not leave.
    pub(crate) fn forward(&self) {
        if self.other_queue.way().addr() == OPEN || self.wait.leave(SOURCE) {
            self.gone.store(true, Ordering::SeqCst);
            assert!(!self.acknowledged.load(Ordering::SeqCst), "left with an acknowledgement");
        }
        self.complete();
    }

    /// `forward_to` a queue that takes no requests: the request stays where it is, with its owner.
    pub(crate) fn forward_in_vain(&self) {
        if self.other_queue.way().addr() == SHUT && self.wait.leave(SOURCE) {
            assert!(!self.acknowledged.load(Ordering::SeqCst), "on its way with an acknowledgement");
            self.wait.stay(SOURCE);
        }
    }

    /// `Slot::park`. `false`: the place is taken.
    pub(crate) fn park(&self) -> bool {
        self.wait.name_seat(&self.seat);
        self.wait.claim.park();
        let Some(stamp) = self.seat.reserve_plain(NonNull::from(&self.wait)) else {
            self.wait.claim.unpark();
            return false;
        };
        if self.wait.is_removing() || !self.seat.publish(stamp) {
            self.seat.release(stamp);
            self.wait.claim.unpark();
            self.complete();
        }
        true
    }

    /// `Slot::take`, with a closure that disposes of the request in this way.
    pub(crate) fn take_with(&self, dispose: impl FnOnce()) {
        if self.seat.take().is_some() {
            assert!(self.wait.claim.unpark(), "taken out, and not parked");
            self.in_hand.store(true, Ordering::SeqCst);
            dispose();
        }
    }

    /// Nothing is left: completed once, the place free, no reference.
    pub(crate) fn settled(&self) {
        assert_eq!(self.completed.load(Ordering::SeqCst), 1, "the request was forgotten");
        assert_eq!(self.references.load(Ordering::SeqCst), 0, "a reference was forgotten");
        assert!(self.seat.take().is_none(), "a dead ticket keeps its place");
    }
}

/// Runs the others beside each other, and the end when all have ended.
pub(crate) fn explore(first: fn(&Model), second: fn(&Model), end: fn(&Model)) {
    loom::model(move || {
        let model = Model::new();
        let other = {
            let model = Arc::clone(&model);
            thread::spawn(move || second(&model))
        };
        first(&model);
        other.join().unwrap();
        end(&model);
        model.settled();
    });
}

/// What is left waiting at the end is taken out.
pub(crate) fn drain(model: &Model) {
    model.unmark_with(|| model.complete());
}

/// Three threads, with as many preemptions as decide a race of three.
pub(crate) fn bounded(body: fn()) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(body);
}
