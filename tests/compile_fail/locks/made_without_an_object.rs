//! M96: Make a lock that belongs to no object. Rule: ParentObjectCheckLock.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn lock() -> SpinLock<u64> {
    SpinLock { value: 0 }
}

fn main() {}
