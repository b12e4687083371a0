//! What a driver keeps lies in the contexts of its objects, which the framework zeroes.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Totals {
    bytes: SpinLock<[u64; 64]>,
}

fn count(cx: &mut Cx<'_, Dispatch>, totals: &Totals) {
    totals.bytes.with(cx, |bytes, _cx| bytes[0] += 1);
}

fn main() {
    let _ = count;
}
