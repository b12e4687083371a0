//! Control: a target is asked for where it is needed.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn below<'d>(cx: &Cx<'_, Dispatch>, device: &'d Device<Filter>) -> Option<Target<'d, Filter>> {
    device.io_target(cx)
}

fn main() {}
