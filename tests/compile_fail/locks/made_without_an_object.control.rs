//! Control: make a lock that belongs to no object, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
}

fn lock() -> impl wdf_safe::context::ContextInit<Totals> {
    TotalsInit { bytes: SpinLock::init(0) }
}

fn main() {}
