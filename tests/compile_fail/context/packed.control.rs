//! Control: pack a context, whose fields must lie aligned, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
#[repr(C)]
struct Counter {
    small: u8,
    count: SpinLock<u64>,
}

fn main() {}
