//! L06: Take one spin lock inside another: two orders of two locks are a deadlock. Rule: WdfSpinlock.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |_bytes, cx| totals.calls.with(cx, |calls, _cx| *calls += 1));
}

fn main() {}
