//! M56, M110: Use the level from outside a lock inside it. CodeQL: C28120.

use wdf_safe::prelude::*;
use wdf_sim as _;

const CLASS: Guid = Guid(1, 2, 3, [4; 8]);

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn announce(cx: &mut Cx<'_, Passive>, device: &Device, totals: &Totals) -> Result<()> {
    totals.bytes.with(cx, |_bytes, _held| device.create_interface(cx, CLASS))
}

fn main() {}
