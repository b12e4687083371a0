//! What wdf-safe notes in the contexts of objects, model-checked:
//! `RUSTFLAGS="--cfg loom" cargo test --release -p wdf-safe --test loom_object`.
//!
//! Each module compiles a file of wdf-safe a second time, with loom's atomics in the place of the driver's, and plays the
//! framework around it. What must be seen by another thread is one of loom's cells, of which loom complains when it is
//! read by one thread while another writes it, or without having been made visible.
#![cfg(loom)]

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering};
}

#[path = "../../src/rundown.rs"]
mod rundown;

mod child;
mod context;
mod event;
mod hardware;
mod interrupt;
mod irql;
mod power;
mod queue;
mod status;
mod sys;

use loom::sync::Arc;
use loom::thread::{self, JoinHandle};

/// Runs it on another thread.
fn beside<M: 'static, T: 'static>(model: &Arc<M>, run: fn(&M) -> T) -> JoinHandle<T> {
    let model = Arc::clone(model);
    thread::spawn(move || run(&model))
}
