//! M58: Take a spin lock that is held. Rules: WdfSpinlock, WdfSpinLockRelease.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |_bytes, cx| totals.bytes.with(cx, |bytes, _cx| *bytes += 1));
}

fn main() {}
