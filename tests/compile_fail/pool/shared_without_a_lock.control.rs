//! Control: it is in a lock.

use core::cell::Cell;
use wdf_safe::pool::PoolBox;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    seen: SpinLock<PoolBox<Cell<u32>>>,
}

fn main() {}
