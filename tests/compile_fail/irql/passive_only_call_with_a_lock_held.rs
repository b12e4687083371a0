//! M55: Call what needs PASSIVE_LEVEL with a spin lock held. Rule: KmdfIrql. CodeQL: C28121.

use wdf_safe::prelude::*;
use wdf_sim as _;

const CLASS: Guid = Guid(1, 2, 3, [4; 8]);

#[object_context]
struct Totals {
    bytes: SpinLock<u64>,
    calls: SpinLock<u64>,
}

fn announce(cx: &mut Cx<'_, Passive>, device: &Device, totals: &Totals) -> Result<()> {
    totals.bytes.with(cx, |_bytes, cx| device.create_interface(cx, CLASS))
}

fn main() {}
