//! `once.rs`, by which a driver's children are found: a place is set once, and who finds the child finds its context.

#[path = "../../src/once.rs"]
mod once;

use core::ptr;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use once::Once;

/// The context of a child.
struct Child(UnsafeCell<u32>);

struct Model {
    place: Once<Child>,
    children: [Child; 2],
}

// SAFETY: loom complains of who reads a child while another writes it, which is what is checked.
unsafe impl Send for Model {}
// SAFETY: as above.
unsafe impl Sync for Model {}

impl Model {
    fn new() -> Arc<Self> {
        let children = [Child(UnsafeCell::new(0)), Child(UnsafeCell::new(0))];
        Arc::new(Self { place: Once::new(), children })
    }

    /// A child is made, and put into the place.
    fn make(&self, index: usize) -> bool {
        let child = &self.children[index];
        // SAFETY: nobody else knows it yet; loom complains otherwise.
        child.0.with_mut(|value| unsafe { *value = 7 });
        self.place.set(ptr::from_ref(child))
    }

    /// Which child is there, looked at.
    fn find(&self) -> Option<*const Child> {
        // SAFETY: null, or one of the model's children.
        let child = unsafe { self.place.get().as_ref() }?;
        // SAFETY: loom complains of another's writing.
        assert_eq!(child.0.with(|value| unsafe { *value }), 7);
        Some(ptr::from_ref(child))
    }
}

#[test]
fn who_finds_a_child_finds_its_context() {
    loom::model(|| {
        let model = Model::new();
        let finding = {
            let model = Arc::clone(&model);
            thread::spawn(move || {
                model.find();
            })
        };
        assert!(model.make(0));
        finding.join().unwrap();
        assert!(model.find().is_some());
    });
}

#[test]
fn of_two_children_one_gets_the_place_and_keeps_it() {
    loom::model(|| {
        let model = Model::new();
        let other = {
            let model = Arc::clone(&model);
            thread::spawn(move || (model.make(1), model.find()))
        };
        let mine = model.make(0);
        let found = model.find();
        let (theirs, they_found) = other.join().unwrap();
        assert!(mine != theirs, "one of them has the place");
        assert_eq!(found, they_found, "the place was set twice");
        assert_eq!(found, Some(ptr::from_ref(&model.children[usize::from(theirs)])));
    });
}
