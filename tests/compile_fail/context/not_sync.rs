//! M102: Share a value through a context that may not be shared. Hole 14. CodeQL: C28616.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: core::cell::Cell<u32>,
}

fn main() {}
