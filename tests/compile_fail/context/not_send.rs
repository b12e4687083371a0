//! Hole 10: keep in a context what must be dropped on the thread that made it.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: std::sync::MutexGuard<'static, u32>,
}

fn main() {}
