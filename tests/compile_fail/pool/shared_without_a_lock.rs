//! Share through a context a value of the pool that only one thread at a time may touch.

use core::cell::Cell;
use wdf_safe::pool::PoolBox;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    seen: PoolBox<Cell<u32>>,
}

fn main() {}
