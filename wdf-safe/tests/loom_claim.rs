//! The claim protocol, model-checked: `RUSTFLAGS="--cfg loom" cargo test --release -p wdf-safe --test loom_claim`.
//!
//! The modules that decide who completes a cancelable request, and whether it may be forwarded, are compiled here a second
//! time, with loom's atomics in the place of the driver's. The framework around them is a model: one mutex is the queue's lock, under which mark,
//! unmark and cancel decide, as `fxioqueue.cpp` has it; a cancel callback runs after the lock is released.
#![cfg(loom)]

mod sync {
    pub(crate) use loom::sync::atomic::{
        AtomicPtr, AtomicPtr as NotedPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
    };
}
#[path = "../src/request/claim.rs"]
mod claim;
#[path = "../src/door.rs"]
mod door;
#[expect(dead_code, reason = "a request that stays after all is not modelled")]
#[path = "../src/request/wait.rs"]
mod wait;

use claim::{Contest, Delivery};
use core::ptr::{NonNull, without_provenance_mut};
use door::Door;
use loom::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;
use wait::{Seat, Stamp, Wait};

/// The address of the queue that presented the request.
const SOURCE: usize = 0x4000;
/// The two ways to a queue: the framework's function, and the one that looks first.
const OPEN: usize = 0x1000;
const SHUT: usize = 0x1001;
/// The address of its file object, and of another.
const FILE: usize = 0x2000;
const OTHER_FILE: usize = 0x3000;

/// One request and one seat, in a model of the framework.
struct Model {
    wait: Wait,
    seat: Seat,
    /// The device's door, and that of the queue to which the request is forwarded.
    device: Door,
    other_queue: Door,
    /// What the store has noted beside the seat: the file object.
    note: AtomicUsize,
    queue: Mutex<Queue>,
    /// How many times the request was completed.
    completed: AtomicU32,
    /// `EvtIoStop` has acknowledged it, and it is not resumed.
    acknowledged: AtomicBool,
    /// It has left for another queue.
    gone: AtomicBool,
    /// A thread has claimed it, or taken it out of its place, and has not parked it again.
    ///
    /// Not one of loom's atomics: it watches, and makes no schedules of its own.
    in_hand: core::sync::atomic::AtomicBool,
    /// The references on the request: the framework's own (until completion), a running callback's, a ticket's.
    references: AtomicU32,
}

#[derive(Default)]
struct Queue {
    marked: bool,
    cancelled: bool,
}

impl Model {
    fn new() -> Arc<Self> {
        let model = Self::without_queue();
        model.add_queue();
        model
    }

    fn without_queue() -> Arc<Self> {
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
    fn add_queue(&self) {
        let (open, shut) = (without_provenance_mut(OPEN), without_provenance_mut(SHUT));
        // SAFETY: it lives as long as the model.
        unsafe { self.device.add(NonNull::from(&self.other_queue), open, shut) };
    }

    fn complete(&self) {
        assert_eq!(self.completed.fetch_add(1, Ordering::SeqCst), 0, "completed twice");
        assert!(!self.queue.lock().unwrap().marked, "completed while marked cancelable");
        self.dereference();
    }

    fn reference(&self) {
        assert_ne!(self.references.fetch_add(1, Ordering::SeqCst), 0, "touched after it was freed");
    }

    fn dereference(&self) {
        assert_ne!(self.references.fetch_sub(1, Ordering::SeqCst), 0, "a reference too many was dropped");
    }

    fn alive(&self) {
        assert_ne!(self.references.load(Ordering::SeqCst), 0, "touched after it was freed");
    }

    /// `WdfRequestMarkCancelableEx`.
    fn mark(&self) -> bool {
        let mut queue = self.queue.lock().unwrap();
        queue.marked = !queue.cancelled;
        queue.marked
    }

    /// `WdfRequestUnmarkCancelable`: SUCCESS or CANCELLED.
    fn unmark(&self) -> bool {
        self.alive();
        assert_eq!(self.completed.load(Ordering::SeqCst), 0, "unmark of a completed request");
        core::mem::take(&mut self.queue.lock().unwrap().marked)
    }

    /// An application cancels: `IoCancelIrp`, and the cancel callback where there is one. `keep` is the driver's
    /// handler completing it.
    fn cancel(&self) {
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
    fn callback(&self) {
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
    fn reserve(&self, file: usize) -> Option<Stamp> {
        let stamp = self.seat.reserve(NonNull::from(&self.wait))?;
        self.note.store(file, Ordering::Release);
        Some(stamp)
    }

    /// `CancelSlot::park_cancelable`. `false`: the place is taken.
    fn park_cancelable(&self) -> bool {
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
    fn mark_then_park(&self) {
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
    fn unmark_with(&self, dispose: impl FnOnce()) {
        if self.seat.take().is_some() {
            self.claim_with(dispose);
        }
    }

    /// The seat's ticket, if it is of this file.
    fn take_of(&self, file: usize) -> bool {
        let seen = self.seat.look().filter(|_| self.note.load(Ordering::Acquire) == file);
        seen.is_some_and(|seen| self.seat.take_seen(seen).is_some())
    }

    /// `CancelSlot::unmark_by_file`.
    fn unmark_of(&self, file: usize) {
        if self.take_of(file) {
            self.claim_with(|| self.complete());
        }
    }

    /// What the holder of a ticket does.
    fn claim_with(&self, dispose: impl FnOnce()) {
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
    fn purge(&self) {
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
    fn suspend(&self) {
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
    fn may_hold(&self) {
        // SAFETY: its queue lives as long as the model.
        unsafe { self.device.shut_for_ever(without_provenance_mut(SHUT)) };
    }

    /// `EvtIoStop` with the suspend action, and a handler that holds whatever it is asked for.
    fn suspend_all(&self) {
        self.suspend();
        if !self.acknowledged.load(Ordering::SeqCst) && self.wait.hold(SOURCE) {
            assert!(!self.gone.load(Ordering::SeqCst), "acknowledged while it left for another queue");
            self.acknowledged.store(true, Ordering::SeqCst);
        }
    }

    /// `EvtIoResume`.
    fn resume(&self) {
        self.acknowledged.store(false, Ordering::SeqCst);
        self.wait.resume();
        // SAFETY: its queue lives as long as the model.
        unsafe { self.device.open(without_provenance_mut(OPEN)) };
    }

    /// `forward_to`, by the request's owner; completed when it may not leave.
    fn forward(&self) {
        if self.other_queue.way().addr() == OPEN || self.wait.leave(SOURCE) {
            self.gone.store(true, Ordering::SeqCst);
            assert!(!self.acknowledged.load(Ordering::SeqCst), "left with an acknowledgement");
        }
        self.complete();
    }

    /// `Slot::park`. `false`: the place is taken.
    fn park(&self) -> bool {
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
    fn take_with(&self, dispose: impl FnOnce()) {
        if self.seat.take().is_some() {
            assert!(self.wait.claim.unpark(), "taken out, and not parked");
            self.in_hand.store(true, Ordering::SeqCst);
            dispose();
        }
    }

    /// Nothing is left: completed once, the place free, no reference.
    fn settled(&self) {
        assert_eq!(self.completed.load(Ordering::SeqCst), 1, "the request was forgotten");
        assert_eq!(self.references.load(Ordering::SeqCst), 0, "a reference was forgotten");
        assert!(self.seat.take().is_none(), "a dead ticket keeps its place");
    }
}

/// Runs the others beside each other, and the end when all have ended.
fn explore(first: fn(&Model), second: fn(&Model), end: fn(&Model)) {
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
fn drain(model: &Model) {
    model.unmark_with(|| model.complete());
}

#[test]
fn park_against_cancel() {
    explore(|model| assert!(model.park_cancelable()), Model::cancel, |_| {});
}

#[test]
fn mark_then_park_against_cancel() {
    explore(Model::mark_then_park, Model::cancel, |_| {});
}

/// Rules: DoubleCompletion, CompleteCanceledReq. Hole 1.
#[test]
fn unmark_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::cancel,
        |_| {},
    );
}

#[test]
fn unmark_against_unmark_and_cancel() {
    loom::model(|| {
        let model = Model::new();
        assert!(model.park_cancelable());
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        model.unmark_with(|| model.complete());
        for thread in threads {
            thread.join().unwrap();
        }
        model.settled();
    });
}

#[test]
fn park_against_unmark_and_cancel() {
    loom::model(|| {
        let model = Model::new();
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        assert!(model.park_cancelable());
        for thread in threads {
            thread.join().unwrap();
        }
        drain(&model);
        model.settled();
    });
}

/// Hole 4.
#[test]
fn unmark_and_mark_again_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| assert!(model.park_cancelable()));
        },
        Model::cancel,
        |_| {},
    );
}

#[test]
fn purge_against_unmark() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::purge,
        drain,
    );
}

/// Hole 2.
#[test]
fn purge_against_cancel() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.purge();
        },
        Model::cancel,
        |_| {},
    );
}

/// A request that another thread has just claimed is not ours to acknowledge: that thread disposes of it, and the
/// framework waits for that.
#[test]
fn suspend_against_unmark() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
        },
        Model::suspend,
        |_| {},
    );
}

#[test]
fn suspend_against_taking_what_is_not_cancelable() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| model.complete());
        },
        Model::suspend,
        |_| {},
    );
}

#[test]
fn suspend_against_forward() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.forward());
        },
        Model::suspend,
        |_| {},
    );
}

#[test]
fn suspend_and_resume_against_forward() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.forward());
        },
        |model| {
            model.suspend();
            model.resume();
        },
        |_| {},
    );
}

#[test]
fn suspend_against_taking_and_forwarding_what_is_not_cancelable() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| model.forward());
        },
        Model::suspend,
        |_| {},
    );
}

/// What was put back into its place while it was held, and taken out of it again, is as little forwarded.
#[test]
fn suspend_against_parking_again_and_forwarding() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| {
                model.in_hand.store(false, Ordering::SeqCst);
                assert!(model.park());
            });
            model.take_with(|| model.forward());
        },
        Model::suspend,
        |_| {},
    );
}

/// A handler forwards what it was just presented.
#[test]
fn suspend_and_resume_against_forwarding_what_never_waited() {
    explore(
        |model| {
            model.in_hand.store(true, Ordering::SeqCst);
            model.forward();
        },
        |model| {
            model.suspend();
            model.resume();
        },
        |_| {},
    );
}

/// A driver that holds what a handler has in its hands.
#[test]
fn holding_and_resuming_against_forwarding_what_never_waited() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        let power = {
            let model = Arc::clone(&model);
            thread::spawn(move || {
                model.suspend_all();
                model.resume();
            })
        };
        model.forward();
        power.join().unwrap();
        assert_eq!(model.other_queue.way().addr(), SHUT, "a resume opens what is shut for ever");
        model.settled();
    });
}

/// The queue to which it is forwarded is made at that moment.
#[test]
fn suspend_against_forwarding_to_a_new_queue() {
    loom::model(|| {
        let model = Model::without_queue();
        assert!(model.park());
        let suspending = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.suspend())
        };
        model.add_queue();
        model.take_with(|| model.forward());
        suspending.join().unwrap();
        model.settled();
    });
}

/// A device that has slept lets requests go again, also to a queue that was made meanwhile.
#[test]
fn a_resume_opens_the_ways_to_all_queues() {
    loom::model(|| {
        let model = Model::without_queue();
        assert!(model.park());
        model.suspend();
        let making = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.add_queue())
        };
        model.resume();
        making.join().unwrap();
        assert_eq!(model.other_queue.way().addr(), OPEN, "shut for ever");
        model.take_with(|| model.complete());
        model.settled();
    });
}

#[test]
fn purge_against_parking_what_is_not_cancelable() {
    explore(
        |model| assert!(model.park()),
        Model::purge,
        // What `EvtIoStop` has found in nobody's place is in hand, and the one who has it must not park it.
        |model| assert_eq!(model.completed.load(Ordering::SeqCst), 1, "parked, and nobody comes for it"),
    );
}

#[test]
fn purge_against_taking_and_parking_again() {
    explore(
        |model| {
            assert!(model.park());
            model.take_with(|| assert!(model.park()));
        },
        Model::purge,
        |model| assert_eq!(model.completed.load(Ordering::SeqCst), 1, "parked, and nobody comes for it"),
    );
}

/// Three threads, with as many preemptions as decide a race of three.
fn bounded(body: fn()) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(body);
}

#[test]
fn unmark_by_file_against_unmark_and_cancel() {
    bounded(|| {
        let model = Model::new();
        assert!(model.park_cancelable());
        let threads =
            [Model::cancel as fn(&Model), |model: &Model| model.unmark_with(|| model.complete())].map(|run| {
                let model = Arc::clone(&model);
                thread::spawn(move || run(&model))
            });
        model.unmark_of(FILE);
        for thread in threads {
            thread.join().unwrap();
        }
        model.settled();
    });
}

#[test]
fn unmark_by_file_against_parking_and_cancel() {
    bounded(|| {
        let model = Model::new();
        let threads = [Model::cancel as fn(&Model), |model: &Model| model.unmark_of(FILE)].map(|run| {
            let model = Arc::clone(&model);
            thread::spawn(move || run(&model))
        });
        assert!(model.park_cancelable());
        for thread in threads {
            thread.join().unwrap();
        }
        drain(&model);
        model.settled();
    });
}

#[test]
fn unmark_by_file_against_purge() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_of(FILE);
        },
        Model::purge,
        drain,
    );
}

/// Whoever looks for another file's requests does not hide this one, not for a moment.
#[test]
fn unmark_against_a_search_for_another_file() {
    explore(
        |model| {
            assert!(model.park_cancelable());
            model.unmark_with(|| model.complete());
            assert_eq!(model.completed.load(Ordering::SeqCst), 1, "a request that waits was not found");
        },
        |model| model.unmark_of(OTHER_FILE),
        |_| {},
    );
}

/// A request of this file is taken and its memory is used for one of another file, which is put into the same place, while
/// somebody looks for the first: it does not get the second.
#[test]
fn a_search_by_file_is_not_deceived_by_memory_that_is_used_again() {
    loom::model(|| {
        let model = Model::new();
        let park = |model: &Model, file| {
            let stamp = model.reserve(file).expect("the place is free");
            assert!(model.seat.publish(stamp));
        };
        park(&model, FILE);
        let searching = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.take_of(FILE))
        };
        let taken_here = model.seat.take().is_some();
        park(&model, OTHER_FILE);
        let taken_there = searching.join().unwrap();
        assert_ne!(taken_here, taken_there, "one of them has it");
        assert!(model.seat.take().is_some(), "a request of another file has left its place");
    });
}

/// The same of a request that is taken out of its place at this moment: who looks whether it still waits does not hide that it leaves.
#[test]
fn holding_against_taking_out_and_forwarding() {
    loom::model(|| {
        let model = Model::new();
        model.may_hold();
        assert!(model.park());
        let power = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.suspend_all())
        };
        model.take_with(|| model.forward());
        power.join().unwrap();
        model.settled();
    });
}
