//! `context/ready.rs`: a context is seen when its value is written, and not before.

#[path = "../../src/context/ready.rs"]
mod ready;

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use ready::Ready;

/// What an object's context holds.
pub(crate) trait ObjectContext {}

impl ObjectContext for () {}

struct Block {
    ready: Ready,
    value: UnsafeCell<u32>,
}

// SAFETY: loom complains of who reads the value while another writes it, which is what is checked.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Block {
    /// `context::install`.
    fn install(&self) {
        // SAFETY: loom complains of another's reading.
        self.value.with_mut(|value| unsafe { *value = 7 });
        self.ready.set();
    }

    /// `context::find`: a callback that comes at this moment.
    fn find(&self) -> Option<u32> {
        // SAFETY: loom complains of another's writing.
        self.ready.is_set().then(|| self.value.with(|value| unsafe { *value }))
    }
}

#[test]
fn who_finds_a_context_finds_its_value() {
    loom::model(|| {
        let block = Arc::new(Block { ready: Ready::default(), value: UnsafeCell::new(0) });
        let callbacks = [(); 2].map(|()| {
            let block = Arc::clone(&block);
            thread::spawn(move || block.find())
        });
        block.install();
        for callback in callbacks {
            assert!(matches!(callback.join().unwrap(), None | Some(7)));
        }
        assert_eq!(block.find(), Some(7));
    });
}
