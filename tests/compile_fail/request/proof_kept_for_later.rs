//! M114: Keep the proof of a disposition in a context, to return it from another handler.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    proof: SpinLock<Option<Handled<'static>>>,
}

fn main() {}
