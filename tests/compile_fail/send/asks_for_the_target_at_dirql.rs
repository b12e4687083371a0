//! Ask for the device's target in the lock of an interrupt.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn below<'d>(cx: &Cx<'_, Dirql>, device: &'d Device<Filter>) -> Option<Target<'d, Filter>> {
    device.io_target(cx)
}

fn main() {}
