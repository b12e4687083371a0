//! M54: Call what needs PASSIVE_LEVEL from a callback that may run at DISPATCH_LEVEL. Rules: KmdfIrql, KmdfIrqlExplicit. CodeQL: C28121.

use wdf_safe::prelude::*;
use wdf_sim as _;

const CLASS: Guid = Guid(1, 2, 3, [4; 8]);

fn announce(cx: &mut Cx<'_, Dispatch>, device: &Device) -> Result<()> {
    device.create_interface(cx, CLASS)
}

fn main() {}
