//! Control: share a value through a context that may not be shared, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: AtomicU32,
}

fn main() {}
