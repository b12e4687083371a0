//! Control: take one spin lock inside another: two orders of two locks are a deadlock, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |bytes, _cx| *bytes += 1);
    totals.calls.with(cx, |calls, _cx| *calls += 1);
}

fn main() {}
