//! Control: what is in the lock can go to another thread, though it cannot be shared.

use core::cell::Cell;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    stays: SpinLock<Cell<u8>>,
}

fn main() {}
