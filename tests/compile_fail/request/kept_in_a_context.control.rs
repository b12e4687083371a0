//! Control: keep a request in a context without a store, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    waiting: CancelSlot<Read>,
}

fn main() {}
