//! Make a store outside a context, where it could be moved or forgotten with a request in it.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn store() -> CancelSlot<Read> {
    CancelSlot::init()
}

fn main() {}
