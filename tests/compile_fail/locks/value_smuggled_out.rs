//! M111: Carry what a lock protects out of its closure. M61. Rule: WdfSpinLockRelease. Hole 14.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    let bytes = totals.bytes.with(cx, |bytes, _cx| bytes);
    *bytes += 1;
}

fn main() {}
