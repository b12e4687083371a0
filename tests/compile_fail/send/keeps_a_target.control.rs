//! Control: a target is asked for where it is needed.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn below(device: &Device<Filter>) -> Option<Target<'_, Filter>> {
    device.io_target()
}

fn main() {}
