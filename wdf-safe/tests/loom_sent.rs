//! The list of sent requests, model-checked: `RUSTFLAGS="--cfg loom" cargo test --release -p wdf-safe --test loom_sent`.
//!
//! The module is compiled here a second time, with loom's atomics in the place of the driver's; the list's spin lock is one of
//! loom's mutexes. The framework around it is a model: a request's completion count is one word, as `fxrequestbase.cpp:Cancel`
//! has it, and whoever takes the last of it runs the completion routine.
#![cfg(loom)]

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicU32, Ordering};
}
#[expect(dead_code, reason = "what a walk is limited to is asked by the list's user")]
#[path = "../src/request/sent/list.rs"]
mod list;

use core::ptr::{self, NonNull};
use list::{Found, List, Node};
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;

/// One request, sent and sent again, and the list in which it is tracked.
struct Model {
    node: Node,
    list: Mutex<List>,
    /// How often the request is sent.
    sends: u32,
    /// The framework's: who has a say in the completion of the present send.
    count: AtomicU32,
    /// How often it was sent.
    sent: AtomicU32,
    /// How often it came back.
    back: AtomicU32,
    /// References on it: its holder's, the target's and cancellers'.
    references: AtomicU32,
    /// How often its holder had to take another request instead.
    replaced: AtomicU32,
}

impl Model {
    fn new(sends: u32) -> Arc<Self> {
        Arc::new(Self {
            node: Node::default(),
            list: Mutex::new(List::new()),
            sends,
            count: AtomicU32::new(0),
            sent: AtomicU32::new(0),
            back: AtomicU32::new(0),
            references: AtomicU32::new(1),
            replaced: AtomicU32::new(0),
        })
    }

    /// Tracks it and sends it: the number it got; `None` if it may not be sent.
    fn send(&self) -> Option<u64> {
        // SAFETY: its only holder sends it, and it is in no list.
        let number = unsafe { self.list.lock().unwrap().insert(NonNull::from(&self.node), ptr::null_mut(), 0) }?;
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.count.store(1, Ordering::SeqCst);
        Some(number)
    }

    /// The target has completed it, or a canceller is done: the last one runs the routine.
    fn leave(&self) {
        if self.count.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.routine();
        }
    }

    /// The trampoline, and a driver that sends it again.
    fn routine(&self) {
        // SAFETY: tracked, and back.
        unsafe { self.list.lock().unwrap().remove(NonNull::from(&self.node)) };
        let back = self.back.fetch_add(1, Ordering::SeqCst) + 1;
        if back == self.sends {
            self.dereference();
        } else if self.node.is_being_cancelled() {
            // `OwnRequest::reuse`: another request takes its place.
            self.replaced.fetch_add(1, Ordering::SeqCst);
            self.dereference();
        } else {
            let number = self.send().expect("nobody is cancelling it");
            assert_eq!(number, u64::from(back) + 1);
            self.leave();
        }
    }

    fn dereference(&self) {
        assert_ne!(self.references.fetch_sub(1, Ordering::SeqCst), 0, "a reference too many was dropped");
    }

    /// `SentList::cancel`, with the ticket of the first send.
    fn cancel_the_first(&self) -> bool {
        let found = {
            let mut list = self.list.lock().unwrap();
            // SAFETY: nothing was found before.
            let found = unsafe { list.find(None, u64::MAX, |number, _| number == 1) };
            if found.is_some() {
                assert_ne!(self.references.fetch_add(1, Ordering::SeqCst), 0, "found after it was freed");
            }
            found
        };
        let Some(found) = found else { return false };
        self.cancel_sent(found);
        true
    }

    /// `WdfRequestCancelSentRequest`, and what `SentList` does after it.
    fn cancel_sent(&self, found: Found) {
        assert_ne!(self.references.load(Ordering::SeqCst), 0, "cancelled after it was freed");
        let mut count = self.count.load(Ordering::SeqCst);
        while count != 0 {
            match self.count.compare_exchange(count, count + 1, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => {
                    // Here the next driver is asked.
                    assert_eq!(self.sent.load(Ordering::SeqCst), 1, "the cancellation met a later send");
                    self.leave();
                    break;
                }
                Err(now) => count = now,
            }
        }
        // SAFETY: once, with the reference.
        unsafe { found.end() };
        self.dereference();
    }
}

/// Hole 4.
#[test]
fn a_cancel_never_meets_a_later_send() {
    loom::model(|| {
        let model = Model::new(2);
        let first = model.send();
        assert_eq!(first, Some(1));
        let canceller = {
            let model = Arc::clone(&model);
            thread::spawn(move || model.cancel_the_first())
        };
        model.leave();
        canceller.join().unwrap();
        let replaced = model.replaced.load(Ordering::SeqCst);
        assert_eq!(model.back.load(Ordering::SeqCst) + replaced, 2);
        assert_eq!(model.references.load(Ordering::SeqCst), 0, "a reference is left");
    });
}

#[test]
fn two_cancels_and_a_completion_run_the_routine_once() {
    let mut model = loom::model::Builder::new();
    // Three threads: without a bound this takes hours.
    model.preemption_bound = Some(3);
    model.check(|| {
        let model = Model::new(1);
        model.send();
        let cancellers = [(); 2].map(|()| {
            let model = Arc::clone(&model);
            thread::spawn(move || model.cancel_the_first())
        });
        model.leave();
        for canceller in cancellers {
            canceller.join().unwrap();
        }
        assert_eq!(model.back.load(Ordering::SeqCst), 1);
        assert_eq!(model.references.load(Ordering::SeqCst), 0, "a reference is left");
    });
}

#[test]
fn what_was_found_and_has_left_does_not_end_the_walk() {
    loom::model(|| {
        let nodes = [Node::default(), Node::default(), Node::default()];
        let mut list = List::new();
        for node in &nodes {
            // SAFETY: in no list.
            unsafe { list.insert(NonNull::from(node), ptr::null_mut(), 0) };
        }
        // SAFETY: nothing was found before.
        let first = unsafe { list.find(None, 3, |_, _| true) }.unwrap();
        // SAFETY: in the list.
        unsafe { list.remove(NonNull::from(&nodes[0])) };
        // SAFETY: found in this list, and not ended.
        let second = unsafe { list.find(Some(first), 3, |_, _| true) }.unwrap();
        assert_eq!((first.number, second.number), (1, 2));
        // SAFETY: once each; the nodes live.
        unsafe { first.end() };
        // SAFETY: as above.
        let third = unsafe { list.find(Some(second), 2, |_, _| true) };
        assert!(third.is_none(), "beyond the limit");
        // SAFETY: as above.
        unsafe { second.end() };
        for node in &nodes[1..] {
            // SAFETY: in the list.
            unsafe { list.remove(NonNull::from(node)) };
        }
        list.set_closed(true);
        // SAFETY: in no list.
        assert!(unsafe { list.insert(NonNull::from(&nodes[0]), ptr::null_mut(), 0) }.is_none());
    });
}
