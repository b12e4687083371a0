//! The lock of wdf-safe: released, and the level lowered, at the closure's end.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |bytes, _cx| *bytes += 1);
}

fn main() {
    let _ = count;
}
