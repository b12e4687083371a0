//! Keep a target, with which another device's requests could be sent to it.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

#[object_context]
struct Other {
    below: SpinLock<Option<Target<'static, Filter>>>,
}

fn main() {}
