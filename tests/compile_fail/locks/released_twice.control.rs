//! M59: Release a spin lock that is not held. Rules: WdfSpinLockRelease.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |bytes, _cx| *bytes += 1);
}

fn main() {}
