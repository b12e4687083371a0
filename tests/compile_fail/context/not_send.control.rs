//! Control: hole 10: keep in a context what must be dropped on the thread that made it, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: &'static std::sync::Mutex<u32>,
}

fn main() {}
