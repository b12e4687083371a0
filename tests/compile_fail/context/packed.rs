//! Pack a context, whose fields must lie aligned.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
#[repr(packed)]
struct Counter {
    small: u8,
    count: SpinLock<u64>,
}

fn main() {}
