//! The claim protocol, model-checked: `RUSTFLAGS="--cfg loom" cargo test --release -p wdf-safe --test loom_claim`.
//!
//! The modules that decide who completes a cancelable request, and whether it may be forwarded, are compiled here a second
//! time, with loom's atomics in the place of the driver's. [`framework`] is the framework around them.
#![cfg(loom)]

mod sync {
    pub(crate) use loom::sync::atomic::{
        AtomicPtr, AtomicPtr as NotedPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering,
    };
}
#[path = "../../src/request/claim.rs"]
mod claim;
#[path = "../../src/door.rs"]
mod door;
#[path = "../../src/request/wait.rs"]
mod wait;

mod cancel;
mod file;
mod framework;
mod removal;
mod sleep;
